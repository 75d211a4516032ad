//! The used proofs of a single process.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::{Mark, WINDOW, unavailable, used};
use crate::dpop::invalid;
use crate::error::{Error, Result};
use crate::options::ReplayOptions;

/// The most proofs to remember if the options do not say.
const DEFAULT_CAPACITY: usize = 1_000_000;

/// Used proofs in memory.
pub(super) struct Memory {
    capacity: usize,
    used: Mutex<Used>,
}

/// What was used, and how long it must be remembered.
#[derive(Default)]
struct Used {
    marks: HashSet<Mark>,
    /// The oldest first, by `iat` in milliseconds.
    by_age: BinaryHeap<Reverse<(i64, Mark)>>,
    /// The latest `iat` among forgotten proofs. A proof that is not newer than this may be one of
    /// them.
    forgotten: Option<i64>,
    /// The longest leeway of the verifiers that share the cache, in seconds: no proof that any of
    /// them would accept is forgotten.
    leeway: f64,
    refused: u64,
    turned_away: u64,
}

impl Memory {
    pub(super) fn new(options: &ReplayOptions) -> Result<Self> {
        let capacity = options.capacity.map_or(Some(DEFAULT_CAPACITY), |given| {
            usize::try_from(given).ok().filter(|given| *given > 0)
        });
        let capacity = capacity
            .ok_or_else(|| Error::option("capacity is out of range: a cache remembers at least one proof"))?;
        Ok(Self {
            capacity,
            used: Mutex::default(),
        })
    }

    pub(super) fn status(&self) -> Value {
        let used = self.used();
        json!({
            "scope": "this process only",
            "remembered": used.marks.len(),
            "capacity": self.capacity,
            "refused": used.refused,
            "turned_away": used.turned_away,
        })
    }

    pub(super) fn widen(&self, leeway: f64) {
        let mut used = self.used();
        used.leeway = used.leeway.max(leeway);
    }

    pub(super) fn mark(&self, mark: Mark, issued: f64, now: f64) -> Result<()> {
        let mut seen = self.used();
        seen.forget(now);
        let issued = milliseconds(issued);
        let is_older = seen.forgotten.is_some_and(|forgotten| issued <= forgotten);
        if seen.marks.contains(&mark) || is_older {
            seen.refused = seen.refused.saturating_add(1);
            let older = "the proof is as old as others that were forgotten, so that it may have been used: the clock was set back";
            return Err(if is_older { invalid(older) } else { used() });
        }
        if seen.marks.len() >= self.capacity {
            seen.turned_away = seen.turned_away.saturating_add(1);
            return Err(unavailable(
                "the cache of used proofs is full, so that no further one can be remembered: give ReplayCache a larger capacity",
            ));
        }
        seen.marks.insert(mark);
        seen.by_age.push(Reverse((issued, mark)));
        Ok(())
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Used {
    /// Forgets what no verifier accepts any more.
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

fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0).floor() as i64
}
