//! Which proofs were used: the marks of a process.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::digest::{Context, SHA256};
use serde_json::json;

use crate::error::{Error, ErrorCode, Result};
use crate::options::ReplayOptions;

use super::invalid;
use super::possession::WINDOW;

/// The most proofs that are remembered if the options do not say.
const DEFAULT_CAPACITY: usize = 1_000_000;

/// The DPoP proofs that were used, of one process: each is accepted once.
///
/// It knows nothing of other processes: a proof that was used in one can be used once more in each of the others, in the child of a fork as well, and after a
/// restart, for as long as it is young enough. It takes memory for the proofs that come in about two minutes, and no more.
///
/// ```
/// use tokenseal::{ReplayCache, ReplayOptions};
///
/// let replays = ReplayCache::new(&ReplayOptions::default())?;
/// assert!(replays.status().contains(r#""scope":"this process only""#));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct ReplayCache(Arc<Shared>);

struct Shared {
    capacity: usize,
    used: Mutex<Used>,
}

/// What was used, and how long it has to be remembered.
#[derive(Default)]
struct Used {
    marks: HashSet<Mark>,
    /// The oldest first: the `iat` of each in milliseconds.
    by_age: BinaryHeap<Reverse<(i64, Mark)>>,
    /// The latest `iat` of what was forgotten. Nothing that is not younger can be told from it.
    forgotten: Option<i64>,
    /// The longest leeway of the verifiers that use it, in seconds: no proof is forgotten that any of them would accept.
    leeway: f64,
    refused: u64,
    turned_away: u64,
}

/// The first half of the SHA-256 of a thumbprint and a `jti`.
type Mark = [u8; 16];

impl ReplayCache {
    /// An empty cache.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a capacity of zero.
    pub fn new(options: &ReplayOptions) -> Result<Self> {
        let capacity = options.capacity.map_or(Some(DEFAULT_CAPACITY), |given| usize::try_from(given).ok().filter(|given| *given > 0));
        let capacity = capacity.ok_or_else(|| Error::option("capacity is out of range: a cache remembers at least one proof"))?;
        Ok(Self(Arc::new(Shared { capacity, used: Mutex::default() })))
    }

    /// How it is, as JSON text: how many proofs it remembers and may remember, how many it has refused as used and turned away while it was
    /// full, and that it knows of this process only.
    pub fn status(&self) -> String {
        let used = self.used();
        json!({
            "scope": "this process only",
            "remembered": used.marks.len(),
            "capacity": self.0.capacity,
            "refused": used.refused,
            "turned_away": used.turned_away,
        })
        .to_string()
    }

    /// Remembers proofs for as long as a verifier with this leeway would accept them.
    pub(super) fn widen(&self, leeway: f64) {
        let mut used = self.used();
        used.leeway = used.leeway.max(leeway);
    }

    /// Marks a proof as used: it is refused if it was, and while nothing more can be remembered.
    pub(super) fn mark(&self, thumbprint: &str, id: &str, issued: f64, now: f64) -> Result<()> {
        let mark = mark_of(thumbprint, id);
        let mut used = self.used();
        used.forget(now);
        let issued = milliseconds(issued);
        if used.marks.contains(&mark) {
            used.refused = used.refused.saturating_add(1);
            return Err(invalid("the proof was used before: a proof is for one request"));
        }
        if used.forgotten.is_some_and(|forgotten| issued <= forgotten) {
            used.refused = used.refused.saturating_add(1);
            return Err(invalid(
                "the proof is as old as others that were forgotten, so that it may have been used: the clock was set back",
            ));
        }
        if used.marks.len() >= self.0.capacity {
            used.turned_away = used.turned_away.saturating_add(1);
            return Err(Error::new(
                ErrorCode::DpopUnavailable,
                "the cache of used proofs is full, so that no further one can be remembered: give ReplayCache a larger capacity",
            ));
        }
        used.marks.insert(mark);
        used.by_age.push(Reverse((issued, mark)));
        Ok(())
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Used {
    /// Forgets what nobody accepts any more.
    fn forget(&mut self, now: f64) {
        let oldest = milliseconds(now - WINDOW - self.leeway);
        while let Some(Reverse((issued, mark))) = self.by_age.peek().copied()
            && issued < oldest
        {
            self.by_age.pop();
            self.marks.remove(&mark);
            self.forgotten = self.forgotten.max(Some(issued));
        }
    }
}

/// By key and id: two clients may choose the same id.
fn mark_of(thumbprint: &str, id: &str) -> Mark {
    let mut context = Context::new(&SHA256);
    // A thumbprint has one length, so that nothing has to stand between both.
    context.update(thumbprint.as_bytes());
    context.update(id.as_bytes());
    let digest = context.finish();
    let mut mark = Mark::default();
    mark.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
    mark
}

fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0).floor() as i64
}

impl fmt::Debug for ReplayCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ReplayCache").field("capacity", &self.0.capacity).finish_non_exhaustive()
    }
}
