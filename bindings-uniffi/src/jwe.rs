//! JSON Web Encryption (RFC 7516): arbitrary bytes, in every serialization.

use std::sync::Arc;

use tokenseal::jwe::EncryptOptions;

use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::key_set::KeySet;

/// Bytes that were decrypted.
#[derive(uniffi::Record)]
pub struct Decrypted {
    /// The bytes.
    pub plaintext: Vec<u8>,
    /// The protected header, as JSON text.
    pub header_json: String,
    /// The unprotected header that all recipients share, as JSON text. Anyone may have changed it.
    pub unprotected_json: Option<String>,
    /// The unprotected header of the recipient that was opened, as JSON text. Anyone may have
    /// changed it.
    pub recipient_header_json: Option<String>,
    /// What was authenticated in addition to the plaintext.
    pub aad: Option<Vec<u8>>,
    /// The index of the recipient that was opened, counted from 0.
    pub recipient: u64,
    /// The key_id of the key that decrypted it. It is the key's own, never the token's.
    pub key_id: Option<String>,
}

impl From<tokenseal::jwe::Decrypted> for Decrypted {
    fn from(decrypted: tokenseal::jwe::Decrypted) -> Self {
        Self {
            header_json: decrypted.header().to_owned(),
            unprotected_json: decrypted.unprotected().map(str::to_owned),
            recipient_header_json: decrypted.recipient_header().map(str::to_owned),
            aad: decrypted.aad().map(<[u8]>::to_vec),
            recipient: decrypted.recipient() as u64,
            key_id: decrypted.key_id().map(str::to_owned),
            plaintext: decrypted.into_plaintext(),
        }
    }
}

/// Encrypts arbitrary bytes to the holder of a key or, in the general serialization, of several
/// keys. `aad` is authenticated as well.
#[uniffi::export]
pub fn jwe_encrypt_with(
    plaintext: Vec<u8>,
    keys: Arc<KeySet>,
    aad: Option<Vec<u8>>,
    given: String,
) -> Result<String, TokenError> {
    call(|| {
        tokenseal::jwe::encrypt(
            &plaintext,
            &keys.0,
            &EncryptOptions {
                aad,
                ..options(&given)?
            },
        )
    })
}

/// Decrypts a token in any serialization.
#[uniffi::export]
pub fn jwe_decrypt_with(token: String, keys: Arc<KeySet>, given: String) -> Result<Decrypted, TokenError> {
    call(|| tokenseal::jwe::decrypt(&token, &keys.0, &options(&given)?)).map(Decrypted::from)
}
