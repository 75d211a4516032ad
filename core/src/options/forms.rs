//! The forms that options share: a length of time, one string or several, and header parameters.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// A length of time: whole seconds, or a number followed by `s`, `m`, `h` or `d`, such as `15m`.
///
/// ```
/// use tokenseal::Length;
/// assert_eq!(Length::from("15m").seconds()?, 900);
/// assert_eq!(Length::from(900).seconds()?, 900);
/// assert_eq!(Length::from("1.5h").seconds().unwrap_err().code().as_str(), "ERR_OPTION_INVALID");
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Length {
    /// Whole seconds.
    Seconds(i64),
    /// A whole number followed by its unit: `s`, `m`, `h` or `d`.
    Text(String),
}

impl Length {
    /// The number of seconds: whole, not negative, and at most a thousand years. Otherwise
    /// `ERR_OPTION_INVALID`.
    pub fn seconds(&self) -> Result<i64> {
        const LONGEST: i64 = 1000 * 366 * 86_400;
        let seconds = match self {
            Length::Seconds(seconds) => Some(*seconds),
            Length::Text(text) => parse(text),
        };
        seconds.filter(|seconds| (0..=LONGEST).contains(seconds)).ok_or_else(|| {
            let found = match self {
                Length::Seconds(seconds) if *seconds < 0 => "is negative or a fraction",
                Length::Seconds(_) => "is beyond a thousand years: it is given in milliseconds, and must be in seconds",
                Length::Text(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => "is a text without a unit",
                Length::Text(_) => "is not one number with a unit",
            };
            Error::option(format!("a length of time {found}: give whole seconds, such as 900, or a text with s, m, h or d, such as 15m"))
        })
    }

    /// The same, but refuses zero.
    pub(crate) fn positive_seconds(&self) -> Result<i64> {
        self.seconds().and_then(|seconds| {
            if seconds > 0 {
                Ok(seconds)
            } else {
                Err(Error::option("a length of time is zero, and must be at least one second: leave the option out if it is not wanted"))
            }
        })
    }
}

/// An option that is a length of time, in seconds.
pub(crate) fn positive(given: &Option<Length>, default: u32) -> Result<f64> {
    match given {
        Some(length) => length.positive_seconds().map(|seconds| seconds as f64),
        None => Ok(default.into()),
    }
}

/// An option that is a number of something.
pub(crate) fn count(given: Option<u64>, default: u64, most: u64, name: &'static str) -> Result<u64> {
    match given.unwrap_or(default) {
        count if (1..=most).contains(&count) => Ok(count),
        _ => Err(Error::option(format!("{name} must be from 1 to {most}"))),
    }
}

/// One whole number and one unit, with nothing around or between them.
fn parse(text: &str) -> Option<i64> {
    let unit = match text.bytes().last()? {
        b's' => 1,
        b'm' => 60,
        b'h' => 3600,
        b'd' => 86_400,
        _ => return None,
    };
    let number = text.get(..text.len() - 1)?;
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse::<i64>().ok()?.checked_mul(unit)
}

impl From<i64> for Length {
    fn from(seconds: i64) -> Self {
        Length::Seconds(seconds)
    }
}

impl From<&str> for Length {
    fn from(text: &str) -> Self {
        Length::Text(text.to_owned())
    }
}

impl From<Duration> for Length {
    /// A duration that is not whole seconds is not a valid length: it is refused where the length
    /// is used.
    fn from(duration: Duration) -> Self {
        const REFUSED: i64 = -1;
        let is_whole = duration.subsec_nanos() == 0;
        Length::Seconds(
            i64::try_from(duration.as_secs())
                .ok()
                .filter(|_| is_whole)
                .unwrap_or(REFUSED),
        )
    }
}

/// One string, or a list of strings any of which will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// Exactly this one.
    One(String),
    /// Any of these; never empty.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The strings, at least one; otherwise `ERR_OPTION_INVALID`.
    pub(crate) fn texts(&self, name: &'static str) -> Result<&[String]> {
        let texts = match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        };
        if texts.is_empty() {
            Err(Error::option(format!(
                "{name} is an empty list, by which nothing could be accepted: leave it out if it is not given"
            )))
        } else {
            Ok(texts)
        }
    }
}

impl From<&str> for OneOrMany {
    fn from(text: &str) -> Self {
        OneOrMany::One(text.to_owned())
    }
}

impl From<String> for OneOrMany {
    fn from(text: String) -> Self {
        OneOrMany::One(text)
    }
}

impl<T: Into<String>> From<Vec<T>> for OneOrMany {
    fn from(texts: Vec<T>) -> Self {
        OneOrMany::Many(texts.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for OneOrMany {
    fn from(texts: [T; N]) -> Self {
        OneOrMany::Many(texts.into_iter().map(Into::into).collect())
    }
}

/// Header parameters for the signatures of a token: the same for each, or one object per key.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Headers {
    /// Every signature has these.
    Same(Map<String, Value>),
    /// One per key, in the order of the keys.
    Each(Vec<Map<String, Value>>),
}

impl Headers {
    pub(crate) fn of(&self, index: usize) -> Option<&Map<String, Value>> {
        match self {
            Headers::Same(header) => Some(header),
            Headers::Each(headers) => headers.get(index),
        }
    }

    pub(crate) fn check_count(&self, keys: usize) -> Result<()> {
        match self {
            Headers::Each(headers) if headers.len() != keys => Err(Error::option(format!(
                "the list has {} headers, and there are {keys} keys: give one header for each",
                headers.len()
            ))),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Headers {
    /// Lists the parameter names only; the values may be personal data.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Headers::Same(header) => formatter.debug_set().entries(header.keys()).finish(),
            Headers::Each(headers) => formatter
                .debug_list()
                .entries(headers.iter().map(|header| header.keys().collect::<Vec<_>>()))
                .finish(),
        }
    }
}

impl From<Map<String, Value>> for Headers {
    fn from(header: Map<String, Value>) -> Self {
        Headers::Same(header)
    }
}

impl From<Vec<Map<String, Value>>> for Headers {
    fn from(headers: Vec<Map<String, Value>>) -> Self {
        Headers::Each(headers)
    }
}
