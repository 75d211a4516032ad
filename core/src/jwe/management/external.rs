//! Recovering a content encryption key from what hardware or a service did with the private key.

use zeroize::Zeroizing;

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::error::Result;
use crate::jwe::management::Parameters;
use crate::key::Key;
use crate::primitive::aead::{self, ContentKey};
use crate::primitive::key_wrap::WrapKey;

impl Parameters {
    /// The public key that the private key must agree with, checked to be on its curve; None
    /// without a key agreement.
    pub(crate) fn peer_key(&self) -> Option<Result<Key>> {
        match self {
            Parameters::Agreement(agreement) => Some(agreement.peer_key()),
            _ => None,
        }
    }
}

/// Derives the key from the shared secret of an agreement, or takes it as it was decrypted. As in
/// [`recover`](super::recover), a random key replaces one that cannot be recovered, so that the
/// token fails at its tag like any other.
pub(crate) fn recover_from(
    given: &[u8],
    algorithm: KeyManagement,
    enc: ContentEncryption,
    parameters: &Parameters,
    encrypted_key: &[u8],
) -> Result<ContentKey> {
    let stand_in = aead::generate(enc)?;
    let found = match parameters {
        Parameters::Agreement(agreement) => {
            agreement
                .recover_from(given, algorithm, enc)
                .and_then(|agreed| match algorithm {
                    KeyManagement::ECDH_ES => Ok(agreed),
                    _ => WrapKey::new(&agreed)?.unwrap(encrypted_key),
                })
        }
        _ => Ok(Zeroizing::new(given.to_vec())),
    };
    found
        .and_then(|content_key| ContentKey::new(enc, &content_key))
        .or_else(|_| ContentKey::new(enc, &stand_in))
}
