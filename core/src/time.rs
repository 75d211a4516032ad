//! Time is an input: the core has no clock, only this conversion.

use std::time::{SystemTime, UNIX_EPOCH};

/// A point in time as seconds since the epoch, including fractions: the `now` of every call that
/// needs the time.
///
/// ```
/// let now = tokenseal::timestamp(std::time::SystemTime::now());
/// assert!(now > 1_700_000_000.0);
/// ```
pub fn timestamp(time: SystemTime) -> f64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs_f64(),
        Err(before) => -before.duration().as_secs_f64(),
    }
}
