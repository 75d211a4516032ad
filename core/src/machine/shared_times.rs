//! When something happened, readable without a lock.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Times;

/// Both times of a moment, as bits; minus infinity if it has not happened.
#[derive(Debug)]
pub(crate) struct SharedTimes {
    wall: AtomicU64,
    monotonic: AtomicU64,
}

const NEVER: f64 = f64::NEG_INFINITY;

impl SharedTimes {
    pub(crate) const fn never() -> Self {
        Self {
            wall: AtomicU64::new(NEVER.to_bits()),
            monotonic: AtomicU64::new(NEVER.to_bits()),
        }
    }

    /// Records when it happened; None: it no longer counts.
    pub(crate) fn set(&self, at: Option<Times>) {
        let at = at.unwrap_or(Times::of_test(NEVER));
        self.wall.store(at.wall.to_bits(), Ordering::Release);
        self.monotonic.store(at.monotonic.to_bits(), Ordering::Release);
    }

    #[inline]
    pub(crate) fn get(&self) -> Times {
        let time = |bits: &AtomicU64| f64::from_bits(bits.load(Ordering::Acquire));
        Times::new(time(&self.wall), time(&self.monotonic))
    }

    /// Whether it happened less than this many seconds ago by both clocks. A clock that was set
    /// back does not make it so.
    #[inline]
    pub(crate) fn is_within(&self, seconds: f64, now: Times) -> bool {
        let at = self.get();
        let is_within = |now: f64, at: f64| (0.0..seconds).contains(&(now - at));
        is_within(now.wall, at.wall) && is_within(now.monotonic, at.monotonic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_happened_is_in_no_time_and_a_clock_set_back_is_no_reason_to_wait() {
        let at = SharedTimes::never();
        let now = Times::new(1000.0, 50.0);
        assert!(!at.is_within(1e9, now) && now.since(at.get()).is_infinite());
        at.set(Some(now));
        assert!(at.is_within(0.2, Times::new(1000.1, 50.1)));
        for later in [
            Times::new(1000.2, 50.1),
            Times::new(1000.1, 50.2),
            Times::new(999.9, 50.1),
            Times::new(1000.1, 49.9),
        ] {
            assert!(!at.is_within(0.2, later), "{later:?}");
        }
        at.set(None);
        assert!(!at.is_within(0.2, now));
    }
}
