//! What one flight leaves to the next, besides keys.

use crate::http::cache::Validators;
use crate::machine::Times;

/// Metadata that was read, and for how long it holds.
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

    /// Whether whoever asks for keys that are not at hand has it renewed: it may lead elsewhere by now, unless it is very young.
    pub(super) fn is_renewable(&self, min_age: f64, times: Times) -> bool {
        self.age(times) >= min_age
    }

    /// Whether a flight may go by it: in the second half of its time it is asked for again, so that keys are not fetched more often than
    /// they would be without metadata. So it is where keys that hold for `min_age` would hold longer than it does.
    pub(super) fn still_leads(&self, min_age: f64, times: Times) -> bool {
        self.left(times) > min_age.max(self.fresh_for / 2.0)
    }
}

/// What a conditional request repeats of the keys or the metadata at hand, and the address that they are from. Another address must not be
/// asked by it: what it calls the same may be something else.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) url: String,
    pub(super) validators: Validators,
}

impl Known {
    pub(super) fn request_headers(&self, url: &str) -> Vec<(String, String)> {
        if self.url == url {
            self.validators.request_headers()
        } else {
            Vec::new()
        }
    }
}
