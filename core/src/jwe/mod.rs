//! JSON Web Encryption (RFC 7516): bytes, encrypted to the holder of a key.
//!
//! ```
//! use tokenseal::{Key, jwe};
//!
//! let key = Key::generate("ECDH-ES+A256KW".parse()?, &Default::default())?;
//! let token = jwe::encrypt(b"for your eyes only", &key.public()?, &jwe::EncryptOptions::default())?;
//! let decrypted = jwe::decrypt(token, key, &jwe::DecryptOptions::default())?;
//! assert_eq!(decrypted.plaintext(), b"for your eyes only");
//! # Ok::<(), tokenseal::Error>(())
//! ```
//!
//! Anybody can encrypt to a public key: a token that was made by RSA-OAEP or ECDH-ES says nothing about who made it. Where that matters,
//! sign first and encrypt then, which is what [`seal`](crate::seal) does.

mod compact;
pub(crate) mod content;
mod external;
mod making;
pub(crate) mod management;
#[cfg(test)]
mod tests;
mod zip;

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::error::{Error, Result};
use crate::header::{Form, Header};
use crate::key::{Key, KeySet};
use crate::limits::check_token_length;
use crate::options::{GivenLimits, given};

pub(crate) use compact::{Opening, Parts, decrypt_compact};
pub use external::{Pending, prepare_decrypt};
pub(crate) use making::{Made, encrypt_compact};

/// What [`encrypt`] may be told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EncryptOptions {
    /// The content encryption. A `dir` key has its own; the default for every other is A256GCM.
    pub enc: Option<ContentEncryption>,
    /// Members of the protected header besides those that the library sets, such as `typ`, `cty`, `apu` and `apv`.
    pub header: Option<Map<String, Value>>,
    /// Whether to compress before encrypting. The length of the token then tells something about its content: leave it off where somebody
    /// else can choose a part of what is encrypted.
    pub compress: bool,
}

/// What [`decrypt`] may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecryptOptions {
    /// The key management algorithms to accept; those that the keys allow, if not given. It narrows what a key allows and never widens it.
    pub key_management: Option<Vec<KeyManagement>>,
    /// The content encryption algorithms to accept; all, if not given.
    pub content_encryption: Option<Vec<ContentEncryption>>,
    /// Names of critical extensions (`crit`) that the caller understands and checks.
    pub critical: Option<Vec<String>>,
    /// The longest token to look at, in bytes. The default is 256 KiB.
    #[serde(deserialize_with = "given")]
    pub max_token_bytes: Option<u64>,
    /// The longest protected header, decoded, in bytes. The default is 16 KiB.
    #[serde(deserialize_with = "given")]
    pub max_header_bytes: Option<u64>,
    /// How deep the header may be nested, 1 to 100. The default is 32.
    #[serde(deserialize_with = "given")]
    pub max_json_depth: Option<u64>,
    /// The longest plaintext that a compressed one may inflate to, in bytes. The default is 256 KiB.
    #[serde(deserialize_with = "given")]
    pub max_inflated_bytes: Option<u64>,
    /// How many keys may be tried. The default is 16.
    #[serde(deserialize_with = "given")]
    pub max_attempts: Option<u64>,
    /// How many PBES2 iterations may be done for one token, over all keys that are tried. The default is 1,000,000.
    #[serde(deserialize_with = "given")]
    pub max_pbes2_iterations: Option<u64>,
}

impl DecryptOptions {
    fn limits(&self) -> GivenLimits {
        GivenLimits {
            max_token_bytes: self.max_token_bytes,
            max_header_bytes: self.max_header_bytes,
            max_json_depth: self.max_json_depth,
            max_inflated_bytes: self.max_inflated_bytes,
            max_attempts: self.max_attempts,
            max_pbes2_iterations: self.max_pbes2_iterations,
        }
    }
}

/// Encrypts to the holder of `key`, in the compact serialization (RFC 7516, section 7.1).
///
/// The key decides the key management algorithm, and its key_id becomes the `kid`.
///
/// # Errors
/// `ERR_OPTION_INVALID` if the key is not bound to an algorithm or `header` names what the library sets;
/// `ERR_KEY_MISMATCH` if the key is not for encrypting.
///
/// ```
/// # use tokenseal::{ContentEncryption, GenerateOptions, Key, jwe};
/// let key = Key::generate("dir".parse()?, &GenerateOptions { enc: Some(ContentEncryption::A256GCM), ..Default::default() })?;
/// let token = jwe::encrypt(b"secret", &key, &jwe::EncryptOptions { compress: true, ..Default::default() })?;
/// assert_eq!(token.split('.').count(), 5);
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn encrypt(plaintext: impl AsRef<[u8]>, key: &Key, options: &EncryptOptions) -> Result<String> {
    let made = Made { typ: None, cty: None, header: options.header.as_ref() };
    encrypt_compact(plaintext.as_ref(), key, options.enc, options.compress, made)
}

/// Decrypts a token in the compact serialization.
///
/// `keys` is a [`Key`], several, or a [`KeySet`]; which of them fits is decided by `kid`, use and algorithm.
///
/// # Errors
/// `ERR_JWE_INVALID`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
/// `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
///
/// ```
/// # use tokenseal::{ErrorCode, Key, jwe};
/// let key = Key::generate("A256KW".parse()?, &Default::default())?;
/// let other = Key::generate("A256KW".parse()?, &Default::default())?;
/// let token = jwe::encrypt(b"secret", &key, &Default::default())?;
/// let error = jwe::decrypt(token, other, &Default::default()).unwrap_err();
/// assert_eq!(error.code(), ErrorCode::DecryptionFailed);
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn decrypt(token: impl AsRef<[u8]>, keys: impl Into<KeySet>, options: &DecryptOptions) -> Result<Decrypted> {
    let (token, limits) = (token.as_ref(), options.limits().resolve()?);
    let policy = Opening {
        key_management: options.key_management.as_deref(),
        content_encryption: options.content_encryption.as_deref(),
        limits: &limits,
    };
    if policy.key_management.is_some_and(<[_]>::is_empty) || policy.content_encryption.is_some_and(<[_]>::is_empty) {
        return Err(Error::option("key_management or content_encryption is an empty list"));
    }
    check_token_length(token, &limits)?;
    let parts = Parts::split(token).ok_or_else(|| Form::Encrypted.invalid("a compact JWE has five parts"))?;
    let header = Header::parse(Form::Encrypted, parts.header, &limits)?;
    header.check_critical(options.critical.as_deref().unwrap_or_default())?;
    let opened = decrypt_compact(&parts, &header, &keys.into(), &policy)?;
    Ok(Decrypted { plaintext: opened.plaintext, header: header.into_json(), key: opened.key })
}

/// A token that was decrypted.
#[derive(Clone)]
pub struct Decrypted {
    plaintext: Vec<u8>,
    header: String,
    key: Key,
}

impl Decrypted {
    /// What was encrypted.
    pub fn plaintext(&self) -> &[u8] {
        &self.plaintext
    }

    /// What was encrypted, without a copy.
    pub fn into_plaintext(self) -> Vec<u8> {
        self.plaintext
    }

    /// The protected header, as JSON text.
    pub fn header(&self) -> &str {
        &self.header
    }

    /// The key_id of the key that fitted, if it has one; never the token's.
    pub fn key_id(&self) -> Option<&str> {
        self.key.key_id()
    }
}

impl fmt::Debug for Decrypted {
    /// Shows the header and the key; the plaintext was encrypted for a reason.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Decrypted").field("header", &self.header).field("key", &self.key).finish_non_exhaustive()
    }
}
