//! X.509 certificates (RFC 5280) as containers of a public key. Nothing here trusts a certificate:
//! no signature, name, date or chain is checked.

use aws_lc_rs::digest::{self, SHA256};
use base64_simd::STANDARD;
use pkcs8::der::{Decode, Encode};
use x509_cert::certificate::{CertificateInner, Raw};

use super::der::{MAX_BYTES, spki};
use super::jwk_members::Members;
use super::{mistakes, pem};
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::key::error::{invalid, mismatch};
use crate::key::shape::{Shape, shape};
use crate::key::{Carried, Inner, Key, KeyOptions, Material, Permissions, binding};
use crate::limits::exceeded;

impl Key {
    /// The public key of an X.509 certificate, in PEM or DER. It must fit the algorithm
    /// (`ERR_KEY_MISMATCH`), and is then bound to it.
    ///
    /// **Nothing is verified**: the caller must find out whether to trust the certificate (its
    /// chain, names and dates, and whether it was revoked). PEM text may also contain a chain and
    /// the private key; the key is that of the first certificate, and nothing else is read.
    /// [`to_jwk`](Key::to_jwk) writes the first certificate as `x5c`, and its SHA-256 thumbprint as
    /// `x5t#S256`.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{Key, KeyOptions, SignatureAlgorithm};
    ///
    /// let pem = "-----BEGIN CERTIFICATE-----
    /// MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
    /// ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
    /// A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
    /// 8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
    /// 71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
    /// -----END CERTIFICATE-----";
    /// let key = Key::from_certificate(pem.as_bytes(), SignatureAlgorithm::Ed25519.into(), &KeyOptions::default())?;
    /// assert!(!key.is_private());
    /// assert!(key.to_jwk(false)?.contains("x5t#S256"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_certificate(certificate: &[u8], algorithm: Algorithm, options: &KeyOptions) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        binding::check_no_secret_options(options)?;
        if options.password.is_some() {
            return Err(Error::option("password is for encrypted private keys only"));
        }
        let leaf = leaf(certificate)?;
        Key::bound(Inner {
            material: public_key(&leaf)?.into(),
            algorithm: Some(algorithm),
            content_encryption: None,
            key_id: options.key_id.clone(),
            permissions: Permissions::default(),
            carried: Carried::of_certificate(STANDARD.encode_to_string(&leaf), thumbprint(&leaf)),
        })
    }
}

/// The SHA-256 thumbprint of a certificate in DER or PEM (RFC 7515, section 4.1.8), in base64url.
/// Nothing is verified.
pub(crate) fn certificate_thumbprint(certificate: &[u8]) -> Result<String> {
    leaf(certificate).map(|leaf| thumbprint(&leaf))
}

fn thumbprint(der: &[u8]) -> String {
    base64url::encode(digest::digest(&SHA256, der).as_ref())
}

/// The certificate in DER: the first one if the input is PEM text.
fn leaf(certificate: &[u8]) -> Result<Vec<u8>> {
    if certificate.len() > MAX_BYTES {
        return Err(exceeded("the certificate is longer than 64 KiB"));
    }
    match shape(certificate) {
        Some(Shape::Certificate) => Ok(certificate.to_vec()),
        Some(_) => Err(mistakes::key_for_certificate()),
        None => leaf_of_text(certificate),
    }
}

fn leaf_of_text(text: &[u8]) -> Result<Vec<u8>> {
    let blocks = pem::blocks(text)?;
    match blocks.iter().find(|block| block.is_certificate()) {
        Some(block) => Ok(block.decode()?.to_vec()),
        None if blocks.iter().any(pem::Block::is_key) => Err(mistakes::key_for_certificate()),
        None => Err(invalid(
            "the PEM text has no certificate: give the block with the label CERTIFICATE",
        )),
    }
}

fn public_key(der: &[u8]) -> Result<Material> {
    // The library reads only the key, so a serial number longer than RFC 5280 allows need not stop
    // it.
    let certificate = CertificateInner::<Raw>::from_der(der).map_err(|_| malformed())?;
    spki(
        &certificate
            .tbs_certificate()
            .subject_public_key_info()
            .to_der()
            .map_err(|_| malformed())?,
    )
}

/// Checks the first certificate of a JWK's `x5c` against the key (RFC 7517, section 4.7), if it can
/// be read.
///
/// Nothing else that a JWK says about certificates decides anything. Large issuers publish hashes
/// in hexadecimal and hashes of other certificates, and `x5c` with line breaks or public keys in
/// it: their keys are right all the same.
pub(super) fn check_members(jwk: Members<'_>, material: &Material) -> Result<()> {
    jwk.text("x5u")?;
    let Some(first) = jwk.list("x5c").and_then(|chain| decode(chain.first()?.as_str()?)) else {
        return Ok(());
    };
    match public_key(&first) {
        Ok(certified) if certified.is_same_key(material) => Ok(()),
        Err(error) if error.code() == ErrorCode::JwkInvalid => Ok(()),
        // If the library does not support the certificate's key, it cannot be the key that it just
        // read.
        _ => Err(mismatch(
            "the first certificate of x5c holds another key than the JWK: publish the key with its own certificate",
        )),
    }
}

/// Decodes base64 with white space anywhere.
fn decode(text: &str) -> Option<Vec<u8>> {
    let joined: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode_to_vec(joined).ok()
}

fn malformed() -> Error {
    invalid("the certificate is not well-formed: was a part of the file cut off?")
}
