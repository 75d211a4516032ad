//! Sets of keys (RFC 7517, section 5).

mod fit;
mod mistaken;
mod no_fit;
mod read;

use std::borrow::Cow;
use std::sync::{Arc, Weak};

use zeroize::Zeroizing;

use crate::error::{ErrorCode, Result};
use crate::key::Key;
use crate::options::JwksOptions;

pub(crate) use fit::{Fitting, Standing, Wanted};

/// An ordered list of keys: immutable, thread-safe and cheap to clone.
///
/// Every parameter for keys accepts anything that converts into a set: a key, a list of keys, or a
/// set.
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

/// Recognizes a set. While this is kept, the set's memory address is not reused, although its keys
/// are wiped as soon as the set is gone.
#[derive(Clone, Debug)]
pub(crate) struct Mark(Weak<Contents>);

impl Mark {
    /// Whether it belongs to this very set, as opposed to another with the same keys.
    #[inline]
    pub(crate) fn is_of(&self, keys: &KeySet) -> bool {
        std::ptr::eq(self.0.as_ptr(), Arc::as_ptr(&keys.0))
    }
}

/// A key that was set aside when its set was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedKey {
    /// Its position in the `keys` of the set, counted from 0.
    pub index: usize,
    /// Its `kid`, if it has one.
    pub key_id: Option<String>,
    /// Why it was set aside, for programs.
    pub code: ErrorCode,
    /// Why it was set aside, for people: what was found, what was expected, and what to do.
    pub message: Cow<'static, str>,
}

impl KeySet {
    /// A set of keys that you already have.
    pub fn new(keys: impl IntoIterator<Item = Key>) -> Self {
        Self(Arc::new(Contents {
            keys: keys.into_iter().collect(),
            rejected: Vec::new(),
        }))
    }

    /// A set from JWK Set text. A key that is malformed (for example, because it names a member
    /// twice) or not supported is set aside and listed in [`rejected`](KeySet::rejected), and so
    /// is, with `public_only`, a symmetric or private key. Text that is not a set is
    /// `ERR_JWKS_INVALID`, and so is, with `strict`, a set from which a key would be set aside.
    /// More than 1000 keys, or 100 private ones, are `ERR_JOSE_LIMIT_EXCEEDED`.
    pub fn from_jwks(jwks: &str, options: &JwksOptions) -> Result<Self> {
        read::read(jwks, options).map(|contents| Self(Arc::new(contents)))
    }

    /// Whether it is the very same set, as opposed to another with the same keys.
    pub(crate) fn is_same(&self, other: &KeySet) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Distinguishes this set from any other for as long as the mark is kept; it keeps no key
    /// alive.
    pub(crate) fn mark(&self) -> Mark {
        Mark(Arc::downgrade(&self.0))
    }

    /// The keys, in order.
    pub fn keys(&self) -> &[Key] {
        &self.0.keys
    }

    /// The keys that [`from_jwks`](KeySet::from_jwks) set aside, in order.
    pub fn rejected(&self) -> &[RejectedKey] {
        &self.0.rejected
    }

    /// The first key with this key ID.
    pub fn get(&self, key_id: &str) -> Option<&Key> {
        self.iter().find(|key| key.key_id() == Some(key_id))
    }

    /// The number of keys, not counting the rejected ones.
    pub fn len(&self) -> usize {
        self.keys().len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    /// The keys, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Key> {
        self.keys().iter()
    }

    /// The set as JWK Set text. Without `private` it contains the public halves, and no `oct` keys;
    /// with `private`, every key in full.
    pub fn to_jwks(&self, private: bool) -> Result<String> {
        let keys = self.iter().filter(|key| private || key.key_type() != "oct");
        let jwks: Vec<Zeroizing<String>> = keys
            .map(|key| key.to_jwk(private && key.is_private()).map(Zeroizing::new))
            .collect::<Result<_>>()?;
        // Allocated with room for all of them, so that growing leaves no copies of secrets behind.
        let mut text = String::with_capacity(jwks.iter().map(|jwk| jwk.len() + 1).sum::<usize>() + 16);
        text.push_str(r#"{"keys":["#);
        for jwk in &jwks {
            if !text.ends_with('[') {
                text.push(',');
            }
            text.push_str(jwk);
        }
        text.push_str("]}");
        Ok(text)
    }
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
