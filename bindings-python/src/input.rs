//! The forms in which Python hands over bytes, texts, names and JSON documents. Anything else is a TypeError.

use std::borrow::Cow;

use pyo3::PyTypeInfo;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyIterator, PyList, PyMapping, PyMemoryView, PyString, PyTuple};
use tokenseal::ErrorCode;
use tokenseal_bridge::message;

use crate::error::raised;

/// `bytes`, or a copy of a `bytearray` or `memoryview`: those can change while the lock is released.
pub(crate) struct Binary(PyBackedBytes);

/// The same, or a `str`.
pub(crate) enum Text {
    Str(PyBackedStr),
    Binary(Binary),
}

/// The name of an algorithm, a hash or a key: a `str`, which the core judges.
pub(crate) struct Name(pub(crate) String);

/// Claims: a mapping, or JSON text as bytes.
pub(crate) enum Claims<'py> {
    Mapping(Bound<'py, PyAny>),
    Json(Text),
}

/// A JWK, a JWK Set or a token: a mapping, or text.
pub(crate) struct Document<'py>(pub(crate) Claims<'py>);

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        match self {
            Text::Str(text) => text.as_bytes(),
            Text::Binary(bytes) => bytes.as_ref(),
        }
    }
}

impl Document<'_> {
    /// A token: its text, or that of a mapping, which is a JSON serialization.
    pub(crate) fn token(&self, py: Python<'_>, code: ErrorCode) -> PyResult<Cow<'_, [u8]>> {
        match &self.0 {
            Claims::Json(text) => Ok(Cow::Borrowed(text.as_ref())),
            Claims::Mapping(_) => self.0.to_text(py, code).map(|text| Cow::Owned(text.into_bytes())),
        }
    }
}

impl Text {
    /// The text, if it is UTF-8: bytes may be anything.
    pub(crate) fn as_utf8(&self, py: Python<'_>, otherwise: ErrorCode) -> PyResult<&str> {
        std::str::from_utf8(self.as_ref()).map_err(|_| raised(py, &message::not_utf8(otherwise)))
    }
}

impl<'py> FromPyObject<'_, 'py> for Binary {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.extract() {
            return Ok(Binary(bytes));
        }
        if value.cast::<PyMemoryView>().is_ok() {
            // One that was released, or whose bytes are not one after the other, is of the wrong kind.
            let bytes = value.call_method0("tobytes").map_err(|_| unexpected("a memoryview that can be read", &value))?;
            return Ok(Binary(bytes.extract().map_err(PyErr::from)?));
        }
        Err(unexpected("bytes, bytearray or memoryview", &value))
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return text.extract().map(Text::Str).or_else(|_| {
                // A lone surrogate. As bytes it is what the core refuses wherever it stands. By str's own method: a subclass may have another.
                let encode = PyString::type_object(value.py()).getattr(intern!(value.py(), "encode"))?;
                encode.call1((text, "utf-8", "surrogatepass"))?.extract().map(Text::Binary)
            });
        }
        value.extract().map(Text::Binary).map_err(|error: PyErr| {
            if error.is_instance_of::<PyTypeError>(value.py()) { unexpected("str, bytes, bytearray or memoryview", &value) } else { error }
        })
    }
}

impl<'py> FromPyObject<'_, 'py> for Name {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<PyString>() {
            Ok(text) => Ok(Name(text.to_string_lossy().into_owned())),
            Err(_) => Err(unexpected("str", &value)),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Claims<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.cast::<PyDict>().is_ok() || value.cast::<PyMapping>().is_ok() {
            return Ok(Claims::Mapping(value.to_owned()));
        }
        value.extract().map(|bytes| Claims::Json(Text::Binary(bytes))).map_err(|error: PyErr| {
            let wrong = error.is_instance_of::<PyTypeError>(value.py());
            if wrong { unexpected("a mapping, or JSON text as bytes", &value) } else { error }
        })
    }
}

impl<'py> FromPyObject<'_, 'py> for Document<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.cast::<PyString>().is_ok() {
            return value.extract().map(|text| Document(Claims::Json(text)));
        }
        value.extract().map(Document).map_err(|error: PyErr| {
            if error.is_instance_of::<PyTypeError>(value.py()) { unexpected("a mapping or JSON text", &value) } else { error }
        })
    }
}

/// The TypeError for an argument of another type; it names the type, never the value.
pub(crate) fn unexpected(expected: &str, value: &Bound<'_, PyAny>) -> PyErr {
    PyTypeError::new_err(format!("expected {expected}, not {}", type_name(value)))
}

/// The name of a value's type, as people know it.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The items of an iterable, which a single `str`, bytes or mapping is not: Python would take it for many short ones.
pub(crate) fn items<'py>(expected: &str, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyIterator>> {
    let is_list = value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>();
    let is_one = !is_list && (value.is_instance_of::<PyString>() || is_bytes(value) || value.cast::<PyMapping>().is_ok());
    let refused = |error: PyErr| if error.is_instance_of::<PyTypeError>(value.py()) { unexpected(expected, value) } else { error };
    if is_one { Err(unexpected(expected, value)) } else { value.try_iter().map_err(refused) }
}

/// Whether a value is bytes in any form.
pub(crate) fn is_bytes(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>()
}
