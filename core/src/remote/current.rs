//! The keys of a set as checks see them: one snapshot, which is replaced whole and never changed.

use std::collections::HashMap;

use crate::key::KeySet;
use crate::machine::{Failure, Freshness, Times};

/// Keys, and for how long they may be used.
#[derive(Clone, Debug)]
pub(super) struct Current {
    pub(super) keys: KeySet,
    /// When the request was sent that brought them; None: there never were any.
    pub(super) sent: Option<Times>,
    /// Age, in seconds, from which on they are fetched again.
    pub(super) due: f64,
    /// Age, in seconds, from which on they are used only if they could not be fetched.
    pub(super) fresh_for: f64,
    /// How much longer that is.
    pub(super) stale: f64,
    /// Why the last try failed, if it did.
    pub(super) failed: Option<Failed>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Failed {
    pub(super) why: Failure,
    pub(super) status: Option<u16>,
    pub(super) at: Times,
    /// How long it says that the server cannot be reached: until a next try could have failed as well.
    pub(super) holds: f64,
}

impl Current {
    /// Before anything was fetched.
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
            return Freshness::Fresh;
        }
        self.state_of_old(age, times)
    }

    /// A failure of long ago is no sign that the server is down: where nobody has tried since, a key that was removed meanwhile must
    /// not be used for as long as if it were.
    fn state_of_old(&self, age: f64, times: Times) -> Freshness {
        match self.failed.filter(|failed| times.since(failed.at) < failed.holds) {
            _ if age < self.fresh_for => Freshness::Due,
            None => Freshness::Expired,
            Some(_) if age < self.fresh_for + self.stale => Freshness::Stale,
            Some(_) => Freshness::Unavailable,
        }
    }

    /// The key_ids of the keys, and what key each is.
    pub(super) fn by_key_id(&self) -> HashMap<String, String> {
        let named = self
            .keys
            .iter()
            .filter_map(|key| Some((key.key_id()?.to_owned(), key.identity().thumbprint()?.to_owned())));
        named.collect()
    }
}
