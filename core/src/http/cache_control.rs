//! The header field `Cache-Control` of a response, as a private cache reads it (RFC 9111, section
//! 5.2).

use super::headers::{Headers, trim};

/// The cap on seconds (RFC 9111, section 1.2.2): 68 years.
pub(super) const MAX_SECONDS: f64 = 2_147_483_648.0;

/// The parts that say how long a response is fresh. `s-maxage` and `private` are for shared caches.
#[derive(Default)]
pub(super) struct CacheControl {
    /// `no-store` or `no-cache` is present, or the list cannot be parsed.
    ///
    /// A `no-cache` that names fields is treated as one that names none, which RFC 9111, section
    /// 5.2.2.4, allows.
    pub(super) forbids_reuse: bool,
    /// The smallest `max-age`; 0 if one of them is malformed. RFC 9111, section 4.2.1, lets a cache
    /// take the first of several or consider the response stale, and tells it to consider a
    /// response with invalid information stale.
    pub(super) max_age: Option<f64>,
}

impl CacheControl {
    /// Reads all lines of the field, which form one list.
    pub(super) fn read(headers: &Headers<'_>) -> Self {
        let mut control = Self::default();
        for line in headers.all("cache-control") {
            members(line).for_each(|member| control.add(member));
            control.forbids_reuse |= is_open(line);
        }
        control
    }

    /// Adds one directive: a name, in any case, and an optional argument.
    fn add(&mut self, directive: &str) {
        let (name, argument) = match directive.split_once('=') {
            Some((name, argument)) => (trim(name), unquoted(trim(argument))),
            None => (trim(directive), ""),
        };
        if ["no-store", "no-cache"]
            .iter()
            .any(|reserved| name.eq_ignore_ascii_case(reserved))
        {
            self.forbids_reuse = true;
        } else if name.eq_ignore_ascii_case("max-age") {
            let age = delta_seconds(argument).unwrap_or(0.0);
            self.max_age = Some(self.max_age.map_or(age, |other| other.min(age)));
        }
    }
}

/// A number of seconds: only digits (RFC 9111, section 1.2.2).
pub(super) fn delta_seconds(text: &str) -> Option<f64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // If it has only digits and does not fit in a u32, it is beyond the largest number anyway.
    is_number.then(|| {
        text.parse::<u32>()
            .map_or(MAX_SECONDS, f64::from)
            .min(MAX_SECONDS)
    })
}

/// The members of a list. A comma in a quoted string (RFC 9110, section 5.6.4) is part of it.
pub(super) fn members(line: &str) -> impl Iterator<Item = &str> {
    let mut quotes = Quotes::default();
    line.split(move |character| {
        quotes.pass(character);
        character == ',' && !quotes.inside
    })
}

/// Whether a quoted string begins and does not end, so that nobody can tell what is a directive.
fn is_open(line: &str) -> bool {
    let mut quotes = Quotes::default();
    line.chars().for_each(|character| quotes.pass(character));
    quotes.inside
}

/// An argument may be a quoted string even if its directive specifies a token (RFC 9111, section
/// 5.2). Escapes are left alone: a number has none.
fn unquoted(argument: &str) -> &str {
    argument
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(argument)
}

/// Whether the last character passed was inside a quoted string, not counting its closing quote.
#[derive(Default)]
struct Quotes {
    inside: bool,
    escaped: bool,
}

impl Quotes {
    fn pass(&mut self, character: char) {
        match character {
            _ if self.escaped => self.escaped = false,
            '\\' if self.inside => self.escaped = true,
            '"' => self.inside = !self.inside,
            _ => {}
        }
    }
}
