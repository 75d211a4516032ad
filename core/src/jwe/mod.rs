//! JSON Web Encryption (RFC 7516): arbitrary bytes, encrypted to the holder of a key.
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
//! Anyone can encrypt to a public key: a token made with RSA-OAEP or ECDH-ES says nothing about who
//! made it. Where that matters, sign first and then encrypt, which is what [`seal`](crate::seal)
//! does.

mod compact;
mod decrypt;
mod decrypt_json;
mod encrypt;
mod encrypt_json;
mod external;
mod management;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_json;
mod zip;

use std::fmt;

use crate::error::Result;
use crate::header::{Form, Header};
use crate::json::is_json;
use crate::key::{Key, KeySet};
use crate::limits::check_token_length;
use crate::serialization::{explain, unreadable};

pub use crate::options::{JweDecryptOptions as DecryptOptions, JweEncryptOptions as EncryptOptions};
pub(crate) use compact::{DecryptedContent, Parts, decrypt_compact};
pub(crate) use decrypt::DecryptPolicy;
pub(crate) use encrypt::{Extra, encrypt_compact};
pub use external::{Pending, prepare_decrypt};

/// Encrypts to the holder of a key or, in the general serialization, to the holders of several (RFC
/// 7516, section 7).
///
/// `keys` is a [`Key`], several of them, or a [`KeySet`]. Each key determines its key management
/// algorithm, and its key ID becomes the `kid`.
///
/// # Errors
/// `ERR_OPTION_INVALID` if a key is not bound to an algorithm, a header names something the library
/// sets, or the options or the number of keys do not go together; `ERR_KEY_MISMATCH` if a key is
/// not for encrypting.
///
/// ```
/// # use tokenseal::{ContentEncryption, GenerateOptions, Key, jwe};
/// let key = Key::generate("dir".parse()?, &GenerateOptions { enc: Some(ContentEncryption::A256GCM), ..Default::default() })?;
/// let token = jwe::encrypt(b"secret", &key, &jwe::EncryptOptions { compress: true, ..Default::default() })?;
/// assert_eq!(token.split('.').count(), 5);
/// # Ok::<(), tokenseal::Error>(())
/// ```
///
/// If there are several recipients, each knows the content key. Someone who shares a secret with
/// one of them will assume that the content comes from the other holder of that secret, yet any
/// recipient could have put it there: a symmetric key among several needs
/// `allow_shared_content_key`.
///
/// ```
/// # use tokenseal::{Key, Serialization, jwe};
/// let alice = Key::generate("ECDH-ES+A256KW".parse()?, &Default::default())?;
/// let bob = Key::generate("RSA-OAEP-256".parse()?, &Default::default())?;
/// let options = jwe::EncryptOptions { serialization: Serialization::General, aad: Some(b"about".to_vec()), ..Default::default() };
/// let token = jwe::encrypt("for both of you", vec![alice.public()?, bob.public()?], &options)?;
/// let decrypted = jwe::decrypt(&token, bob, &Default::default())?;
/// assert_eq!((decrypted.plaintext(), decrypted.recipient(), decrypted.aad()), (&b"for both of you"[..], 1, Some(&b"about"[..])));
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn encrypt(
    plaintext: impl AsRef<[u8]>,
    keys: impl Into<KeySet>,
    options: &EncryptOptions,
) -> Result<String> {
    encrypt_json::encrypt(plaintext.as_ref(), &keys.into(), options)
}

/// Decrypts a token in any serialization.
///
/// `keys` is a [`Key`], several of them, or a [`KeySet`]; `kid`, use and algorithm decide which of
/// them fits. A token that begins with `{` is JSON, any other is compact. Recipients that cannot be
/// decrypted (their algorithm is unknown or not allowed, or no key fits) are skipped.
///
/// # Errors
/// `ERR_JWE_INVALID`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWKS_NO_MATCHING_KEY`,
/// `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`,
/// `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
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
pub fn decrypt(
    token: impl AsRef<[u8]>,
    keys: impl Into<KeySet>,
    options: &DecryptOptions,
) -> Result<Decrypted> {
    let token = token.as_ref();
    decrypt_bytes(token, &keys.into(), options).map_err(|error| explain(error, token))
}

fn decrypt_bytes(token: &[u8], keys: &KeySet, options: &DecryptOptions) -> Result<Decrypted> {
    let limits = options.given_limits().resolve_for(token)?;
    let policy = DecryptPolicy::of(options, &limits)?;
    check_token_length(token, &limits)?;
    let critical = options.critical.as_deref().unwrap_or_default();
    if is_json(token) {
        return decrypt_json::decrypt_json(token, keys, critical, &policy);
    }
    let parts = Parts::split(token).ok_or_else(|| unreadable(Form::Encrypted, token))?;
    let header = Header::parse(Form::Encrypted, parts.header, &limits)?;
    header.check_critical(critical)?;
    let content = decrypt_compact(&parts, &header, keys, &policy)?;
    Ok(Decrypted {
        plaintext: content.plaintext,
        header: header.into_json(),
        unprotected: None,
        recipient_header: None,
        aad: None,
        recipient: 0,
        key: content.key.clone(),
    })
}

/// A decrypted token.
#[derive(Clone)]
pub struct Decrypted {
    plaintext: Vec<u8>,
    header: String,
    unprotected: Option<String>,
    recipient_header: Option<String>,
    aad: Option<Vec<u8>>,
    recipient: usize,
    key: Key,
}

impl Decrypted {
    /// The plaintext.
    pub fn plaintext(&self) -> &[u8] {
        &self.plaintext
    }

    /// The plaintext, without a copy.
    pub fn into_plaintext(self) -> Vec<u8> {
        self.plaintext
    }

    /// The protected header, as JSON text; `{}` if the token has none.
    pub fn header(&self) -> &str {
        &self.header
    }

    /// The unprotected header that all recipients share, as JSON text, if there is one. Anyone may
    /// have changed it.
    pub fn unprotected(&self) -> Option<&str> {
        self.unprotected.as_deref()
    }

    /// The unprotected header of the recipient that was decrypted, as JSON text, if it has one.
    /// Anyone may have changed it.
    pub fn recipient_header(&self) -> Option<&str> {
        self.recipient_header.as_deref()
    }

    /// The data that was authenticated besides the plaintext, if there is any.
    pub fn aad(&self) -> Option<&[u8]> {
        self.aad.as_deref()
    }

    /// Which recipient was decrypted: its position in the token, counted from 0.
    pub fn recipient(&self) -> usize {
        self.recipient
    }

    /// The key ID of the key that decrypted it, if it has one; never the one in the token.
    pub fn key_id(&self) -> Option<&str> {
        self.key.key_id()
    }
}

impl fmt::Debug for Decrypted {
    /// Shows the key and which recipient it decrypted; the plaintext was encrypted for a reason,
    /// and a header can contain claims (RFC 7519, section 5.3).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Decrypted")
            .field("key", &self.key)
            .field("recipient", &self.recipient)
            .finish_non_exhaustive()
    }
}
