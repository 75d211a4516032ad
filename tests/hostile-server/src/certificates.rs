//! A test CA and its certificates. They are generated at each start, so nobody stores a key or
//! renews a certificate.

use std::sync::Arc;

use pem_rfc7468::{LineEnding, encode_string};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig};

use crate::Result;

type Ca = CertifiedIssuer<'static, KeyPair>;

/// The TLS configurations, one for each certificate.
pub(crate) struct Certificates {
    /// The CA that clients are to trust, as PEM.
    pub(crate) ca: String,
    pub(crate) good: Arc<ServerConfig>,
    pub(crate) expired: Arc<ServerConfig>,
    pub(crate) wrong_host: Arc<ServerConfig>,
    pub(crate) unknown_ca: Arc<ServerConfig>,
    /// A good one, of a server that asks for the client's.
    pub(crate) mutual: Arc<ServerConfig>,
    /// A client's certificate of the same CA, and its private key, as PEM.
    pub(crate) client: String,
}

/// The names that the server answers to.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

impl Certificates {
    pub(crate) fn make() -> Result<Self> {
        let ca = authority("tokenseal test CA")?;
        // It has the name of the trusted CA: a client that looks issuers up by name finds that one,
        // and must notice that it did not sign.
        let stranger = authority("tokenseal test CA")?;
        let mut past = leaf(&NAMES)?;
        past.not_before = date_time_ymd(2019, 1, 1);
        past.not_after = date_time_ymd(2020, 1, 1);
        Ok(Self {
            good: config(leaf(&NAMES)?, &ca, anybody())?,
            expired: config(past, &ca, anybody())?,
            wrong_host: config(leaf(&["other.example"])?, &ca, anybody())?,
            unknown_ca: config(leaf(&NAMES)?, &stranger, anybody())?,
            mutual: config(leaf(&NAMES)?, &ca, clients_of(&ca)?)?,
            client: client(&ca)?,
            ca: pem("CERTIFICATE", ca.der())?,
        })
    }
}

fn authority(name: &str) -> Result<Ca> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}

/// With the extensions that RFC 5280 requires: strict clients (Python 3.13) check them.
fn leaf(names: &[&str]) -> Result<CertificateParams> {
    let mut params = CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())?;
    params
        .distinguished_name
        .push(DnType::CommonName, "tokenseal test server");
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn client(ca: &Ca) -> Result<String> {
    let mut params = leaf(&[])?;
    params
        .distinguished_name
        .push(DnType::CommonName, "tokenseal test client");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, ca)?;
    Ok(pem("CERTIFICATE", certificate.der())? + &pem("PRIVATE KEY", &key.serialize_der())?)
}

fn pem(label: &str, der: &[u8]) -> Result<String> {
    Ok(encode_string(label, LineEnding::LF, der)?)
}

fn anybody() -> Arc<dyn ClientCertVerifier> {
    WebPkiClientVerifier::no_client_auth()
}

fn clients_of(ca: &Ca) -> Result<Arc<dyn ClientCertVerifier>> {
    let mut roots = RootCertStore::empty();
    roots.add(ca.der().clone())?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    Ok(WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?)
}

fn config(
    params: CertificateParams,
    ca: &Ca,
    clients: Arc<dyn ClientCertVerifier>,
) -> Result<Arc<ServerConfig>> {
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, ca)?;
    let private_key = PrivateKeyDer::try_from(key.serialize_der())?;
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(clients)
        .with_single_cert(vec![certificate.der().clone()], private_key)?;
    Ok(Arc::new(config))
}
