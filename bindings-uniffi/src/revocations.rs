//! `Revocations`. If no time is given, it is the system's.

use std::fmt;
use std::sync::Arc;

use tokenseal::{EntriesOptions, FileOptions, RevocationsOptions, StoreOptions};
use tokenseal_bridge::message;

use crate::boundary::{call, now_or, options};
use crate::change::{PendingChange, RevocationChange};
use crate::error::TokenError;
use crate::followed::Followed;
use crate::listing::PendingEntries;
use crate::remote::Times;

/// What was revoked.
#[derive(uniffi::Object)]
#[uniffi::export(Debug)]
pub struct Revocations(pub(crate) tokenseal::Revocations);

/// A revocation, with its times in seconds since the epoch.
#[derive(uniffi::Record)]
pub struct RevocationEntry {
    /// Identifies the entry.
    pub id: String,
    /// What was revoked, such as `token`.
    pub kind: String,
    /// When.
    pub at: f64,
    /// For a subject or an issuer: tokens issued before this time are refused.
    pub before: Option<f64>,
    /// When the entry expires.
    pub ends: Option<f64>,
    /// Who revoked it.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// How it was withdrawn.
    pub withdrawn: Option<Withdrawal>,
}

/// How a revocation was withdrawn.
#[derive(uniffi::Record)]
pub struct Withdrawal {
    /// When.
    pub at: f64,
    /// By whom.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

#[uniffi::export]
impl Revocations {
    /// An empty list, in memory.
    #[uniffi::constructor]
    pub fn new(given: String) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let options: RevocationsOptions = options(&given)?;
            tokenseal::Revocations::new(&options)
        })
    }

    /// A list in memory that starts with the content of a snapshot.
    #[uniffi::constructor]
    pub fn from_snapshot(snapshot: Vec<u8>, audit: bool) -> Result<Arc<Self>, TokenError> {
        made(|| tokenseal::Revocations::from_snapshot(&snapshot, audit))
    }

    /// The list in a file.
    #[uniffi::constructor]
    pub fn open_file(path: String, given: String) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let options: FileOptions = options(&given)?;
            tokenseal_files::open_revocations(path, &options)
        })
    }

    /// A list in Redis or Valkey. Nothing is read yet.
    #[uniffi::constructor]
    pub fn in_store(given: String) -> Result<Arc<Self>, TokenError> {
        made(|| {
            let options: StoreOptions = options(&given)?;
            tokenseal::Revocations::redis(&options)
        })
    }

    /// What a driver carries for a list in a store; None for others.
    pub fn followed(&self) -> Option<Arc<Followed>> {
        self.0
            .is_followed()
            .then(|| Followed::of(tokenseal::Followed::Revocations(self.0.clone())))
    }

    /// Makes a change at once. A change to a list in a store has to be awaited.
    pub fn change(&self, change: Arc<RevocationChange>) -> Result<RevocationEntry, TokenError> {
        call(|| match self.0.is_followed() {
            true => Err(message::store_needs_async()),
            false => self.0.change(&change.0).map(RevocationEntry::from),
        })
    }

    /// Begins a change to a list in a store.
    pub fn begin(&self, change: Arc<RevocationChange>, at: Times) -> Result<Arc<PendingChange>, TokenError> {
        call(|| self.0.begin(change.0.clone(), at.into()).map(PendingChange::of))
    }

    /// The revocations that have not expired. A list in a store has to be awaited.
    pub fn entries(&self, given: String) -> Result<Vec<RevocationEntry>, TokenError> {
        call(|| {
            let options = asked(&given)?;
            if self.0.is_followed() {
                return Err(message::store_needs_async());
            }
            Ok(self
                .0
                .entries(&options)?
                .into_iter()
                .map(RevocationEntry::from)
                .collect())
        })
    }

    /// Begins to list the entries of a store.
    pub fn begin_entries(&self, given: String, at: Times) -> Result<Arc<PendingEntries>, TokenError> {
        call(|| {
            self.0
                .begin_entries(&asked(&given)?, at.into())
                .map(PendingEntries::of)
        })
    }

    /// The list as bytes.
    pub fn snapshot(&self) -> Result<Vec<u8>, TokenError> {
        call(|| Ok(self.0.snapshot()))
    }

    /// Adds the content of a snapshot.
    pub fn merge(&self, snapshot: Vec<u8>) -> Result<(), TokenError> {
        call(|| self.0.merge(&snapshot))
    }

    /// The state of the list, as JSON text.
    pub fn status(&self) -> Result<String, TokenError> {
        call(|| Ok(self.0.status()))
    }
}

fn asked(given: &str) -> tokenseal::Result<EntriesOptions> {
    let options: EntriesOptions = options(given)?;
    Ok(EntriesOptions {
        now: Some(now_or(options.now)),
        ..options
    })
}

impl fmt::Debug for Revocations {
    /// As the core shows it: the packages show nothing else.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

fn made(
    make: impl FnOnce() -> tokenseal::Result<tokenseal::Revocations>,
) -> Result<Arc<Revocations>, TokenError> {
    call(make).map(|revocations| Arc::new(Revocations(revocations)))
}

impl From<tokenseal::RevocationEntry> for RevocationEntry {
    fn from(entry: tokenseal::RevocationEntry) -> Self {
        let withdrawal = |withdrawal: tokenseal::Withdrawal| Withdrawal {
            at: withdrawal.at,
            by: withdrawal.by,
            reason: withdrawal.reason,
        };
        Self {
            id: entry.id,
            kind: entry.kind.to_owned(),
            at: entry.at,
            before: entry.before,
            ends: entry.ends,
            by: entry.by,
            reason: entry.reason,
            withdrawn: entry.withdrawn.map(withdrawal),
        }
    }
}
