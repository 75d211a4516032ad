//! The keys of a set as checks see them: a snapshot that is replaced as a whole and never modified.

use std::collections::HashMap;

use crate::key::KeySet;
use crate::machine::{Failure, Freshness, Times};

/// Keys, and how long they may be used.
#[derive(Clone, Debug)]
pub(super) struct Current {
    pub(super) keys: KeySet,
    /// When the request that brought them was sent; None: there have never been any.
    pub(super) sent: Option<Times>,
    /// The age, in seconds, from which they are fetched again.
    pub(super) due: f64,
    /// The age, in seconds, from which they are used only if they could not be fetched.
    pub(super) fresh_for: f64,
    /// How much longer they are used in that case.
    pub(super) stale: f64,
    /// Why the last attempt failed, if it did.
    pub(super) failed: Option<Failed>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Failed {
    pub(super) why: Failure,
    pub(super) status: Option<u16>,
    pub(super) at: Times,
    /// How long it shows that the server cannot be reached: until another attempt could have failed
    /// too.
    pub(super) holds: f64,
}

impl Current {
    /// The state before anything was fetched.
    pub(super) fn cold() -> Self {
        Self {
            keys: KeySet::default(),
            sent: None,
            due: 0.0,
            fresh_for: 0.0,
            stale: 0.0,
            failed: None,
        }
    }

    /// How old the keys are, in seconds.
    #[inline]
    pub(super) fn age(&self, times: Times) -> f64 {
        self.sent.map_or(f64::INFINITY, |sent| times.since(sent))
    }

    #[inline]
    pub(super) fn state(&self, times: Times) -> Freshness {
        let age = self.age(times);
        if age < self.due {
            Freshness::Fresh
        } else {
            self.state_when_due(age, times)
        }
    }

    fn state_when_due(&self, age: f64, times: Times) -> Freshness {
        let has_failed = self
            .failed
            .is_some_and(|failed| times.since(failed.at) < failed.holds);
        Freshness::of_due(age, self.fresh_for, self.fresh_for + self.stale, has_failed)
    }

    /// The key IDs of the keys, and which key each belongs to.
    pub(super) fn by_key_id(&self) -> HashMap<String, String> {
        let named = self
            .keys
            .iter()
            .filter_map(|key| Some((key.key_id()?.to_owned(), key.identity().thumbprint()?.to_owned())));
        named.collect()
    }
}
