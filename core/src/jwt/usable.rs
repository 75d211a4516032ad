//! Whether keys are of any use to a verifier: a verifier that could never accept a token is a
//! mistake that shows when the service starts.

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::error::{Error, Result};
use crate::jwt::checks::remote_keys_never_decrypt;
use crate::jwt::keys::Keys;
use crate::key::{Key, KeySet};
use crate::ring::Purpose;

/// Refuses keys if none of them could verify, or none could decrypt. Nothing is known yet about
/// remote keys.
pub(super) fn check(keys: Option<&Keys>, decryption_keys: Option<&Keys>) -> Result<()> {
    for keys in [keys, decryption_keys].into_iter().flatten() {
        if let Keys::Ring(ring) = keys {
            ring.require_read()?;
        }
    }
    match keys {
        Some(Keys::Set(keys)) => check_verifying(keys)?,
        Some(Keys::Ring(ring)) if !ring.has(Purpose::Signs) => {
            return Err(Error::option("the ring given as keys has none for signatures"));
        }
        _ => {}
    }
    match decryption_keys {
        Some(Keys::Set(keys)) => check_decrypting(keys),
        Some(Keys::Ring(ring)) if !ring.has(Purpose::Encrypts) => Err(Error::option(
            "the ring given as decryption_keys has none for encryption",
        )),
        Some(Keys::Remote(_)) => Err(remote_keys_never_decrypt()),
        _ => Ok(()),
    }
}

fn check_verifying(keys: &KeySet) -> Result<()> {
    not_empty(keys, "keys")?;
    if keys.iter().any(Key::can_verify) {
        return Ok(());
    }
    Err(Error::option(
        "none of the keys can verify a signature: they are for encryption, or their use or key_ops do not allow it; \
         keys that decrypt are given as decryption_keys",
    ))
}

fn check_decrypting(keys: &KeySet) -> Result<()> {
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
        (0, 0) => Err(Error::option(format!(
            "{name} is an empty set, by which no token could be accepted"
        ))),
        (0, rejected) => Err(Error::option(format!(
            "{name} has no usable key: {rejected} were set aside, and the set's list of rejected keys says why"
        ))),
        _ => Ok(()),
    }
}

fn can_decrypt(key: &Key) -> bool {
    let enc = key.content_encryption().unwrap_or(ContentEncryption::A256GCM);
    let may = |algorithm: &KeyManagement| {
        key.allows_key_management(*algorithm, enc) && key.permissions().may_decrypt(*algorithm)
    };
    key.is_private() && KeyManagement::ALL.iter().any(may)
}
