//! A list as checks see it: one snapshot, which is replaced whole and never changed.

use std::sync::Arc;

use super::packed::Packed;
use super::read::Said;
use crate::error::Error;
use crate::machine::{Failure, Freshness, Times};

#[derive(Clone, Debug)]
pub(super) struct Current {
    /// None: there never was one.
    pub(super) list: Option<Arc<Packed>>,
    pub(super) said: Said,
    /// When the request was sent that brought it, or that said that it is still the same.
    pub(super) sent: Option<Times>,
    /// Age, in seconds, from which on it is fetched again.
    pub(super) due: f64,
    pub(super) fresh_for: f64,
    /// Age, in seconds, up to which it is used if it could not be fetched again.
    pub(super) usable_for: f64,
    /// Why the last try failed, if it did.
    pub(super) failed: Option<Failed>,
}

#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub(super) why: Failure,
    pub(super) status: Option<u16>,
    /// What is wrong with what came.
    pub(super) error: Option<Error>,
    pub(super) at: Times,
    /// How long it says that the server cannot be reached: until a next try could have failed as well.
    pub(super) holds: f64,
}

impl Current {
    pub(super) fn cold() -> Self {
        Self {
            list: None,
            said: Said::default(),
            sent: None,
            due: 0.0,
            fresh_for: 0.0,
            usable_for: 0.0,
            failed: None,
        }
    }

    /// How old the list is, in seconds.
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
            self.state_of_old(age, times)
        }
    }

    fn state_of_old(&self, age: f64, times: Times) -> Freshness {
        let has_failed = self
            .failed
            .as_ref()
            .is_some_and(|failed| times.since(failed.at) < failed.holds);
        match has_failed {
            _ if age < self.fresh_for => Freshness::Due,
            false => Freshness::Expired,
            true if age < self.usable_for => Freshness::Stale,
            true => Freshness::Unavailable,
        }
    }
}
