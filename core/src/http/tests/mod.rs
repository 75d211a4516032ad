mod cache;
mod oracle;
mod properties;
mod url;
mod words;

use super::cache::{Freshness, freshness};
use super::headers::Headers;

/// The time of every test, and the date that matches it exactly.
const NOW: f64 = 784_111_777.0;
const NOW_TEXT: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

/// A day, an hour and a minute before or after it.
const YESTERDAY: &str = "Sat, 05 Nov 1994 08:49:37 GMT";
const A_MINUTE_AGO: &str = "Sun, 06 Nov 1994 08:48:37 GMT";
const IN_A_MINUTE: &str = "Sun, 06 Nov 1994 08:50:37 GMT";
const IN_AN_HOUR: &str = "Sun, 06 Nov 1994 09:49:37 GMT";

/// Header fields that own their strings.
fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// The freshness of a response that arrived at once.
fn fresh(headers: &[(&str, &str)]) -> Freshness {
    freshness(&Headers(&fields(headers)), NOW, NOW)
}

/// The seconds that are left; none if the headers do not say.
fn left(freshness: Freshness) -> f64 {
    (freshness.lifetime.unwrap_or(0.0) - freshness.age).max(0.0)
}
