//! JWS and JWE of any bytes.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::{jwe, jws};

use crate::boundary::{Content, Outcome, Text, guarded, options, text_bytes};
use crate::keys::Key;
use crate::keyset::KeySet;

/// Signs bytes.
#[napi]
pub fn jws_sign(payload: &[u8], key: &Key, json: String) -> Outcome<String> {
    guarded(|| jws::sign(payload, &key.0, &options(&json)?))
}

/// Verifies a signed token.
#[napi]
pub fn jws_verify(token: Text<'_>, keys: &KeySet, json: String) -> Outcome<Content> {
    guarded(|| {
        let verified = jws::verify(text_bytes(&token), &keys.0, &options(&json)?)?;
        Ok(Content {
            content: Uint8Array::from(verified.payload()),
            header: verified.header().to_owned(),
            key_id: verified.key_id().map(str::to_owned),
        })
    })
}

/// Encrypts bytes.
#[napi]
pub fn jwe_encrypt(plaintext: &[u8], key: &Key, json: String) -> Outcome<String> {
    guarded(|| jwe::encrypt(plaintext, &key.0, &options(&json)?))
}

/// Decrypts an encrypted token.
#[napi]
pub fn jwe_decrypt(token: Text<'_>, keys: &KeySet, json: String) -> Outcome<Content> {
    guarded(|| jwe::decrypt(text_bytes(&token), &keys.0, &options(&json)?).map(Content::from))
}

impl From<jwe::Decrypted> for Content {
    fn from(decrypted: jwe::Decrypted) -> Self {
        let (header, key_id) = (decrypted.header().to_owned(), decrypted.key_id().map(str::to_owned));
        Self { content: Uint8Array::from(decrypted.into_plaintext()), header, key_id }
    }
}
