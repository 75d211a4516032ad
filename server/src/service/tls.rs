//! The listener's certificate.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

use super::Around;
use crate::config::{Config, Problem};

/// Accepts TLS connections, if the configuration has a certificate.
pub(super) fn acceptor(config: &Config, around: &Around<'_>) -> Result<Option<TlsAcceptor>, Problem> {
    let Some(tls) = &config.tls else { return Ok(None) };
    let wrong = |member: &str, message: String| Problem::new(["tls".into(), member.into()], message);
    let certificates = |member: &'static str, path: &Path| -> Result<Vec<CertificateDer<'static>>, Problem> {
        let path = around.path(path);
        let all = CertificateDer::pem_file_iter(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let all = all.map_err(|error| wrong(member, format!("{}: {error}", path.display())))?;
        match all.is_empty() {
            true => Err(wrong(
                member,
                format!("{}: there is no certificate in it: give PEM", path.display()),
            )),
            false => Ok(all),
        }
    };
    let key_path = around.path(&tls.key);
    let key = PrivateKeyDer::from_pem_file(&key_path);
    let key = key.map_err(|error| {
        wrong(
            "key",
            format!(
                "{}: {error}: give a private key in PEM, without a password",
                key_path.display()
            ),
        )
    })?;
    let own = certificates("certificate", &tls.certificate)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder =
        ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| wrong("certificate", error.to_string()))?;
    let builder = match &tls.client_ca {
        None => builder.with_no_client_auth(),
        Some(path) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates("client_ca", path)? {
                roots
                    .add(certificate)
                    .map_err(|error| wrong("client_ca", format!("{}: {error}", path.display())))?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.with_client_cert_verifier(
                verifier.map_err(|error| wrong("client_ca", format!("{}: {error}", path.display())))?,
            )
        }
    };
    let mut server = builder
        .with_single_cert(own, key)
        .map_err(|error| wrong("certificate", format!("{}: {error}", tls.certificate.display())))?;
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(server))))
}
