//! `KeySet`.

use std::sync::Arc;

use tokenseal::{ExportOptions, JwksOptions};
use zeroize::Zeroizing;

use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::key::Key;

/// An immutable set of keys, in order.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct KeySet(pub(crate) tokenseal::KeySet);

/// A key of a set that was set aside when the set was read.
#[derive(uniffi::Record)]
pub struct RejectedKey {
    /// Its index in the set's `keys`, counted from 0.
    pub index: u64,
    /// Its `kid`, if it has one.
    pub key_id: Option<String>,
    /// Why it was set aside, as one of the stable codes.
    pub code: String,
    /// Why it was set aside, for people. (`message` would clash in Kotlin.)
    pub reason: String,
}

#[uniffi::export]
impl KeySet {
    /// A set of these keys.
    #[uniffi::constructor]
    pub fn new(keys: Vec<Arc<Key>>) -> Arc<Self> {
        Arc::new(Self(keys.iter().map(|key| key.0.clone()).collect()))
    }

    /// A set from the text of a JWK Set (RFC 7517, section 5). A malformed key is set aside and
    /// listed in `rejected`; with `strict`, the whole set is refused.
    #[uniffi::constructor]
    pub fn from_jwks_text(jwks: String, given: String) -> Result<Arc<Self>, TokenError> {
        let jwks = Zeroizing::new(jwks);
        call(|| tokenseal::KeySet::from_jwks(&jwks, &options::<JwksOptions>(&given)?))
            .map(|set| Arc::new(Self(set)))
    }

    /// The keys, without the rejected ones.
    pub fn keys(&self) -> Vec<Arc<Key>> {
        self.0.iter().map(|key| Arc::new(Key(key.clone()))).collect()
    }

    /// How many keys there are, not counting the rejected ones.
    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// The keys that were set aside.
    pub fn rejected(&self) -> Vec<RejectedKey> {
        let record = |one: &tokenseal::RejectedKey| RejectedKey {
            index: one.index as u64,
            key_id: one.key_id.clone(),
            code: one.code.as_str().to_owned(),
            reason: one.message.to_string(),
        };
        self.0.rejected().iter().map(record).collect()
    }

    /// The first key with this key_id.
    pub fn key(&self, key_id: String) -> Option<Arc<Key>> {
        self.0.get(&key_id).map(|key| Arc::new(Key(key.clone())))
    }

    /// The set as the text of a JWK Set: the public halves, without shared secrets; with `private`,
    /// every key in full.
    pub fn jwks_text(&self, given: String) -> Result<String, TokenError> {
        call(|| self.0.to_jwks(options::<ExportOptions>(&given)?.private))
    }
}
