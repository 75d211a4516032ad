//! Entries of a list of revocations, as requested from a store.

use std::sync::{Arc, Mutex, PoisonError};

use tokenseal_bridge::message;

use crate::boundary::call;
use crate::error::TokenError;
use crate::remote::Times;
use crate::revocations::RevocationEntry;

/// A listing of what a store has, until it is finished.
#[derive(Debug, uniffi::Object)]
pub struct PendingEntries(Mutex<Option<tokenseal::PendingEntries>>);

impl PendingEntries {
    pub(crate) fn of(pending: tokenseal::PendingEntries) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(pending))))
    }

    fn with<T>(&self, look: impl FnOnce(&tokenseal::PendingEntries) -> T) -> Result<T, TokenError> {
        call(|| {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref()
                .map(look)
                .ok_or_else(message::defect)
        })
    }
}

#[uniffi::export]
impl PendingEntries {
    /// Whether it can be finished.
    pub fn is_settled(&self, at: Times) -> Result<bool, TokenError> {
        self.with(|pending| pending.is_settled(at.into()))
    }

    /// How much longer it may wait for its next page, in seconds.
    pub fn time_left(&self, at: Times) -> Result<f64, TokenError> {
        self.with(|pending| pending.time_left(at.into()))
    }

    /// How many pages were read.
    pub fn pages(&self) -> Result<u64, TokenError> {
        self.with(tokenseal::PendingEntries::pages)
    }

    /// The entries found. Can be called once.
    pub fn finish(&self) -> Result<Vec<RevocationEntry>, TokenError> {
        call(|| {
            let pending = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
            let entries = pending.ok_or_else(message::defect)?.finish()?;
            Ok(entries.into_iter().map(RevocationEntry::from).collect())
        })
    }
}
