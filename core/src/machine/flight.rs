//! The one flight of a machine that fetches, and whether a driver still carries it.

use super::{Epoch, Times};

/// How long a driver has to report that a time limit has passed. If it has not done so by then, the
/// process was suspended.
pub(crate) const GRACE: f64 = 1.0;

/// What every kind of flight has.
pub(crate) trait Flight {
    /// The ID of the outstanding request.
    fn id(&self) -> u64;

    /// When it began.
    fn began(&self) -> Times;

    /// How long it may still take, in seconds.
    fn left(&self, timeout: f64, times: Times) -> f64 {
        (timeout - times.since(self.began())).max(0.0)
    }
}

/// At most one flight at a time. Its answers are read without the machine's lock, and no other
/// flight begins meanwhile.
#[derive(Debug)]
pub(crate) struct OneFlight<F> {
    flight: Option<F>,
    /// When an answer began to be read.
    reading: Option<Times>,
    last_id: u64,
    epoch: Epoch,
}

/// What was noticed about the flight.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Noticed {
    /// The process is a child that was forked meanwhile.
    pub(crate) is_child: bool,
    /// The flight can never end, and is forgotten.
    pub(crate) is_abandoned: bool,
}

impl<F: Flight> OneFlight<F> {
    pub(crate) fn new() -> Self {
        Self {
            flight: None,
            reading: None,
            last_id: 0,
            epoch: Epoch::now(),
        }
    }

    /// Forgets a flight that can never end: one carried by the parent's threads, or one that was
    /// suspended with the process. Neither is a failure.
    pub(crate) fn notice(&mut self, timeout: f64, times: Times) -> Noticed {
        let is_child = self.epoch != Epoch::now();
        if is_child {
            self.epoch = Epoch::now();
        }
        let is_lost = self
            .flight
            .as_ref()
            .is_some_and(|flight| is_child || times.since(flight.began()) > timeout + GRACE);
        let is_never_read = self
            .reading
            .is_some_and(|began| is_child || times.since(began) > timeout);
        let is_abandoned = is_lost || is_never_read;
        if is_abandoned {
            (self.flight, self.reading) = (None, None);
        }
        Noticed {
            is_child,
            is_abandoned,
        }
    }

    /// How long, in seconds, until what is under way must have ended; `None` if nothing is.
    pub(crate) fn left(&self, timeout: f64, times: Times) -> Option<f64> {
        match &self.flight {
            Some(flight) => Some(flight.left(timeout, times)),
            None => self.reading.map(|_| timeout),
        }
    }

    pub(crate) fn is_under_way(&self) -> bool {
        self.flight.is_some() || self.reading.is_some()
    }

    /// An ID for the next request.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// A flight begins, or goes on with its next request.
    pub(crate) fn set(&mut self, flight: F) {
        self.flight = Some(flight);
    }

    /// The flight that waits for this answer, taken out while the answer is read.
    pub(crate) fn begin_reading(&mut self, id: u64, times: Times) -> Option<F> {
        let flight = self.flight.take_if(|flight| flight.id() == id)?;
        self.reading = Some(times);
        Some(flight)
    }

    /// Whether the answer was still being read, and not given up meanwhile.
    pub(crate) fn end_reading(&mut self) -> bool {
        self.reading.take().is_some()
    }

    /// Which process it belongs to, among those that fork made of one.
    pub(crate) fn epoch(&self) -> Epoch {
        self.epoch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Began(Times);

    impl Flight for Began {
        fn id(&self) -> u64 {
            7
        }

        fn began(&self) -> Times {
            self.0
        }
    }

    #[test]
    fn what_no_driver_carries_is_forgotten_after_the_limit_and_the_grace() {
        let at = Times::of_test;
        let mut flights = OneFlight::new();
        flights.set(Began(at(10.0)));
        assert_eq!(flights.left(5.0, at(12.0)), Some(3.0));
        assert!(!flights.notice(5.0, at(15.0 + GRACE)).is_abandoned);
        assert!(flights.notice(5.0, at(15.1 + GRACE)).is_abandoned);
        assert!(!flights.is_under_way());
    }

    #[test]
    fn an_answer_is_read_once_and_only_by_its_own_flight() {
        let at = Times::of_test;
        let mut flights = OneFlight::new();
        flights.set(Began(at(0.0)));
        assert!(flights.begin_reading(8, at(1.0)).is_none());
        assert!(flights.begin_reading(7, at(1.0)).is_some());
        assert_eq!(
            (flights.is_under_way(), flights.left(5.0, at(1.0))),
            (true, Some(5.0))
        );
        assert!(flights.begin_reading(7, at(1.0)).is_none());
        assert!(flights.end_reading());
        assert!(!flights.end_reading());
        assert!(!flights.is_under_way());
    }

    #[test]
    fn a_reading_that_takes_longer_than_the_limit_is_given_up() {
        let at = Times::of_test;
        let mut flights = OneFlight::new();
        flights.set(Began(at(0.0)));
        assert!(flights.begin_reading(7, at(1.0)).is_some());
        assert!(flights.notice(5.0, at(6.1)).is_abandoned);
        assert!(!flights.end_reading());
    }
}
