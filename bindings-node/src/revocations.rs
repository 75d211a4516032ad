//! Lists of revocations. What there is to choose of a time is done in JavaScript, and everything
//! else in the core.

use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;
use serde::Deserialize;
use tokenseal::{EntriesOptions, FileOptions, Followed as Machine, RevocationsOptions, StoreOptions};
use tokenseal_bridge::message;
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::change::{PendingChange, RevocationChange};
use crate::followed::{Followed, When, times};
use crate::listing::{self, PendingEntries};

/// A list of the core.
#[napi]
pub struct Revocations(pub(crate) tokenseal::Revocations);

/// The options of a list that begins with a snapshot, which knows the rest.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SnapshotOptions {
    #[serde(default)]
    audit: bool,
}

/// An empty list, in memory.
#[napi(catch_unwind)]
pub fn new_revocations(json: String) -> Outcome<Revocations> {
    guarded(|| tokenseal::Revocations::new(&options::<RevocationsOptions>(&json)?).map(Revocations))
}

/// A list in memory that begins with what a snapshot holds.
#[napi(catch_unwind)]
pub fn revocations_from_snapshot(snapshot: &[u8], json: String) -> Outcome<Revocations> {
    guarded(|| {
        let SnapshotOptions { audit } = options(&json)?;
        tokenseal::Revocations::from_snapshot(snapshot, audit).map(Revocations)
    })
}

/// A list that is kept in a file, and has been read.
#[napi(catch_unwind)]
pub fn revocations_in_file(path: String, json: String) -> Outcome<Revocations> {
    guarded(|| tokenseal_files::open_revocations(path, &options::<FileOptions>(&json)?).map(Revocations))
}

/// A list that is kept in a store. Nothing of it was read yet.
#[napi(catch_unwind)]
pub fn revocations_in_store(json: String) -> Outcome<Revocations> {
    guarded(|| tokenseal::Revocations::redis(&options::<StoreOptions>(&json)?).map(Revocations))
}

#[napi]
impl Revocations {
    /// Makes a change at once, and returns the entry as JSON text. A list in a store requires
    /// waiting.
    #[napi(catch_unwind)]
    pub fn change(&self, change: &RevocationChange) -> Outcome<String> {
        guarded(|| match self.0.is_followed() {
            true => Err(message::store_needs_async()),
            false => Ok(self.0.change(&change.0)?.to_json().to_string()),
        })
    }

    /// Begins a change of a list in a store.
    #[napi(catch_unwind)]
    pub fn begin(&self, change: &RevocationChange, when: When) -> Outcome<PendingChange> {
        guarded(|| self.0.begin(change.0.clone(), times(when)).map(PendingChange::of))
    }

    /// What carries its requests asks this.
    #[napi(catch_unwind)]
    pub fn followed(&self) -> Outcome<Followed> {
        guarded(|| Ok(Followed(Machine::Revocations(self.0.clone()))))
    }

    /// What was revoked, as JSON text. A list in a store requires waiting.
    #[napi(catch_unwind)]
    pub fn entries(&self, json: String) -> Outcome<String> {
        guarded(|| {
            let options = options::<EntriesOptions>(&json)?;
            match self.0.is_followed() {
                true => Err(message::store_needs_async()),
                false => Ok(listing::shown(&self.0.entries(&options)?)),
            }
        })
    }

    /// Begins to list what a store has.
    #[napi(catch_unwind)]
    pub fn begin_entries(&self, json: String, when: When) -> Outcome<PendingEntries> {
        guarded(|| {
            self.0
                .begin_entries(&options::<EntriesOptions>(&json)?, times(when))
                .map(PendingEntries::of)
        })
    }

    /// The list as bytes.
    #[napi(catch_unwind)]
    pub fn snapshot(&self) -> Outcome<Uint8Array> {
        guarded(|| Ok(self.0.snapshot().into()))
    }

    /// Adds what a snapshot holds.
    #[napi(catch_unwind)]
    pub fn merge(&self, snapshot: &[u8]) -> Outcome<()> {
        guarded(|| self.0.merge(snapshot))
    }

    /// How the list is, as JSON text.
    #[napi(catch_unwind)]
    pub fn status(&self) -> Outcome<String> {
        guarded(|| Ok(self.0.status()))
    }

    /// What a console shows.
    #[napi(catch_unwind)]
    pub fn shown(&self) -> Outcome<String> {
        guarded(|| Ok(format!("{:?}", self.0)))
    }
}
