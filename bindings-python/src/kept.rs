//! Claims as objects that are kept, and never handed out: else one reader could change what the
//! next one sees.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// The claims, and those of them that their reader may change.
pub(crate) struct Kept {
    claims: Py<PyDict>,
    /// Few tokens have any.
    changeable: Vec<(Py<PyAny>, Py<PyAny>)>,
}

impl From<Bound<'_, PyDict>> for Kept {
    fn from(claims: Bound<'_, PyDict>) -> Self {
        let changeable = claims
            .iter()
            .filter(|(_, value)| can_change(value))
            .map(|(name, value)| (name.unbind(), value.unbind()));
        Self {
            changeable: changeable.collect(),
            claims: claims.unbind(),
        }
    }
}

impl Kept {
    /// All claims, in a dict of the caller's own.
    pub(crate) fn copy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let copy = self.claims.bind(py).copy()?;
        for (name, value) in &self.changeable {
            copy.set_item(name, copied(value.bind(py))?)?;
        }
        Ok(copy)
    }

    /// A claim that the caller may keep.
    pub(crate) fn get<'py>(
        &self,
        py: Python<'py>,
        name: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.claims
            .bind(py)
            .get_item(name)?
            .map(|value| copied(&value))
            .transpose()
    }

    pub(crate) fn contains(&self, py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.claims.bind(py).contains(name)
    }
}

/// A value of claims that its reader may change. Texts, numbers and the like cannot be, and are the
/// same.
fn copied<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(members) = value.cast::<PyDict>() {
        let copy = members.copy()?;
        for (name, value) in members {
            if can_change(&value) {
                copy.set_item(name, copied(&value)?)?;
            }
        }
        return Ok(copy.into_any());
    }
    match value.cast::<PyList>() {
        Ok(elements) => {
            let copy = elements
                .iter()
                .map(|element| copied(&element))
                .collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(value.py(), copy)?.into_any())
        }
        Err(_) => Ok(value.clone()),
    }
}

fn can_change(value: &Bound<'_, PyAny>) -> bool {
    value.is_exact_instance_of::<PyDict>() || value.is_exact_instance_of::<PyList>()
}
