//! When keys are used, and how much may be read: the options of a set, with every default resolved.

use crate::error::{Error, Result};
use crate::key::KeySet;
use crate::machine::LONGEST_BACKOFF;
use crate::options::{JwksOptions, RemoteOptions, count, positive};

/// How often at once tokens that no key verifies may cause keys to be fetched again.
pub(super) const BURST: u32 = 2;

/// What applies to one set. Times are in seconds.
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
        // Options that a local set would refuse are refused now, and not blamed later on what a
        // server sends.
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

    /// How long keys are fresh, according to the response: its lifetime, if it gives one, and the
    /// age that it already had. A response can shorten this, but never lengthen it.
    pub(super) fn fresh_for(&self, lifetime: Option<f64>, age: f64) -> f64 {
        let left = lifetime.map_or(self.default_age, |lifetime| lifetime - age);
        left.clamp(self.min_age, self.max_age)
    }
}
