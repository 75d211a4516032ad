//! What signing and verifying may be told.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, Result};
use crate::options::{GivenLimits, given};
use crate::serialization::Serialization;

/// Header parameters for the signatures of a token: the same for each, or one object for each key.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Headers {
    /// Every signature has these.
    Same(Map<String, Value>),
    /// One for each key, in the keys' order.
    Each(Vec<Map<String, Value>>),
}

impl Headers {
    pub(crate) fn of(&self, index: usize) -> Option<&Map<String, Value>> {
        match self {
            Headers::Same(header) => Some(header),
            Headers::Each(headers) => headers.get(index),
        }
    }

    pub(crate) fn check_count(&self, keys: usize) -> Result<()> {
        match self {
            Headers::Each(headers) if headers.len() != keys => Err(Error::option("there is not one header for each key")),
            _ => Ok(()),
        }
    }
}

impl From<Map<String, Value>> for Headers {
    fn from(header: Map<String, Value>) -> Self {
        Headers::Same(header)
    }
}

impl From<Vec<Map<String, Value>>> for Headers {
    fn from(headers: Vec<Map<String, Value>>) -> Self {
        Headers::Each(headers)
    }
}

/// What [`sign`](super::sign()) may be told.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignOptions {
    /// Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, `b64`, …).
    pub header: Option<Headers>,
    /// Parameters of the unprotected header, which anybody can change: in the JSON serializations only. A `kid` here, which must be the key's, is not
    /// written into the protected header.
    pub unprotected: Option<Headers>,
    /// How the token is written; compact if not given.
    pub serialization: Serialization,
    /// Whether the payload is left out of the token, and reaches whoever verifies it in another way (RFC 7515, appendix F).
    pub detached: bool,
    /// Whether the payload is encoded as base64url, as it is if not given. Without that it is signed as it is (RFC 7797), which suits detached payloads.
    pub b64: bool,
}

impl Default for SignOptions {
    fn default() -> Self {
        Self { header: None, unprotected: None, serialization: Serialization::Compact, detached: false, b64: true }
    }
}

/// How many signatures of a token have to verify.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Require {
    /// At least one. Which ones did is told by [`Verified::verified`](super::Verified::verified).
    #[default]
    Any,
    /// Every one.
    All,
}

/// What [`verify`](super::verify()) may be told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VerifyOptions {
    /// The payload of a detached token. Bindings pass it beside the options, for JSON has no bytes.
    #[serde(skip)]
    pub payload: Option<Vec<u8>>,
    /// The only algorithms to accept, of those that the key allows.
    pub algorithms: Option<Vec<SignatureAlgorithm>>,
    /// Names that may stand in `crit` because the caller understands them.
    pub critical: Option<Vec<String>>,
    /// How many of several signatures have to verify; any if not given.
    pub require: Require,
    /// The longest token, in bytes; 256 KiB if not given, and 1 MiB for JSON.
    #[serde(deserialize_with = "given")]
    pub max_token_bytes: Option<u64>,
    /// The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
    #[serde(deserialize_with = "given")]
    pub max_header_bytes: Option<u64>,
    /// The deepest nesting of the JSON of a header, or of a token in JSON, 1 to 100; 32 if not given.
    #[serde(deserialize_with = "given")]
    pub max_json_depth: Option<u64>,
    /// The most keys that may be tried, over all signatures; 16 if not given.
    #[serde(deserialize_with = "given")]
    pub max_attempts: Option<u64>,
}

impl VerifyOptions {
    pub(super) fn limits(&self) -> GivenLimits {
        GivenLimits {
            max_token_bytes: self.max_token_bytes,
            max_header_bytes: self.max_header_bytes,
            max_json_depth: self.max_json_depth,
            max_attempts: self.max_attempts,
            ..GivenLimits::default()
        }
    }
}
