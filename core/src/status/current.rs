//! A list as checks see it: a snapshot that is replaced as a whole and never modified.

use std::sync::Arc;

use super::packed::Packed;
use super::read::Said;
use crate::error::Error;
use crate::machine::{Failure, Freshness, Times};

#[derive(Clone, Debug)]
pub(super) struct Current {
    /// None: there has never been one.
    pub(super) list: Option<Arc<Packed>>,
    pub(super) said: Said,
    /// When the request was sent that brought it, or that confirmed it is unchanged.
    pub(super) sent: Option<Times>,
    /// The age, in seconds, from which it is fetched again.
    pub(super) due: f64,
    pub(super) fresh_for: f64,
    /// The age, in seconds, up to which it is used if it could not be fetched again.
    pub(super) usable_for: f64,
    /// Why the last attempt failed, if it did.
    pub(super) failed: Option<Failed>,
}

#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub(super) why: Failure,
    pub(super) status: Option<u16>,
    /// What is wrong with the response.
    pub(super) error: Option<Error>,
    pub(super) at: Times,
    /// How long it shows that the server cannot be reached: until another attempt could have failed
    /// too.
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
            self.state_when_due(age, times)
        }
    }

    fn state_when_due(&self, age: f64, times: Times) -> Freshness {
        let has_failed = self
            .failed
            .as_ref()
            .is_some_and(|failed| times.since(failed.at) < failed.holds);
        Freshness::of_due(age, self.fresh_for, self.usable_for, has_failed)
    }
}
