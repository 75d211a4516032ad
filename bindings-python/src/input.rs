//! The forms in which Python passes bytes, texts, names and JSON documents. Anything else is a
//! TypeError.

use std::borrow::Cow;
use std::sync::OnceLock;

use pyo3::PyTypeInfo;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyIterator, PyList, PyMemoryView, PyString, PyTuple};
use tokenseal::{Error, ErrorCode};
use tokenseal_bridge::message;

use crate::error::raised;

/// `bytes`, or a copy of a `bytearray` or `memoryview`: those can change while the lock is
/// released.
pub(crate) struct Binary(PyBackedBytes);

/// The same, or a `str`.
pub(crate) enum Text {
    Str(PyBackedStr),
    Binary(Binary),
}

/// The name of an algorithm, a hash or a key: a `str`, which the core judges.
pub(crate) struct Name(pub(crate) String);

/// A secret or a password: bytes, or text without half a character. It borrows as what the core
/// takes.
pub(crate) struct Secret(Text);

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
            // One that was released, or whose bytes are not one after the other, is of the wrong
            // kind.
            let bytes = value
                .call_method0("tobytes")
                .map_err(|_| unexpected("a memoryview that can be read", &value))?;
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
                // A lone surrogate. As bytes it is what the core refuses wherever it stands. By
                // str's own method: a subclass may have another.
                let encode = PyString::type_object(value.py()).getattr("encode")?;
                encode
                    .call1((text, "utf-8", "surrogatepass"))?
                    .extract()
                    .map(Text::Binary)
            });
        }
        value.extract().map(Text::Binary).map_err(|error: PyErr| {
            if error.is_instance_of::<PyTypeError>(value.py()) {
                unexpected("str, bytes, bytearray or memoryview", &value)
            } else {
                error
            }
        })
    }
}

impl<'py> FromPyObject<'_, 'py> for Name {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<PyString>() {
            Ok(text) => text
                .extract()
                .map(Name)
                .map_err(|_| half_a_pair(value.py(), "the name")),
            Err(_) => Err(unexpected("str", &value)),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Secret {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.cast::<PyString>().is_ok_and(|text| text.to_str().is_err()) {
            return Err(half_a_pair(value.py(), "the text"));
        }
        value.extract().map(Self)
    }
}

impl AsRef<[u8]> for Secret {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref()
    }
}

impl<'a> From<&'a Secret> for tokenseal::Secret<'a> {
    fn from(secret: &'a Secret) -> Self {
        match &secret.0 {
            Text::Str(text) => tokenseal::Secret::Text(text),
            Text::Binary(bytes) => tokenseal::Secret::Bytes(bytes.as_ref()),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Claims<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // Bytes are no mapping. To find that out costs more than half of a signature by HMAC.
        if !value.is_exact_instance_of::<PyBytes>() && is_mapping(&value) {
            return Ok(Claims::Mapping(value.to_owned()));
        }
        value
            .extract()
            .map(|bytes| Claims::Json(Text::Binary(bytes)))
            .map_err(|error: PyErr| {
                let expected = "a mapping, or JSON text as bytes";
                match error.is_instance_of::<PyTypeError>(value.py()) {
                    true if value.is_instance_of::<PyString>() => {
                        unexpected_with(expected, &value, "json.loads makes a mapping of JSON text")
                    }
                    true => unexpected(expected, &value),
                    false => error,
                }
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
            if error.is_instance_of::<PyTypeError>(value.py()) {
                unexpected("a mapping or JSON text", &value)
            } else {
                error
            }
        })
    }
}

/// The TypeError for an argument of another type; it names the type, never the value.
pub(crate) fn unexpected(expected: &str, value: &Bound<'_, PyAny>) -> PyErr {
    PyTypeError::new_err(format!("expected {expected}, not {}", type_name(value)))
}

/// The same, and what to do.
pub(crate) fn unexpected_with(expected: &str, value: &Bound<'_, PyAny>, remedy: &str) -> PyErr {
    PyTypeError::new_err(format!("expected {expected}, not {}: {remedy}", type_name(value)))
}

/// The name of a value's type, as people know it.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    let name = value
        .get_type()
        .getattr("__name__")
        .and_then(|name| name.extract());
    name.unwrap_or_else(|_| "object".to_owned())
}

/// The error for a text that UTF-8 cannot hold. What core refuses by itself, as a token or a JWK,
/// gets there as it is.
fn half_a_pair(py: Python<'_>, what: &str) -> PyErr {
    raised(
        py,
        &Error::new(
            ErrorCode::OptionInvalid,
            format!("{what} holds a lone surrogate: half of a character"),
        ),
    )
}

/// Whether a value is a dict, or any other mapping.
pub(crate) fn is_mapping(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDict>()
        || MAPPING
            .get()
            .is_some_and(|class| value.is_instance(class.bind(value.py())).unwrap_or(false))
}

/// `collections.abc.Mapping`, once the module is initialized. PyO3 would look it up at the first
/// call; see `fork` for why nothing here is done at the first call.
static MAPPING: OnceLock<Py<PyAny>> = OnceLock::new();

/// Finds what this file needs of other modules. By this name, `collections` itself is not imported.
pub(crate) fn initialize(py: Python<'_>) -> PyResult<()> {
    let mapping = py.import("_collections_abc")?.getattr("Mapping")?;
    // Python initializes a module once for each process.
    let _ = MAPPING.set(mapping.unbind());
    Ok(())
}

/// Whether a value is of a class of `datetime`'s. It is not imported for the question: until it is,
/// no value can be of it.
pub(crate) fn is_of_datetime(value: &Bound<'_, PyAny>, class: &str) -> bool {
    let modules = || value.py().import("sys")?.getattr("modules")?.get_item("datetime");
    modules()
        .and_then(|module| module.getattr(class))
        .and_then(|class| value.is_instance(&class))
        .unwrap_or(false)
}

/// The items of an iterable, each made into something. A single `str`, bytes or mapping is refused:
/// Python would iterate over its parts.
///
/// An iterator that has nothing is refused: it was used up before, and to take it for an empty list
/// would drop what the list asks for.
pub(crate) fn items<'py, T>(
    expected: &str,
    value: &Bound<'py, PyAny>,
    make: impl FnMut(Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    let is_list = value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>();
    let is_one = !is_list && (value.is_instance_of::<PyString>() || is_bytes(value) || is_mapping(value));
    let refused = |error: PyErr| {
        if error.is_instance_of::<PyTypeError>(value.py()) {
            unexpected(expected, value)
        } else {
            error
        }
    };
    let iterator = if is_one {
        Err(unexpected(expected, value))
    } else {
        value.try_iter().map_err(refused)
    }?;
    let is_iterator = iterator.is(value);
    let items = collected(iterator, make)?;
    if is_iterator && items.is_empty() {
        let message = format!(
            "expected {expected}, not an iterator that has nothing left: give a list, which can be read more than once"
        );
        return Err(raised(value.py(), &Error::new(ErrorCode::OptionInvalid, message)));
    }
    Ok(items)
}

/// What an iterator yields. To `collect` it would ask Python's `operator` for its length.
pub(crate) fn collected<'py, T>(
    iterator: Bound<'py, PyIterator>,
    mut make: impl FnMut(Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    let mut items = Vec::new();
    for item in iterator {
        items.push(make(item?)?);
    }
    Ok(items)
}

/// Whether a value is bytes in any form.
pub(crate) fn is_bytes(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyMemoryView>()
}
