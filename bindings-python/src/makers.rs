//! What an Issuer makes tokens with: a key, keys that are fetched, or a ring.

use pyo3::prelude::*;
use tokenseal::{EncryptionKey, Key, SigningKey};

use crate::key::{OneKey, PyKey};
use crate::remote::PyRemoteKeySet;
use crate::ring::PyKeyRing;
use crate::show::Shown;

/// What signs.
pub(crate) enum Signer {
    Key(Key),
    Ring(Py<PyKeyRing>),
}

/// Whom to encrypt to.
pub(crate) enum Recipient {
    Key(Key),
    Remote(Py<PyRemoteKeySet>),
    Ring(Py<PyKeyRing>),
}

impl<'py> FromPyObject<'_, 'py> for Signer {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<PyKeyRing>() {
            Ok(ring) => Ok(Self::Ring(ring.to_owned().unbind())),
            Err(_) => value.extract::<OneKey>().map(|key| Self::Key(key.0)),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Recipient {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(ring) = value.cast::<PyKeyRing>() {
            return Ok(Self::Ring(ring.to_owned().unbind()));
        }
        match value.cast::<PyRemoteKeySet>() {
            Ok(set) => Ok(Self::Remote(set.to_owned().unbind())),
            Err(_) => value.extract::<OneKey>().map(|key| Self::Key(key.0)),
        }
    }
}

impl Signer {
    /// The key, if it is one that stays the same.
    pub(crate) fn key(&self) -> Option<&Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Ring(_) => None,
        }
    }

    pub(crate) fn shown<'py>(&self, shown: Shown<'py>, py: Python<'py>) -> PyResult<Shown<'py>> {
        match self {
            Self::Key(key) => shown.with("signing_key", PyKey(key.clone())),
            Self::Ring(ring) => shown.with("signing_key", ring.clone_ref(py)),
        }
    }

    pub(crate) fn to_core(&self) -> SigningKey {
        match self {
            Self::Key(key) => key.clone().into(),
            Self::Ring(ring) => (&ring.get().ring).into(),
        }
    }

    pub(crate) fn ring(&self) -> Option<&Py<PyKeyRing>> {
        match self {
            Self::Key(_) => None,
            Self::Ring(ring) => Some(ring),
        }
    }
}

impl Recipient {
    /// The key, if it is one that stays the same.
    pub(crate) fn key(&self) -> Option<&Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Remote(_) | Self::Ring(_) => None,
        }
    }

    pub(crate) fn shown<'py>(&self, shown: Shown<'py>, py: Python<'py>) -> PyResult<Shown<'py>> {
        match self {
            Self::Key(key) => shown.with("encryption_key", PyKey(key.clone())),
            Self::Remote(set) => shown.with("encryption_key", set.clone_ref(py)),
            Self::Ring(ring) => shown.with("encryption_key", ring.clone_ref(py)),
        }
    }

    pub(crate) fn to_core(&self) -> EncryptionKey {
        match self {
            Self::Key(key) => key.clone().into(),
            Self::Remote(set) => set.get().set.clone().into(),
            Self::Ring(ring) => (&ring.get().ring).into(),
        }
    }

    pub(crate) fn ring(&self) -> Option<&Py<PyKeyRing>> {
        match self {
            Self::Ring(ring) => Some(ring),
            Self::Key(_) | Self::Remote(_) => None,
        }
    }

    pub(crate) fn remote(&self) -> Option<&Py<PyRemoteKeySet>> {
        match self {
            Self::Remote(set) => Some(set),
            Self::Key(_) | Self::Ring(_) => None,
        }
    }
}
