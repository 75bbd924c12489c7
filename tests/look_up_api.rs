//! What becomes of a look-up whose answer is late, broken, endless or somebody else's, on paused time.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/raw_endpoint.rs"]
mod raw_endpoint;

use std::time::Duration;

use raw_endpoint::{RawEndpoint, read_request, refusing};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;
use tosshook::activity::{NoPayment, Outcome};
use tosshook::payments::{Answer, Api, ApiBase, Ask};
use tosshook::toss::{PaymentName, SecretKey};

const KEY: &str = "test_sk_hunter2";
const PAYMENT: &str = r#"{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":1}"#;

fn api(at: &str) -> Api {
    Api::new(ApiBase::parse(at).unwrap(), SecretKey::parse(KEY).unwrap()).unwrap()
}

async fn asked(at: &str) -> Answer {
    api(at).ask(&PaymentName::Key("p".into())).await
}

async fn answered(status: &str, headers: &str, body: &str) -> Answer {
    let bytes = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}", body.len());
    asked(&RawEndpoint::answering(bytes).await.address.to_string()).await
}

/// Status, code and message; empty where there is none.
fn refused(answer: Answer) -> (u16, String, String) {
    match answer.payment {
        Err(NoPayment::Refused { http_status, code, message }) => {
            (http_status, code.unwrap_or_default(), message.unwrap_or_default())
        }
        other => panic!("{other:?}"),
    }
}

fn failed(answer: &Answer) -> Outcome {
    match &answer.payment {
        Err(NoPayment::Failed(result)) => result.outcome,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_documented_error_keeps_its_code_and_another_is_passed_on() {
    let error = r#"{"code":"NOT_FOUND_PAYMENT","message":"존재하지 않는 결제 정보 입니다."}"#;
    assert_eq!(
        refused(answered("404", "", error).await),
        (404, "NOT_FOUND_PAYMENT".into(), "존재하지 않는 결제 정보 입니다.".into())
    );
    assert_eq!(refused(answered("503", "", "<html>").await), (503, String::new(), String::new()));
    assert_eq!(refused(answered("400", "", r#"{"code":7}"#).await), (400, String::new(), String::new()));
    let long = format!(r#"{{"code":"{}"}}"#, "A".repeat(9_000));
    assert_eq!(refused(answered("400", "", &long).await).1.len(), 200);
}

#[tokio::test]
async fn the_wait_that_the_api_asks_for_is_believed_up_to_a_minute() {
    for (header, wait) in [
        ("retry-after: 7\r\n", Some(7)),
        ("Retry-After: 86400\r\n", Some(60)),
        ("retry-after: soon\r\n", None),
        ("retry-after: -1\r\n", None),
        ("", None),
    ] {
        let answer = answered("429", header, "").await;
        assert_eq!(answer.retry_after, wait.map(Duration::from_secs), "{header}");
        assert_eq!(refused(answer).0, 429);
    }
}

#[tokio::test]
async fn what_is_not_the_payment_that_was_asked_for_is_none() {
    assert_eq!(answered("200", "", PAYMENT).await.payment.unwrap().status, "DONE");
    for body in [
        "",
        "null",
        "not JSON",
        r#"{"paymentKey":"p","orderId":"o","status":"DONE"}"#,
        r#"{"paymentKey":"other","orderId":"o","status":"DONE","totalAmount":1}"#,
        r#"{"paymentKey":"p","orderId":"o","status":"test_sk_hunter2","totalAmount":1}"#,
        r#"{"paymentKey":"p","orderId":"o","status":"dGVzdF9za19odW50ZXIyOg==","totalAmount":1}"#,
        &format!("{PAYMENT}{}", " ".repeat(200_000)),
    ] {
        let answer = answered("200", "", body).await;
        assert!(matches!(answer.payment, Err(NoPayment::Unreadable)), "{body:.40}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_key_repeated() {
    let elsewhere = RawEndpoint::answering("").await;
    let location = format!("location: http://{}/\r\n", elsewhere.address);
    let echo = format!(r#"{{"code":"{KEY}","message":"Basic dGVzdF9za19odW50ZXIyOg=="}}"#);
    for status in ["301", "302", "307", "308"] {
        assert_eq!(
            refused(answered(status, &location, &echo).await),
            (status.parse().unwrap(), String::new(), String::new())
        );
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_connection_that_is_closed_reset_or_refused_says_so() {
    let closing = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{").await;
    });
    assert_eq!(failed(&asked(&closing.await.address.to_string()).await), Outcome::Protocol);
    let garbage = RawEndpoint::answering("SSH-2.0-OpenSSH\r\n").await;
    assert_eq!(failed(&asked(&garbage.address.to_string()).await), Outcome::Protocol);
    let (socket, _) = refusing();
    let address = socket.local_addr().unwrap().to_string();
    assert_eq!(failed(&asked(&address).await), Outcome::Unreachable);
}

#[tokio::test(start_paused = true)]
async fn an_answer_has_5_s_and_128_kib_however_it_comes() {
    let silent = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        std::future::pending::<()>().await;
    });
    let dripping = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
        while stream.write_all(b"1\r\n \r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    for endpoint in [silent.await, dripping.await] {
        let begun = Instant::now();
        assert_eq!(failed(&asked(&endpoint.address.to_string()).await), Outcome::Timeout);
        assert_eq!(begun.elapsed().as_secs(), 5);
    }
    let endless = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
        while stream.write_all(b"4\r\n    \r\n").await.is_ok() {}
    });
    let answer = asked(&endless.await.address.to_string()).await;
    assert!(matches!(answer.payment, Err(NoPayment::Unreadable)), "{answer:?}");
}
