//! `require: every-key`: each signature by a key of its own, and a signature by each key.
//!
//! "All signatures verify" proves neither: the holder of one key can repeat its signature, and
//! anyone who carries the token can remove the others.

use crate::error::{Error, ErrorCode, Result};
use crate::key::{Key, KeySet};

/// Refuses keys that no token could satisfy, and sets that do not say who must sign: a key that was
/// set aside would be waived silently.
pub(super) fn check_keys(keys: &KeySet) -> Result<()> {
    if !keys.rejected().is_empty() {
        return Err(Error::option(
            "every-key needs every key of the set, and some were set aside: see the set's rejected keys",
        ));
    }
    if !keys.iter().all(Key::can_verify) {
        return Err(Error::option(
            "every-key needs a signature by each key, and one of the keys cannot verify any: leave it out",
        ));
    }
    Ok(())
}

/// The first key that verifies a signature and equals none of the `signers` so far.
pub(super) fn next_signer<'k>(
    keys: impl Iterator<Item = &'k Key>,
    signers: &[&'k Key],
    verifies: impl Fn(&Key) -> bool,
) -> Result<&'k Key> {
    let mut repeated = false;
    for key in keys.filter(|key| verifies(key)) {
        if !is_among(key, signers) {
            return Ok(key);
        }
        repeated = true;
    }
    Err(match repeated {
        true => refused("two signatures are by the same key: every-key needs each by a key of its own"),
        false => super::verify::does_not_verify(),
    })
}

/// Refuses a token that one of the keys has not signed. `signers` are distinct.
pub(super) fn check_signers(keys: &KeySet, signers: &[&Key]) -> Result<()> {
    match keys.iter().all(|key| is_among(key, signers)) {
        true => Ok(()),
        false => Err(refused(
            "every-key needs a signature by each key, and one of the keys has not signed",
        )),
    }
}

/// Whether a key is among others, judged by its numbers: a different key ID, algorithm or half does
/// not make it a different signer.
fn is_among(key: &Key, others: &[&Key]) -> bool {
    others
        .iter()
        .any(|other| other.material().is_same_key(key.material()))
}

fn refused(message: &'static str) -> Error {
    Error::new(ErrorCode::SignatureVerificationFailed, message)
}
