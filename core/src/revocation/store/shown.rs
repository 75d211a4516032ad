//! What checks see of a list in a store, without a lock.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::policy::Policy;
use super::state::State;
use crate::machine::{SharedTimes, Times, Turn, Until};

/// The state of a list for one check.
pub(crate) enum Readiness {
    Ready,
    /// It may be used, and needs to be polled.
    Due,
    /// It must be read first, and can be.
    Waits {
        landed: u64,
    },
    /// It cannot be read now; the check continues with what there is, as the caller requested.
    Accepts,
    /// It cannot be read now.
    Unavailable,
}

pub(super) struct Shown {
    /// When the reading that completed the list was sent; never: the list is not complete.
    fresh: SharedTimes,
    /// When the newest heartbeat was first seen.
    beat: SharedTimes,
    /// Whether the list was ever read completely.
    was_whole: AtomicBool,
    landed: AtomicU64,
    /// The time before which nothing can be begun: there are pauses after failures.
    paused: Until,
    /// The time before which a check need not have the list polled.
    quiet: Until,
}

impl Shown {
    pub(super) fn new() -> Self {
        Self {
            fresh: SharedTimes::never(),
            beat: SharedTimes::never(),
            was_whole: AtomicBool::new(false),
            landed: AtomicU64::new(0),
            paused: Until::never(),
            quiet: Until::never(),
        }
    }

    pub(super) fn landed(&self) -> u64 {
        self.landed.load(Ordering::Acquire)
    }

    /// Publishes what a step has changed.
    pub(super) fn show(&self, state: &State, times: Times, turn: &Turn, timeout: f64) {
        self.fresh.set(state.fresh());
        self.beat.set(state.beat_seen());
        self.was_whole.store(state.was_whole(), Ordering::Release);
        // Without a pause nobody is kept from waiting, not even a check that looked at the clock
        // before this step did.
        self.paused
            .set(times, Some(state.pause(times)).filter(|pause| *pause > 0.0));
        self.quiet.set_by(turn, times, timeout);
        self.landed.store(state.landed(), Ordering::Release);
    }

    /// Whether the list is as recent as it must be. A strict one was read after the check began.
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
        // Taken before looking at the list, because a reading that ends in between must not be
        // waited for.
        let landed = self.landed();
        if self.is_fresh(policy, times, began) {
            let is_due = !policy.is_strict
                && times.since(self.fresh.get()) >= policy.due()
                && !self.quiet.is_ahead(times);
            return if is_due { Readiness::Due } else { Readiness::Ready };
        }
        match (
            may_wait && !self.paused.is_ahead(times),
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
