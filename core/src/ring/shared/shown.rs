//! What calls see of a ring in a store, without a lock.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::policy::Policy;
use super::state::State;
use crate::machine::{SharedTimes, Times, Turn};

/// How a ring stands for one call.
pub(crate) enum Readiness {
    Ready,
    /// It may be used, and wants to be polled.
    Due,
    /// It has to be read first, and can be.
    Waits {
        landed: u64,
    },
    /// It cannot be read now: the call goes on with the keys that are at hand.
    Stale,
    /// It was never read, and cannot be now.
    Unavailable,
}

pub(super) struct Shown {
    /// When the command was sent by which the ring is known to be what the store has; never: it was not read yet.
    fresh: SharedTimes,
    landed: AtomicU64,
    /// The monotonic time before which nothing can be begun: after failures there are pauses.
    paused_until: AtomicU64,
    /// The monotonic time before which a call need not have the ring polled.
    quiet_until: AtomicU64,
    wants_advance: AtomicBool,
}

const NEVER: u64 = f64::NEG_INFINITY.to_bits();

impl Shown {
    pub(super) fn new() -> Self {
        Self {
            fresh: SharedTimes::never(),
            landed: AtomicU64::new(0),
            paused_until: AtomicU64::new(NEVER),
            quiet_until: AtomicU64::new(NEVER),
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

    /// Whether somebody wants it advanced; asked once.
    pub(super) fn take_advance(&self) -> bool {
        self.wants_advance.swap(false, Ordering::AcqRel)
    }

    /// Shows what a step has changed.
    pub(super) fn show(&self, state: &State, times: Times, turn: &Turn, timeout: f64) {
        self.fresh.set(state.fresh());
        // Without a pause nobody is kept from waiting, not even a call that looked at the clock before this step did.
        let pause = Some(state.pause(times)).filter(|pause| *pause > 0.0);
        self.paused_until.store(
            pause.map_or(NEVER, |pause| (times.monotonic + pause).to_bits()),
            Ordering::Relaxed,
        );
        // A clock that jumps may make it late by as much, so it is bounded.
        let quiet = turn.wake.unwrap_or(0.0).clamp(0.0, timeout);
        self.quiet_until
            .store((times.monotonic + quiet).to_bits(), Ordering::Relaxed);
        self.landed.store(state.landed(), Ordering::Release);
    }

    #[inline]
    pub(super) fn is_fresh(&self, policy: &Policy, times: Times) -> bool {
        self.age(times) <= policy.max_staleness
    }

    #[inline]
    pub(super) fn readiness(&self, policy: &Policy, times: Times, may_wait: bool) -> Readiness {
        // Before the ring is looked at: a reading that ends in between must not be waited for.
        let landed = self.landed();
        let age = self.age(times);
        if age <= policy.max_staleness {
            let is_quiet = times.monotonic < f64::from_bits(self.quiet_until.load(Ordering::Relaxed));
            let is_due = age >= policy.due() && !is_quiet || self.wants_advance.load(Ordering::Relaxed);
            return if is_due { Readiness::Due } else { Readiness::Ready };
        }
        let is_paused = times.monotonic < f64::from_bits(self.paused_until.load(Ordering::Relaxed));
        match (may_wait && !is_paused, self.was_read()) {
            (true, _) => Readiness::Waits { landed },
            (false, true) => Readiness::Stale,
            (false, false) => Readiness::Unavailable,
        }
    }
}
