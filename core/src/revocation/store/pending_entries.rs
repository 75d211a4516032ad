//! A listing on its way out of a store.

use std::fmt;

use super::super::Revocations;
use super::super::entry::RevocationEntry;
use super::super::record::unavailable;
use crate::error::{Error, Result};
use crate::machine::Times;
use crate::options::{EntriesOptions, check_now};

impl Revocations {
    /// Begins listing the contents of a store, as [`entries`](Self::entries) lists those of a log:
    /// [`PendingEntries`] says when everything has been read, page by page.
    ///
    /// For what was written back after a loss, it is not known who revoked it and why: `by` and
    /// `reason` are absent, and `at` may be later than it was.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the list is not kept in a store: there is nothing to wait for.
    ///
    /// ```
    /// use tokenseal::{EntriesOptions, Revocations, StoreOptions, machine::Times};
    ///
    /// let revocations = Revocations::redis(&StoreOptions { namespace: Some("sessions".into()), ..StoreOptions::default() })?;
    /// let (options, times) = (EntriesOptions { subject: Some("alice".into()), now: Some(0.0), ..EntriesOptions::default() }, Times::of_test(0.0));
    /// let pending = revocations.begin_entries(&options, times)?;
    /// assert!(!pending.is_settled(times)); // a driver polls the list until it is
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn begin_entries(&self, options: &EntriesOptions, times: Times) -> Result<PendingEntries> {
        let now = check_now(options.now)?;
        let store = self.store().ok_or_else(|| {
            Error::option("the list is kept in no store, and is listed at once: call entries")
        })?;
        let ticket = store.state().begin_listing(&store.policy, times, options.clone());
        Ok(PendingEntries {
            revocations: self.clone(),
            now,
            ticket,
        })
    }
}

/// A listing that was begun, and that its caller is waiting for.
///
/// A driver polls the list and sends its commands until [`is_settled`](Self::is_settled), and then
/// [`finishes`](Self::finish) it.
pub struct PendingEntries {
    revocations: Revocations,
    now: f64,
    ticket: u64,
}

impl PendingEntries {
    /// The list that must be polled.
    pub fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// Whether everything was read, or no time is left.
    pub fn is_settled(&self, times: Times) -> bool {
        let is_done = self
            .revocations
            .store()
            .is_none_or(|store| store.state().listings.is_done(self.ticket));
        is_done || self.time_left(times) <= 0.0
    }

    /// How much longer it may wait for its next page, in seconds: a long list takes longer than
    /// that in total.
    pub fn time_left(&self, times: Times) -> f64 {
        let store = self.revocations.store();
        let progress = store.and_then(|store| {
            Some((
                store.state().listings.progress(self.ticket)?,
                store.policy.patience(),
            ))
        });
        progress.map_or(0.0, |(progress, patience)| {
            (patience - times.since(progress)).max(0.0)
        })
    }

    /// How many pages were read. A caller that waits by its own clock continues while this
    /// increases.
    pub fn pages(&self) -> u64 {
        self.revocations
            .store()
            .map_or(0, |store| store.state().listings.pages(self.ticket))
    }

    /// What was found, in the order in which it was revoked.
    ///
    /// # Errors
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did not answer in time, or the list there is
    /// incomplete.
    pub fn finish(self) -> Result<Vec<RevocationEntry>> {
        let done = self
            .revocations
            .store()
            .and_then(|store| store.state().listings.end(self.ticket));
        match done {
            Some(listing) => Ok(listing?.entries(&self.revocations.0.list.load(), self.now, false)),
            None => {
                let why = self.revocations.unavailable();
                Err(unavailable(format!(
                    "could not be listed in time; {}",
                    why.message()
                )))
            }
        }
    }
}

impl Drop for PendingEntries {
    fn drop(&mut self) {
        self.revocations
            .store()
            .into_iter()
            .for_each(|store| _ = store.state().listings.end(self.ticket));
    }
}

impl fmt::Debug for PendingEntries {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PendingEntries")
            .field("revocations", &self.revocations)
            .finish_non_exhaustive()
    }
}
