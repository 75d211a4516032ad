//! What `repr` shows: enough to tell things apart in a log, and never a secret or a claim.

use pyo3::BoundObject;
use pyo3::prelude::*;

/// `Name(field='text', …)`, put together field by field.
pub(crate) struct Shown<'py> {
    py: Python<'py>,
    text: String,
}

impl<'py> Shown<'py> {
    pub(crate) fn new(py: Python<'py>, name: &str) -> Self {
        Self {
            py,
            text: format!("{name}("),
        }
    }

    /// One more field, with its value as Python shows it.
    pub(crate) fn with<T: IntoPyObject<'py>>(self, field: &str, value: T) -> PyResult<Self> {
        let value = value
            .into_pyobject(self.py)
            .map_err(Into::into)?
            .into_bound()
            .into_any()
            .repr()?
            .to_string();
        Ok(self.written(field, &value))
    }

    /// One more field, which is only shown as given.
    pub(crate) fn given(self, field: &str) -> Self {
        self.written(field, "...")
    }

    fn written(mut self, field: &str, value: &str) -> Self {
        if !self.text.ends_with('(') {
            self.text.push_str(", ");
        }
        self.text.push_str(&format!("{field}={value}"));
        self
    }

    pub(crate) fn done(self) -> String {
        self.text + ")"
    }
}
