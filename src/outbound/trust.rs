//! Whom TLS trusts: the machine's certificates and those that were given, or anybody.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::send::{SenderError, SenderOptions};

/// Whom to trust.
#[derive(Clone, Debug)]
pub(super) struct Trust {
    certificates: Vec<CertificateDer<'static>>,
    insecure: bool,
}

impl Trust {
    /// What these options say; certificates are read at once.
    pub(super) fn of(options: &SenderOptions) -> Result<Self, SenderError> {
        let pem = options.ca_cert.as_deref();
        let read = pem.map(|pem| CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>());
        let certificates = match read.transpose() {
            Ok(Some(certificates)) if certificates.is_empty() => {
                return Err(SenderError::Certificates("there is no certificate in it".to_owned()));
            }
            Ok(certificates) => certificates.unwrap_or_default(),
            Err(error) => return Err(SenderError::Certificates(error.to_string())),
        };
        Ok(Self { certificates, insecure: options.insecure })
    }

    /// TLS that trusts so. Reads the machine's certificates, which fails where there are none.
    pub(super) fn tls(&self) -> Result<ClientConfig, String> {
        let provider = Arc::new(default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .dangerous();
        let mut config = if self.insecure {
            builder.with_custom_certificate_verifier(Arc::new(Anybody(provider)))
        } else {
            match Verifier::new_with_extra_roots(self.certificates.iter().cloned(), provider) {
                Ok(verifier) => builder.with_custom_certificate_verifier(Arc::new(verifier)),
                Err(error) if self.certificates.is_empty() => return Err(error.to_string()),
                // A machine without certificates of its own can still trust those it was given.
                Err(_) => builder.cfg.with_root_certificates(self.given()?),
            }
        }
        .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn given(&self) -> Result<RootCertStore, String> {
        let mut roots = RootCertStore::empty();
        for certificate in &self.certificates {
            roots.add(certificate.clone()).map_err(|error| error.to_string())?;
        }
        Ok(roots)
    }
}

/// Takes any certificate.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
