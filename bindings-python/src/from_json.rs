//! JSON text that the core has checked, built into Python objects.

use jiter::{FloatMode, PartialMode, PythonParse, StringCacheMode};
use pyo3::prelude::*;
use pyo3::types::PyString;
use tokenseal_bridge::message;

use crate::error::raised;

/// Names of members are kept between tokens, since they repeat. Values are not: nobody needs them
/// later.
const READER: PythonParse = PythonParse {
    allow_inf_nan: false,
    cache_mode: StringCacheMode::Keys,
    partial_mode: PartialMode::Off,
    catch_duplicate_keys: false,
    float_mode: FloatMode::Float,
};

/// The objects for a JSON text.
pub(crate) fn objects<'py>(py: Python<'py>, json: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    // jiter's own message could quote the text.
    READER
        .python_parse(py, json)
        .map_err(|_| raised(py, &message::claims_unreadable("Python")))
}

/// The object for one value of such a text: for texts and integers, which most claims are, without
/// a reader.
pub(crate) fn value<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    /// As many digits as 64 bits hold in any case.
    const DIGITS: usize = 18;
    if let Some(text) = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
        && !text.contains('\\')
    {
        return Ok(PyString::new(py, text).into_any());
    }
    if json.len() <= DIGITS
        && json.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = json.parse::<i64>()
    {
        return Ok(number.into_pyobject(py)?.into_any());
    }
    objects(py, json.as_bytes())
}

/// The same for a text that may not be there.
pub(crate) fn optional<'py>(py: Python<'py>, json: Option<&str>) -> PyResult<Option<Bound<'py, PyAny>>> {
    json.map(|json| objects(py, json.as_bytes())).transpose()
}
