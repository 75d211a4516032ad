//! `RevocationEntry` and `Withdrawal`: what was revoked, and how it was withdrawn.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal::{RevocationEntry, Withdrawal};

use crate::error::guard;
use crate::input::{Name, unexpected};
use crate::show::Shown;

/// A revocation, as a Revocations returns it: immutable, and equal to another that says the same.
///
/// It never says which token, session, user or key was revoked: the list holds a hash of that.
///
/// Example:
///     >>> from tokenseal import Revocations
///     >>> entry = Revocations().revoke_session("https://issuer.example", "session-1", until=1_700_003_600, by="support", now=1_700_000_000)
///     >>> entry.kind, entry.at, entry.ends, entry.by, entry.withdrawn
///     ('session', 1700000000.0, 1700007200.0, 'support', None)
#[pyclass(frozen, eq, name = "RevocationEntry", module = "tokenseal")]
#[derive(PartialEq)]
pub(crate) struct PyRevocationEntry(RevocationEntry);

impl From<RevocationEntry> for PyRevocationEntry {
    fn from(entry: RevocationEntry) -> Self {
        Self(entry)
    }
}

#[pymethods]
impl PyRevocationEntry {
    /// Which entry it is, for `Revocations.withdraw`: a letter for its kind, and a hash of what was
    /// revoked.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// What was revoked: 'token', 'session', 'subject', 'key' or 'issuer'.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind
    }

    /// When it was revoked, in seconds since the epoch.
    #[getter]
    fn at(&self) -> f64 {
        self.0.at
    }

    /// For a subject or an issuer: tokens that were issued before this are refused, in seconds
    /// since the epoch. None for any other.
    #[getter]
    fn before(&self) -> Option<f64> {
        self.0.before
    }

    /// When the entry expires, in seconds since the epoch; None if it never does.
    #[getter]
    fn ends(&self) -> Option<f64> {
        self.0.ends
    }

    /// Who revoked it, as stated by the caller; None if not stated.
    #[getter]
    fn by(&self) -> Option<&str> {
        self.0.by.as_deref()
    }

    /// Why, as stated by the caller; None if not stated.
    #[getter]
    fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When, by whom and why it was withdrawn: a Withdrawal; None if it was not.
    #[getter]
    fn withdrawn(&self) -> Option<PyWithdrawal> {
        self.0.withdrawn.clone().map(PyWithdrawal)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.id.hash(&mut hasher);
        hasher.finish()
    }

    /// Says neither who nor why, and no id: what is shown ends up in logs.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let RevocationEntry {
                kind,
                at,
                ends,
                withdrawn,
                ..
            } = &self.0;
            let shown = Shown::new(py, "RevocationEntry")
                .with("kind", *kind)?
                .with("at", *at)?
                .with("ends", *ends)?;
            Ok(shown.with("is_withdrawn", withdrawn.is_some())?.done())
        })
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

/// How a revocation was withdrawn.
///
/// Example:
///     >>> from tokenseal import Revocations
///     >>> revocations = Revocations()
///     >>> withdrawn = revocations.withdraw(revocations.revoke_key(None, "found"), by="support", reason="a mistake").withdrawn
///     >>> withdrawn.by, withdrawn.reason
///     ('support', 'a mistake')
#[pyclass(frozen, eq, name = "Withdrawal", module = "tokenseal")]
#[derive(PartialEq)]
pub(crate) struct PyWithdrawal(Withdrawal);

#[pymethods]
impl PyWithdrawal {
    /// When, in seconds since the epoch.
    #[getter]
    fn at(&self) -> f64 {
        self.0.at
    }

    /// By whom, as stated by the caller; None if not stated.
    #[getter]
    fn by(&self) -> Option<&str> {
        self.0.by.as_deref()
    }

    /// Why, as stated by the caller; None if not stated.
    #[getter]
    fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    fn __hash__(&self) -> u64 {
        self.0.at.to_bits()
    }

    /// Says neither who nor why.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            Ok(Shown::new(py, "Withdrawal").with("at", self.0.at)?.done())
        })
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

/// Which entry is to be withdrawn: the entry, or its id.
pub(crate) struct EntryId(pub(crate) String);

impl<'py> FromPyObject<'_, 'py> for EntryId {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(entry) = value.cast::<PyRevocationEntry>() {
            return Ok(Self(entry.get().0.id.clone()));
        }
        if value.is_instance_of::<PyString>() {
            return value.extract::<Name>().map(|id| Self(id.0));
        }
        Err(unexpected("a RevocationEntry or the id of one", &value))
    }
}
