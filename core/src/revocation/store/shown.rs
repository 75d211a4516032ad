//! What checks see of a list in a store, without a lock.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::policy::Policy;
use super::state::State;
use crate::machine::{SharedTimes, Times, Turn};

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

pub(super) struct Shown {
    /// When the reading was sent by which the list is whole; never: it is not.
    fresh: SharedTimes,
    /// When the newest heartbeat was first seen.
    beat: SharedTimes,
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
        Self {
            fresh: SharedTimes::never(),
            beat: SharedTimes::never(),
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
        self.fresh.set(state.fresh());
        self.beat.set(state.beat_seen());
        self.was_whole.store(state.was_whole(), Ordering::Release);
        // Without a pause nobody is kept from waiting, not even a check that looked at the clock before this step did.
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

    /// Whether the list is as young as it must be. A strict one was read after the check began.
    #[inline]
    pub(super) fn is_fresh(&self, policy: &Policy, times: Times, began: Option<Times>) -> bool {
        let is_young = match began.filter(|_| policy.is_strict) {
            Some(began) => self.fresh.get().monotonic >= began.monotonic,
            None => times.since(self.fresh.get()) <= policy.max_staleness,
        };
        is_young
            && policy
                .oldest_beat()
                .is_none_or(|oldest| times.since(self.beat.get()) <= oldest)
    }

    #[inline]
    pub(super) fn readiness(
        &self,
        policy: &Policy,
        times: Times,
        began: Option<Times>,
        may_wait: bool,
    ) -> Readiness {
        let wants_poll = || times.monotonic >= f64::from_bits(self.quiet_until.load(Ordering::Relaxed));
        // Before the list is looked at: a reading that ends in between must not be waited for.
        let landed = self.landed();
        if self.is_fresh(policy, times, began) {
            let is_due = !policy.is_strict && times.since(self.fresh.get()) >= policy.due() && wants_poll();
            return if is_due { Readiness::Due } else { Readiness::Ready };
        }
        let is_paused = times.monotonic < f64::from_bits(self.paused_until.load(Ordering::Relaxed));
        match (
            may_wait && !is_paused,
            policy.accepts && self.was_whole.load(Ordering::Acquire),
        ) {
            (true, _) => Readiness::Waits { landed },
            (false, true) => Readiness::Accepts,
            (false, false) => Readiness::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Readiness;
    use crate::machine::Times;
    use crate::{Revocations, StoreOptions};

    #[test]
    fn a_check_that_looked_at_the_clock_before_the_last_step_waits_all_the_same() {
        let list = Revocations::redis(&StoreOptions {
            namespace: Some("test".into()),
            ..StoreOptions::default()
        })
        .unwrap();
        assert_eq!(list.poll(Times::of_test(100.5)).stores.len(), 1);
        assert!(matches!(
            list.readiness(Times::of_test(100.0), None, true),
            Readiness::Waits { .. }
        ));
    }
}
