//! `KeySet`, and what is taken wherever keys are.

use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyList, PyTuple};
use tokenseal::{ErrorCode, Key, KeySet};

use crate::errors::{OrRaise, guard};
use crate::input::{Document, Name, unexpected};
use crate::key::PyKey;
use crate::read;

/// Keys in their order: immutable, and safe to share between threads.
#[pyclass(frozen, name = "KeySet", module = "tokenseal")]
pub(crate) struct PyKeySet(KeySet);

#[pymethods]
impl PyKeySet {
    /// A set of keys that are at hand.
    #[new]
    fn new(keys: Keys) -> Self {
        Self(keys.0)
    }

    /// A set from a JWK Set: a dict, or JSON text. A key that is malformed or not supported is set aside and listed in `rejected`; with
    /// `strict` it fails the set.
    #[staticmethod]
    #[pyo3(signature = (jwks, *, strict = false))]
    fn from_jwks(py: Python<'_>, jwks: Document<'_>, strict: bool) -> PyResult<Self> {
        guard(py, || {
            let jwks = zeroize::Zeroizing::new(jwks.0.to_text(py, ErrorCode::JwksInvalid)?);
            py.detach(|| KeySet::from_jwks(&jwks, strict)).or_raise(py).map(Self)
        })
    }

    /// The set as a JWK Set: the public halves and no secrets, or with `private` every key whole.
    #[pyo3(signature = (private = false))]
    fn to_jwks<'py>(&self, py: Python<'py>, private: bool) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || read::objects(py, self.0.to_jwks(private).or_raise(py)?.as_bytes()))
    }

    /// The first key with this key_id, or None.
    fn get(&self, key_id: Name) -> Option<PyKey> {
        self.0.get(&key_id.0).cloned().map(PyKey)
    }

    /// The keys that `from_jwks` has set aside: a list of (index, key_id, code).
    #[getter]
    fn rejected(&self) -> Vec<(usize, Option<&str>, &'static str)> {
        self.0.rejected().iter().map(|key| (key.index, key.key_id.as_deref(), key.code.as_str())).collect()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        let keys: Vec<PyKey> = self.0.iter().cloned().map(PyKey).collect();
        keys.into_pyobject(py)?.try_iter()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let keys = PyList::new(py, self.__iter__(py)?.collect::<PyResult<Vec<_>>>()?)?;
        Ok(format!("KeySet({})", keys.repr()?))
    }
}

/// A key, a list or tuple of keys, or a set.
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
        if let Ok(list) = value.cast::<PyList>() {
            return all(list.iter());
        }
        match value.cast::<PyTuple>() {
            Ok(tuple) => all(tuple.iter()),
            Err(_) => Err(unexpected("a Key, a list of them or a KeySet", &value)),
        }
    }
}

fn all<'py>(items: impl Iterator<Item = Bound<'py, PyAny>>) -> PyResult<Keys> {
    let key = |item: Bound<'py, PyAny>| match item.cast::<PyKey>() {
        Ok(key) => Ok(key.get().0.clone()),
        Err(_) => Err(unexpected("a list of Keys", &item)),
    };
    Ok(Keys(items.map(key).collect::<PyResult<Vec<Key>>>()?.into()))
}
