//! How long entries last.

use super::record::NEVER;
use crate::error::{Error, Result};
use crate::options::{Length, check_time};

/// The largest `leeway`: a token may be accepted this much longer than its `exp` says.
const LEEWAY: f64 = 3600.0;
/// The last time that an entry can distinguish from never, in seconds since the epoch (in the year
/// 2106).
const LATEST: f64 = (NEVER - 1) as f64;

/// The longest lifetime of tokens, if the caller gave it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lifetime(Option<f64>);

impl Lifetime {
    pub(super) fn new(longest: Option<&Length>) -> Result<Self> {
        let seconds = longest.map(Length::positive_seconds).transpose()?;
        Ok(Self(seconds.map(|seconds| seconds as f64)))
    }

    pub(super) fn of_seconds(seconds: u64) -> Self {
        Self(Some(seconds as f64).filter(|seconds| *seconds > 0.0))
    }

    /// Whole seconds; 0: it was not given.
    pub(super) fn seconds(self) -> u64 {
        self.0.unwrap_or_default() as u64
    }

    /// The end of an entry for something that is accepted until a given time.
    pub(super) fn until(self, until: f64, name: &'static str, now: f64) -> Result<u32> {
        let until = check_time(until, name)?;
        if until < now - LEEWAY {
            return Err(Error::option(format!(
                "{name} has passed, and what it is said of is refused without being revoked"
            )));
        }
        if self.0.is_some_and(|longest| until > now + longest + LEEWAY) {
            return Err(Error::option(format!(
                "{name} is later than longest_lifetime from now, so that the list could forget the entry too soon: make the list with a longer \
                 longest_lifetime"
            )));
        }
        Ok(end(until))
    }

    /// Refuses a lifetime that differs from this one, with which the log was made.
    pub(super) fn expect(self, asked: Self) -> Result<()> {
        let say = |lifetime: Self| {
            lifetime
                .0
                .map_or_else(|| "none".to_owned(), |seconds| format!("{seconds} s"))
        };
        match self == asked {
            true => Ok(()),
            false => Err(Error::option(format!(
                "longest_lifetime is {}, and the list was made with {}: give the same, or leave it out",
                say(asked),
                say(self)
            ))),
        }
    }

    /// As given, in seconds.
    pub(super) fn given(self) -> Option<f64> {
        self.0
    }

    /// The end of an entry for tokens that were issued before a given time.
    pub(super) fn after(self, time: f64) -> u32 {
        self.0.map_or(NEVER, |longest| end(time + longest))
    }
}

/// One leeway later, in whole seconds.
fn end(time: f64) -> u32 {
    // A time that does not fit will never come.
    match (time + LEEWAY).ceil() {
        time if time > LATEST => NEVER,
        time => time.max(0.0) as u32,
    }
}

/// The time of a cut-off: the given one, or the end of this second.
pub(super) fn before(given: Option<f64>, now: f64) -> Result<u32> {
    let before = match given {
        Some(before) => check_time(before, "before")?.ceil(),
        None => now.floor() + 1.0,
    };
    match before {
        before if (1.0..=LATEST).contains(&before) => Ok(before as u32),
        _ => Err(Error::option("before is not between 1970 and 2106")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_last_an_hour_longer_than_their_tokens() {
        let (none, hour) = (Lifetime(None), Lifetime(Some(3600.0)));
        assert_eq!(none.until(1000.5, "until", 1000.0).unwrap(), 4601);
        assert_eq!(none.until(1e11, "until", 1000.0).unwrap(), NEVER);
        assert_eq!((none.after(1000.0), hour.after(1000.0)), (NEVER, 8200));
        assert_eq!(hour.until(1000.0 + 7200.0, "until", 1000.0).unwrap(), 11_800);
        assert!(
            hour.until(1000.0 + 7201.0, "until", 1000.0).is_err()
                && none.until(1000.0, "until", 5000.0).is_err()
        );
    }

    #[test]
    fn a_cut_off_is_the_end_of_its_second() {
        assert_eq!(
            (before(None, 1000.0).unwrap(), before(None, 1000.9).unwrap()),
            (1001, 1001)
        );
        assert_eq!(
            (
                before(Some(1000.0), 5.0).unwrap(),
                before(Some(1000.1), 5.0).unwrap()
            ),
            (1000, 1001)
        );
        assert!(
            before(Some(0.0), 5.0).is_err()
                && before(Some(-1.0), 5.0).is_err()
                && before(Some(5e9), 5.0).is_err()
        );
    }
}
