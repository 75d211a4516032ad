//! The clock. The core has none: the time is passed to every call that needs it.

use std::sync::LazyLock;
use std::time::{Instant, SystemTime};

use tokenseal::machine::Times;

/// The system's time, in seconds since the epoch.
pub fn now() -> f64 {
    tokenseal::timestamp(SystemTime::now())
}

/// The time that the caller gave, or the system's.
pub fn now_or(given: Option<f64>) -> f64 {
    given.unwrap_or_else(now)
}

/// The times of the system's two clocks, for machines. The monotonic one counts from its first use
/// in the process.
pub fn times() -> Times {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let start = *START;
    Times::new(now(), start.elapsed().as_secs_f64())
}

/// Both times from the one that a test's clock gave, or the system's.
pub fn times_or(given: Option<f64>) -> Times {
    given.map_or_else(times, Times::of_test)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_time_wins() {
        assert_eq!(now_or(Some(-1.5)), -1.5);
        assert!(now_or(None) > 1_700_000_000.0);
    }
}
