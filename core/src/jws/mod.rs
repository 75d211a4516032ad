//! JSON Web Signature (RFC 7515): any bytes, signed. For claims use [`sign`](crate::sign) and [`verify`](crate::verify), which check them too.
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

mod compact;

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, Result};
use crate::header::{Form, Header};
use crate::key::{Key, KeySet};
use crate::limits::check_token_length;
use crate::options::{GivenLimits, given};

pub(crate) use compact::{Checking, Extra, Parts, can_sign, sign_compact, signing_input, verify_compact};

/// What [`sign`] may be told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignOptions {
    /// Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, `b64`, …).
    pub header: Option<Map<String, Value>>,
}

/// What [`verify`] may be told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VerifyOptions {
    /// The only algorithms to accept, of those that the key allows.
    pub algorithms: Option<Vec<SignatureAlgorithm>>,
    /// Names that may stand in `crit` because the caller understands them.
    pub critical: Option<Vec<String>>,
    /// The longest token, in bytes; 256 KiB if not given.
    #[serde(deserialize_with = "given")]
    pub max_token_bytes: Option<u64>,
    /// The longest header, in bytes; 16 KiB if not given.
    #[serde(deserialize_with = "given")]
    pub max_header_bytes: Option<u64>,
    /// The deepest nesting of the header's JSON, 1 to 100; 32 if not given.
    #[serde(deserialize_with = "given")]
    pub max_json_depth: Option<u64>,
    /// The most keys that may be tried; 16 if not given.
    #[serde(deserialize_with = "given")]
    pub max_attempts: Option<u64>,
}

/// A payload whose signature was verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    payload: Vec<u8>,
    header: String,
    key_id: Option<String>,
}

impl Verified {
    /// The bytes that were signed.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The protected header, as JSON text.
    pub fn header(&self) -> &str {
        &self.header
    }

    /// The key_id of the key that verified the signature, if it has one. It is the key's own, never taken from the token.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }
}

impl fmt::Debug for Verified {
    /// Without the payload, which is nobody's business.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Verified").field("header", &self.header).field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// Signs bytes with a key, in the compact serialization (RFC 7515, section 7.1).
///
/// The key decides the algorithm, and its key_id becomes the `kid`.
///
/// # Errors
/// `ERR_OPTION_INVALID` if the key is not bound to an algorithm or `header` names what the library sets; `ERR_KEY_MISMATCH` if the key is not for
/// signing.
pub fn sign(payload: impl AsRef<[u8]>, key: &Key, options: &SignOptions) -> Result<String> {
    sign_compact(payload.as_ref(), key, &Extra { typ: None, header: options.header.as_ref() })
}

/// Verifies a token in the compact serialization, and gives the bytes that were signed.
///
/// `keys` is a [`Key`], several, or a [`KeySet`]; which of them fits is decided by `kid`, use and algorithm.
///
/// # Errors
/// `ERR_JWS_INVALID`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
/// `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
pub fn verify(token: impl AsRef<[u8]>, keys: impl Into<KeySet>, options: &VerifyOptions) -> Result<Verified> {
    let (token, keys) = (token.as_ref(), keys.into());
    let limits = GivenLimits {
        max_token_bytes: options.max_token_bytes,
        max_header_bytes: options.max_header_bytes,
        max_json_depth: options.max_json_depth,
        max_attempts: options.max_attempts,
        ..GivenLimits::default()
    }
    .resolve()?;
    let algorithms = options.algorithms.as_deref();
    if algorithms.is_some_and(<[_]>::is_empty) {
        return Err(Error::option("algorithms is an empty list"));
    }
    check_token_length(token, &limits)?;
    let parts = Parts::split(token).ok_or_else(|| Form::Signed.invalid("a compact JWS has three parts"))?;
    let header = Header::parse(Form::Signed, parts.header, &limits)?;
    header.check_critical(options.critical.as_deref().unwrap_or_default())?;
    let (payload, key) = verify_compact(&parts, &header, &keys, &Checking { algorithms, limits: &limits })?;
    let key_id = key.key_id().map(str::to_owned);
    Ok(Verified { payload, header: header.into_json(), key_id })
}
