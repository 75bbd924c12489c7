//! Endpoints that speak TLS, and those that don't.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/raw_endpoint.rs"]
mod raw_endpoint;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use raw_endpoint::{OK, RawEndpoint, call, options, sender};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tosshook::activity::{AttemptResult, Cause, Outcome};
use tosshook::outbound::{Endpoint, Sender, SenderError, SenderOptions};

/// For `localhost` and 127.0.0.1, signed by itself.
const CERTIFICATE: &[u8] = include_bytes!("support/localhost.pem");
const KEY: &[u8] = include_bytes!("support/localhost-key.pem");

/// Answers each TLS connection's first request, on rustls' own server side. Returns the port.
fn tls_server() -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut tls = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::Stream::new(&mut tls, &mut stream);
            // A refused handshake is an error here.
            let _ = stream.read(&mut [0; 4096]).and_then(|_| stream.write_all(OK));
            let _ = stream.flush();
        }
    });
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
