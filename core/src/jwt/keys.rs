//! The keys that check tokens: at hand, fetched from where they are published, or of a ring.

use crate::key::{Key, KeySet};
use crate::remote::RemoteKeySet;
use crate::ring::KeyRing;

/// Keys that verify signatures or decrypt, wherever they come from.
///
/// ```
/// use tokenseal::{Key, Keys, RemoteKeySet, RemoteOptions, Verifier, VerifyOptions};
///
/// let published = RemoteKeySet::new(Some("https://issuer.example/jwks.json"), &RemoteOptions::default())?;
/// let options = VerifyOptions { issuer: Some("https://issuer.example".into()), ..VerifyOptions::default() };
/// let verifier = Verifier::new(Some(published.into()), None, &options)?;
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Debug)]
pub enum Keys {
    /// Keys that are at hand.
    Set(KeySet),
    /// Keys that are published somewhere else.
    Remote(RemoteKeySet),
    /// Keys that rotate here.
    Ring(KeyRing),
}

impl Keys {
    /// Whether checking a token with them takes only about a microsecond.
    pub(super) fn are_quick(&self) -> bool {
        match self {
            Keys::Set(keys) => keys.iter().all(Key::is_quick),
            Keys::Remote(_) => false,
            Keys::Ring(ring) => ring.is_quick(),
        }
    }
}

impl<T: Into<KeySet>> From<T> for Keys {
    fn from(keys: T) -> Self {
        Keys::Set(keys.into())
    }
}

impl From<RemoteKeySet> for Keys {
    fn from(keys: RemoteKeySet) -> Self {
        Keys::Remote(keys)
    }
}

impl From<&RemoteKeySet> for Keys {
    fn from(keys: &RemoteKeySet) -> Self {
        Keys::Remote(keys.clone())
    }
}

impl From<KeyRing> for Keys {
    fn from(ring: KeyRing) -> Self {
        Keys::Ring(ring)
    }
}

impl From<&KeyRing> for Keys {
    fn from(ring: &KeyRing) -> Self {
        Keys::Ring(ring.clone())
    }
}
