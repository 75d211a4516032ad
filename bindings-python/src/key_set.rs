//! `KeySet`, and what is taken wherever keys are.

use std::hash::{Hash, Hasher};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PyTuple, PyType};
use tokenseal::{ErrorCode, JwksOptions, Key, KeySet};
use tokenseal_bridge::message;
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::docs;
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Document, Name, items, unexpected, unexpected_with};
use crate::key::{MAKE_A_KEY, PyKey, are_quick, exports_private, hash_of, is_key_text, refuse_to_pickle};
use crate::remote::PyRemoteKeySet;
use crate::ring::PyKeyRing;
use crate::show::Shown;
use crate::{from_json, options};

/// Keys in their order: immutable, and safe to share between threads (RFC 7517, section 5).
///
/// `len`, `in`, iteration and `==` work as for a tuple of keys.
///
/// Args:
///     keys: a Key, a KeySet, or any iterable of Keys.
///
/// Example:
///     >>> from tokenseal import Key, KeySet
///     >>> old, new = Key.generate("ES256"), Key.generate("ES256")
///     >>> published = KeySet([old, new]).to_jwks()
///     >>> KeySet.from_jwks(published) == KeySet([old.public(), new.public()])
///     True
#[pyclass(frozen, name = "KeySet", module = "tokenseal")]
pub(crate) struct PyKeySet(KeySet);

impl From<KeySet> for PyKeySet {
    fn from(set: KeySet) -> Self {
        Self(set)
    }
}

#[pymethods]
impl PyKeySet {
    #[new]
    fn new(keys: Keys) -> Self {
        Self(keys.0)
    }

    #[doc = docs::signature!("KeySet.from_jwks", "from_jwks(jwks, *, ")]
    /// A set from a JWK Set (RFC 7517, section 5).
    ///
    /// A key that is malformed or not supported is set aside and listed in `rejected`.
    ///
    /// Args:
    ///     jwks: a mapping, or JSON text as str or bytes.
    #[doc = docs::described!("KeySet.from_jwks")]
    /// Returns:
    ///     The KeySet; one without keys is valid.
    ///
    /// Raises:
    ///     InvalidKeyError: ERR_JWKS_INVALID, text that is not a set, or with `strict` a set with a
    ///         key that would be set aside.
    ///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED, more than 1 MiB or 1000 keys.
    ///
    /// Example:
    ///     >>> from tokenseal import KeySet
    ///     >>> [(index, key_id, code)] = [one[:3] for one in KeySet.from_jwks({"keys": [{"kty": "EC", "kid": "old"}]}).rejected]
    ///     >>> index, key_id, code
    ///     (0, 'old', 'ERR_JWK_INVALID')
    #[staticmethod]
    #[pyo3(signature = (jwks, **options), text_signature = None)]
    fn from_jwks(py: Python<'_>, jwks: Document<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options: JwksOptions = options::read("KeySet.from_jwks", options)?;
            let jwks = Zeroizing::new(jwks.0.to_text(py, ErrorCode::JwksInvalid)?);
            detached(py, || KeySet::from_jwks(&jwks, &options))
                .or_raise(py)
                .map(Self)
        })
    }

    #[doc = docs::signature!("KeySet.to_jwks", "to_jwks($self, ")]
    /// The set as a JWK Set: the public halves and no secrets, or with `private` complete keys.
    ///
    /// Args:
    #[doc = docs::described!("KeySet.to_jwks")]
    /// Returns:
    ///     A dict that can be published as JSON, if it is not private.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, KeySet
    ///     >>> [jwk["kty"] for jwk in KeySet([Key.generate("ES256"), Key.generate("HS256")]).to_jwks()["keys"]]
    ///     ['EC']
    #[pyo3(signature = (private = None, **options), text_signature = None)]
    fn to_jwks<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = options::by_position)] private: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let private = exports_private("KeySet.to_jwks", private, options)?;
            from_json::objects(py, self.0.to_jwks(private).or_raise(py)?.as_bytes())
        })
    }

    /// The first key with this key_id, or None.
    ///
    /// Args:
    ///     key_id: the key's `kid`.
    ///
    /// Returns:
    ///     The Key, or None.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, KeySet
    ///     >>> KeySet([Key.generate("ES256", key_id="first")]).get("first").algorithm
    ///     'ES256'
    fn get(&self, key_id: Name) -> Option<PyKey> {
        self.0.get(&key_id.0).cloned().map(PyKey)
    }

    /// The keys that `from_jwks` has set aside: a list of (index, key_id, code, message).
    #[getter]
    fn rejected(&self) -> Vec<(usize, Option<&str>, &'static str, &str)> {
        self.0
            .rejected()
            .iter()
            .map(|key| {
                (
                    key.index,
                    key.key_id.as_deref(),
                    key.code.as_str(),
                    key.message.as_ref(),
                )
            })
            .collect()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.list(py)?.try_iter()
    }

    fn __contains__(&self, py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(py, || {
            Ok(key
                .cast::<PyKey>()
                .is_ok_and(|key| self.0.keys().contains(&key.get().0)))
        })
    }

    fn __eq__(&self, py: Python<'_>, other: PyRef<'_, Self>) -> PyResult<bool> {
        guard(py, || Ok(self.0.keys() == other.0.keys()))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        guard(py, || {
            let mut hasher = std::hash::DefaultHasher::new();
            for key in self.0.iter() {
                hash_of(py, key)?.hash(&mut hasher);
            }
            Ok(hasher.finish())
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || Ok(format!("KeySet({})", self.list(py)?.repr()?)))
    }

    /// Pickled as its keys are: a private or secret one refuses.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
        self.0.iter().try_for_each(refuse_to_pickle)?;
        Ok((PyType::new::<Self>(py), PyTuple::new(py, [self.list(py)?])?))
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

impl PyKeySet {
    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(
            py,
            self.0
                .iter()
                .cloned()
                .map(|key| Py::new(py, PyKey(key)))
                .collect::<PyResult<Vec<_>>>()?,
        )
    }
}

/// A key, a set, or any iterable of keys.
pub(crate) struct Keys(pub(crate) KeySet);

impl<'py> FromPyObject<'_, 'py> for Keys {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(key) = value.cast::<PyKey>() {
            return Ok(Keys((&key.get().0).into()));
        }
        if let Ok(set) = value.cast::<PyKeySet>() {
            return Ok(Keys(set.get().0.clone()));
        }
        let key = |item: Bound<'py, PyAny>| {
            item.cast::<PyKey>()
                .map(|key| key.get().0.clone())
                .map_err(|_| unexpected("an iterable of Keys", &item))
        };
        let expected = "a Key, a KeySet or an iterable of Keys";
        if value.cast::<PyRemoteKeySet>().is_ok() {
            return Err(raised(value.py(), &message::remote_needs_verifier()));
        }
        if value.cast::<PyKeyRing>().is_ok() {
            return Err(unexpected_with(
                expected,
                &value,
                "an Issuer or a Verifier follows a ring, and its to_key_set gives the keys of now",
            ));
        }
        if is_key_text(&value) {
            return Err(unexpected_with(expected, &value, MAKE_A_KEY));
        }
        let keys: Vec<Key> = items(expected, &value, key)?;
        Ok(Keys(keys.into()))
    }
}

/// The same, keys that are fetched, or keys that rotate: what a Verifier takes.
pub(crate) enum VerificationKeys {
    Set(KeySet),
    Remote(Py<PyRemoteKeySet>),
    Ring(Py<PyKeyRing>),
}

impl VerificationKeys {
    pub(crate) fn to_core(&self, py: Python<'_>) -> tokenseal::Keys {
        match self {
            VerificationKeys::Set(keys) => keys.clone().into(),
            VerificationKeys::Remote(set) => (&set.bind(py).get().set).into(),
            VerificationKeys::Ring(ring) => (&ring.bind(py).get().ring).into(),
        }
    }

    /// The clock that they change by, if they change and the caller gave one.
    /// The ring, if it is one.
    pub(crate) fn ring(&self) -> Option<&Py<PyKeyRing>> {
        match self {
            VerificationKeys::Ring(ring) => Some(ring),
            _ => None,
        }
    }

    pub(crate) fn clock(&self, py: Python<'_>) -> Option<Clock> {
        match self {
            VerificationKeys::Set(_) => None,
            VerificationKeys::Remote(set) => set.get().clock(py),
            VerificationKeys::Ring(ring) => ring.get().clock(py),
        }
    }

    /// Whether they only do work so short that releasing the interpreter lock would cost more.
    /// Those that change are looked for in files, or under locks that a fork must wait for.
    pub(crate) fn are_quick(&self) -> bool {
        match self {
            VerificationKeys::Set(keys) => are_quick(keys.iter()),
            VerificationKeys::Remote(_) | VerificationKeys::Ring(_) => false,
        }
    }

    /// As Python shows them, under the name of the argument.
    pub(crate) fn shown<'py>(&self, name: &str, shown: Shown<'py>, py: Python<'py>) -> PyResult<Shown<'py>> {
        match self {
            VerificationKeys::Set(keys) => shown.with(name, PyKeySet::from(keys.clone())),
            VerificationKeys::Remote(set) => shown.with(name, set.clone_ref(py)),
            VerificationKeys::Ring(ring) => shown.with(name, ring.clone_ref(py)),
        }
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self {
            VerificationKeys::Set(_) => Ok(()),
            VerificationKeys::Remote(set) => visit.call(set),
            VerificationKeys::Ring(ring) => visit.call(ring),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for VerificationKeys {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(set) = value.cast::<PyRemoteKeySet>() {
            return Ok(VerificationKeys::Remote(set.to_owned().unbind()));
        }
        match value.cast::<PyKeyRing>() {
            Ok(ring) => Ok(VerificationKeys::Ring(ring.to_owned().unbind())),
            Err(_) => value.extract::<Keys>().map(|keys| VerificationKeys::Set(keys.0)),
        }
    }
}
