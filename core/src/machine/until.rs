//! A time until which nothing can be done, read without a lock.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Times, Turn};

/// The monotonic time, as bits, before which a check need not have a machine polled, or cannot.
#[derive(Debug)]
pub(crate) struct Until(AtomicU64);

impl Until {
    /// No such time.
    pub(crate) const fn never() -> Self {
        Self(AtomicU64::new(f64::NEG_INFINITY.to_bits()))
    }

    /// Whether it is still ahead.
    #[inline]
    pub(crate) fn is_ahead(&self, times: Times) -> bool {
        times.monotonic < f64::from_bits(self.0.load(Ordering::Relaxed))
    }

    /// So many seconds from now; `None`: there is no such time any more.
    pub(crate) fn set(&self, times: Times, seconds: Option<f64>) {
        let until = seconds.map_or(f64::NEG_INFINITY, |seconds| times.monotonic + seconds);
        self.0.store(until.to_bits(), Ordering::Relaxed);
    }

    /// Until the machine can do more after this turn. A clock jump may delay the next poll by as
    /// much, so this is bounded by the machine's time limit.
    pub(crate) fn set_by(&self, turn: &Turn, times: Times, timeout: f64) {
        self.set(times, Some(turn.wake.unwrap_or(0.0).clamp(0.0, timeout)));
    }
}
