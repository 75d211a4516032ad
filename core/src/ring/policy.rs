//! How long keys are published, sign, and are kept: computed from what a ring promises, so that no
//! valid token is ever refused.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::options::{Length, RingOptions};

/// A token's times are whole seconds, and its maker reads its clock a moment before or after the
/// ring does.
const ROUNDING: f64 = 1.0;

/// More keys at once than this would be too many for those who fetch them.
const MOST_KEYS: f64 = 64.0;

/// What the keys of a line are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Signs,
    Encrypts,
}

/// What applies to a ring. Times are in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    /// How long a key signs, or is encrypted to.
    pub(super) rotate_every: f64,
    /// The longest lifetime of a token.
    pub(super) token_lifetime: f64,
    /// How long those who fetch a published set may keep it.
    pub(super) jwks_max_age: f64,
    /// How long after that they have fetched it again.
    pub(super) verifier_refresh: f64,
    /// The largest difference between two clocks, and the leeway of a verifier.
    pub(super) clock_skew: f64,
}

impl Policy {
    pub(super) fn compile(options: &RingOptions) -> Result<Self> {
        let policy = Self {
            rotate_every: seconds(&options.rotate_every, 30 * 86_400)?,
            token_lifetime: seconds(&options.token_lifetime, 15 * 60)?,
            jwks_max_age: seconds(&options.jwks_max_age, 10 * 60)?,
            verifier_refresh: seconds(&options.verifier_refresh, 10 * 60)?,
            clock_skew: seconds(&options.clock_skew, 60)?,
        };
        policy.check()?;
        Ok(policy)
    }

    /// Refuses options that could refuse a valid token, and names the smallest value that could
    /// not.
    pub(super) fn check(&self) -> Result<()> {
        let all = [
            self.rotate_every,
            self.token_lifetime,
            self.jwks_max_age,
            self.verifier_refresh,
            self.clock_skew,
        ];
        if !all.iter().all(|seconds| seconds.is_finite() && *seconds >= 0.0) {
            return Err(Error::option(
                "a length of time of a key ring is not a number of seconds",
            ));
        }
        if self.token_lifetime < 1.0 {
            return Err(Error::option(
                "token_lifetime is zero: give at least 1s, and no less than your tokens live",
            ));
        }
        if self.clock_skew < 1.0 {
            return Err(Error::option(
                "clock_skew is zero, and no two clocks agree that well: give at least 1s, and no less than the leeway of your verifiers",
            ));
        }
        let ahead = self.publish_ahead();
        if self.rotate_every < ahead {
            return Err(Error::option(format!(
                "rotate_every is shorter than a key has to be published before it signs, which is jwks_max_age, verifier_refresh and \
                 clock_skew together: give at least {ahead}s, or shorten those"
            )));
        }
        let smallest = (self.keep_after(Purpose::Encrypts) / (MOST_KEYS - 4.0)).ceil();
        if self.rotate_every < smallest {
            return Err(Error::option(format!(
                "rotate_every is so short, for tokens that live as long as token_lifetime, that more than {MOST_KEYS} keys would be needed \
                 at once: give at least {smallest}s"
            )));
        }
        Ok(())
    }

    /// How long a key is published before it signs: until everyone who fetches the keys has it.
    pub(super) fn publish_ahead(&self) -> f64 {
        self.jwks_max_age + self.verifier_refresh + self.clock_skew
    }

    /// When the end of a turn that began at `from` is planned: early enough that everyone can learn
    /// the next spare.
    pub(super) fn plans_at(&self, from: f64) -> f64 {
        from + self.rotate_every - self.publish_ahead()
    }

    /// How long a key is kept after its last use: until nothing that was made with it can still be
    /// valid. One clock may be late and the other early, so the skew counts twice. A sender who
    /// encrypts may have fetched the public half just before it was withdrawn, by a third clock,
    /// from one that was late.
    pub(super) fn keep_after(&self, purpose: Purpose) -> f64 {
        let in_use = match purpose {
            Purpose::Signs => 0.0,
            Purpose::Encrypts => self.jwks_max_age + self.verifier_refresh + self.clock_skew,
        };
        in_use + self.token_lifetime + 2.0 * self.clock_skew + ROUNDING
    }

    /// The latest `exp` that a token made now may have.
    pub(super) fn latest_expiry(&self, now: f64) -> f64 {
        now + self.token_lifetime + ROUNDING
    }
}

fn seconds(length: &Option<Length>, default: u32) -> Result<f64> {
    match length {
        Some(length) => length.seconds().map(|seconds| seconds as f64),
        None => Ok(default.into()),
    }
}
