//! Keys that never leave their hardware or service.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::jwe;

use crate::boundary::{Outcome, Text, guarded, options, text_bytes};
use crate::bytes::Decrypted;
use crate::keys::Key;
use crate::tokens::claims;

/// A token that lacks its signature.
#[napi]
pub struct Unsigned(tokenseal::Unsigned);

/// Prepares a token.
#[napi]
pub fn prepare(text: Text<'_>, public_key: &Key, json: String) -> Outcome<Unsigned> {
    guarded(|| tokenseal::prepare(&claims(&text), &public_key.0, &options(&json)?).map(Unsigned))
}

#[napi]
impl Unsigned {
    /// What is to be signed.
    #[napi]
    pub fn signing_input(&self) -> Uint8Array {
        Uint8Array::from(self.0.signing_input())
    }

    /// The token.
    #[napi]
    pub fn complete(&self, signature: &[u8]) -> Outcome<String> {
        guarded(|| self.0.complete(signature))
    }
}

/// A token that waits for what its private key gives.
#[napi]
pub struct Pending(jwe::Pending);

/// Reads a token.
#[napi]
pub fn jwe_prepare_decrypt(token: Text<'_>, public_key: &Key, json: String) -> Outcome<Pending> {
    guarded(|| jwe::prepare_decrypt(text_bytes(&token), &public_key.0, &options(&json)?).map(Pending))
}

#[napi]
impl Pending {
    /// What to agree with.
    #[napi]
    pub fn peer_key(&self) -> Option<Key> {
        self.0.peer_key().cloned().map(Key)
    }

    /// What to decrypt.
    #[napi]
    pub fn encrypted_key(&self) -> Option<Uint8Array> {
        self.0.encrypted_key().map(Uint8Array::from)
    }

    /// The content.
    #[napi]
    pub fn complete(&self, secret: &[u8]) -> Outcome<Decrypted> {
        guarded(|| self.0.complete(secret).map(Decrypted::from))
    }
}
