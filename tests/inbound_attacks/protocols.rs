use tosshook::activity::RefusedReason;

use crate::house::{House, webhook};

#[tokio::test]
async fn an_http_2_preface_is_recognised() {
    let mut house = House::open().await;
    let mut client = house.sent("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
    assert_eq!(client.answer().await.status, 400);
    assert!(client.is_closed().await);
    assert_eq!(house.refusal().await, (RefusedReason::Http2, Some(400)));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_tls_hello_is_recognised() {
    let mut house = House::open().await;
    let hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 random bytes";
    let mut client = house.sent(hello).await;
    assert_eq!(client.answer().await.status, 400);
    assert!(client.is_closed().await);
    let refused = house.refused().await;
    assert_eq!((refused.reason, refused.method, refused.path), (RefusedReason::Tls, None, None));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn empty_lines_before_a_request_are_ignored() {
    let house = House::open().await;
    let mut client = house.sent([b"\r\n\r\n\n".as_slice(), &webhook(), b"\r\n", &webhook()].concat()).await;
    assert_eq!(client.answer().await.status, 200);
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn an_http_1_0_sender_is_answered_and_let_go() {
    let house = House::open().await;
    let mut client = house.sent("POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello").await;
    assert_eq!(client.answer().await.status, 200);
    assert!(client.is_closed().await);
}

#[tokio::test]
async fn an_upgrade_is_not_taken_up() {
    let house = House::open().await;
    let mut client = house
        .sent("POST / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(client.answer().await.status, 200);
    client.send(webhook()).await;
    assert_eq!(client.answer().await.status, 200);
}
