//! Entries of a list of revocations that a store was asked for.

use napi_derive::napi;
use serde_json::Value;
use tokenseal::{Result, RevocationEntry};
use tokenseal_bridge::message;

use crate::boundary::{Outcome, guarded};
use crate::followed::{When, times};

/// Entries as JSON text.
pub(crate) fn shown(entries: &[RevocationEntry]) -> String {
    Value::Array(entries.iter().map(RevocationEntry::to_json).collect()).to_string()
}

/// A listing of what a store has, until it is finished.
#[napi]
pub struct PendingEntries(Option<tokenseal::PendingEntries>);

impl PendingEntries {
    pub(crate) fn of(pending: tokenseal::PendingEntries) -> Self {
        Self(Some(pending))
    }

    fn waiting(&self) -> Result<&tokenseal::PendingEntries> {
        self.0.as_ref().ok_or_else(message::defect)
    }
}

#[napi]
impl PendingEntries {
    /// Whether it can be finished.
    #[napi(catch_unwind)]
    pub fn is_settled(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.waiting()?.is_settled(times(when))))
    }

    /// How much longer it may wait for its next page, in seconds.
    #[napi(catch_unwind)]
    pub fn time_left(&self, when: When) -> Outcome<f64> {
        guarded(|| Ok(self.waiting()?.time_left(times(when))))
    }

    /// How many pages were read.
    #[napi(catch_unwind)]
    pub fn pages(&self) -> Outcome<f64> {
        guarded(|| Ok(self.waiting()?.pages() as f64))
    }

    /// What was found, as JSON text.
    #[napi(catch_unwind)]
    pub fn finish(&mut self) -> Outcome<String> {
        let pending = self.0.take();
        guarded(|| Ok(shown(&pending.ok_or_else(message::defect)?.finish()?)))
    }
}
