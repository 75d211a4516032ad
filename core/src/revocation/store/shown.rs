//! What checks see of a list in a store, without a lock.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::policy::Policy;
use super::state::State;
use crate::machine::{Times, Turn};

/// How a list stands for one check.
pub(crate) enum Readiness {
    Ready,
    /// It may be used, and wants to be polled.
    Due,
    /// It has to be read first, and can be.
    Waits {
        landed: u64,
    },
    /// It cannot be read now; the check goes on with what there is, as the caller has said.
    Accepts,
    /// It cannot be read now.
    Unavailable,
}

/// Times are kept as the bits of both clocks.
pub(super) struct Shown {
    /// When the reading was sent by which the list is whole; never: it is not.
    fresh: [AtomicU64; 2],
    /// When the newest heartbeat was first seen.
    beat: [AtomicU64; 2],
    /// Whether the list was ever read whole.
    was_whole: AtomicBool,
    landed: AtomicU64,
    /// The monotonic time before which nothing can be begun: after failures there are pauses.
    paused_until: AtomicU64,
    /// The monotonic time before which a check need not have the list polled.
    quiet_until: AtomicU64,
}

const NEVER: u64 = f64::NEG_INFINITY.to_bits();

impl Shown {
    pub(super) fn new() -> Self {
        let never = || [AtomicU64::new(NEVER), AtomicU64::new(NEVER)];
        Self {
            fresh: never(),
            beat: never(),
            was_whole: AtomicBool::new(false),
            landed: AtomicU64::new(0),
            paused_until: AtomicU64::new(NEVER),
            quiet_until: AtomicU64::new(NEVER),
        }
    }

    pub(super) fn landed(&self) -> u64 {
        self.landed.load(Ordering::Acquire)
    }

    /// Shows what a step has changed.
    pub(super) fn show(&self, state: &State, times: Times, turn: &Turn, timeout: f64) {
        put(&self.fresh, state.fresh());
        put(&self.beat, state.beat_seen());
        self.was_whole.store(state.was_whole(), Ordering::Release);
        // Without a pause nobody is kept from waiting, not even a check that looked at the clock before this step did.
        let pause = Some(state.pause(times)).filter(|pause| *pause > 0.0);
        self.paused_until.store(pause.map_or(NEVER, |pause| (times.monotonic + pause).to_bits()), Ordering::Relaxed);
        // A clock that jumps may make it late by as much, so it is bounded.
        let quiet = turn.wake.unwrap_or(0.0).clamp(0.0, timeout);
        self.quiet_until.store((times.monotonic + quiet).to_bits(), Ordering::Relaxed);
        self.landed.store(state.landed(), Ordering::Release);
    }

    /// Whether the list is as young as it must be. A strict one was read after the check began.
    #[inline]
    pub(super) fn is_fresh(&self, policy: &Policy, times: Times, began: Option<Times>) -> bool {
        let is_young = match began.filter(|_| policy.is_strict) {
            Some(began) => f64::from_bits(self.fresh[1].load(Ordering::Acquire)) >= began.monotonic,
            None => age(&self.fresh, times) <= policy.max_staleness,
        };
        is_young && policy.oldest_beat().is_none_or(|oldest| age(&self.beat, times) <= oldest)
    }

    #[inline]
    pub(super) fn readiness(&self, policy: &Policy, times: Times, began: Option<Times>, may_wait: bool) -> Readiness {
        let wants_poll = || times.monotonic >= f64::from_bits(self.quiet_until.load(Ordering::Relaxed));
        // Before the list is looked at: a reading that ends in between must not be waited for.
        let landed = self.landed();
        if self.is_fresh(policy, times, began) {
            let is_due = !policy.is_strict && age(&self.fresh, times) >= policy.due() && wants_poll();
            return if is_due { Readiness::Due } else { Readiness::Ready };
        }
        let is_paused = times.monotonic < f64::from_bits(self.paused_until.load(Ordering::Relaxed));
        match (may_wait && !is_paused, policy.accepts && self.was_whole.load(Ordering::Acquire)) {
            (true, _) => Readiness::Waits { landed },
            (false, true) => Readiness::Accepts,
            (false, false) => Readiness::Unavailable,
        }
    }
}

#[allow(clippy::indexing_slicing, reason = "two clocks, two places")]
fn age(at: &[AtomicU64; 2], times: Times) -> f64 {
    let of = |index: usize| f64::from_bits(at[index].load(Ordering::Acquire));
    times.since(Times::new(of(0), of(1)))
}

#[allow(clippy::indexing_slicing, reason = "two clocks, two places")]
fn put(at: &[AtomicU64; 2], times: Option<Times>) {
    at[0].store(times.map_or(NEVER, |times| times.wall.to_bits()), Ordering::Release);
    at[1].store(times.map_or(NEVER, |times| times.monotonic.to_bits()), Ordering::Release);
}

#[cfg(test)]
mod tests {
    use super::Readiness;
    use crate::machine::Times;
    use crate::{Revocations, StoreOptions};

    #[test]
    fn a_check_that_looked_at_the_clock_before_the_last_step_waits_all_the_same() {
        let list = Revocations::redis(&StoreOptions { namespace: Some("test".into()), ..StoreOptions::default() }).unwrap();
        assert_eq!(list.poll(Times::of_test(100.5)).stores.len(), 1);
        assert!(matches!(list.readiness(Times::of_test(100.0), None, true), Readiness::Waits { .. }));
    }
}
