//! Sets of keys (RFC 7517, section 5).

mod fit;

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Refused};
use crate::key::error::{invalid, mismatch};
use crate::key::format::jwk;
use crate::key::{JwkOptions, Key};
use crate::limits::exceeded;
use crate::options::JwksOptions;

pub(crate) use fit::{Fitting, Wanted};

/// The longest set that is read.
const MAX_BYTES: usize = 1024 * 1024;
/// Comparing the halves of a private key takes milliseconds.
const MOST_KEYS: usize = 1000;

/// Keys in their order: immutable, thread-safe and cheap to clone.
///
/// Everything that takes keys takes what turns into a set: a key, a list of keys, a set.
///
/// ```
/// # fn main() -> tokenseal::Result<()> {
/// use tokenseal::{GenerateOptions, JwksOptions, Key, KeySet, SignatureAlgorithm};
///
/// let old = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
/// let new = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default())?;
/// let published = KeySet::new([old, new]).to_jwks(false)?;
/// assert_eq!(KeySet::from_jwks(&published, &JwksOptions::default())?.len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct KeySet(Arc<Contents>);

#[derive(Debug, Default)]
struct Contents {
    keys: Vec<Key>,
    rejected: Vec<RejectedKey>,
}

/// A key of a set that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedKey {
    /// Its place in the `keys` of the set, counted from 0.
    pub index: usize,
    /// Its `kid`, if it has one.
    pub key_id: Option<String>,
    /// Why it was set aside, for programs.
    pub code: ErrorCode,
    /// Why it was set aside, for people: what was found, what was expected, what to do.
    pub message: Cow<'static, str>,
}

impl KeySet {
    /// A set of keys that are at hand.
    pub fn new(keys: impl IntoIterator<Item = Key>) -> Self {
        Self(Arc::new(Contents { keys: keys.into_iter().collect(), rejected: Vec::new() }))
    }

    /// A set from JWK Set text. A key that is malformed or not supported is set aside and listed in [`rejected`](KeySet::rejected), and so
    /// is, with `public_only`, one that is symmetric or private. A text that is no set is `ERR_JWKS_INVALID`, and with `strict` so is a
    /// set of which a key would be set aside.
    pub fn from_jwks(jwks: &str, options: &JwksOptions) -> Result<Self> {
        if jwks.len() > MAX_BYTES {
            return Err(exceeded("the key set is longer than 1 MiB"));
        }
        let mut members = json::strict_object(jwks.as_bytes(), jwk::MAX_DEPTH).map_err(|refused| match refused {
            Refused::TooDeep => exceeded("the key set is nested too deeply"),
            Refused::Malformed => malformed(),
        })?;
        let contents = match members.get("keys") {
            Some(Value::Array(items)) => Contents::read(items, options),
            _ => Err(malformed()),
        };
        json::wipe(&mut members);
        Ok(Self(Arc::new(contents?)))
    }

    /// The keys, in their order.
    pub fn keys(&self) -> &[Key] {
        &self.0.keys
    }

    /// The keys that [`from_jwks`](KeySet::from_jwks) has set aside, in their order.
    pub fn rejected(&self) -> &[RejectedKey] {
        &self.0.rejected
    }

    /// The first key with this key_id.
    pub fn get(&self, key_id: &str) -> Option<&Key> {
        self.iter().find(|key| key.key_id() == Some(key_id))
    }

    /// How many keys there are, without the rejected ones.
    pub fn len(&self) -> usize {
        self.keys().len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    /// The keys, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Key> {
        self.keys().iter()
    }

    /// The set as JWK Set text. Without `private` it has the public halves, and no `oct` keys; with it, every key whole.
    pub fn to_jwks(&self, private: bool) -> Result<String> {
        let mut text = String::from(r#"{"keys":["#);
        for key in self.iter().filter(|key| private || key.key_type() != "oct") {
            if !text.ends_with('[') {
                text.push(',');
            }
            text.push_str(&key.to_jwk(private && key.is_private())?);
        }
        text.push_str("]}");
        Ok(text)
    }
}

impl Contents {
    fn read(items: &[Value], options: &JwksOptions) -> Result<Self> {
        if items.len() > MOST_KEYS {
            return Err(exceeded("the set has more than 1000 keys"));
        }
        let mut contents = Contents::default();
        for (index, item) in items.iter().enumerate() {
            let key = match item {
                Value::Object(members) if options.public_only && is_private(members) => {
                    Err(mismatch("the key is symmetric or private, and public_only sets such keys aside"))
                }
                Value::Object(members) => Key::of_members(members, &JwkOptions::default()),
                _ => Err(invalid("a key of the set is not an object")),
            };
            match key {
                Ok(key) => contents.keys.push(key),
                Err(error) if options.strict => return Err(Error::new(ErrorCode::JwksInvalid, error.message().to_owned())),
                Err(error) => {
                    let key_id = item.get("kid").and_then(Value::as_str).map(String::from);
                    contents.rejected.push(RejectedKey {
                        index,
                        key_id,
                        code: without_options(error.code()),
                        message: error.into_message(),
                    });
                }
            }
        }
        Ok(contents)
    }
}

/// Whether a JWK is a shared secret or has a private half, as its members say. No arithmetic is done to find out.
fn is_private(members: &Map<String, Value>) -> bool {
    const PRIVATE: [&str; 8] = ["d", "dp", "dq", "oth", "p", "priv", "q", "qi"];
    members.get("kty").is_some_and(|kty| kty == "oct") || PRIVATE.iter().any(|name| members.contains_key(*name))
}

/// A set takes no options for its keys, so a key that needs some is malformed.
fn without_options(code: ErrorCode) -> ErrorCode {
    if code == ErrorCode::OptionInvalid { ErrorCode::JwkInvalid } else { code }
}

fn malformed() -> Error {
    Error::new(ErrorCode::JwksInvalid, "the key set is not a strict JSON object with an array of keys")
}

impl From<Key> for KeySet {
    fn from(key: Key) -> Self {
        Self::new([key])
    }
}

impl From<&Key> for KeySet {
    fn from(key: &Key) -> Self {
        Self::new([key.clone()])
    }
}

impl From<Vec<Key>> for KeySet {
    fn from(keys: Vec<Key>) -> Self {
        Self::new(keys)
    }
}

impl From<&KeySet> for KeySet {
    fn from(keys: &KeySet) -> Self {
        keys.clone()
    }
}

impl FromIterator<Key> for KeySet {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        Self::new(keys)
    }
}

impl IntoIterator for KeySet {
    type Item = Key;
    type IntoIter = std::vec::IntoIter<Key>;

    fn into_iter(self) -> Self::IntoIter {
        match Arc::try_unwrap(self.0) {
            Ok(contents) => contents.keys,
            Err(shared) => shared.keys.clone(),
        }
        .into_iter()
    }
}

impl<'a> IntoIterator for &'a KeySet {
    type Item = &'a Key;
    type IntoIter = std::slice::Iter<'a, Key>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
