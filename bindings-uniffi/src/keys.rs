//! Keys as a package passes them to a verifier or an issuer: at hand, fetched, or those of a ring.

use std::sync::Arc;

use crate::key::Key;
use crate::key_set::KeySet;
use crate::remote::RemoteKeySet;
use crate::ring::KeyRing;

/// What verifies or decrypts.
#[derive(uniffi::Enum)]
pub enum Keys {
    /// Keys at hand.
    Fixed {
        /// The keys.
        set: Arc<KeySet>,
    },
    /// Keys that are fetched.
    Remote {
        /// The keys.
        set: Arc<RemoteKeySet>,
    },
    /// Keys that rotate here.
    Ring {
        /// The keys.
        ring: Arc<KeyRing>,
    },
}

/// What signs.
#[derive(uniffi::Enum)]
pub enum SigningKey {
    /// A key at hand.
    Fixed {
        /// The key.
        key: Arc<Key>,
    },
    /// The active key of a ring.
    Ring {
        /// The ring.
        ring: Arc<KeyRing>,
    },
}

/// What to encrypt to.
#[derive(uniffi::Enum)]
pub enum EncryptionKey {
    /// A key at hand.
    Fixed {
        /// The key.
        key: Arc<Key>,
    },
    /// The recipient's keys, which are fetched.
    Remote {
        /// The keys.
        set: Arc<RemoteKeySet>,
    },
    /// The active key of a ring.
    Ring {
        /// The ring.
        ring: Arc<KeyRing>,
    },
}

impl From<Keys> for tokenseal::Keys {
    fn from(keys: Keys) -> Self {
        match keys {
            Keys::Fixed { set } => Self::Set(set.0.clone()),
            Keys::Remote { set } => Self::Remote(set.0.clone()),
            Keys::Ring { ring } => Self::Ring(ring.0.clone()),
        }
    }
}

impl From<SigningKey> for tokenseal::SigningKey {
    fn from(key: SigningKey) -> Self {
        match key {
            SigningKey::Fixed { key } => Self::Key(key.0.clone()),
            SigningKey::Ring { ring } => Self::Ring(ring.0.clone()),
        }
    }
}

impl From<EncryptionKey> for tokenseal::EncryptionKey {
    fn from(key: EncryptionKey) -> Self {
        match key {
            EncryptionKey::Fixed { key } => Self::Key(key.0.clone()),
            EncryptionKey::Remote { set } => Self::Remote(set.0.clone()),
            EncryptionKey::Ring { ring } => Self::Ring(ring.0.clone()),
        }
    }
}
