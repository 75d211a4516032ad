//! HTTP dates.

use std::time::UNIX_EPOCH;

/// A date in one of the three forms of RFC 9110, section 5.6.7, as seconds since the epoch.
///
/// A date before 1970, one with the wrong day of the week and a leap second are not accepted. A
/// two-digit year is in the range 1970 to 2069: RFC 9110 would move that window with the clock, and
/// there is none here.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let time = httpdate::parse_http_date(text).ok()?;
    Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs_f64())
}
