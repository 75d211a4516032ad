//! The operations of tests/vectors/README.md, through the crate's public API. Shared by the vector
//! runner and the `answer` example.

#![allow(clippy::indexing_slicing)] // of JSON values: what is absent is null

mod access;
mod dpop;
mod external;
mod followed;
mod keys;
mod remote;
mod resource;
mod revocation;
mod ring;
mod status;
mod tokens;

use serde_json::{Map, Value, json};
use tokenseal::{Error, ErrorCode, JwkOptions, JwksOptions, Key, KeySet};

pub(crate) type Outcome = Map<String, Value>;

/// Why an operation cannot even be performed: no runner may skip such a case.
pub(crate) enum Failed {
    /// The library refused: an outcome like any other.
    Refused(Error),
    /// The case itself is wrong, or its operation is unknown here.
    Broken(String),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed::Refused(error)
    }
}

/// Performs a case and returns its outcome: all results, or the code and claim.
pub(crate) fn perform(case: &Value, group_keys: &Value) -> Result<Outcome, String> {
    match (Case { case, group_keys }).perform() {
        Ok(outcome) => Ok(outcome),
        Err(Failed::Refused(error)) => Ok(refusal(&error)),
        Err(Failed::Broken(reason)) => Err(reason),
    }
}

fn refusal(error: &Error) -> Outcome {
    let mut outcome = Map::from_iter([("error".to_owned(), json!(error.code().as_str()))]);
    outcome.extend(error.claim().map(|claim| ("claim".to_owned(), json!(claim))));
    outcome
}

/// A case and the keys of its group.
#[derive(Clone, Copy)]
struct Case<'a> {
    case: &'a Value,
    group_keys: &'a Value,
}

impl<'a> Case<'a> {
    fn perform(self) -> Result<Outcome, Failed> {
        let operation = self.case["operation"].as_str().unwrap_or_default();
        let outcome = match operation {
            _ if operation.starts_with("key") => self.perform_key(operation)?,
            "prepare" | "jwe.prepare_decrypt" => self.perform_external(operation)?,
            _ if operation.starts_with("dpop") => self.perform_dpop(operation)?,
            "access.run" => self.perform_access()?,
            "machine.run" => self.perform_remote()?,
            "revocations.follow" => self.perform_followed()?,
            "revocations.run" => self.perform_revocations()?,
            _ if operation.starts_with("http.") => self.perform_http(operation)?,
            "resource.run" => self.perform_resource()?,
            "ring.run" => self.perform_ring()?,
            "status_lists.run" => self.perform_status_lists()?,
            _ => self.perform_token(operation)?,
        };
        let Some(read) = self.case.get("read") else {
            return Ok(outcome);
        };
        let mut read = read.clone();
        read["input"]["token"] = outcome.get("token").cloned().unwrap_or_default();
        Case {
            case: &read,
            group_keys: self.group_keys,
        }
        .perform()
    }

    fn input(self, name: &str) -> &'a Value {
        &self.case["input"][name]
    }

    fn has(self, name: &str) -> bool {
        self.case["input"].get(name).is_some()
    }

    fn text(self, name: &str) -> Result<&'a str, Failed> {
        self.input(name)
            .as_str()
            .ok_or_else(|| Failed::Broken(format!("no text `{name}` in the input")))
    }

    fn bytes(self, name: &str) -> Result<Vec<u8>, Failed> {
        bytes(self.text(name)?)
    }

    fn optional_bytes(self, name: &str) -> Result<Option<Vec<u8>>, Failed> {
        self.has(name).then(|| self.bytes(name)).transpose()
    }

    /// A token: text, or the object of a JSON serialization.
    fn token(self) -> Result<String, Failed> {
        match self.input("token") {
            Value::Null => Err(Failed::Broken("no `token` in the input".to_owned())),
            token => Ok(document(token)),
        }
    }

    /// The options, read as a binding reads them.
    fn options<T: serde::de::DeserializeOwned>(self) -> Result<T, Failed> {
        Ok(tokenseal::options_from_json(self.raw_options())?)
    }

    fn raw_options(self) -> Value {
        self.case.get("options").cloned().unwrap_or_else(|| json!({}))
    }

    /// One key: the index of a JWK of the group, or how to make it.
    fn key(self, how: &Value) -> Result<Key, Failed> {
        if let Some(index) = how.as_u64() {
            let jwk = self.group_keys["keys"]
                .get(index as usize)
                .ok_or_else(|| Failed::Broken(format!("the group has no key {index}")))?;
            return Ok(Key::from_jwk(&jwk.to_string(), &JwkOptions::default())?);
        }
        keys::make(how)
    }

    /// One key, a list of keys, or a JWK set; the group's set if the case names none.
    fn keys(self, name: &str) -> Result<KeySet, Failed> {
        let how = self.input(name);
        if how.is_null() {
            return Ok(KeySet::from_jwks(
                &self.group_keys.to_string(),
                &JwksOptions::default(),
            )?);
        }
        if let Some(list) = how.as_array() {
            let keys: Vec<Key> = list.iter().map(|one| self.key(one)).collect::<Result<_, _>>()?;
            return Ok(keys.into());
        }
        match how.get("jwks") {
            Some(jwks) => Ok(KeySet::from_jwks(
                &document(jwks),
                &tokenseal::options_from_json(only(how, JWKS_OPTIONS))?,
            )?),
            None => Ok(self.key(how)?.into()),
        }
    }

    /// The key or the keys to sign with or to encrypt to.
    fn key_or_keys(self) -> Result<KeySet, Failed> {
        match (self.has("key"), self.has("keys")) {
            (true, false) => Ok(self.key(self.input("key"))?.into()),
            (false, true) => self.keys("keys"),
            _ => Err(Failed::Broken(
                "a token is created with `key` or with `keys`".to_owned(),
            )),
        }
    }

    fn optional_keys(self, name: &str) -> Result<Option<KeySet>, Failed> {
        self.has(name).then(|| self.keys(name)).transpose()
    }
}

/// The JWK Set options that a case can give next to it.
const JWKS_OPTIONS: &[&str] = &["strict", "public_only", "signature_uses"];

/// The named members of an object, which are options.
fn only(how: &Value, names: &[&str]) -> Value {
    let members = how
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| names.contains(&name.as_str()));
    Value::Object(
        members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

/// A JWK, a JWK set or a token: an object, or the exact text of one.
fn document(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn outcome(results: Value) -> Outcome {
    match results {
        Value::Object(members) => members,
        other => Map::from_iter([("result".to_owned(), other)]),
    }
}

fn option_invalid() -> Failed {
    Failed::Refused(Error::new(ErrorCode::OptionInvalid, "not an option's value"))
}

fn bytes(text: &str) -> Result<Vec<u8>, Failed> {
    base64_simd::URL_SAFE_NO_PAD
        .decode_to_vec(text)
        .map_err(|_| Failed::Broken("the case holds bytes that are not base64url".to_owned()))
}

fn base64url(bytes: &[u8]) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}

fn json_text(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
