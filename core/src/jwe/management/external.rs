//! Finding a content encryption key with what hardware or a service has done with the private key.

use zeroize::Zeroizing;

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::error::Result;
use crate::jwe::management::Parameters;
use crate::key::Key;
use crate::primitive::aead::{self, ContentKey};
use crate::primitive::key_wrap::WrapKey;

impl Parameters {
    /// The public key that the private one has to agree with, checked to be on its curve; None where nothing is agreed on.
    pub(crate) fn peer_key(&self) -> Option<Result<Key>> {
        match self {
            Parameters::Agreement(agreement) => Some(agreement.peer_key()),
            _ => None,
        }
    }
}

/// Finds the key by the shared secret of an agreement, or takes it as it was decrypted. As in [`recover`](super::recover), a random key stands in
/// for one that cannot be had, so that the token fails at its tag like any other.
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
