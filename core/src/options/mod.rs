//! Options: the one table of them (`table.rs`), the forms of their values, and how options from
//! every language are read into the table's structs.

mod choices;
mod confirmation;
mod forms;
mod list;
mod macros;
mod password;
mod table;
#[cfg(test)]
mod tests;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::algorithm::{UNKNOWN_NAME, meant};
use crate::error::{Error, ErrorCode, Result};
use crate::json::{is_json, scan_text, strict_object, wide_integer};
use crate::limits::Limits;

pub use choices::{
    Choice, Durability, Ignored, PathForm, Profile, ProofOfPossession, Require, Serialization,
    SignatureFormat, TextEncoding, TokenKind, WhenUnavailable, choices,
};
pub use confirmation::Confirmation;
pub use forms::{Headers, Length, OneOrMany};
pub(crate) use forms::{count, positive};
pub use list::{Form, LimitInfo, OptionRow, OptionSet, default_limits, option_sets};
use list::{Listed, OptionForm};
pub use password::Password;
pub use table::*;

/// Reads an options struct from a JSON object, for bindings whose language has no such struct.
///
/// Returns `ERR_OPTION_INVALID` for an unknown member, a value of the wrong type, null where null
/// does not mean "not given", and a list of algorithms with one that the library does not have; a
/// single unsupported algorithm is `ERR_JOSE_NOT_SUPPORTED`. The message names the option, never
/// its value.
///
/// ```
/// # use serde_json::json;
/// let options: tokenseal::VerifyOptions = tokenseal::options_from_json(json!({ "issuer": "https://issuer.example", "leeway": "30s" }))?;
/// let misspelt = tokenseal::options_from_json::<tokenseal::VerifyOptions>(json!({ "isuer": "https://issuer.example" }));
/// assert_eq!(misspelt.unwrap_err().code().as_str(), "ERR_OPTION_INVALID");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn options_from_json<T: DeserializeOwned>(options: Value) -> Result<T> {
    let Value::Object(members) = &options else {
        return Err(Error::option("options must be an object"));
    };
    T::deserialize(&options).map_err(|_| {
        // Every option may be left out, so the one at fault is the one that fails on its own.
        // serde's own message quotes the input.
        let refused = |(name, value): (&String, &Value)| {
            let alone = Map::from_iter([(name.clone(), value.clone())]);
            let error = T::deserialize(Value::Object(alone)).err()?.to_string();
            Some((
                name.clone(),
                error,
                value.is_null(),
                value.is_array(),
                meant(value),
            ))
        };
        let (name, error, is_null, is_list, meant) = members.iter().find_map(refused).unwrap_or_default();
        let name = if is_name(&name) {
            format!("option `{name}`")
        } else {
            "an option".to_owned()
        };
        if error == UNKNOWN_NAME {
            let hint = meant.map_or_else(String::new, |meant| format!(": did you mean {meant}?"));
            let message = format!("{name} names an algorithm that is not supported{hint}");
            // A list says what tokens may use, and a token must not be blamed for what is in the
            // list.
            return if is_list {
                Error::option(message)
            } else {
                Error::new(ErrorCode::NotSupported, message)
            };
        }
        let why = if error.starts_with("unknown field") {
            "is unknown"
        } else if is_null {
            "is null: leave it out if it is not given"
        } else {
            "does not have the right form"
        };
        Error::option(format!("{name} {why}"))
    })
}

/// Reads an options struct from JSON text: the entry point for bindings whose language has no such
/// struct.
///
/// Works like [`options_from_json`]; in addition, `ERR_OPTION_INVALID` is returned for text that is
/// not one strict JSON object (RFC 8259, each member once, at any depth), or that contains an
/// integer that does not fit in 64 bits.
///
/// ```
/// let options: tokenseal::VerifyOptions = tokenseal::options_from_text(r#"{"issuer":"https://issuer.example","leeway":"30s"}"#)?;
/// assert_eq!(options.leeway, Some("30s".into()));
/// let twice = tokenseal::options_from_text::<tokenseal::VerifyOptions>(r#"{"subject":"alice","subject":"bob"}"#);
/// assert_eq!(twice.unwrap_err().code().as_str(), "ERR_OPTION_INVALID");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn options_from_text<T: DeserializeOwned>(json: &str) -> Result<T> {
    let malformed = || {
        Error::option(
            "the options must be one JSON object that names each member once and holds no integer wider than 64 bits",
        )
    };
    let seen = scan_text(json, Limits::MAX_JSON_DEPTH, |_, _| ()).map_err(|_| malformed())?;
    // serde_json would round it.
    if seen.long_integer && wide_integer(json).is_some() {
        return Err(malformed());
    }
    // Most options are valid, so nothing is built just to find the one at fault.
    serde_json::from_str(json)
        .or_else(|_| options_from_json(serde_json::from_str(json).map_err(|_| malformed())?))
}

/// Reads an option that is passed as JSON text, such as a header: for languages whose own objects
/// would lose its order.
///
/// `name` is the name of the option. Returns `ERR_OPTION_INVALID` for anything that is not one
/// strict JSON object (RFC 8259, with each member once), and for an integer that does not fit in 64
/// bits.
///
/// ```
/// let header = tokenseal::object_from_json("header", r#"{"jku":"https://issuer.example/keys"}"#)?;
/// assert_eq!(header["jku"], "https://issuer.example/keys");
/// let twice = tokenseal::object_from_json("header", r#"{"jku":"https://a.example","jku":"https://b.example"}"#);
/// assert_eq!(twice.unwrap_err().code().as_str(), "ERR_OPTION_INVALID");
/// # Ok::<(), tokenseal::Error>(())
/// ```
pub fn object_from_json(name: &'static str, json: &str) -> Result<Map<String, Value>> {
    let Ok(object) = strict_object(json.as_bytes(), Limits::MAX_JSON_DEPTH) else {
        return Err(Error::option(format!(
            "option `{name}` is not one strict JSON object"
        )));
    };
    match wide_integer(json) {
        Some(_) => Err(Error::option(format!(
            "option `{name}` holds an integer that is wider than 64 bits"
        ))),
        None => Ok(object),
    }
}

/// Whether a name is harmless enough to appear in a message.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Refuses a list of allowed values that allows nothing.
pub(crate) fn not_empty<T>(list: Option<&[T]>, name: &str) -> Result<()> {
    let empty = || {
        Error::option(format!(
            "{name} is an empty list, which allows nothing: leave it out to allow what the keys do"
        ))
    };
    if list.is_some_and(<[T]>::is_empty) {
        Err(empty())
    } else {
        Ok(())
    }
}

/// The limits given in an options struct; those not given take their defaults.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GivenLimits {
    pub(crate) max_token_bytes: Option<u64>,
    pub(crate) max_header_bytes: Option<u64>,
    pub(crate) max_json_depth: Option<u64>,
    pub(crate) max_inflated_bytes: Option<u64>,
    pub(crate) max_attempts: Option<u64>,
    pub(crate) max_pbes2_iterations: Option<u64>,
}

impl GivenLimits {
    /// Checks and resolves them: at least 1 each, and no deeper than the library itself supports.
    pub(crate) fn resolve(&self) -> Result<Limits> {
        let defaults = Limits::DEFAULT;
        Ok(Limits {
            max_token_bytes: limit(
                self.max_token_bytes,
                defaults.max_token_bytes,
                usize::MAX,
                "max_token_bytes",
            )?,
            max_header_bytes: limit(
                self.max_header_bytes,
                defaults.max_header_bytes,
                usize::MAX,
                "max_header_bytes",
            )?,
            max_json_depth: limit(
                self.max_json_depth,
                defaults.max_json_depth,
                Limits::MAX_JSON_DEPTH,
                "max_json_depth",
            )?,
            max_inflated_bytes: limit(
                self.max_inflated_bytes,
                defaults.max_inflated_bytes,
                usize::MAX,
                "max_inflated_bytes",
            )?,
            max_attempts: limit(self.max_attempts, defaults.max_attempts, u32::MAX, "max_attempts")?,
            max_pbes2_iterations: limit(
                self.max_pbes2_iterations,
                defaults.max_pbes2_iterations,
                u32::MAX,
                "max_pbes2_iterations",
            )?,
        })
    }

    /// The same for a specific token: one in the JSON serialization may be longer, unless the
    /// caller says how long.
    pub(crate) fn resolve_for(&self, token: &[u8]) -> Result<Limits> {
        let limits = self.resolve()?;
        let longer = self.max_token_bytes.is_none() && is_json(token);
        Ok(if longer {
            Limits {
                max_token_bytes: Limits::MAX_JSON_TOKEN_BYTES,
                ..limits
            }
        } else {
            limits
        })
    }
}

fn limit<N: TryFrom<u64> + PartialOrd>(
    given: Option<u64>,
    default: N,
    most: N,
    name: &'static str,
) -> Result<N> {
    match given {
        None => Ok(default),
        Some(number) => match N::try_from(number) {
            Ok(value) if number > 0 && value <= most => Ok(value),
            _ => Err(Error::option(format!("{name} is out of range"))),
        },
    }
}

/// Where times that are accepted as seconds since the epoch end: anything later is in milliseconds.
pub(crate) const YEAR_10000: f64 = 253_402_300_800.0;

/// The message for a time of this name beyond that.
pub(crate) fn milliseconds(name: &str) -> String {
    format!("{name} is beyond the year 9999: it is given in milliseconds, and must be in seconds")
}

/// The current time, which every caller must give; not validated yet.
pub(crate) fn given_now(now: Option<f64>) -> Result<f64> {
    now.ok_or_else(|| {
        Error::option("now is required, since the core has no clock: give seconds since the epoch")
    })
}

/// The same, if it is a point in time.
pub(crate) fn check_now(now: Option<f64>) -> Result<f64> {
    check_time(given_now(now)?, "now")
}

/// A point in time that was given as seconds since the epoch: finite, before the year 10000, and
/// small enough to be represented exactly.
pub(crate) fn check_time(time: f64, name: &'static str) -> Result<f64> {
    const SMALLEST: f64 = -9_007_199_254_740_991.0; // 1 - 2^53
    if time.is_finite() && time >= YEAR_10000 {
        return Err(Error::option(milliseconds(name)));
    }
    if time.is_finite() && time >= SMALLEST {
        Ok(time)
    } else {
        Err(Error::option(format!("{name} is not a point in time")))
    }
}
