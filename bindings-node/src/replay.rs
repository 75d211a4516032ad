//! Caches of used proofs. What carries one that is kept in a store is JavaScript; what there is to ask is said here.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use tokenseal::machine::Turn;
use tokenseal::{ReplayOptions, ReplayStoreOptions};
use tokenseal_bridge::machine;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::remote::{TurnText, When, times};
use crate::task::{Done, run};

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
    /// Which cache it is, in this process: no set of keys and no list has the same.
    #[napi(catch_unwind)]
    pub fn id(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.id() as f64))
    }

    /// What there is to do, as JSON text.
    #[napi(catch_unwind)]
    pub fn poll(&self, when: When) -> Outcome<String> {
        guarded(|| Ok(machine::turn(&self.0.poll(times(when)))))
    }

    /// Takes what came of commands, and says what to do next. It is as short work as there is, wherever it is done.
    #[napi(catch_unwind)]
    pub fn tell(&self, later: bool, answer: String, body: Uint8Array, when: When) -> Done<Turn, TurnText> {
        let (cache, body, times) = (self.0.clone(), body.to_vec(), times(when));
        run(later, move || Ok(cache.tell(times, machine::answer(&answer, body)?)))
    }

    /// How long a call may wait for the store, in seconds.
    #[napi(catch_unwind)]
    pub fn longest_wait(&self) -> Outcome<f64> {
        guarded(|| Ok(self.0.longest_wait()))
    }

    /// Whether a check could use it now.
    #[napi(catch_unwind)]
    pub fn is_ready(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.0.is_ready(times(when))))
    }

    /// The error where it could not.
    #[napi(catch_unwind)]
    pub fn unavailable(&self) -> Outcome<()> {
        guarded(|| Err(self.0.unavailable()))
    }

    /// How it is, as JSON text.
    #[napi(catch_unwind)]
    pub fn status(&self) -> Outcome<String> {
        guarded(|| Ok(self.0.status()))
    }
}
