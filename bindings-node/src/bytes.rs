//! JWS and JWE of any bytes.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::{jwe, jws};

use crate::boundary::{Outcome, Text, guarded, options, text_bytes};
use crate::keyset::KeySet;

/// A payload that was verified, with what goes with it.
#[napi(object, object_from_js = false)]
pub struct Verified {
    /// The bytes that were signed.
    pub payload: Uint8Array,
    /// The protected header, as JSON text.
    pub header: String,
    /// The unprotected header, as JSON text.
    pub unprotected: Option<String>,
    /// The key_id of the key that fitted.
    pub key_id: Option<String>,
    /// The places of the signatures that verified.
    pub verified: Vec<u32>,
}

/// A plaintext that was decrypted, with what goes with it.
#[napi(object, object_from_js = false)]
pub struct Decrypted {
    /// The bytes that were encrypted.
    pub plaintext: Uint8Array,
    /// The protected header, as JSON text.
    pub header: String,
    /// The shared unprotected header, as JSON text.
    pub unprotected: Option<String>,
    /// The recipient's header, as JSON text.
    pub recipient_header: Option<String>,
    /// What was authenticated beside the plaintext.
    pub aad: Option<Uint8Array>,
    /// The place of the recipient.
    pub recipient: u32,
    /// The key_id of the key that fitted.
    pub key_id: Option<String>,
}

/// Signs bytes.
#[napi]
pub fn jws_sign(payload: &[u8], keys: &KeySet, json: String) -> Outcome<String> {
    guarded(|| jws::sign(payload, &keys.0, &options(&json)?))
}

/// Verifies a signed token; `payload` is that of a detached one.
#[napi]
pub fn jws_verify(token: Text<'_>, keys: &KeySet, json: String, payload: Option<&[u8]>) -> Outcome<Verified> {
    guarded(|| {
        let options = jws::VerifyOptions { payload: payload.map(<[u8]>::to_vec), ..options(&json)? };
        let verified = jws::verify(text_bytes(&token), &keys.0, &options)?;
        Ok(Verified {
            payload: Uint8Array::from(verified.payload()),
            header: verified.header().to_owned(),
            unprotected: verified.unprotected().map(str::to_owned),
            key_id: verified.key_id().map(str::to_owned),
            verified: verified.verified().iter().map(|&index| place(index)).collect(),
        })
    })
}

/// Encrypts bytes; `aad` is authenticated with them.
#[napi]
pub fn jwe_encrypt(plaintext: &[u8], keys: &KeySet, json: String, aad: Option<&[u8]>) -> Outcome<String> {
    guarded(|| {
        let options = jwe::EncryptOptions { aad: aad.map(<[u8]>::to_vec), ..options(&json)? };
        jwe::encrypt(plaintext, &keys.0, &options)
    })
}

/// Decrypts an encrypted token.
#[napi]
pub fn jwe_decrypt(token: Text<'_>, keys: &KeySet, json: String) -> Outcome<Decrypted> {
    guarded(|| jwe::decrypt(text_bytes(&token), &keys.0, &options(&json)?).map(Decrypted::from))
}

impl From<jwe::Decrypted> for Decrypted {
    fn from(decrypted: jwe::Decrypted) -> Self {
        Self {
            header: decrypted.header().to_owned(),
            unprotected: decrypted.unprotected().map(str::to_owned),
            recipient_header: decrypted.recipient_header().map(str::to_owned),
            aad: decrypted.aad().map(Uint8Array::from),
            recipient: place(decrypted.recipient()),
            key_id: decrypted.key_id().map(str::to_owned),
            plaintext: Uint8Array::from(decrypted.into_plaintext()),
        }
    }
}

/// A place in a list that the core has bounded.
fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
