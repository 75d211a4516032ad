//! What all machines of a process may do together: so many flights at once, so many new ones a second.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use super::{Bucket, Epoch, Times};

/// Flights at once, in one process.
pub(crate) const MOST_FLIGHTS: u32 = 16;
/// New flights a second, in one process.
pub(crate) const NEW_A_SECOND: u32 = 32;
/// When to ask again where all flights are taken, in seconds.
const ASK_AGAIN: f64 = 0.05;

/// The flights of a process, or of a machine that does again what it did before.
#[derive(Clone, Debug)]
pub(crate) struct Traffic(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    flights: u32,
    new: Bucket,
    epoch: Epoch,
}

/// The one of this process.
static PROCESS: LazyLock<Traffic> = LazyLock::new(Traffic::new);

impl Traffic {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(State::new())))
    }

    pub(crate) fn of_process() -> Self {
        PROCESS.clone()
    }

    /// A place for one flight, or in how many seconds to ask again.
    pub(crate) fn take(&self, times: Times) -> Result<Slot, f64> {
        let mut state = self.state();
        if state.epoch != Epoch::now() {
            *state = State::new();
        }
        if state.flights >= MOST_FLIGHTS {
            return Err(ASK_AGAIN);
        }
        if !state.new.take(times) {
            return Err(state.new.wait(times).max(0.001));
        }
        state.flights += 1;
        Ok(Slot {
            traffic: self.clone(),
            epoch: state.epoch,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn new() -> Self {
        Self {
            flights: 0,
            new: Bucket::new(NEW_A_SECOND, 1.0 / f64::from(NEW_A_SECOND)),
            epoch: Epoch::now(),
        }
    }
}

/// A place that a flight has as long as it lasts.
#[derive(Debug)]
pub(crate) struct Slot {
    traffic: Traffic,
    epoch: Epoch,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut state = self.traffic.state();
        if state.epoch == self.epoch {
            state.flights = state.flights.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flights_and_new_ones_are_bounded() {
        let traffic = Traffic::new();
        let at = Times::of_test;
        let taken: Vec<Slot> = (0..MOST_FLIGHTS)
            .map(|_| traffic.take(at(0.0)).unwrap())
            .collect();
        assert_eq!(traffic.take(at(0.0)).unwrap_err(), ASK_AGAIN);
        drop(taken);
        let begun = (0..100).filter(|_| traffic.take(at(0.0)).is_ok()).count();
        assert_eq!(
            begun,
            (NEW_A_SECOND - MOST_FLIGHTS) as usize,
            "of those in one second, the first sixteen are over"
        );
        assert!(traffic.take(at(0.1)).is_ok());
    }
}
