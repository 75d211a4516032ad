//! Keys that never leave their hardware or service: two steps, with the platform's own API in
//! between.

use std::sync::Arc;

use tokenseal::{CompleteOptions, JsonText};
use zeroize::Zeroizing;

use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::jwe::Decrypted;
use crate::jwt::token_options;
use crate::key::Key;

/// A token or a proof that lacks its signature.
#[derive(uniffi::Object)]
pub struct Unsigned(tokenseal::Unsigned);

impl Unsigned {
    pub(crate) fn of(unsigned: tokenseal::Unsigned) -> Arc<Self> {
        Arc::new(Self(unsigned))
    }
}

#[uniffi::export]
impl Unsigned {
    /// The bytes to sign: the header, a dot and the payload.
    pub fn signing_input(&self) -> Vec<u8> {
        self.0.signing_input().to_vec()
    }

    /// Returns the token, or the proof, with its signature, which is verified first. An ECDSA
    /// signature is r and s, each as long as the field (RFC 7518, section 3.4), unless the options
    /// say that it is DER.
    #[uniffi::method(default(given = "{}"))]
    pub fn complete(&self, signature: Vec<u8>, given: String) -> Result<String, TokenError> {
        call(|| {
            let options: CompleteOptions = options(&given)?;
            self.0.complete_with(&signature, &options)
        })
    }
}

/// Prepares a token of claims in JSON text, whose signature is made elsewhere by the private half
/// of `public_key`.
#[uniffi::export]
pub fn prepare_json(
    claims: String,
    public_key: Arc<Key>,
    given: String,
) -> Result<Arc<Unsigned>, TokenError> {
    call(|| tokenseal::prepare(&JsonText(&claims), &public_key.0, &token_options(&given)?)).map(Unsigned::of)
}

/// A token that waits for the result of its private key.
#[derive(uniffi::Object)]
pub struct Pending(tokenseal::jwe::Pending);

#[uniffi::export]
impl Pending {
    /// For ECDH-ES and its kin: the public key for the key agreement. It is on the private key's
    /// curve.
    pub fn peer_key(&self) -> Option<Arc<Key>> {
        self.0.peer_key().map(|key| Arc::new(Key(key.clone())))
    }

    /// For RSA-OAEP and its kin: what the private key must decrypt.
    pub fn encrypted_key(&self) -> Option<Vec<u8>> {
        self.0.encrypted_key().map(<[u8]>::to_vec)
    }

    /// Decrypts with the shared secret of the agreement (before any key derivation), or with the
    /// content key that RSA-OAEP decrypted.
    ///
    /// If the private key could not be used on the token, give no bytes: it is then refused like
    /// every token that cannot be decrypted.
    pub fn complete(&self, secret: Vec<u8>) -> Result<Decrypted, TokenError> {
        let secret = Zeroizing::new(secret);
        call(|| self.0.complete(&secret)).map(Decrypted::from)
    }
}

/// Prepares a compact JWE that is decrypted with a private key kept elsewhere; `public_key` is its
/// public half, for ECDH-ES or RSA-OAEP.
#[uniffi::export]
pub fn prepare_decrypt_with(
    token: String,
    public_key: Arc<Key>,
    given: String,
) -> Result<Arc<Pending>, TokenError> {
    call(|| tokenseal::jwe::prepare_decrypt(&token, &public_key.0, &options(&given)?))
        .map(|pending| Arc::new(Pending(pending)))
}
