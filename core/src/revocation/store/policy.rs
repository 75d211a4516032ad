//! The options of a list in a store, resolved.

use super::super::ends::Lifetime;
use super::super::stamp::Stamp;
use super::script::Keys;
use crate::error::{Error, Result};
use crate::machine::{GRACE, Times, check_namespace};
use crate::options::{Durability, Length, StoreOptions, WhenUnavailable, positive};

/// How many records are read at once.
pub(super) const PAGE: usize = 1000;
/// A process that has read this many records in the log before it was ready packs them for the next
/// one.
const PACK_AFTER: usize = 50_000;
/// How many entries make a piece: half a megabyte at most, which does not block a server.
const PIECE: usize = 16_384;
/// An entry ends up to two hours after the longest lifetime, and clocks differ by up to one hour:
/// the log is trimmed that much later, in milliseconds.
const TRIM_LATER: u64 = 3 * 3600 * 1000;
/// More replicas than any primary has.
const MOST_REPLICAS: u64 = 1000;

#[derive(Debug)]
pub(super) struct Policy {
    pub(super) keys: Keys,
    pub(super) max_staleness: f64,
    pub(super) accepts: bool,
    pub(super) is_strict: bool,
    pub(super) beat: Option<f64>,
    pub(super) timeout: f64,
    pub(super) fsync: bool,
    pub(super) replicas: u64,
    /// The longest lifetime, in seconds, for a list that is created if there is none.
    pub(super) create: Option<u64>,
    pub(super) page: usize,
    pub(super) pack_after: usize,
    pub(super) piece: usize,
}

impl Policy {
    pub(super) fn compile(options: &StoreOptions) -> Result<Self> {
        let namespace = options
            .namespace
            .as_deref()
            .ok_or_else(|| Error::option("namespace is required: the name of the list in the store"))?;
        check_namespace(namespace)?;
        if options.longest_lifetime.is_some() && !options.create {
            return Err(Error::option(
                "longest_lifetime is for a list that is made or raised: give create, or leave it out",
            ));
        }
        let replicas = options.replicas.unwrap_or_default();
        if replicas > MOST_REPLICAS {
            return Err(Error::option(format!("replicas is more than {MOST_REPLICAS}")));
        }
        let lifetime = Lifetime::new(options.longest_lifetime.as_ref())?;
        Ok(Self {
            keys: Keys::of(namespace),
            max_staleness: positive(&options.max_staleness, 1)?,
            accepts: options.when_unavailable == WhenUnavailable::Accept,
            is_strict: options.strict,
            beat: options
                .beat
                .as_ref()
                .map(Length::positive_seconds)
                .transpose()?
                .map(|beat| beat as f64),
            timeout: positive(&options.timeout, 2)?,
            fsync: options.durability == Durability::Fsync,
            replicas,
            create: options.create.then(|| lifetime.seconds()),
            page: PAGE,
            pack_after: PACK_AFTER,
            piece: PIECE,
        })
    }

    /// How long a call may wait without hearing from the store, in seconds.
    pub(super) fn patience(&self) -> f64 {
        self.timeout + GRACE
    }

    /// The age at which a list is refreshed, although it may still be used.
    pub(super) fn due(&self) -> f64 {
        self.max_staleness / 2.0
    }

    /// How old the newest heartbeat may be.
    pub(super) fn oldest_beat(&self) -> Option<f64> {
        self.beat.map(|beat| beat + self.max_staleness)
    }

    /// How long after another heartbeat the next one is written, in milliseconds.
    pub(super) fn beat_every(&self) -> Option<u64> {
        self.beat.map(|beat| (beat * 500.0) as u64)
    }

    /// How long a snapshot can be of use, in milliseconds: after that, the log has been trimmed
    /// where it continues. 0: forever.
    pub(super) fn packed_for(longest: u64) -> u64 {
        if longest == 0 {
            0
        } else {
            longest.saturating_mul(1000).saturating_add(TRIM_LATER)
        }
    }

    /// What may be trimmed: what was written earlier, by the store's own times and by those of this
    /// process.
    pub(super) fn trim(&self, newest: Stamp, longest: u64, times: Times) -> Stamp {
        let now = newest.milliseconds.min((times.wall * 1000.0).max(0.0) as u64);
        match longest {
            0 => Stamp::default(),
            _ => Stamp {
                milliseconds: now.saturating_sub(longest.saturating_mul(1000).saturating_add(TRIM_LATER)),
                sequence: 0,
            },
        }
    }
}
