//! Rings and their files: what every language's `save` and `open` call.

use std::path::Path;
use std::sync::Arc;

use tokenseal::{Key, KeyRing, KeySet, Result, RingStore};

use crate::ring_file::RingFile;

/// Saves a ring in a new file, as one encrypted token. `protect_with`, a secret encryption key,
/// opens it. Every later change is saved there. `wrapped_key` is that key as wrapped by a KMS, if
/// one wrapped it.
///
/// # Errors
/// `ERR_OPTION_INVALID` if the ring is already saved, the file already exists, or the key is not a
/// secret encryption key; `ERR_KEYRING_UNAVAILABLE` if the file cannot be written. Nothing is
/// overwritten.
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

/// Opens the ring in a file, and follows it, with the key that opens it, or several, one of which
/// does.
///
/// # Errors
/// `ERR_KEYRING_UNAVAILABLE` if it does not exist, is damaged or cannot be trusted, or another key
/// protects it. No new ring is made in its place.
pub fn open(path: impl AsRef<Path>, protect_with: impl Into<KeySet>, now: f64) -> Result<KeyRing> {
    KeyRing::open(Arc::new(RingFile::open(path)?), protect_with, now)
}

/// The key that protects the ring in a file, as wrapped by a KMS, if one wrapped it: have the KMS
/// unwrap it before you open the ring.
///
/// # Errors
/// `ERR_KEYRING_UNAVAILABLE` if the file does not exist, or is not a ring.
pub fn wrapped_key(path: impl AsRef<Path>) -> Result<Option<Vec<u8>>> {
    KeyRing::wrapped_key(RingFile::open(path)?.read()?.unwrap_or_default())
}
