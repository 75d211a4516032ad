//! Sets from JWK Set text: a mistake inside one key sets that key aside, and any other mistake
//! refuses the set.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{Contents, RejectedKey, mistaken};
use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Refused, SecretObject};
use crate::key::carried::PRIVATE_HALF;
use crate::key::error::{invalid, mismatch};
use crate::key::format::jwk::{self, MAX_DEPTH};
use crate::key::{JwkOptions, Key};
use crate::limits::exceeded;
use crate::options::JwksOptions;

/// The longest set to read.
const MAX_BYTES: usize = 1024 * 1024;
const MOST_KEYS: usize = 1000;
/// Checking that the halves of a private key agree takes up to milliseconds, and a set meant to be
/// published contains none.
const MOST_PRIVATE_KEYS: usize = 100;
/// A key is nested two levels deep in its set.
const MAX_KEY_DEPTH: u32 = MAX_DEPTH - 2;

pub(super) fn read(jwks: &str, options: &JwksOptions) -> Result<Contents> {
    if jwks.len() > MAX_BYTES {
        return Err(exceeded("the key set is longer than 1 MiB"));
    }
    jwk::check_signature_uses(options.signature_uses.as_deref())?;
    let entries = entries(jwks)?;
    if entries.len() > MOST_KEYS {
        return Err(too_many(format!(
            "the set has {} keys, and at most {MOST_KEYS} are read",
            entries.len()
        )));
    }
    let parsed: Vec<Result<SecretObject>> = entries.iter().map(|entry| parse(entry)).collect();
    if let Some(error) = parsed
        .iter()
        .filter_map(|entry| entry.as_ref().err())
        .find(|error| error.code() == ErrorCode::LimitExceeded)
    {
        return Err(error.clone());
    }
    // Before any arithmetic.
    let private = parsed
        .iter()
        .flatten()
        .filter(|members| has_private_half(members))
        .count();
    if private > MOST_PRIVATE_KEYS && !options.public_only {
        return Err(too_many(format!(
            "the set has {private} private keys, and at most {MOST_PRIVATE_KEYS} are read: keep the public halves, or set the private ones aside with public_only"
        )));
    }
    let of_key = JwkOptions {
        signature_uses: options.signature_uses.clone(),
        ..JwkOptions::default()
    };
    let mut contents = Contents::default();
    for (index, (text, members)) in entries.into_iter().zip(parsed).enumerate() {
        match members.and_then(|members| key(&members, &of_key, options.public_only)) {
            Ok(key) => contents.keys.push(key),
            Err(error) if options.strict => {
                return Err(Error::new(
                    ErrorCode::JwksInvalid,
                    format!("key {index} of the set, counted from 0: {}", error.message()),
                ));
            }
            Err(error) => {
                let rejected = RejectedKey {
                    index,
                    key_id: key_id(text),
                    code: without_options(error.code()),
                    message: error.into_message(),
                };
                contents.rejected.push(rejected);
            }
        }
    }
    Ok(contents)
}

fn too_many(message: String) -> Error {
    Error::new(ErrorCode::LimitExceeded, message)
}

/// The text of each entry in `keys`, after the strict pass over everything else.
fn entries(jwks: &str) -> Result<Vec<&RawValue>> {
    let Members(members) = serde_json::from_str(jwks).map_err(|_| mistaken::not_an_object(jwks))?;
    let mut rest = Zeroizing::new(String::with_capacity(jwks.len()));
    let mut keys = None;
    for (name, value) in &members {
        let before = if rest.is_empty() { '{' } else { ',' };
        rest.push(before);
        rest.push_str(&serde_json::Value::from(name.as_str()).to_string());
        rest.push(':');
        let is_keys = name == "keys";
        rest.push_str(if is_keys { "[]" } else { value.get() });
        if is_keys {
            keys = Some(value);
        }
    }
    let end = if rest.is_empty() { "{}" } else { "}" };
    rest.push_str(end);
    json::scan_object(rest.as_bytes(), MAX_DEPTH, |_, _| ()).map_err(|refused| match refused {
        Refused::TooDeep => exceeded("the key set is nested too deeply"),
        Refused::Malformed => mistaken::not_an_object(jwks),
    })?;
    let keys = keys.ok_or_else(|| mistaken::no_keys(&members))?;
    serde_json::from_str(keys.get()).map_err(|_| {
        Error::new(
            ErrorCode::JwksInvalid,
            "the member keys is not an array: a JWK Set has its JWKs in one",
        )
    })
}

/// One entry as the members of a JWK.
fn parse(entry: &RawValue) -> Result<SecretObject> {
    if !entry.get().starts_with('{') {
        return Err(invalid("the key is not a JSON object"));
    }
    SecretObject::parse(entry.get(), MAX_KEY_DEPTH).map_err(|refused| match refused {
        Refused::TooDeep => exceeded("a key of the set is nested too deeply"),
        Refused::Malformed => invalid("the key is not strict JSON: it names a member twice, or has a text or a number that means nothing"),
    })
}

fn key(members: &SecretObject, options: &JwkOptions, public_only: bool) -> Result<Key> {
    let is_secret = is_symmetric(members);
    if public_only && (is_secret || has_private_half(members)) {
        return Err(mismatch(
            "the key is symmetric or private, and public_only sets such keys aside",
        ));
    }
    if is_secret && !members.contains_key("alg") {
        return Err(invalid(
            "a symmetric key of a set needs alg, which says what its secret is for",
        ));
    }
    Key::of_members(members, options)
}

fn is_symmetric(members: &SecretObject) -> bool {
    members.get("kty").is_some_and(|kty| kty == "oct")
}

/// Whether the JWK says that it has a private half. No arithmetic is needed to find out.
fn has_private_half(members: &SecretObject) -> bool {
    !is_symmetric(members) && PRIVATE_HALF.iter().any(|name| members.contains_key(*name))
}

/// A set takes no options for its keys, so a key that needs some is malformed.
fn without_options(code: ErrorCode) -> ErrorCode {
    if code == ErrorCode::OptionInvalid {
        ErrorCode::JwkInvalid
    } else {
        code
    }
}

/// The `kid` of a key that was set aside, if it has exactly one and that is a string.
fn key_id(entry: &RawValue) -> Option<String> {
    let Members(members) = serde_json::from_str(entry.get()).ok()?;
    let mut kids = members.iter().filter(|(name, _)| name == "kid");
    match (kids.next(), kids.next()) {
        (Some((_, kid)), None) => serde_json::from_str(kid.get()).ok(),
        _ => None,
    }
}

/// The members of a JSON object in order, including those that are named twice.
pub(super) struct Members<'a>(pub(super) Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct All;

        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut members: A,
            ) -> std::result::Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(member) = members.next_entry()? {
                    all.push(member);
                }
                Ok(Members(all))
            }
        }

        deserializer.deserialize_map(All)
    }
}
