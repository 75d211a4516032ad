//! What calls see of a ring in a store, without a lock.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::policy::Policy;
use super::state::State;
use crate::machine::{SharedTimes, Times, Turn, Until};

/// The state of a ring for one call.
pub(crate) enum Readiness {
    Ready,
    /// It may be used, and needs to be polled.
    Due,
    /// It must be read first, and can be.
    Waits {
        landed: u64,
    },
    /// It cannot be read now: the call continues with the current keys.
    Stale,
    /// It has never been read, and cannot be now.
    Unavailable,
}

pub(super) struct Shown {
    /// When the command was sent that showed the ring to be what the store has; never: it has not
    /// been read yet.
    fresh: SharedTimes,
    landed: AtomicU64,
    /// The time before which nothing can be begun: there are pauses after failures.
    paused: Until,
    /// The time before which a call need not have the ring polled.
    quiet: Until,
    wants_advance: AtomicBool,
}

impl Shown {
    pub(super) fn new() -> Self {
        Self {
            fresh: SharedTimes::never(),
            landed: AtomicU64::new(0),
            paused: Until::never(),
            quiet: Until::never(),
            wants_advance: AtomicBool::new(false),
        }
    }

    pub(super) fn landed(&self) -> u64 {
        self.landed.load(Ordering::Acquire)
    }

    pub(super) fn was_read(&self) -> bool {
        self.fresh.get().monotonic.is_finite()
    }

    /// How long ago the ring was what the store has, in seconds.
    pub(super) fn age(&self, times: Times) -> f64 {
        times.since(self.fresh.get())
    }

    pub(super) fn want_advance(&self) {
        self.wants_advance.store(true, Ordering::Release);
    }

    /// Whether someone wants it advanced; asking clears it.
    pub(super) fn take_advance(&self) -> bool {
        self.wants_advance.swap(false, Ordering::AcqRel)
    }

    /// Publishes what a step has changed.
    pub(super) fn show(&self, state: &State, times: Times, turn: &Turn, timeout: f64) {
        self.fresh.set(state.fresh());
        // Without a pause nobody is kept from waiting, not even a call that looked at the clock
        // before this step did.
        self.paused
            .set(times, Some(state.pause(times)).filter(|pause| *pause > 0.0));
        self.quiet.set_by(turn, times, timeout);
        self.landed.store(state.landed(), Ordering::Release);
    }

    #[inline]
    pub(super) fn is_fresh(&self, policy: &Policy, times: Times) -> bool {
        self.age(times) <= policy.max_staleness
    }

    #[inline]
    pub(super) fn readiness(&self, policy: &Policy, times: Times, may_wait: bool) -> Readiness {
        // Taken before looking at the ring, because a reading that ends in between must not be
        // waited for.
        let landed = self.landed();
        let age = self.age(times);
        if age <= policy.max_staleness {
            let is_due = age >= policy.due() && !self.quiet.is_ahead(times)
                || self.wants_advance.load(Ordering::Relaxed);
            return if is_due { Readiness::Due } else { Readiness::Ready };
        }
        match (may_wait && !self.paused.is_ahead(times), self.was_read()) {
            (true, _) => Readiness::Waits { landed },
            (false, true) => Readiness::Stale,
            (false, false) => Readiness::Unavailable,
        }
    }
}
