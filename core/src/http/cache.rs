//! How long a response may be used, what a conditional request says, and when to try again: RFC
//! 9111 and 9110, for a private cache.

use super::cache_control::{CacheControl, MAX_SECONDS, delta_seconds, members};
use super::date;
use super::headers::{Headers, trim};

/// How long a response is fresh, and how old it was. It is stale once `age` plus the time since the
/// request was sent reaches `lifetime`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Freshness {
    /// How many seconds it is fresh, counted from when its origin made it. `None`: the headers do
    /// not say.
    pub(crate) lifetime: Option<f64>,
    /// How old it was, in seconds, when the request was sent.
    pub(crate) age: f64,
}

/// What the headers of a response say about its freshness. `sent` and `received` are wall-clock
/// times, in seconds since the epoch.
///
/// A false `Date` or `Age` can only shorten the time that is left: a `Date` in the past adds as
/// much to the age as it adds to the time from `Date` to `Expires`, and one in the future reduces
/// the latter and adds nothing to the age.
pub(crate) fn freshness(headers: &Headers<'_>, sent: f64, received: f64) -> Freshness {
    // If the clock was set back during the flight, the later reading is the stricter one. This rule
    // is our own.
    let received = received.max(sent);
    let date = headers.get("date").and_then(date::seconds);
    // RFC 9110, section 6.6.1: a response without a Date takes the time at which it was received.
    let lifetime = lifetime(headers, date.unwrap_or(received));
    Freshness {
        lifetime,
        age: age(headers, date, received),
    }
}

/// RFC 9111, section 4.2.1, without `s-maxage`, which is for shared caches, and without a
/// heuristic, since the caller has a default.
fn lifetime(headers: &Headers<'_>, made: f64) -> Option<f64> {
    let control = CacheControl::read(headers);
    if control.forbids_reuse || varies_by_anything(headers) {
        return Some(0.0);
    }
    control.max_age.or_else(|| expires(headers, made))
}

/// The time from `Date` to `Expires`. An invalid one, such as `0`, is in the past (RFC 9111,
/// section 5.3); if there are several, the earliest counts.
fn expires(headers: &Headers<'_>, made: f64) -> Option<f64> {
    headers
        .all("expires")
        .map(|text| date::seconds(text).map_or(0.0, |end| time_left(end - made)))
        .reduce(f64::min)
}

/// `Vary: *`: no later request can be known to get the same response (RFC 9111, section 4.1).
fn varies_by_anything(headers: &Headers<'_>) -> bool {
    headers
        .all("vary")
        .flat_map(members)
        .any(|name| trim(name) == "*")
}

/// The larger of the ages that `Age` and `Date` give.
///
/// RFC 9111, section 4.2.3, adds the duration of the flight to `Age` and nothing to the difference
/// from `Date`. The caller adds it to both, by counting from when the request was sent: never too
/// little, and too much by one flight at most. An `Age` that is not a number is ignored; if there
/// are several, the first counts (section 5.1).
fn age(headers: &Headers<'_>, date: Option<f64>, received: f64) -> f64 {
    let stated = headers
        .get("age")
        .and_then(|text| members(text).next())
        .and_then(|text| delta_seconds(trim(text)));
    let apparent = date.map(|date| time_passed(received - date));
    stated.unwrap_or(0.0).max(apparent.unwrap_or(0.0))
}

/// A remaining time, within its bounds. If it is not a number, none remains.
fn time_left(seconds: f64) -> f64 {
    if seconds > 0.0 {
        seconds.min(MAX_SECONDS)
    } else {
        0.0
    }
}

/// A time that has passed, up to its bound. If it is not a number, it counts as the bound.
fn time_passed(seconds: f64) -> f64 {
    if seconds < MAX_SECONDS {
        seconds
    } else {
        MAX_SECONDS
    }
}

/// What a conditional request repeats from a response, so that the next response can be 304 (RFC
/// 9110, section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    /// The entity tag, as received.
    pub(crate) etag: Option<String>,
    /// The date of the last change, as received.
    pub(crate) last_modified: Option<String>,
}

/// The validators of a response that may be used in a request.
pub(crate) fn validators(headers: &Headers<'_>) -> Validators {
    Validators {
        etag: headers
            .get("etag")
            .filter(|tag| is_entity_tag(tag))
            .map(str::to_owned),
        last_modified: headers
            .get("last-modified")
            .filter(|text| is_settled(text, headers))
            .map(str::to_owned),
    }
}

/// RFC 9110, section 8.8.3, in ASCII and within 256 bytes. A bare `*` and a list, which would ask
/// for something else, are not tags.
fn is_entity_tag(tag: &str) -> bool {
    let opaque = tag
        .strip_prefix("W/")
        .unwrap_or(tag)
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    tag.len() <= 256
        && opaque.is_some_and(|opaque| opaque.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"'))
}

/// Whether the last change was at least a second before the response was made (RFC 9110, section
/// 8.8.2.2). Two changes can occur within one second: asked about a date that is not settled, a
/// server would answer 304 for a set from which a key was removed in that same second.
fn is_settled(last_modified: &str, headers: &Headers<'_>) -> bool {
    match (
        date::seconds(last_modified),
        headers.get("date").and_then(date::seconds),
    ) {
        (Some(changed), Some(made)) => made - changed >= 1.0,
        _ => false,
    }
}

impl Validators {
    /// The headers of a conditional request: the entity tag if there is one, otherwise the date
    /// (RFC 9110, sections 13.1.2 and 13.1.3).
    pub(crate) fn request_headers(&self) -> Vec<(String, String)> {
        let tag = self.etag.iter().map(|tag| ("if-none-match", tag));
        let date = self.last_modified.iter().map(|date| ("if-modified-since", date));
        tag.chain(date)
            .take(1)
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect()
    }
}

/// How many seconds after `received` the server wants to be asked again (RFC 9110, section 10.2.3):
/// a number of seconds, or a date; a date in the past means no wait. `None`: the headers do not
/// say, or not intelligibly.
pub(crate) fn retry_after(headers: &Headers<'_>, received: f64) -> Option<f64> {
    let text = headers.get("retry-after")?;
    delta_seconds(text).or_else(|| date::seconds(text).map(|date| time_left(date - received)))
}
