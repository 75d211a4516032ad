//! The core's errors as the classes of `tokenseal.errors`, and the guard that turns a panic into
//! one.

use std::sync::OnceLock;

use pyo3::prelude::*;
use tokenseal::Error;

use crate::access::PyDecision;

/// The exception for an error of the core.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    let code = error.code();
    let made = errors(py)
        .and_then(|errors| errors.getattr(code.class_name()))
        .and_then(|class| class.call1((error.message(), code.as_str(), error.claim(), error.dpop_nonce())))
        .and_then(|made| decided(error, made));
    made.map_or_else(|failure| failure, PyErr::from_value)
}

/// The same exception with the decision of access rules, if it is theirs.
fn decided<'py>(error: &Error, made: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if let Some(decision) = error.decision() {
        made.setattr("decision", PyDecision(decision.clone()))?;
        made.setattr("_answer", (error.fault().as_str(), error.status()))?;
    }
    Ok(made)
}

/// The module with the classes; it is written in Python, so that they are what Python users expect.
static ERRORS: OnceLock<Py<PyModule>> = OnceLock::new();

/// Imports it immediately, not at the first error: see `fork`.
pub(crate) fn initialize(py: Python<'_>) -> PyResult<()> {
    // Python initializes a module once for each process.
    let _ = ERRORS.set(py.import("tokenseal.errors")?.unbind());
    Ok(())
}

fn errors(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    ERRORS.get().map_or_else(
        || py.import("tokenseal.errors"),
        |module| Ok(module.bind(py).clone()),
    )
}

/// Results of the core as results of Python.
pub(crate) trait OrRaise<T> {
    /// The value, or the exception for the error.
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T> OrRaise<T> for tokenseal::Result<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| raised(py, &error))
    }
}

/// Runs the body of a function of the module. A panic becomes `InternalError`, since
/// `except Exception` would miss PyO3's own `PanicException`.
pub(crate) fn guard<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    tokenseal_bridge::guard_as(work, |defect| raised(py, &defect))
}

/// Panics inside the guard, so that tests can see the result.
#[cfg(feature = "test-hooks")]
#[pyfunction]
pub(crate) fn _panic_for_test(py: Python<'_>) -> PyResult<()> {
    guard(py, || tokenseal_bridge::test_hooks::panic_quietly())
}
