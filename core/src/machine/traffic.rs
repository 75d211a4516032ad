//! What all machines in a process may do together: how many flights at once, and how many new ones
//! per second.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use super::{Bucket, Epoch, Times};

/// Flights at once, per process.
pub(crate) const MOST_FLIGHTS: u32 = 16;
/// New flights per second, per process.
pub(crate) const NEW_A_SECOND: u32 = 32;
/// When to ask again if all flights are taken, in seconds.
const ASK_AGAIN: f64 = 0.05;

/// The flights of a process, or of a machine whose behaviour is being reproduced.
#[derive(Clone, Debug)]
pub(crate) struct Traffic(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    flights: u32,
    new: Bucket,
    epoch: Epoch,
}

/// The one for this process.
static PROCESS: LazyLock<Traffic> = LazyLock::new(Traffic::new);

impl Traffic {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(State::new())))
    }

    /// The process's, or this machine's `own` where its caller says what to draw by chance, or
    /// gives a test's time. Such a machine depends on nothing else in the process; and where a
    /// test's clock stands still, nothing that the process has begun would ever be over.
    pub(crate) fn at(times: Times, own: &Traffic) -> Self {
        let is_apart = times.jitter.is_some() || times.are_of_test();
        if is_apart { own.clone() } else { PROCESS.clone() }
    }

    /// A slot for one flight, or in how many seconds to ask again.
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

/// A slot that a flight holds for as long as it lasts.
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
