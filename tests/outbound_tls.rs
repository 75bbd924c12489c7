//! Endpoints that speak TLS, and those that don't.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/raw_endpoint.rs"]
mod raw_endpoint;
#[path = "support/tls_endpoint.rs"]
mod tls_endpoint;

use raw_endpoint::{RawEndpoint, call, options, sender};
use tls_endpoint::{CERTIFICATE, TlsEndpoint};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tosshook::activity::{AttemptResult, Cause, Outcome};
use tosshook::outbound::{Endpoint, Sender, SenderError, SenderOptions};

/// Answers each TLS connection's first request. Returns the port.
fn tls_server() -> u16 {
    let TlsEndpoint { port, seen } = tls_endpoint::start();
    drop(seen);
    port
}

async fn send(endpoint: &str, options: SenderOptions) -> AttemptResult {
    Sender::new(options).unwrap().send(&Endpoint::parse(endpoint).unwrap(), call(&[], b"{}")).await
}

#[tokio::test]
async fn a_given_certificate_is_trusted() {
    let port = tls_server();
    for host in ["localhost", "127.0.0.1"] {
        let options = SenderOptions { ca_cert: Some(CERTIFICATE.to_vec()), ..options() };
        let result = send(&format!("https://{host}:{port}"), options).await;
        assert_eq!(result.outcome, Outcome::Accepted, "{result:?}");
    }
}

#[tokio::test]
async fn an_unknown_certificate_is_not() {
    let result = send(&format!("https://localhost:{}", tls_server()), options()).await;
    assert_eq!(result.outcome, Outcome::Tls);
    assert!(matches!(&result.cause, Some(Cause::Certificate(_))), "{result:?}");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not() {
    let options = SenderOptions { ca_cert: Some(CERTIFICATE.to_vec()), ..options() };
    let result = send(&format!("https://toss.localhost:{}", tls_server()), options).await;
    assert_eq!(result.outcome, Outcome::Tls);
    assert!(matches!(&result.cause, Some(Cause::Certificate(_))), "{result:?}");
}

#[tokio::test]
async fn insecure_takes_any_certificate() {
    let options = SenderOptions { insecure: true, ..options() };
    let result = send(&format!("https://toss.localhost:{}", tls_server()), options).await;
    assert_eq!(result.outcome, Outcome::Accepted, "{result:?}");
}

#[tokio::test]
async fn https_to_a_plain_port_fails_in_tls() {
    for answer in ["HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", ""] {
        let server = RawEndpoint::start(move |_, mut stream| async move {
            stream.read_u8().await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        })
        .await;
        let options = SenderOptions { insecure: true, ..options() };
        let result = send(&format!("https://{}", server.address), options).await;
        assert_eq!(result.outcome, Outcome::Tls);
        assert!(matches!(&result.cause, Some(Cause::Tls(_))), "{result:?}");
    }
}

#[tokio::test]
async fn http_to_a_tls_port_is_told_from_other_garbage() {
    let endpoint = Endpoint::parse(&format!("http://127.0.0.1:{}", tls_server())).unwrap();
    let result = sender().send(&endpoint, call(&[], b"{}")).await;
    assert_eq!(result.outcome, Outcome::Protocol);
    assert!(matches!(&result.cause, Some(Cause::Tls(_))), "{result:?}");
}

#[test]
fn certificates_are_read_when_the_sender_is_made() {
    for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"] {
        let made = Sender::new(SenderOptions { ca_cert: Some(pem.as_bytes().to_vec()), ..options() });
        assert!(matches!(made, Err(SenderError::Certificates(_))), "{pem:?}");
    }
}
