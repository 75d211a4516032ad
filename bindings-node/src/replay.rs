//! Caches of used proofs.

use napi_derive::napi;
use tokenseal::{Followed as Machine, ReplayOptions, ReplayStoreOptions};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::followed::Followed;

/// A cache of the core.
#[napi]
pub struct ReplayCache(pub(crate) tokenseal::ReplayCache);

/// A cache in memory.
#[napi(catch_unwind)]
pub fn new_replay_cache(json: String) -> Outcome<ReplayCache> {
    guarded(|| tokenseal::ReplayCache::new(&options::<ReplayOptions>(&json)?).map(ReplayCache))
}

/// A cache that is kept in a store. Nothing was asked yet.
#[napi(catch_unwind)]
pub fn replay_cache_in_store(json: String) -> Outcome<ReplayCache> {
    guarded(|| tokenseal::ReplayCache::redis(&options::<ReplayStoreOptions>(&json)?).map(ReplayCache))
}

#[napi]
impl ReplayCache {
    /// What carries its requests asks this.
    #[napi(catch_unwind)]
    pub fn followed(&self) -> Outcome<Followed> {
        guarded(|| Ok(Followed(Machine::Replays(self.0.clone()))))
    }

    /// How it is, as JSON text.
    #[napi(catch_unwind)]
    pub fn status(&self) -> Outcome<String> {
        guarded(|| Ok(self.0.status()))
    }
}
