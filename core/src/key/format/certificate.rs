//! X.509 certificates (RFC 5280) as containers of a public key. Nothing here trusts one: no signature, name, date or chain is checked.

use aws_lc_rs::digest::{self, SHA1_FOR_LEGACY_USE_ONLY, SHA256};
use base64_simd::STANDARD;
use pem_rfc7468::Decoder;
use pkcs8::der::{Decode, Encode};
use x509_cert::Certificate;

use super::der::{MAX_BYTES, spki};
use super::jwk_members::Members;
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::error::{Error, ErrorCode, Result};
use crate::key::error::{invalid, mismatch};
use crate::key::shape::{Shape, shape};
use crate::key::{Carried, Inner, Key, KeyOptions, Material, Permissions, binding};
use crate::limits::exceeded;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END CERTIFICATE-----";

impl Key {
    /// The public key of an X.509 certificate, in PEM or DER. It has to fit the algorithm (`ERR_KEY_MISMATCH`), which it is then bound to.
    ///
    /// **Nothing is verified**: whether the certificate is to be trusted (its chain, names and dates, and whether it was revoked) is for the
    /// caller to find out. PEM text may hold a chain; the key is that of the first certificate, the others only have to be well-formed.
    /// [`to_jwk`](Key::to_jwk) writes the first certificate as `x5c`, and its SHA-256 thumbprint as `x5t#S256`.
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
        if certificate.len() > MAX_BYTES {
            return Err(exceeded("the certificate is longer than 64 KiB"));
        }
        let leaf = match shape(certificate) {
            Some(Shape::Certificate) => certificate.to_vec(),
            Some(_) => return Err(invalid("the key is not a certificate")),
            None => leaf(certificate)?,
        };
        Key::bound(Inner {
            material: public_key(&leaf)?.into(),
            algorithm: Some(algorithm),
            content_encryption: None,
            key_id: options.key_id.clone(),
            permissions: Permissions::default(),
            carried: Carried::of_certificate(STANDARD.encode_to_string(&leaf), base64url::encode(digest::digest(&SHA256, &leaf).as_ref())),
        })
    }
}

/// The first certificate of PEM text, in DER. All blocks must be certificates.
fn leaf(pem: &[u8]) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(pem).map_err(|_| malformed())?;
    let mut leaf = None;
    for (start, _) in text.match_indices(BEGIN) {
        let block = text.get(start..).unwrap_or_default();
        let end = block.find(END).ok_or_else(malformed)?;
        let der = decode_block(block.get(..end + END.len()).unwrap_or_default()).ok_or_else(malformed)?;
        if shape(&der) != Some(Shape::Certificate) {
            return Err(malformed());
        }
        leaf.get_or_insert(der);
    }
    leaf.ok_or_else(malformed)
}

fn decode_block(block: &str) -> Option<Vec<u8>> {
    let mut decoder = Decoder::new_detect_wrap(block.as_bytes()).ok()?;
    if decoder.type_label() != "CERTIFICATE" {
        return None;
    }
    let mut der = vec![0; decoder.remaining_len()];
    decoder.decode(&mut der).ok()?;
    Some(der)
}

fn public_key(der: &[u8]) -> Result<Material> {
    let certificate = Certificate::from_der(der).map_err(|_| malformed())?;
    spki(&certificate.tbs_certificate().subject_public_key_info().to_der().map_err(|_| malformed())?)
}

/// Checks what a JWK says of certificates (RFC 7517, sections 4.6 to 4.9) against the key and against itself.
pub(super) fn check_members(jwk: Members<'_>, material: &Material) -> Result<()> {
    jwk.text("x5u")?;
    let first = match jwk.texts("x5c")? {
        None => None,
        Some(chain) => Some(first_of(&chain, material)?),
    };
    // Large issuers publish the hexadecimal SHA-1 as `x5t`. Nothing is decided by it, so their keys need not be refused for its form.
    for (name, hash, has_strict_form) in [("x5t", &SHA1_FOR_LEGACY_USE_ONLY, false), ("x5t#S256", &SHA256, true)] {
        let Some(text) = jwk.text(name)? else { continue };
        match base64url::decode(text.as_bytes()).filter(|thumbprint| thumbprint.len() == hash.output_len()) {
            None if has_strict_form => return Err(invalid("the thumbprint of a certificate is not its hash in strict base64url")),
            Some(thumbprint) if first.as_ref().is_some_and(|first| digest::digest(hash, first).as_ref() != thumbprint) => {
                return Err(mismatch("the thumbprint is not that of the certificate"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The first certificate of an `x5c`, which has to hold the key.
fn first_of(chain: &[&str], material: &Material) -> Result<Vec<u8>> {
    let decode = |text: &&str| STANDARD.decode_to_vec(text.as_bytes()).ok().filter(|der| shape(der) == Some(Shape::Certificate));
    let chain: Vec<Vec<u8>> = chain.iter().map(decode).collect::<Option<_>>().ok_or_else(malformed)?;
    let first = chain.into_iter().next().ok_or_else(|| invalid("x5c is empty"))?;
    let other = || mismatch("the certificate holds another key");
    match public_key(&first) {
        Ok(certified) if certified.is_same_key(material) => Ok(first),
        // A key that the library cannot read is not the one that it has read.
        Err(error) if error.code() != ErrorCode::NotSupported => Err(error),
        _ => Err(other()),
    }
}

fn malformed() -> Error {
    invalid("the certificate is not well-formed")
}
