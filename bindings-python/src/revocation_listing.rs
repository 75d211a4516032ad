//! Entries of a list of revocations that their caller may have to wait for.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use tokenseal::machine::Times;
use tokenseal::{EntriesOptions, PendingEntries, RevocationEntry};
use tokenseal_bridge::message;

use crate::driver;
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::revocation::PyRevocations;
use crate::revocation_entry::PyRevocationEntry;

/// What the drivers continue with.
#[pyclass(frozen, name = "_Listing", module = "tokenseal._native")]
pub(crate) struct PyListing {
    list: Py<PyRevocations>,
    options: EntriesOptions,
    pending: Mutex<Option<PendingEntries>>,
}

impl PyListing {
    fn pending(&self) -> MutexGuard<'_, Option<PendingEntries>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        otherwise: T,
        ask: impl Fn(&PendingEntries, Times) -> T + Sync,
    ) -> PyResult<T> {
        let times = self.list.get().times(py, None)?;
        Ok(detached(py, || {
            self.pending()
                .as_ref()
                .map_or(otherwise, |pending| ask(pending, times))
        }))
    }
}

#[pymethods]
impl PyListing {
    /// The list that needs polling.
    #[getter]
    fn revocations(&self, py: Python<'_>) -> Py<PyRevocations> {
        self.list.clone_ref(py)
    }

    /// Begins to list; the entries if they are there at once, as in memory and in a file. Once.
    fn begin(&self, py: Python<'_>) -> PyResult<Option<Vec<PyRevocationEntry>>> {
        guard(py, || {
            let list = self.list.get();
            let times = list.times(py, None)?;
            let listed = detached(py, || match list.as_core() {
                core if core.is_followed() => {
                    *self.pending() = Some(core.begin_entries(&self.options, times)?);
                    Ok(None)
                }
                core => core.entries(&self.options).map(Some),
            });
            Ok(listed.or_raise(py)?.map(shown))
        })
    }

    /// Whether all was read, or no time is left.
    fn is_settled(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || self.ask(py, true, PendingEntries::is_settled))
    }

    /// How much longer it may wait for its next page, in seconds.
    fn time_left(&self, py: Python<'_>) -> PyResult<f64> {
        guard(py, || self.ask(py, 0.0, PendingEntries::time_left))
    }

    /// How many pages were read.
    fn pages(&self, py: Python<'_>) -> PyResult<u64> {
        guard(py, || self.ask(py, 0, |pending, _| pending.pages()))
    }

    /// What was found. Once.
    fn finish(&self, py: Python<'_>) -> PyResult<Vec<PyRevocationEntry>> {
        guard(py, || {
            let finished = detached(py, || self.pending().take().map(PendingEntries::finish));
            finished
                .ok_or_else(|| raised(py, &message::defect()))?
                .or_raise(py)
                .map(shown)
        })
    }

    /// Nobody waits for it any more.
    fn cancel(&self, py: Python<'_>) {
        detached(py, || drop(self.pending().take()));
    }

    /// The error of a thread that must not wait for it.
    fn refused(&self, py: Python<'_>) -> Py<PyAny> {
        raised(py, &message::change_must_be_awaited("entries_async"))
            .into_value(py)
            .into_any()
    }
}

impl PyRevocations {
    /// Lists what was revoked. It may have to wait for a store.
    pub(crate) fn list<'py>(slf: &Bound<'py, Self>, options: EntriesOptions) -> PyResult<Bound<'py, PyAny>> {
        let (py, list) = (slf.py(), slf.get().as_core());
        if list.is_followed() {
            return driver::threads(py)?.call_method1("entries", (Self::listing(slf, options),));
        }
        let entries = detached(py, || list.entries(&options)).or_raise(py)?;
        shown(entries).into_pyobject(py)
    }

    /// The same for an event loop: an awaitable.
    pub(crate) fn list_async<'py>(
        slf: &Bound<'py, Self>,
        options: EntriesOptions,
    ) -> PyResult<Bound<'py, PyAny>> {
        driver::loops(slf.py())?.call_method1("entries", (Self::listing(slf, options),))
    }

    fn listing(slf: &Bound<'_, Self>, options: EntriesOptions) -> PyListing {
        PyListing {
            list: slf.clone().unbind(),
            options,
            pending: Mutex::default(),
        }
    }
}

fn shown(entries: Vec<RevocationEntry>) -> Vec<PyRevocationEntry> {
    entries.into_iter().map(PyRevocationEntry::from).collect()
}
