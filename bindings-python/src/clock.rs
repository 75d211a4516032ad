//! Where the time comes from: the `now` of a call, otherwise the caller's own clock, otherwise the
//! system's.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::Value;
use tokenseal::machine::Times;
use tokenseal_bridge::{machine, message, now_or, times_or};

use crate::driver::At;
use crate::error::raised;
use crate::options::{self, Options};
use crate::to_json;

/// A function of the caller's that returns the time, under the name of the option that it was
/// passed as.
pub(crate) struct Clock {
    name: &'static str,
    function: Py<PyAny>,
}

impl Clock {
    /// Takes it out of the keyword arguments, if it is among them.
    pub(crate) fn take<T: Options>(given: Option<&Bound<'_, PyDict>>) -> PyResult<Option<Self>> {
        options::take_handle::<T>("Clock", given)?
            .map(|(name, function)| Self::of(name, function))
            .transpose()
    }

    /// The function that was given by this name.
    pub(crate) fn of(name: &'static str, function: Bound<'_, PyAny>) -> PyResult<Self> {
        if function.is_callable() {
            Ok(Self {
                name,
                function: function.unbind(),
            })
        } else {
            Err(raised(
                function.py(),
                &message::option_refused(name, "must be a function that returns a point in time"),
            ))
        }
    }

    /// Calls it. What it raises belongs to the caller, and passes through.
    fn now(&self, py: Python<'_>) -> PyResult<f64> {
        let now = self.function.bind(py).call0()?;
        match to_json::option(self.name, &now, false)? {
            Value::Number(seconds) => Ok(seconds.as_f64().unwrap_or(f64::NAN)),
            _ => Err(raised(
                py,
                &message::option_refused(self.name, "returned no point in time"),
            )),
        }
    }

    /// The same clock, for others that use it.
    pub(crate) fn clone_ref(&self, py: Python<'_>) -> Self {
        Self {
            name: self.name,
            function: self.function.clone_ref(py),
        }
    }

    /// For Python's collector of cycles: a function often holds what holds it.
    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.function)
    }
}

/// The time of a call.
pub(crate) fn now(py: Python<'_>, given: Option<f64>, clock: Option<&Clock>) -> PyResult<f64> {
    match (given, clock) {
        (None, Some(clock)) => clock.now(py),
        _ => Ok(now_or(given)),
    }
}

/// The times of a machine: those of a transcript, otherwise both by the caller's clock, otherwise
/// the system's.
pub(crate) fn times(py: Python<'_>, given: Option<At>, clock: Option<&Clock>) -> PyResult<Times> {
    match (given, clock) {
        (Some((wall, monotonic, jitter)), _) => Ok(machine::times(wall, monotonic, jitter)),
        (None, Some(clock)) => clock.now(py).map(|now| times_or(Some(now))),
        (None, None) => Ok(times_or(None)),
    }
}
