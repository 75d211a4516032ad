//! Rings and their files: what every language's `save` and `open` call.

use std::path::Path;
use std::sync::Arc;

use tokenseal::{Key, KeyRing, KeySet, Result, RingStore};

use crate::ring_file::RingFile;

/// Keeps a ring in a new file, as one encrypted token that `protect_with` opens: a secret key for encryption. Every later change is kept
/// there. `wrapped_key` is what a KMS made of that key, if one did.
///
/// # Errors
/// `ERR_OPTION_INVALID` if the ring is kept already, the file is there already, or the key is not such a key; `ERR_KEYRING_UNAVAILABLE` if
/// the file cannot be written. Nothing is overwritten.
pub fn save(
    ring: &KeyRing,
    path: impl AsRef<Path>,
    protect_with: &Key,
    wrapped_key: Option<&[u8]>,
) -> Result<()> {
    ring.keep(protect_with, wrapped_key, |text| {
        Ok(Arc::new(RingFile::create(path, &text)?))
    })
}

/// Opens the ring that a file keeps, and follows it. What opens it is a key, or several of which one does.
///
/// # Errors
/// `ERR_KEYRING_UNAVAILABLE` if it is not there, is damaged or not to be trusted, or another key protects it. Nothing is made instead.
pub fn open(path: impl AsRef<Path>, protect_with: impl Into<KeySet>, now: f64) -> Result<KeyRing> {
    KeyRing::open(Arc::new(RingFile::open(path)?), protect_with, now)
}

/// What a KMS made of the key that protects the ring in a file, if one did: to be unwrapped by it before the ring is opened.
///
/// # Errors
/// `ERR_KEYRING_UNAVAILABLE` if the file is not there, or is no ring.
pub fn wrapped_key(path: impl AsRef<Path>) -> Result<Option<Vec<u8>>> {
    KeyRing::wrapped_key(RingFile::open(path)?.read()?.unwrap_or_default())
}
