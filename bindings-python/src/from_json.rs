//! JSON text that the core has checked, built into Python objects.

use jiter::{FloatMode, PartialMode, PythonParse, StringCacheMode};
use pyo3::prelude::*;
use tokenseal_bridge::message;

use crate::error::raised;

/// Names of members are kept between tokens, since they repeat. Values are not: they are nobody's business later.
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

/// The same for a text that may not be there.
pub(crate) fn optional<'py>(py: Python<'py>, json: Option<&str>) -> PyResult<Option<Bound<'py, PyAny>>> {
    json.map(|json| objects(py, json.as_bytes())).transpose()
}
