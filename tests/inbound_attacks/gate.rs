use tosshook::activity::RefusedReason;
use tosshook::inbound::{Gate, Limits};

use crate::house::{House, webhook};

#[tokio::test]
async fn what_is_no_post_is_answered_405_and_the_connection_goes_on() {
    let mut house = House::open().await;
    let mut client = house.connect().await;
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        client.send(format!("{method} /a?b=c HTTP/1.1\r\nHost: a\r\n\r\n")).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{method}");
        let refused = house.refused().await;
        assert_eq!((refused.reason, refused.http_status), (RefusedReason::Method, Some(405)));
        assert_eq!((refused.method.as_deref(), refused.path.as_deref()), (Some(method), Some("/a?b=c")));
        assert_eq!(refused.remote, client.stream.local_addr().unwrap());
    }
    client.send(webhook()).await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn a_head_request_gets_the_status_without_a_body() {
    let house = House::open().await;
    let mut client = house.sent("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let answer = client.answer().await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    client.send(webhook()).await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn another_path_is_answered_404_where_one_path_is_served() {
    let gate = Gate { path: Some("/hook".to_owned()), ..Gate::default() };
    let mut house = House::with(Limits::default(), gate).await;
    let mut client = house.sent("POST /.env HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello").await;
    assert_eq!(client.answer().await.status, 404);
    let refused = house.refused().await;
    assert_eq!((refused.reason, refused.path.as_deref()), (RefusedReason::Path, Some("/.env")));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_browser_is_answered_403_unless_it_is_allowed() {
    let from_browser = "POST / HTTP/1.1\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n";
    let mut house = House::open().await;
    let mut client = house.sent(from_browser).await;
    assert_eq!(client.answer().await.status, 403);
    assert_eq!(house.refusal().await, (RefusedReason::Browser, Some(403)));
    house.answers_a_webhook().await;

    let gate = Gate { allow_browser: true, ..Gate::default() };
    let house = House::with(Limits::default(), gate).await;
    let mut client = house.sent(from_browser).await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn targets_that_name_another_host_are_answered_400() {
    let mut house = House::open().await;
    for line in ["POST http://evil.example/a", "POST *", "POST //evil.example/a", "CONNECT evil.example:80"] {
        let mut client = house.sent(format!("{line} HTTP/1.1\r\nHost: a\r\n\r\n")).await;
        assert_eq!(client.answer().await.status, 400, "{line}");
        assert_eq!(house.refusal().await, (RefusedReason::Target, Some(400)), "{line}");
    }
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn what_is_kept_of_a_refused_target_is_at_most_4_kib() {
    let mut house = House::open().await;
    let mut client = house.sent(format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(60_000))).await;
    assert_eq!(client.answer().await.status, 405);
    let refused = house.refused().await;
    assert_eq!(refused.path.unwrap().len() + refused.method.unwrap().len(), 4096);
}
