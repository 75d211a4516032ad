//! Keys that never leave their hardware or service.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::jwe;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, Text, guarded, owned};
use crate::incoming::{Incoming, Longest};
use crate::jwe::Decrypted;
use crate::jwt::claims;
use crate::key::Key;

/// A token or a proof that lacks its signature.
#[napi]
pub struct Unsigned(pub(crate) tokenseal::Unsigned);

/// Prepares a token.
#[napi(catch_unwind)]
pub fn prepare(text: Text<'_>, public_key: &Key, json: String) -> Outcome<Unsigned> {
    guarded(|| tokenseal::prepare(&claims(&owned(text)), &public_key.0, &options(&json)?).map(Unsigned))
}

#[napi]
impl Unsigned {
    /// What is to be signed.
    #[napi(catch_unwind)]
    pub fn signing_input(&self) -> Outcome<Uint8Array> {
        guarded(|| Ok(Uint8Array::from(self.0.signing_input())))
    }

    /// The token, or the proof.
    #[napi(catch_unwind)]
    pub fn complete(&self, signature: &[u8], json: String) -> Outcome<String> {
        guarded(|| self.0.complete_with(signature, &options(&json)?))
    }
}

/// A token that waits for what its private key gives.
#[napi]
pub struct Pending(jwe::Pending);

/// Reads a token.
#[napi(catch_unwind)]
pub fn jwe_prepare_decrypt(token: Incoming<'_>, public_key: &Key, json: String) -> Outcome<Pending> {
    guarded(|| {
        let options: jwe::DecryptOptions = options(&json)?;
        let longest = Longest::compact(options.max_token_bytes);
        token.with(longest, |token| {
            jwe::prepare_decrypt(token, &public_key.0, &options).map(Pending)
        })
    })
}

#[napi]
impl Pending {
    /// What to agree with.
    #[napi(catch_unwind)]
    pub fn peer_key(&self) -> Outcome<Option<Key>> {
        guarded(|| Ok(self.0.peer_key().cloned().map(Key)))
    }

    /// What to decrypt.
    #[napi(catch_unwind)]
    pub fn encrypted_key(&self) -> Outcome<Option<Uint8Array>> {
        guarded(|| Ok(self.0.encrypted_key().map(Uint8Array::from)))
    }

    /// The content.
    #[napi(catch_unwind)]
    pub fn complete(&self, secret: &[u8]) -> Outcome<Decrypted> {
        guarded(|| self.0.complete(secret).map(Decrypted::from))
    }
}
