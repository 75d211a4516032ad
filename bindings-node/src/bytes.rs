//! JWS and JWE of any bytes.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::{jwe, jws};
use tokenseal_bridge::options::options;

use crate::incoming::{Incoming, Longest};
use crate::keyset::KeySet;
use crate::task::{Done, run};

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
#[napi(catch_unwind)]
pub fn jws_sign(later: bool, payload: &[u8], keys: &KeySet, json: String) -> Done<String, String> {
    let (payload, keys) = (payload.to_vec(), keys.0.clone());
    run(later, move || jws::sign(payload, keys, &options(&json)?))
}

/// Verifies a signed token; `payload` is that of a detached one.
#[napi(catch_unwind)]
pub fn jws_verify(later: bool, token: Incoming<'_>, keys: &KeySet, json: String, payload: Option<&[u8]>) -> Done<jws::Verified, Verified> {
    let (keys, payload) = (keys.0.clone(), payload.map(<[u8]>::to_vec));
    let given = options::<jws::VerifyOptions>(&json)
        .and_then(|options| Ok((token.read(Longest::any(options.max_token_bytes))?, jws::VerifyOptions { payload, ..options })));
    run(later, move || given.and_then(|(token, options)| jws::verify(token, keys, &options)))
}

/// Encrypts bytes; `aad` is authenticated with them.
#[napi(catch_unwind)]
pub fn jwe_encrypt(later: bool, plaintext: &[u8], keys: &KeySet, json: String, aad: Option<&[u8]>) -> Done<String, String> {
    let (plaintext, keys, aad) = (plaintext.to_vec(), keys.0.clone(), aad.map(<[u8]>::to_vec));
    run(later, move || jwe::encrypt(plaintext, keys, &jwe::EncryptOptions { aad, ..options(&json)? }))
}

/// Decrypts an encrypted token.
#[napi(catch_unwind)]
pub fn jwe_decrypt(later: bool, token: Incoming<'_>, keys: &KeySet, json: String) -> Done<jwe::Decrypted, Decrypted> {
    let keys = keys.0.clone();
    let given = options::<jwe::DecryptOptions>(&json).and_then(|options| Ok((token.read(Longest::any(options.max_token_bytes))?, options)));
    run(later, move || given.and_then(|(token, options)| jwe::decrypt(token, keys, &options)))
}

impl From<jws::Verified> for Verified {
    fn from(verified: jws::Verified) -> Self {
        Self {
            payload: Uint8Array::from(verified.payload()),
            header: verified.header().to_owned(),
            unprotected: verified.unprotected().map(str::to_owned),
            key_id: verified.key_id().map(str::to_owned),
            verified: verified.verified().iter().map(|&index| place(index)).collect(),
        }
    }
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
