//! JSON Web Signature (RFC 7515): arbitrary bytes, signed. For claims use [`sign`](crate::sign) and
//! [`verify`](crate::verify), which also check them.
//!
//! ```
//! use tokenseal::{GenerateOptions, Key, SignatureAlgorithm, jws};
//!
//! let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
//! let token = jws::sign(b"any bytes", &key, &jws::SignOptions::default())?;
//! let verified = jws::verify(&token, key.public()?, &jws::VerifyOptions::default())?;
//! assert_eq!(verified.payload(), b"any bytes");
//! # Ok::<(), tokenseal::Error>(())
//! ```

mod bytes;
mod compact;
mod every_key;
mod sign;
#[cfg(test)]
mod tests;
mod unsigned;
mod verify;
mod verify_json;

use std::fmt;

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, Result};
use crate::header::{Form, Header};
use crate::json::is_json;
use crate::key::KeySet;
use crate::limits::check_token_length;
use crate::options::not_empty;
use crate::serialization::{explain, unreadable};

pub use crate::options::{
    Headers, JwsSignOptions as SignOptions, JwsVerifyOptions as VerifyOptions, Require,
};
#[doc(hidden)]
pub use bytes::{sign_bytes, verify_bytes};
pub(crate) use compact::Parts;
pub(crate) use sign::{Extra, can_sign, header_segment, sign_compact};
pub use unsigned::Unsigned;
pub(crate) use unsigned::verifying_half;
pub(crate) use verify::{Unverified, VerifyPolicy, verify_compact};

/// A payload whose signature was verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    payload: Vec<u8>,
    unprotected: Option<String>,
    verified: Vec<VerifiedSignature>,
}

/// One verified signature.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedSignature {
    /// Its position in the token, counted from 0.
    pub index: usize,
    /// The key ID of the key that verified it, if that key has one; never the one in the token.
    pub key_id: Option<String>,
    /// The algorithm that verified it.
    pub algorithm: SignatureAlgorithm,
    /// Its protected header, as JSON text; `{}` if it has none.
    pub header: String,
}

impl Verified {
    /// The bytes that were signed, detached or not.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The protected header, as JSON text; `{}` if the token has none. If there are several
    /// signatures, that of the first that verified.
    pub fn header(&self) -> &str {
        self.verified.first().map_or("{}", |first| &first.header)
    }

    /// The unprotected header of the same signature, as JSON text, if it has one. Anyone may have
    /// changed it.
    pub fn unprotected(&self) -> Option<&str> {
        self.unprotected.as_deref()
    }

    /// The key ID of the key that verified that signature, if it has one. It is the key's own,
    /// never taken from the token.
    pub fn key_id(&self) -> Option<&str> {
        self.verified.first()?.key_id.as_deref()
    }

    /// The signatures that verified, in the order of the token: always at least one.
    ///
    /// Every signature that a key fits was tried, so any that is not listed did not verify or has
    /// no key. Several entries can be by one key; [`Require::EveryKey`] refuses that.
    pub fn verified(&self) -> &[VerifiedSignature] {
        &self.verified
    }
}

impl fmt::Debug for VerifiedSignature {
    /// Leaves out the header, which can contain anything.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("VerifiedSignature");
        shown
            .field("index", &self.index)
            .field("key_id", &self.key_id)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Verified {
    /// Leaves out the payload, which is nobody's business.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Verified");
        shown.field("verified", &self.verified).finish_non_exhaustive()
    }
}

/// Signs bytes with one key or, in the general serialization, with several (RFC 7515, section 7).
///
/// `keys` is a [`Key`](crate::Key), several of them, or a [`KeySet`]. Each key determines its
/// algorithm, and its key ID becomes the `kid`.
///
/// # Errors
/// `ERR_OPTION_INVALID` if a key is not bound to an algorithm, a header names something the library
/// sets, or the options or the number of keys do not go together; `ERR_KEY_MISMATCH` if a key is
/// not for signing.
///
/// ```
/// use tokenseal::{GenerateOptions, Key, Serialization, SignatureAlgorithm, jws};
///
/// let classical = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
/// let post_quantum = Key::generate(SignatureAlgorithm::ML_DSA_65.into(), &GenerateOptions::default())?;
/// let keys = vec![classical.clone(), post_quantum.clone()];
/// let options = jws::SignOptions { serialization: Serialization::General, ..Default::default() };
/// let token = jws::sign("signed twice", keys.clone(), &options)?;
///
/// // Both keys must have signed. `Require::All` would accept a token whose second signature was cut off.
/// let options = jws::VerifyOptions { require: jws::Require::EveryKey, ..Default::default() };
/// let verified = jws::verify(&token, keys.clone(), &options)?;
/// let algorithms: Vec<_> = verified.verified().iter().map(|one| one.algorithm).collect();
/// assert_eq!(algorithms, [SignatureAlgorithm::ES256, SignatureAlgorithm::ML_DSA_65]);
///
/// let stripped = jws::sign("signed once", &classical, &Default::default())?;
/// assert!(jws::verify(stripped, keys, &options).is_err());
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn sign(payload: impl AsRef<[u8]>, keys: impl Into<KeySet>, options: &SignOptions) -> Result<String> {
    sign::sign(payload.as_ref(), &keys.into(), options)
}

/// Verifies a token in any serialization, and returns the bytes that were signed.
///
/// `keys` is a [`Key`](crate::Key), several of them, or a [`KeySet`]; `kid`, use and algorithm
/// decide which of them fits. A token that begins with `{` is JSON, any other is compact. The
/// options must contain the payload if it is detached, and must not otherwise.
///
/// If there are several signatures, one must verify, or all, or one by each key: see [`Require`].
/// Signatures that cannot be checked (their algorithm is unknown or not allowed, or no key fits)
/// count as not verified; a malformed one fails the token.
///
/// # Errors
/// `ERR_JWS_INVALID`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWKS_NO_MATCHING_KEY`,
/// `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`,
/// `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
///
/// ```
/// # use tokenseal::{GenerateOptions, Key, SignatureAlgorithm, jws};
/// # let key = Key::generate(SignatureAlgorithm::Ed25519.into(), &GenerateOptions::default())?;
/// let document = b"a long document, which travels by itself";
/// let token = jws::sign(document, &key, &jws::SignOptions { detached: true, b64: false, ..Default::default() })?;
/// let options = jws::VerifyOptions { payload: Some(document.to_vec()), ..Default::default() };
/// assert_eq!(jws::verify(&token, key, &options)?.payload(), document);
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn verify(token: impl AsRef<[u8]>, keys: impl Into<KeySet>, options: &VerifyOptions) -> Result<Verified> {
    let token = token.as_ref();
    verify_token(token, &keys.into(), options).map_err(|error| explain(error, token))
}

fn verify_token(token: &[u8], keys: &KeySet, options: &VerifyOptions) -> Result<Verified> {
    let limits = options.given_limits().resolve_for(token)?;
    let algorithms = options.algorithms.as_deref();
    not_empty(algorithms, "algorithms")?;
    if options.require == Require::EveryKey {
        every_key::check_keys(keys)?;
    }
    check_token_length(token, &limits)?;
    let policy = VerifyPolicy {
        algorithms,
        limits: &limits,
    };
    if is_json(token) {
        return verify_json::verify_json(token, keys, options, &policy);
    }
    let mut parts = Parts::split(token).ok_or_else(|| unreadable(Form::Signed, token))?;
    if options.allow_base64_padding {
        if options.payload.is_some() {
            return Err(Error::option(
                "allow_base64_padding is for tokens with their payload: give no payload, or leave it out",
            ));
        }
        parts = parts.allowing_padding();
    }
    let header = Header::parse(Form::Signed, parts.header, &limits)?;
    header.check_critical(options.critical.as_deref().unwrap_or_default())?;
    let signing_input;
    if let Some(payload) = &options.payload {
        signing_input = compact::signing_input(parts.header, payload, header.payload_is_encoded());
        let is_detached = parts.payload.is_empty();
        parts = parts
            .attach(&signing_input)
            .filter(|_| is_detached)
            .ok_or_else(|| verify_json::detached_or_not(true))?;
    }
    let (payload, key) = verify_compact(&parts, &header, keys, &policy)?;
    if options.require == Require::EveryKey {
        every_key::check_signers(keys, &[key])?;
    }
    let (key_id, algorithm) = (key.key_id().map(str::to_owned), header.signature_algorithm()?);
    let signature = VerifiedSignature {
        index: 0,
        key_id,
        algorithm,
        header: header.into_json(),
    };
    Ok(Verified {
        payload,
        unprotected: None,
        verified: vec![signature],
    })
}
