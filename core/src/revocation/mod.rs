//! Revocations: what was once accepted, and must not be accepted any more.
//!
//! A [`Revocations`] contains keyed hashes of what was revoked (`name`), each with an end (`ends`),
//! in tables that a check reads without a lock (`table`, `state`, `check`). Revocations and
//! withdrawals are records (`record`), whose stamps (`stamp`) make them merge to the same result in
//! any order: see decision 0074. Anything that keeps records is a [`RevocationLog`].

mod change;
mod ends;
mod entries;
mod entry;
mod list;
mod log;
mod lookup;
mod name;
mod record;
mod snapshot;
mod stamp;
mod state;
mod store;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::{ArcSwap, ArcSwapOption, Guard};
use serde_json::json;

use crate::error::{Error, Result};
use crate::machine::{SharedTimes, Times, next_id};
use crate::options::RevocationsOptions;
use ends::Lifetime;
use list::List;
use record::Record;

pub use change::RevocationChange;
pub use entry::{RevocationEntry, Withdrawal};
pub use log::{LogReader, RevocationLog};
pub(crate) use name::{Group, digest};
pub(crate) use store::Readiness;
pub use store::{PendingChange, PendingEntries};

/// How often a log is looked at, at most, in seconds.
const LOOK_AGAIN: f64 = 0.2;

/// What was revoked: single tokens, sessions, everything that a subject or an issuer had issued
/// before a time, and keys.
///
/// A [`Verifier`](crate::Verifier) that has the list refuses what is on it with `ERR_JWT_REVOKED`.
/// The list is in memory, and ends with the process, unless it is [opened](Self::open) from where
/// it is kept. Checks never take a lock, and never ask a store.
///
/// ```
/// use tokenseal::{GenerateOptions, Key, Revocations, RevokeOptions, SignatureAlgorithm::ES256, TokenOptions, Verifier, VerifyOptions};
///
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let revocations = Revocations::new(&Default::default())?;
/// let verifier = Verifier::new(Some(key.public()?.into()), None, &VerifyOptions::default())?.with_revocations(&revocations)?;
///
/// let now = 1_700_000_000.0; // a service takes it from its clock: see `timestamp`
/// let options = TokenOptions { expires_in: Some("15m".into()), now: Some(now), ..TokenOptions::default() };
/// let token = tokenseal::sign(&serde_json::json!({ "sub": "alice" }), &key, &options)?;
/// let checked = verifier.verify(&token, now)?;
///
/// let entry = revocations.revoke(&checked, &RevokeOptions { now: Some(now), ..RevokeOptions::default() })?;
/// assert_eq!(verifier.verify(&token, now).unwrap_err().code().as_str(), "ERR_JWT_REVOKED");
///
/// revocations.withdraw(&entry.id, &RevokeOptions { now: Some(now), ..RevokeOptions::default() })?;
/// assert!(verifier.verify(&token, now).is_ok());
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct Revocations(Arc<Shared>);

struct Shared {
    list: ArcSwap<List>,
    kept: Kept,
    id: u64,
    /// Why the log cannot be read.
    failed: ArcSwapOption<Error>,
    /// When the log was last looked at.
    looked: SharedTimes,
    /// Held while reading the log anew, or writing.
    changing: Mutex<()>,
}

/// Where the list is kept.
enum Kept {
    /// Only in memory.
    Memory,
    /// In memory, with every record.
    Audit(Mutex<Vec<Record>>),
    Log(Arc<dyn RevocationLog>),
    Store(Box<store::Store>),
}

impl Kept {
    fn in_memory(audit: bool) -> Self {
        if audit {
            Kept::Audit(Mutex::default())
        } else {
            Kept::Memory
        }
    }

    fn audit(&self) -> Option<MutexGuard<'_, Vec<Record>>> {
        match self {
            Kept::Audit(records) => Some(records.lock().unwrap_or_else(PoisonError::into_inner)),
            _ => None,
        }
    }

    fn log(&self) -> Option<&dyn RevocationLog> {
        match self {
            Kept::Log(log) => Some(&**log),
            _ => None,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Kept::Memory | Kept::Audit(_) => "memory",
            Kept::Log(_) => "log",
            Kept::Store(_) => "store",
        }
    }
}

impl Revocations {
    /// An empty list, in memory.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    pub fn new(options: &RevocationsOptions) -> Result<Self> {
        let list = List::new(Lifetime::new(options.longest_lifetime.as_ref())?)?;
        Ok(Self::of(list, Kept::in_memory(options.audit)))
    }

    fn of(list: List, kept: Kept) -> Self {
        Self(Arc::new(Shared {
            list: ArcSwap::from_pointee(list),
            kept,
            id: next_id(),
            failed: ArcSwapOption::empty(),
            looked: SharedTimes::never(),
            changing: Mutex::default(),
        }))
    }

    /// The list as JSON text: how many entries of each kind there are, how many bytes they take,
    /// and, if it cannot be used, why.
    pub fn status(&self) -> String {
        let list = self.0.list.load();
        let failed = self.0.failed.load();
        json!({
            "entries": list.state.counts(),
            "bytes": list.state.bytes(),
            "longest_lifetime": list.lifetime().given(),
            "kept": self.0.kept.name(),
            "failed": failed.as_ref().map(|error| error.message()),
        })
        .to_string()
    }

    /// Identifies the list within this process.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// Whether checking against the list costs no I/O: it is kept only in memory.
    pub fn is_quick(&self) -> bool {
        matches!(self.0.kept, Kept::Memory | Kept::Audit(_))
    }

    /// The list for a check: a log is looked at first, unless that has just been done.
    #[inline]
    pub(crate) fn current(&self, times: Times) -> Result<Guard<Arc<List>>> {
        if let Some(log) = self.0.kept.log()
            && !self.0.looked.is_within(LOOK_AGAIN, times)
        {
            self.look(log, times);
        }
        match &*self.0.failed.load() {
            None => Ok(self.0.list.load()),
            Some(error) => Err(Error::clone(error)),
        }
    }
}

impl fmt::Debug for Revocations {
    /// Shows how many entries there are, and never what they name.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Revocations({} entries)",
            self.0.list.load().state.len()
        )
    }
}
