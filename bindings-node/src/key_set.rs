//! Sets of keys.

use napi::bindgen_prelude::ClassInstance;
use napi_derive::napi;
use tokenseal::{ErrorCode, ExportOptions};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, Text, guarded, secret_json};
use crate::key::Key;

/// A set of keys of the core.
#[napi]
pub struct KeySet(pub(crate) tokenseal::KeySet);

/// A key of a set that was set aside.
#[napi(object, object_from_js = false)]
pub struct RejectedKey {
    /// Its place in the set, counted from 0.
    pub index: u32,
    /// Its `kid`, if it has one.
    pub key_id: Option<String>,
    /// Why: the stable code. It is not called `code`, which would make it a failure.
    pub reason: &'static str,
    /// Why, for people.
    pub message: String,
}

/// A set of keys that are at hand.
#[napi(catch_unwind)]
pub fn key_set_of(keys: Vec<ClassInstance<'_, Key>>) -> Outcome<KeySet> {
    guarded(|| Ok(KeySet(keys.iter().map(|key| key.0.clone()).collect())))
}

/// A set from JWK Set text.
#[napi(catch_unwind)]
pub fn key_set_from_jwks(jwks: Text<'_>, json: String) -> Outcome<KeySet> {
    guarded(|| {
        tokenseal::KeySet::from_jwks(&secret_json(jwks, ErrorCode::JwksInvalid)?, &options(&json)?)
            .map(KeySet)
    })
}

#[napi]
impl KeySet {
    /// The keys, in their order.
    #[napi(catch_unwind)]
    pub fn keys(&self) -> Outcome<Vec<Key>> {
        guarded(|| Ok(self.0.iter().cloned().map(Key).collect()))
    }

    /// The first key with this key_id.
    #[napi(catch_unwind)]
    pub fn get(&self, key_id: String) -> Outcome<Option<Key>> {
        guarded(|| Ok(self.0.get(&key_id).cloned().map(Key)))
    }

    /// How many keys there are.
    #[napi(catch_unwind)]
    pub fn size(&self) -> Outcome<u32> {
        guarded(|| Ok(u32::try_from(self.0.len()).unwrap_or(u32::MAX)))
    }

    /// The keys that were set aside.
    #[napi(catch_unwind)]
    pub fn rejected(&self) -> Outcome<Vec<RejectedKey>> {
        let entry = |one: &tokenseal::RejectedKey| RejectedKey {
            index: u32::try_from(one.index).unwrap_or(u32::MAX),
            key_id: one.key_id.clone(),
            reason: one.code.as_str(),
            message: one.message.to_string(),
        };
        guarded(|| Ok(self.0.rejected().iter().map(entry).collect()))
    }

    /// The set as JWK Set text.
    #[napi(catch_unwind)]
    pub fn to_jwks(&self, json: String) -> Outcome<String> {
        guarded(|| self.0.to_jwks(options::<ExportOptions>(&json)?.private))
    }
}
