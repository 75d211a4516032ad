//! How often a client may ask, and how often authentication may fail from one address, in bounded
//! memory.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The most addresses that are counted. Beyond that, the one whose failure is oldest is forgotten.
const MOST_ADDRESSES: usize = 10_000;

/// A token bucket: it permits as many requests as it holds tokens, which are refilled over time.
#[derive(Debug)]
pub(crate) struct Bucket {
    per_minute: f64,
    level: Mutex<Level>,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    tokens: f64,
    at: Instant,
}

impl Level {
    /// The bucket, refilled until now.
    fn refilled(self, per_minute: f64, now: Instant) -> Self {
        let more = now.saturating_duration_since(self.at).as_secs_f64() * per_minute / 60.0;
        Self {
            tokens: (self.tokens + more).min(per_minute),
            at: now,
        }
    }

    /// In how many whole seconds there will be a token.
    fn wait(self, per_minute: f64) -> u64 {
        ((1.0 - self.tokens) * 60.0 / per_minute).ceil().max(1.0) as u64
    }
}

impl Bucket {
    pub(crate) fn new(per_minute: u32) -> Self {
        let per_minute = f64::from(per_minute);
        Self {
            per_minute,
            level: Mutex::new(Level {
                tokens: per_minute,
                at: Instant::now(),
            }),
        }
    }

    /// Takes a token, or says in how many seconds there will be one.
    pub(crate) fn take(&self, now: Instant) -> Result<(), u64> {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        *level = level.refilled(self.per_minute, now);
        if level.tokens < 1.0 {
            return Err(level.wait(self.per_minute));
        }
        level.tokens -= 1.0;
        Ok(())
    }
}

/// Failed authentications by address. Those that succeed cost nothing.
#[derive(Debug)]
pub(crate) struct Failures {
    per_minute: f64,
    levels: Mutex<HashMap<u64, Level>>,
}

impl Failures {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            per_minute: f64::from(per_minute),
            levels: Mutex::default(),
        }
    }

    /// Whether this address may try, or in how many seconds.
    pub(crate) fn may_try(&self, peer: Option<IpAddr>, now: Instant) -> Result<(), u64> {
        let Some(peer) = peer.map(network) else {
            return Ok(());
        };
        let levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(level) = levels
            .get(&peer)
            .map(|level| level.refilled(self.per_minute, now))
        else {
            return Ok(());
        };
        if level.tokens < 1.0 {
            Err(level.wait(self.per_minute))
        } else {
            Ok(())
        }
    }

    /// Counts a failure.
    pub(crate) fn failed(&self, peer: Option<IpAddr>, now: Instant) {
        let Some(peer) = peer.map(network) else { return };
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        if levels.len() >= MOST_ADDRESSES && !levels.contains_key(&peer) {
            levels.retain(|_, level| level.refilled(self.per_minute, now).tokens < self.per_minute);
            let oldest = levels
                .iter()
                .min_by_key(|(_, level)| level.at)
                .map(|(peer, _)| *peer);
            if let Some(oldest) = oldest.filter(|_| levels.len() >= MOST_ADDRESSES) {
                levels.remove(&oldest);
            }
        }
        let level = levels.entry(peer).or_insert(Level {
            tokens: self.per_minute,
            at: now,
        });
        *level = level.refilled(self.per_minute, now);
        level.tokens = (level.tokens - 1.0).max(0.0);
    }
}

/// The network of one customer: an IPv4 address, or the /64 of an IPv6 address.
fn network(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        // No global IPv6 network begins with 32 zero bits, so none is taken for an IPv4 address.
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_gives_what_it_has_and_fills_again() {
        let (bucket, start) = (Bucket::new(2), Instant::now());
        assert_eq!(
            [bucket.take(start), bucket.take(start), bucket.take(start)],
            [Ok(()), Ok(()), Err(30)]
        );
        assert_eq!(bucket.take(start + Duration::from_secs(29)), Err(1));
        assert_eq!(bucket.take(start + Duration::from_secs(31)), Ok(()));
        let later = start + Duration::from_secs(3600);
        assert_eq!(
            [bucket.take(later), bucket.take(later), bucket.take(later)],
            [Ok(()), Ok(()), Err(30)]
        );
    }

    #[test]
    fn failures_are_counted_by_address() {
        let (failures, start) = (Failures::new(2), Instant::now());
        let address = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        for same in ["192.0.2.1", "::ffff:192.0.2.1"] {
            assert_eq!(failures.may_try(address(same), start), Ok(()));
            failures.failed(address(same), start);
        }
        assert_eq!(failures.may_try(address("192.0.2.1"), start), Err(30));
        assert_eq!(failures.may_try(address("192.0.2.2"), start), Ok(()));
        assert_eq!(
            failures.may_try(address("192.0.2.1"), start + Duration::from_secs(30)),
            Ok(())
        );
        failures.failed(address("2001:db8::1"), start);
        failures.failed(address("2001:db8::ffff:2"), start);
        assert_eq!(
            failures.may_try(address("2001:db8::3"), start),
            Err(30),
            "one /64"
        );
        for _ in 0..9 {
            failures.failed(None, start);
        }
        assert_eq!(failures.may_try(None, start), Ok(()), "a Unix socket");
    }

    #[test]
    fn the_memory_of_failures_is_bounded() {
        let (failures, start) = (Failures::new(2), Instant::now());
        for number in 0..12_000_u32 {
            failures.failed(
                Some(IpAddr::V4(number.into())),
                start + Duration::from_millis(number.into()),
            );
        }
        assert_eq!(failures.levels.lock().unwrap().len(), MOST_ADDRESSES);
    }
}
