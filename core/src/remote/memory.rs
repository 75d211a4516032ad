//! What one flight leaves to the next, apart from keys.

use crate::machine::{Known, Times};

/// Metadata that was read, and how long it holds.
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    pub(super) jwks_uri: String,
    pub(super) sent: Times,
    pub(super) fresh_for: f64,
    pub(super) known: Known,
}

impl Metadata {
    fn age(&self, times: Times) -> f64 {
        times.since(self.sent)
    }

    pub(super) fn left(&self, times: Times) -> f64 {
        self.fresh_for - self.age(times)
    }

    /// Whether a check that asks for missing keys has the metadata refreshed: it may lead elsewhere
    /// by now, unless it is very recent.
    pub(super) fn is_renewable(&self, min_age: f64, times: Times) -> bool {
        self.age(times) >= min_age
    }

    /// Whether a flight may rely on it: in the second half of its time it is requested again, so
    /// that keys are not fetched more often than they would be without metadata. The same applies
    /// if keys that hold for `min_age` would outlast it.
    pub(super) fn still_leads(&self, min_age: f64, times: Times) -> bool {
        self.left(times) > min_age.max(self.fresh_for / 2.0)
    }
}
