//! A change to a list of revocations that its caller may have to wait for, and how drivers carry
//! such a list.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::machine::Times;
use tokenseal::{EventOptions, PendingChange, RevocationChange, RevokeOptions, Token};
use tokenseal_bridge::message;

use crate::clock;
use crate::driver::{self, At};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::options;
use crate::revocation::PyRevocations;
use crate::revocation_entry::PyRevocationEntry;

const APPLY_EVENTS: &str = "Revocations.apply_events";

/// What the drivers continue with.
#[pyclass(frozen, name = "_Changing", module = "tokenseal._native")]
pub(crate) struct PyChanging {
    list: Py<PyRevocations>,
    change: RevocationChange,
    function: &'static str,
    pending: Mutex<Option<PendingChange>>,
}

impl PyChanging {
    fn pending(&self) -> MutexGuard<'_, Option<PendingChange>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the change that was begun says; what stands here if it was not.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        at: Option<At>,
        otherwise: T,
        ask: impl Fn(&PendingChange, Times) -> T + Sync,
    ) -> PyResult<T> {
        let times = self.list.get().times(py, at)?;
        Ok(detached(py, || {
            self.pending()
                .as_ref()
                .map_or(otherwise, |pending| ask(pending, times))
        }))
    }
}

#[pymethods]
impl PyChanging {
    /// The list that needs polling.
    #[getter]
    fn list(&self, py: Python<'_>) -> Py<PyRevocations> {
        self.list.clone_ref(py)
    }

    /// Begins the change; the entry if it is made by that, as it is in memory. Once.
    #[pyo3(signature = (at = None))]
    fn begin(&self, py: Python<'_>, at: Option<At>) -> PyResult<Option<PyRevocationEntry>> {
        guard(py, || {
            let (list, change) = (self.list.get(), self.change.clone());
            let times = list.times(py, at)?;
            detached(py, || match list.as_core() {
                core if core.is_followed() => {
                    *self.pending() = Some(core.begin(change, times)?);
                    Ok(None)
                }
                core => core.change(&change).map(Some),
            })
            .or_raise(py)
            .map(|entry| entry.map(PyRevocationEntry::from))
        })
    }

    /// Whether it is decided, or no time is left.
    #[pyo3(signature = (at = None))]
    fn is_settled(&self, py: Python<'_>, at: Option<At>) -> PyResult<bool> {
        guard(py, || self.ask(py, at, true, PendingChange::is_settled))
    }

    /// How much longer it may wait, in seconds.
    fn time_left(&self, py: Python<'_>) -> PyResult<f64> {
        guard(py, || self.ask(py, None, 0.0, PendingChange::time_left))
    }

    /// Its outcome. Can be taken once.
    fn finish(&self, py: Python<'_>) -> PyResult<PyRevocationEntry> {
        guard(py, || {
            let finished = detached(py, || self.pending().take().map(PendingChange::finish));
            finished
                .ok_or_else(|| raised(py, &message::defect()))?
                .or_raise(py)
                .map(PyRevocationEntry::from)
        })
    }

    /// Nobody waits for it any more.
    fn cancel(&self, py: Python<'_>) {
        detached(py, || drop(self.pending().take()));
    }

    /// The error of a thread that must not wait for it.
    fn refused(&self, py: Python<'_>) -> Py<PyAny> {
        let name = self.function.rsplit('.').next().unwrap_or(self.function);
        raised(py, &message::change_must_be_awaited(&format!("{name}_async")))
            .into_value(py)
            .into_any()
    }
}

impl PyRevocations {
    /// Makes a change, and returns its entry. It may have to wait for others that do, or for a
    /// store.
    pub(crate) fn write<'py>(
        slf: &Bound<'py, Self>,
        function: &'static str,
        options: Option<&Bound<'py, PyDict>>,
        make: impl FnOnce(&RevokeOptions) -> tokenseal::Result<RevocationChange> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, list) = (slf.py(), slf.get().as_core());
        guard(py, || {
            let change = Self::change(slf, function, options, make)?;
            if list.is_followed() {
                return driver::threads(py)?.call_method1("change", (Self::changing(slf, function, change),));
            }
            let entry = detached(py, || list.change(&change)).or_raise(py)?;
            Ok(Bound::new(py, PyRevocationEntry::from(entry))?.into_any())
        })
    }

    /// The same for an event loop: an awaitable.
    pub(crate) fn write_async<'py>(
        slf: &Bound<'py, Self>,
        function: &'static str,
        options: Option<&Bound<'py, PyDict>>,
        make: impl FnOnce(&RevokeOptions) -> tokenseal::Result<RevocationChange> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        guard(py, || {
            let change = Self::change(slf, function, options, make)?;
            driver::loops(py)?.call_method1("change", (Self::changing(slf, function, change),))
        })
    }

    /// Makes the changes that the events of a token ask for, in turn, and returns a list of their
    /// entries.
    pub(crate) fn apply<'py>(
        slf: &Bound<'py, Self>,
        token: &Token,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, list) = (slf.py(), slf.get().as_core());
        guard(py, || {
            let changes = Self::changes_of(slf, token, options)?;
            if list.is_followed() {
                return driver::threads(py)?.call_method1("changes", (Self::all_changing(slf, changes),));
            }
            let make = || {
                changes
                    .iter()
                    .map(|change| list.change(change))
                    .collect::<tokenseal::Result<Vec<_>>>()
            };
            let entries: Vec<_> = detached(py, make)
                .or_raise(py)?
                .into_iter()
                .map(PyRevocationEntry::from)
                .collect();
            entries.into_pyobject(py)
        })
    }

    /// The same for an event loop: an awaitable.
    pub(crate) fn apply_async<'py>(
        slf: &Bound<'py, Self>,
        token: &Token,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        guard(py, || {
            let changes = Self::changes_of(slf, token, options)?;
            driver::loops(py)?.call_method1("changes", (Self::all_changing(slf, changes),))
        })
    }

    fn changes_of(
        slf: &Bound<'_, Self>,
        token: &Token,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Vec<RevocationChange>> {
        let py = slf.py();
        let mut options: EventOptions = options::read(APPLY_EVENTS, options)?;
        options.now = Some(clock::now(py, options.now, slf.get().clock())?);
        detached(py, || {
            RevocationChange::of_events(token.header(), token.claims_json(), &options)
        })
        .or_raise(py)
    }

    fn all_changing(slf: &Bound<'_, Self>, changes: Vec<RevocationChange>) -> Vec<PyChanging> {
        changes
            .into_iter()
            .map(|change| Self::changing(slf, APPLY_EVENTS, change))
            .collect()
    }

    fn change<'py>(
        slf: &Bound<'py, Self>,
        function: &str,
        options: Option<&Bound<'py, PyDict>>,
        make: impl FnOnce(&RevokeOptions) -> tokenseal::Result<RevocationChange> + Send,
    ) -> PyResult<RevocationChange> {
        let py = slf.py();
        let mut options: RevokeOptions = options::read(function, options)?;
        options.now = Some(clock::now(py, options.now, slf.get().clock())?);
        detached(py, || make(&options)).or_raise(py)
    }

    fn changing(slf: &Bound<'_, Self>, function: &'static str, change: RevocationChange) -> PyChanging {
        PyChanging {
            list: slf.clone().unbind(),
            change,
            function,
            pending: Mutex::default(),
        }
    }
}
