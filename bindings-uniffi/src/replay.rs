//! `ReplayCache`.

use std::sync::Arc;

use tokenseal::{ReplayOptions, ReplayStoreOptions};

use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::followed::Followed;

/// Remembers which DPoP proofs were used.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct ReplayCache(pub(crate) tokenseal::ReplayCache);

#[uniffi::export]
impl ReplayCache {
    /// An empty cache, in memory.
    #[uniffi::constructor]
    pub fn new(given: String) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let options: ReplayOptions = options(&given)?;
            tokenseal::ReplayCache::new(&options)
        })
    }

    /// A cache in Redis or Valkey.
    #[uniffi::constructor]
    pub fn in_store(given: String) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let options: ReplayStoreOptions = options(&given)?;
            tokenseal::ReplayCache::redis(&options)
        })
    }

    /// What a driver carries for a cache in a store; None for others.
    pub fn followed(&self) -> Option<Arc<Followed>> {
        self.0
            .is_followed()
            .then(|| Followed::of(tokenseal::Followed::Replays(self.0.clone())))
    }

    /// The state of the cache, as JSON text.
    pub fn status(&self) -> Result<String, TokenError> {
        call(|| Ok(self.0.status()))
    }
}

fn made(
    make: impl FnOnce() -> tokenseal::Result<tokenseal::ReplayCache>,
) -> Result<Arc<ReplayCache>, TokenError> {
    call(make).map(|cache| Arc::new(ReplayCache(cache)))
}
