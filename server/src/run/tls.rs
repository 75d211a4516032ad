//! The listener's certificate.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

use crate::config::Tls;

/// What accepts TLS by these files, relative to that of the configuration.
pub(super) fn acceptor(tls: &Tls, config: Option<&Path>) -> Result<TlsAcceptor, String> {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = config.and_then(Path::parent).unwrap_or(Path::new(""));
    let fault = |path: &Path, error: &dyn std::fmt::Display| format!("tls: {}: {error}", path.display());
    let certificates = |path: &Path| -> Result<Vec<CertificateDer<'static>>, String> {
        let path = folder.join(path);
        let all = CertificateDer::pem_file_iter(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        all.map_err(|error| fault(&path, &error))
    };
    let key_path = folder.join(&tls.key);
    let key = PrivateKeyDer::from_pem_file(&key_path).map_err(|error| fault(&key_path, &error))?;
    let builder = match &tls.client_ca {
        None => ServerConfig::builder().with_no_client_auth(),
        Some(path) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(path)? {
                roots.add(certificate).map_err(|error| fault(path, &error))?;
            }
            let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().map_err(|error| fault(path, &error))?;
            ServerConfig::builder().with_client_cert_verifier(verifier)
        }
    };
    let mut server = builder.with_single_cert(certificates(&tls.certificate)?, key).map_err(|error| fault(&tls.certificate, &error))?;
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(server)))
}
