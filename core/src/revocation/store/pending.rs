//! A change on its way into a store.

use std::fmt;

use super::super::Revocations;
use super::super::change::RevocationChange;
use super::super::entry::RevocationEntry;
use super::super::record::unavailable;
use crate::error::Result;
use crate::machine::Times;

/// A change that was begun, and that its caller is waiting for.
///
/// A driver polls the list and sends its commands until [`is_settled`](Self::is_settled), and then
/// [`finishes`](Self::finish) it.
pub struct PendingChange {
    revocations: Revocations,
    change: RevocationChange,
    ticket: u64,
    began: Times,
}

impl PendingChange {
    pub(super) fn new(
        revocations: &Revocations,
        change: RevocationChange,
        ticket: u64,
        began: Times,
    ) -> Self {
        Self {
            revocations: revocations.clone(),
            change,
            ticket,
            began,
        }
    }

    /// The list that must be polled.
    pub fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// Whether it is decided, or no time is left.
    pub fn is_settled(&self, times: Times) -> bool {
        let is_done = self
            .revocations
            .store()
            .is_none_or(|store| store.state().done.contains_key(&self.ticket));
        is_done || self.time_left(times) <= 0.0
    }

    /// How much longer it may wait, in seconds.
    pub fn time_left(&self, times: Times) -> f64 {
        (self.revocations.longest_wait() - times.since(self.began)).max(0.0)
    }

    /// The result: the entry, once it is in the store.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did not answer in time (in which case it is
    /// not known whether the change was made), refused it, or made it less durable than requested;
    /// `ERR_OPTION_INVALID` if the list cannot contain such a change.
    pub fn finish(self) -> Result<RevocationEntry> {
        let done = self
            .revocations
            .store()
            .and_then(|store| store.state().done.remove(&self.ticket));
        match done {
            Some(record) => record.map(|record| self.change.entry(&record)),
            None => {
                let why = self.revocations.unavailable();
                Err(unavailable(format!(
                    "did not take the change in time, which may have been made or not; {}",
                    why.message()
                )))
            }
        }
    }
}

impl Drop for PendingChange {
    fn drop(&mut self) {
        self.revocations
            .store()
            .into_iter()
            .for_each(|store| store.state().cancel(self.ticket));
    }
}

impl fmt::Debug for PendingChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PendingChange")
            .field("revocations", &self.revocations)
            .finish_non_exhaustive()
    }
}
