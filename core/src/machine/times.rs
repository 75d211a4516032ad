//! The two times that a machine is told.

use std::time::SystemTime;

use crate::time::timestamp;

/// The readings of two clocks: the wall clock, whose times mean something to other machines too,
/// and a monotonic one, which nobody sets.
///
/// An age is the larger of the two differences: a clock that stands still or was set back must not
/// keep anything fresh, and neither must a process that slept while its monotonic clock stood
/// still.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// Seconds since the epoch.
    pub wall: f64,
    /// Seconds since any fixed point.
    pub monotonic: f64,
    /// A number from 0 to 1 for everything that is random; drawn from the system's randomness if
    /// not given. With it, a machine's behaviour is reproducible.
    pub jitter: Option<f64>,
}

impl Times {
    /// Two times, in seconds.
    pub fn new(wall: f64, monotonic: f64) -> Self {
        Self {
            wall,
            monotonic,
            jitter: None,
        }
    }

    /// One time for both, as the clock of a test gives it.
    pub fn of_test(seconds: f64) -> Self {
        Self::new(seconds, seconds)
    }

    /// Whether they come from one clock: on a real system the two never have the same starting
    /// point.
    pub(crate) fn are_of_test(self) -> bool {
        self.wall == self.monotonic
    }

    /// Whether both are numbers that can be calculated with.
    pub(crate) fn are_sound(self) -> bool {
        self.wall.is_finite() && self.monotonic.is_finite()
    }

    /// How long ago that was, in seconds: never negative.
    #[inline]
    pub(crate) fn since(self, earlier: Times) -> f64 {
        (self.wall - earlier.wall)
            .max(self.monotonic - earlier.monotonic)
            .max(0.0)
    }

    /// A number from 0 to 1, random unless it was given.
    pub(crate) fn draw(self) -> f64 {
        let given = self.jitter.filter(|jitter| (0.0..=1.0).contains(jitter));
        given.unwrap_or_else(crate::random::fraction)
    }

    /// Both times for a moment on the wall clock: for times recorded by another process, whose
    /// monotonic clock means nothing here.
    pub(crate) fn at_wall(self, wall: f64) -> Times {
        Times {
            wall,
            monotonic: self.monotonic - (self.wall - wall).max(0.0),
            jitter: None,
        }
    }
}

impl From<(SystemTime, f64)> for Times {
    /// The system's clock, and a monotonic one in seconds.
    fn from((wall, monotonic): (SystemTime, f64)) -> Self {
        Self::new(timestamp(wall), monotonic)
    }
}

#[cfg(test)]
mod tests {
    use super::Times;

    #[test]
    fn an_age_is_the_larger_of_both_and_never_negative() {
        let start = Times::new(1000.0, 5.0);
        assert_eq!(
            Times::new(1010.0, 5.0).since(start),
            10.0,
            "a monotonic clock that stood still while the machine slept"
        );
        assert_eq!(
            Times::new(900.0, 12.0).since(start),
            7.0,
            "a wall clock that was set back"
        );
        assert_eq!(Times::new(900.0, 5.0).since(start), 0.0);
    }

    #[test]
    fn what_another_process_wrote_has_the_age_of_the_wall() {
        let now = Times::new(1000.0, 5.0);
        assert_eq!(now.since(now.at_wall(400.0)), 600.0);
        assert_eq!(
            now.since(now.at_wall(1400.0)),
            0.0,
            "from the future: as good as now"
        );
        let later = Times::new(1000.0, 65.0);
        assert_eq!(later.since(now.at_wall(1400.0)), 60.0, "and it ages nevertheless");
    }
}
