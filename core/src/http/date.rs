//! Dates of HTTP.

use std::time::UNIX_EPOCH;

/// The seconds since the epoch of a date in one of the three forms of RFC 9110, section 5.6.7.
///
/// A date before 1970, one whose day of the week is wrong and a leap second are no dates here. A year of two digits is one from 1970 to 2069:
/// RFC 9110 would move that window with the clock, and there is none here.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let time = httpdate::parse_http_date(text).ok()?;
    Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs_f64())
}
