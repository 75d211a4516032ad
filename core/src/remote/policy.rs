//! When keys are used, and how much may be read: the options of a set, with every default resolved.

use crate::error::{Error, Result};
use crate::key::KeySet;
use crate::machine::LONGEST_BACKOFF;
use crate::options::{JwksOptions, Length, RemoteOptions};

/// Tokens that no key verifies may have keys fetched again this often at once.
pub(super) const BURST: u32 = 2;

/// What holds for one set. Times are in seconds.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) default_age: f64,
    pub(super) min_age: f64,
    pub(super) max_age: f64,
    pub(super) stale: f64,
    pub(super) cooldown: f64,
    pub(super) timeout: f64,
    pub(super) max_keys: u64,
    pub(super) max_set_bytes: u64,
    pub(super) max_metadata_bytes: u64,
    pub(super) max_waiting: u64,
    pub(super) reading: JwksOptions,
}

impl Policy {
    pub(super) fn compile(options: &RemoteOptions) -> Result<Self> {
        let policy = Self {
            default_age: positive(&options.default_age, 600)?,
            min_age: positive(&options.min_age, 60)?,
            max_age: positive(&options.max_age, 3600)?,
            stale: match &options.stale {
                Some(length) => length.seconds()? as f64,
                None => 3600.0,
            },
            cooldown: positive(&options.cooldown, 30)?,
            timeout: positive(&options.timeout, 5)?,
            max_keys: count(options.max_keys, 100, 1000, "max_keys")?,
            max_set_bytes: count(options.max_set_bytes, 256 * 1024, 1024 * 1024, "max_set_bytes")?,
            max_metadata_bytes: count(
                options.max_metadata_bytes,
                64 * 1024,
                1024 * 1024,
                "max_metadata_bytes",
            )?,
            max_waiting: count(options.max_waiting, 8, 1_000_000, "max_waiting")?,
            reading: JwksOptions {
                public_only: true,
                signature_uses: options.signature_uses.clone(),
                ..JwksOptions::default()
            },
        };
        // What the options of a set at hand may not say is refused now, and not as the fault of what a server sends.
        KeySet::from_jwks(r#"{"keys":[]}"#, &policy.reading)?;
        if policy.min_age > policy.max_age {
            return Err(Error::option(
                "min_age is longer than max_age, within which keys must be fetched again",
            ));
        }
        if policy.timeout > LONGEST_BACKOFF {
            return Err(Error::option(
                "timeout is longer than a minute: a check of a token would wait as long",
            ));
        }
        Ok(policy)
    }

    /// How long keys are fresh, from what the answer says: its lifetime, if it says one, and the age that it had already. An answer
    /// can shorten this, and never lengthen it.
    pub(super) fn fresh_for(&self, lifetime: Option<f64>, age: f64) -> f64 {
        let left = lifetime.map_or(self.default_age, |lifetime| lifetime - age);
        left.clamp(self.min_age, self.max_age)
    }

    /// Part of the time for which keys are fresh after which they are fetched again: 80 %, give or take 10 % of it by chance.
    pub(super) fn due(&self, fresh_for: f64, draw: f64) -> f64 {
        fresh_for * (0.72 + 0.16 * draw)
    }
}

fn positive(length: &Option<Length>, default: u32) -> Result<f64> {
    match length {
        Some(length) => length.positive_seconds().map(|seconds| seconds as f64),
        None => Ok(default.into()),
    }
}

fn count(given: Option<u64>, default: u64, most: u64, name: &'static str) -> Result<u64> {
    match given.unwrap_or(default) {
        count if (1..=most).contains(&count) => Ok(count),
        _ => Err(Error::option(format!("{name} must be from 1 to {most}"))),
    }
}
