//! JWE: arbitrary bytes, encrypted.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::jwe;
use tokenseal_bridge::options::javascript_options as options;

use crate::incoming::{Incoming, Longest};
use crate::jws::place;
use crate::key_set::KeySet;
use crate::task::{Done, run};

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
    /// What was authenticated besides the plaintext.
    pub aad: Option<Uint8Array>,
    /// The place of the recipient.
    pub recipient: u32,
    /// The key_id of the key that fitted.
    pub key_id: Option<String>,
}

/// Encrypts bytes; `aad` is authenticated with them.
#[napi(catch_unwind)]
pub fn jwe_encrypt(
    later: bool,
    plaintext: &[u8],
    keys: &KeySet,
    aad: Option<&[u8]>,
    json: String,
) -> Done<String, String> {
    let (plaintext, keys, aad) = (plaintext.to_vec(), keys.0.clone(), aad.map(<[u8]>::to_vec));
    run(later, move || {
        jwe::encrypt(
            plaintext,
            keys,
            &jwe::EncryptOptions {
                aad,
                ..options(&json)?
            },
        )
    })
}

/// Decrypts an encrypted token.
#[napi(catch_unwind)]
pub fn jwe_decrypt(
    later: bool,
    token: Incoming<'_>,
    keys: &KeySet,
    json: String,
) -> Done<jwe::Decrypted, Decrypted> {
    let keys = keys.0.clone();
    let given = options::<jwe::DecryptOptions>(&json)
        .and_then(|options| Ok((token.read(Longest::any(options.max_token_bytes))?, options)));
    run(later, move || {
        given.and_then(|(token, options)| jwe::decrypt(token, keys, &options))
    })
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
