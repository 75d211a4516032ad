//! Python values written straight to JSON, with nothing between. What JSON cannot hold is refused, never rounded or repaired.

use std::borrow::Cow;
use std::cell::Cell;

use pyo3::PyTypeInfo;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyBool, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;
use tokenseal::{Error, ErrorCode, JsonText};
use tokenseal_bridge::message;

use crate::error::{OrRaise, raised};
use crate::input::{Claims, is_bytes, type_name};

/// Deeper than any limit that the core lets through, and shallow enough for every stack. It ends cycles as well.
const MAX_DEPTH: u32 = 100;
/// Beyond this many bits no double holds an integer, and the strict pass would refuse it.
const MAX_BITS: u64 = 1024;

impl Claims<'_> {
    /// Hands the claims, ready to be serialized, to what needs them.
    pub(crate) fn written<R>(
        &self,
        py: Python<'_>,
        code: ErrorCode,
        write: impl FnOnce(&Written<'_, '_>) -> tokenseal::Result<R>,
    ) -> PyResult<R> {
        let source = match self {
            Claims::Json(text) => Source::Text(text.as_utf8(py, code)?),
            Claims::Mapping(value) => Source::Object(value),
        };
        let failure = Cell::new(None);
        let written = write(&Written { source, failure: &failure });
        failure.take().map_or_else(|| written.or_raise(py), |failure| Err(failure.raised(py, code, None)))
    }

    /// The claims as JSON text.
    pub(crate) fn to_text(&self, py: Python<'_>, code: ErrorCode) -> PyResult<String> {
        if let Claims::Json(text) = self {
            return text.as_utf8(py, code).map(str::to_owned);
        }
        self.written(py, code, |claims| serde_json::to_string(claims).map_err(|_| message::not_json(code)))
    }
}

/// The value of an option. An aware `datetime` is a point in time, any iterable a list, and a `timedelta` a length, where `is_length` says that
/// the option is one.
pub(crate) fn option(name: &str, value: &Bound<'_, PyAny>, is_length: bool) -> PyResult<Value> {
    let (py, code) = (value.py(), ErrorCode::OptionInvalid);
    let refused = |why: &str| raised(py, &message::option_refused(name, why));
    if value.cast::<PyDelta>().is_ok() && !is_length {
        return Err(refused("a timedelta is a length of time, which this is not"));
    }
    let failure = Cell::new(None);
    let written = serde_json::to_value(Json { value, depth: 0, is_option: true, failure: &failure });
    failure
        .take()
        .map_or_else(|| written.map_err(|_| refused("cannot be written as JSON")), |failure| Err(failure.raised(py, code, Some(name))))
}

/// Claims that can be serialized, once.
pub(crate) struct Written<'a, 'py> {
    source: Source<'a, 'py>,
    failure: &'a Cell<Option<Failure>>,
}

enum Source<'a, 'py> {
    Text(&'a str),
    Object(&'a Bound<'py, PyAny>),
}

impl Serialize for Written<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.source {
            Source::Text(text) => JsonText(text).serialize(serializer),
            Source::Object(value) => Json { value, depth: 0, is_option: false, failure: self.failure }.serialize(serializer),
        }
    }
}

/// What serde's errors cannot carry.
enum Failure {
    /// JSON has no such value.
    Refused(Cow<'static, str>),
    /// An object of the caller's raised it.
    Raised(PyErr),
}

impl Failure {
    fn raised(self, py: Python<'_>, code: ErrorCode, option: Option<&str>) -> PyErr {
        match (self, option) {
            (Failure::Refused(why), None) => raised(py, &Error::new(code, why)),
            (Failure::Refused(why), Some(name)) => raised(py, &message::option_refused(name, &why)),
            (Failure::Raised(error), _) => error,
        }
    }
}

/// One value, at its depth.
struct Json<'a, 'py> {
    value: &'a Bound<'py, PyAny>,
    depth: u32,
    is_option: bool,
    failure: &'a Cell<Option<Failure>>,
}

impl Serialize for Json<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.value;
        if let Ok(text) = value.cast::<PyString>() {
            return serializer.serialize_str(self.text(text)?);
        }
        // A bool is an int to Python: it comes first.
        if let Ok(flag) = value.cast::<PyBool>() {
            return serializer.serialize_bool(flag.is_true());
        }
        if value.cast::<PyInt>().is_ok() {
            return self.integer(serializer);
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return if number.value().is_finite() {
                serializer.serialize_f64(number.value())
            } else {
                self.refuse("JSON has no NaN and no infinity")
            };
        }
        if value.is_none() {
            return serializer.serialize_unit();
        }
        if self.depth == MAX_DEPTH {
            return self.refuse("nested too deeply, or within itself");
        }
        if let Ok(list) = value.cast::<PyList>() {
            return self.array(list.iter(), serializer);
        }
        if let Ok(tuple) = value.cast::<PyTuple>() {
            return self.array(tuple.iter(), serializer);
        }
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            // A copy: code of the caller's may run while it is written, and change it.
            return self.object(dict.items(), serializer);
        }
        if value.cast::<PyDateTime>().is_ok() {
            return self.point_in_time(serializer);
        }
        if self.is_option && self.depth == 0 && value.cast::<PyDelta>().is_ok() {
            return self.length(serializer);
        }
        if let Ok(mapping) = value.cast::<PyMapping>() {
            return self.object(self.caught(mapping.items())?, serializer);
        }
        if self.is_option && self.depth == 0 && !is_bytes(value) {
            match value.try_iter().and_then(Iterator::collect::<PyResult<Vec<_>>>) {
                Ok(items) => return self.array(items.into_iter(), serializer),
                Err(error) if error.is_instance_of::<PyTypeError>(value.py()) => (),
                Err(error) => return self.caught(Err(error)),
            }
        }
        self.refuse(format!("JSON has no such type as {}", type_name(value)))
    }
}

impl<'py> Json<'_, 'py> {
    fn text<'t, E: serde::ser::Error>(&self, text: &'t Bound<'_, PyString>) -> Result<&'t str, E> {
        text.to_str().or_else(|_| self.refuse("a text holds a lone surrogate"))
    }

    fn integer<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.value;
        if let Ok(number) = value.extract::<i64>() {
            return serializer.serialize_i64(number);
        }
        if let Ok(number) = value.extract::<u64>() {
            return serializer.serialize_u64(number);
        }
        let int = PyInt::type_object(value.py());
        let bits: u64 = self.caught(int.call_method1(intern!(value.py(), "bit_length"), (value,)).and_then(|bits| bits.extract()))?;
        if self.is_option || bits > MAX_BITS {
            return self.refuse("an integer is too large");
        }
        let digits: String =
            self.caught(int.call_method1(intern!(value.py(), "__repr__"), (value,)).and_then(|digits| digits.extract()))?;
        RawValue::from_string(digits).map_err(S::Error::custom)?.serialize(serializer)
    }

    fn array<S: Serializer>(&self, items: impl Iterator<Item = Bound<'py, PyAny>>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(None)?;
        for item in items {
            array.serialize_element(&self.inner(&item))?;
        }
        array.end()
    }

    fn object<S: Serializer>(&self, items: Bound<'py, PyList>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for item in items.iter() {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = self.caught(item.extract())?;
            let Ok(name) = name.cast::<PyString>() else { return self.refuse("the members of a JSON object are named by texts") };
            object.serialize_entry(self.text(name)?, &self.inner(&value))?;
        }
        object.end()
    }

    /// Seconds since the epoch: rounded down where they are written into a token, exact as an option, which the core rounds.
    fn point_in_time<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (py, value) = (self.value.py(), self.value);
        if self.caught(value.call_method0(intern!(py, "utcoffset")))?.is_none() {
            return self.refuse("a datetime has no time zone: give it one, such as datetime.timezone.utc");
        }
        let seconds = |time: Bound<'py, PyAny>| time.call_method0(intern!(py, "timestamp"))?.extract::<f64>();
        if self.is_option && self.depth == 0 {
            return serializer.serialize_f64(self.caught(seconds(value.clone()))?);
        }
        let whole = [("microsecond", 0)].into_py_dict(py).and_then(|parts| value.call_method(intern!(py, "replace"), (), Some(&parts)));
        // A datetime lies between the years 1 and 9999, so that an i64 holds it.
        serializer.serialize_i64(self.caught(whole.and_then(seconds))?.floor() as i64)
    }

    /// As the text that the core reads as a length and as nothing else, so that a length is never taken for a number.
    fn length<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (py, value) = (self.value.py(), self.value);
        let seconds: f64 = self.caught(value.call_method0(intern!(py, "total_seconds")).and_then(|seconds| seconds.extract()))?;
        serializer.serialize_str(&format!("{seconds}s"))
    }

    fn inner<'b>(&'b self, value: &'b Bound<'py, PyAny>) -> Json<'b, 'py> {
        Json { value, depth: self.depth + 1, is_option: self.is_option, failure: self.failure }
    }

    fn refuse<T, E: serde::ser::Error>(&self, why: impl Into<Cow<'static, str>>) -> Result<T, E> {
        self.failure.set(Some(Failure::Refused(why.into())));
        Err(E::custom("JSON has no such value"))
    }

    fn caught<T, E: serde::ser::Error>(&self, result: PyResult<T>) -> Result<T, E> {
        result.map_err(|error| {
            self.failure.set(Some(Failure::Raised(error)));
            E::custom("an object raised an exception")
        })
    }
}
