//! When a record was written, in a form that all its readers agree on: it decides between a
//! revocation and its withdrawal.

use std::fmt;

/// A time in milliseconds since the epoch and a number within it, like the IDs in Redis streams.
///
/// It only orders records. A clock that is wrong, or was set back, makes it wrong as a time but not
/// as an order: see [`Stamp::following`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Stamp {
    pub(crate) milliseconds: u64,
    pub(crate) sequence: u64,
}

impl Stamp {
    /// The stamp of a record written now: by the clock, and later than everything that its writer
    /// has seen.
    pub(super) fn following(now: f64, latest: Stamp) -> Self {
        // A time before 1970 must not cause a failure.
        let clock = Self {
            milliseconds: (now * 1000.0).max(0.0) as u64,
            sequence: 0,
        };
        clock.max(latest.next())
    }

    /// The next possible stamp.
    pub(crate) fn next(self) -> Self {
        match self.sequence.checked_add(1) {
            Some(sequence) => Self { sequence, ..self },
            None => Self {
                milliseconds: self.milliseconds.saturating_add(1),
                sequence: 0,
            },
        }
    }

    /// The time that it represents, in seconds since the epoch.
    pub(super) fn seconds(self) -> f64 {
        self.milliseconds as f64 / 1000.0
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.milliseconds, self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn what_follows_is_later_even_if_the_clock_is_not() {
        let first = Stamp::following(1000.0, Stamp::default());
        assert_eq!(first.to_string(), "1000000-0");
        for now in [1000.0, 999.0, -5.0, f64::MIN] {
            assert!(Stamp::following(now, first) > first, "{now}");
        }
        let last = Stamp {
            milliseconds: 7,
            sequence: u64::MAX,
        };
        assert_eq!(
            last.next(),
            Stamp {
                milliseconds: 8,
                sequence: 0
            }
        );
        assert_eq!(Stamp::following(2000.0, first).seconds(), 2000.0);
    }
}
