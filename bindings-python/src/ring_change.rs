//! A change to a ring that its caller must wait for: for the store of the ring, or of the list that
//! the ring uses.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use tokenseal::machine::Times;
use tokenseal::{Followed, PendingAction, RingAction};
use tokenseal_bridge::message;

use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::ring::{PyKeyRing, advanced};

/// What the drivers continue with.
#[pyclass(frozen, name = "_RingChanging", module = "tokenseal._native")]
pub(crate) struct PyRingChanging {
    ring: Py<PyKeyRing>,
    action: RingAction,
    function: &'static str,
    pending: Mutex<Option<PendingAction>>,
}

impl PyRingChanging {
    pub(crate) fn new(ring: &Bound<'_, PyKeyRing>, function: &'static str, action: RingAction) -> Self {
        Self {
            ring: ring.clone().unbind(),
            action,
            function,
            pending: Mutex::default(),
        }
    }

    fn pending(&self) -> MutexGuard<'_, Option<PendingAction>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the change that was begun says; what stands here if it was not.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        otherwise: T,
        ask: impl Fn(&PendingAction, Times) -> T + Sync,
    ) -> PyResult<T> {
        let times = self.ring.get().times(py)?;
        Ok(detached(py, || {
            self.pending()
                .as_ref()
                .map_or(otherwise, |pending| ask(pending, times))
        }))
    }
}

#[pymethods]
impl PyRingChanging {
    /// Begins it. Once.
    fn begin(&self, py: Python<'_>) -> PyResult<()> {
        guard(py, || {
            let (ring, action) = (self.ring.get(), self.action.clone());
            let times = ring.times(py)?;
            *self.pending() = Some(detached(py, || ring.ring.begin(action, times)).or_raise(py)?);
            Ok(())
        })
    }

    /// The KeyRing or the Revocations that need polling now.
    #[getter]
    fn waits(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guard(py, || {
            let is_list = detached(py, || {
                matches!(
                    self.pending().as_ref().map(PendingAction::followed),
                    Some(Followed::Revocations(_))
                )
            });
            let list = if is_list { self.ring.get().list(py) } else { None };
            Ok(list.map_or_else(|| self.ring.clone_ref(py).into_any(), Py::into_any))
        })
    }

    /// Whether it is decided, or no time is left.
    fn is_settled(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || self.ask(py, true, PendingAction::is_settled))
    }

    /// How much longer it may wait for what it waits for now, in seconds.
    fn time_left(&self, py: Python<'_>) -> PyResult<f64> {
        guard(py, || self.ask(py, 0.0, PendingAction::time_left))
    }

    /// Its outcome. Can be taken once.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || {
            let finished = detached(py, || self.pending().take().map(PendingAction::finish));
            let done = finished
                .ok_or_else(|| raised(py, &message::defect()))?
                .or_raise(py)?;
            match self.function {
                "rewrap" => Ok(None),
                _ => advanced(py, &done).map(Some),
            }
        })
    }

    /// Nobody waits for it any more.
    fn cancel(&self, py: Python<'_>) {
        detached(py, || drop(self.pending().take()));
    }

    /// The error of a thread that must not wait for it.
    fn refused(&self, py: Python<'_>) -> Py<PyAny> {
        raised(
            py,
            &message::ring_must_be_awaited(&format!("{}_async", self.function)),
        )
        .into_value(py)
        .into_any()
    }
}
