//! Whether keys are of any use to a verifier: one that could never accept a token is a mistake that
//! shows when the service starts.

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::error::{Error, Result};
use crate::key::{Key, KeySet};

/// Refuses sets of which no key could verify, or none could decrypt.
pub(super) fn check(keys: Option<&KeySet>, decryption_keys: Option<&KeySet>) -> Result<()> {
    if let Some(keys) = keys {
        not_empty(keys, "keys")?;
        if !keys.iter().any(Key::can_verify) {
            return Err(Error::option(
                "none of the keys can verify a signature: they are for encryption, or their use or key_ops do not allow it; \
                 keys that decrypt are given as decryption_keys",
            ));
        }
    }
    let Some(keys) = decryption_keys else { return Ok(()) };
    not_empty(keys, "decryption_keys")?;
    if keys.iter().any(can_decrypt) {
        return Ok(());
    }
    Err(Error::option(match keys.iter().all(Key::is_private) {
        false => {
            "decryption_keys are public keys, which cannot decrypt: give the private ones; keys that verify signatures are given as keys"
        }
        true => {
            "none of the decryption_keys can decrypt: they are for signatures, or their use or key_ops do not allow it; \
             keys that verify signatures are given as keys"
        }
    }))
}

fn not_empty(keys: &KeySet, name: &'static str) -> Result<()> {
    match (keys.len(), keys.rejected().len()) {
        (0, 0) => Err(Error::option(format!("{name} is an empty set, by which no token could be accepted"))),
        (0, rejected) => {
            Err(Error::option(format!("{name} has no usable key: {rejected} were set aside, and the set's list of rejected keys says why")))
        }
        _ => Ok(()),
    }
}

fn can_decrypt(key: &Key) -> bool {
    let enc = key.content_encryption().unwrap_or(ContentEncryption::A256GCM);
    let may = |algorithm: &KeyManagement| key.allows_key_management(*algorithm, enc) && key.permissions().may_decrypt(*algorithm);
    key.is_private() && KeyManagement::ALL.iter().any(may)
}
