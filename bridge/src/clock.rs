//! The clock. The core has none: every call that needs the time is given it.

use std::time::SystemTime;

/// The system's time, in seconds since the epoch.
pub fn now() -> f64 {
    tokenseal::timestamp(SystemTime::now())
}

/// The time that the caller gave, or the system's.
pub fn now_or(given: Option<f64>) -> f64 {
    given.unwrap_or_else(now)
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
