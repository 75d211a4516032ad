//! Python values written straight to JSON, with nothing between. What JSON cannot hold is refused,
//! never rounded or repaired.

use std::borrow::Cow;
use std::cell::Cell;

use pyo3::PyTypeInfo;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;
use tokenseal::{Error, ErrorCode};
use tokenseal_bridge::message;

use crate::error::raised;
use crate::input::{Claims, collected, is_bytes, is_mapping, is_of_datetime, items, type_name};
use crate::plain;

/// Deeper than any limit that the core lets through, and shallow enough for every stack. It ends
/// cycles as well.
const MAX_DEPTH: u32 = 100;
/// Beyond this many bits no double holds an integer, and the strict pass would refuse it.
const MAX_BITS: u64 = 1024;

impl Claims<'_> {
    /// The claims of a token as JSON text.
    pub(crate) fn text(&self, py: Python<'_>) -> PyResult<Cow<'_, str>> {
        let code = ErrorCode::JwtInvalid;
        match self {
            Claims::Json(text) => text.as_utf8(py, code).map(Cow::Borrowed),
            Claims::Mapping(value) => plain::json(value)
                .map_or_else(|| written(value, code), Ok)
                .map(Cow::Owned),
        }
    }

    /// The same of any document, which may be a secret: of its text there is this one copy.
    pub(crate) fn to_text(&self, py: Python<'_>, code: ErrorCode) -> PyResult<String> {
        match self {
            Claims::Json(text) => text.as_utf8(py, code).map(str::to_owned),
            Claims::Mapping(value) => written(value, code),
        }
    }
}

fn written(value: &Bound<'_, PyAny>, code: ErrorCode) -> PyResult<String> {
    let (py, failure) = (value.py(), Cell::new(None));
    let written = serde_json::to_string(&Json {
        value,
        depth: 0,
        purpose: Purpose::Claims,
        failure: &failure,
    });
    failure.take().map_or_else(
        || written.map_err(|_| raised(py, &message::not_json(code))),
        |failure| Err(failure.raised(py, code, None)),
    )
}

/// The value of an option. An aware `datetime` is a point in time, any iterable a list, and a
/// `timedelta` a length, where `is_length` says that the option is one.
pub(crate) fn option(name: &str, value: &Bound<'_, PyAny>, is_length: bool) -> PyResult<Value> {
    let (py, code) = (value.py(), ErrorCode::OptionInvalid);
    let failure = Cell::new(None);
    let purpose = if is_length {
        Purpose::Length
    } else {
        Purpose::Option
    };
    let written = serde_json::to_value(Json {
        value,
        depth: 0,
        purpose,
        failure: &failure,
    });
    failure.take().map_or_else(
        || written.map_err(|_| raised(py, &message::option_refused(name, "cannot be written as JSON"))),
        |failure| Err(failure.raised(py, code, Some(name))),
    )
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

/// What a value is for.
#[derive(Clone, Copy, PartialEq)]
enum Purpose {
    Claims,
    Option,
    Length,
}

/// One value, at its depth.
struct Json<'a, 'py> {
    value: &'a Bound<'py, PyAny>,
    depth: u32,
    purpose: Purpose,
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
            return self.object(dict.items().iter(), serializer);
        }
        if is_of_datetime(value, "datetime") {
            return self.point_in_time(serializer);
        }
        if self.is_whole_option() && is_of_datetime(value, "timedelta") {
            return self.length(serializer);
        }
        if is_mapping(value) {
            let items = self.caught(
                value
                    .call_method0("items")
                    .and_then(|items| collected(items.try_iter()?, Ok)),
            )?;
            return self.object(items.into_iter(), serializer);
        }
        if self.is_whole_option() && !is_bytes(value) {
            match items("a list", value, Ok) {
                Ok(items) => return self.array(items.into_iter(), serializer),
                Err(error) if error.is_instance_of::<PyTypeError>(value.py()) => (),
                Err(error) => return self.caught(Err(error)),
            }
        }
        self.refuse(format!("JSON has no such type as {}", type_name(value)))
    }
}

impl<'py> Json<'_, 'py> {
    /// Whether this is the value of an option, and no part of one.
    fn is_whole_option(&self) -> bool {
        self.purpose != Purpose::Claims && self.depth == 0
    }

    fn text<'t, E: serde::ser::Error>(&self, text: &'t Bound<'_, PyString>) -> Result<&'t str, E> {
        text.to_str()
            .or_else(|_| self.refuse("a text holds a lone surrogate"))
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
        let bits: u64 = self.caught(
            int.call_method1("bit_length", (value,))
                .and_then(|bits| bits.extract()),
        )?;
        if self.purpose != Purpose::Claims || bits > MAX_BITS {
            return self.refuse("an integer is too large");
        }
        let digits: String = self.caught(
            int.call_method1("__repr__", (value,))
                .and_then(|digits| digits.extract()),
        )?;
        RawValue::from_string(digits)
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }

    fn array<S: Serializer>(
        &self,
        items: impl Iterator<Item = Bound<'py, PyAny>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(None)?;
        for item in items {
            array.serialize_element(&self.inner(&item))?;
        }
        array.end()
    }

    fn object<S: Serializer>(
        &self,
        items: impl Iterator<Item = Bound<'py, PyAny>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for item in items {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = self.caught(item.extract())?;
            let Ok(name) = name.cast::<PyString>() else {
                return self.refuse("the members of a JSON object are named by texts");
            };
            object.serialize_entry(self.text(name)?, &self.inner(&value))?;
        }
        object.end()
    }

    /// Seconds since the epoch: rounded down where they are written into a token, exact as an
    /// option, which the core rounds.
    fn point_in_time<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (py, value) = (self.value.py(), self.value);
        if self.caught(value.call_method0("utcoffset"))?.is_none() {
            return self.refuse("a datetime has no time zone: give it one, such as datetime.timezone.utc");
        }
        let seconds = |time: Bound<'py, PyAny>| time.call_method0("timestamp")?.extract::<f64>();
        if self.is_whole_option() {
            return serializer.serialize_f64(self.told(seconds(value.clone()))?);
        }
        let whole = [("microsecond", 0)]
            .into_py_dict(py)
            .and_then(|parts| value.call_method("replace", (), Some(&parts)));
        serializer.serialize_i64(self.told(whole.and_then(seconds))?.floor() as i64)
    }

    /// What a datetime says, if it is a time. A subclass may say anything: of NaN JSON's writer
    /// makes null, and a cast makes 0.
    fn told<E: serde::ser::Error>(&self, seconds: PyResult<f64>) -> Result<f64, E> {
        // The years 1 to 9999, which is what a datetime can hold.
        match self.caught(seconds)? {
            seconds if (-62_135_596_800.0..253_402_300_800.0).contains(&seconds) => Ok(seconds),
            _ => self.refuse(format!("{} is no point in time", type_name(self.value))),
        }
    }

    /// As the text that the core reads as a length and as nothing else, so that a length is never
    /// taken for a number.
    fn length<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.purpose != Purpose::Length {
            return self.refuse("a timedelta is a length of time, which this is not");
        }
        let seconds: f64 = self.caught(
            self.value
                .call_method0("total_seconds")
                .and_then(|seconds| seconds.extract()),
        )?;
        if seconds.is_finite() {
            serializer.serialize_str(&format!("{seconds}s"))
        } else {
            self.refuse("the timedelta is no length of time")
        }
    }

    fn inner<'b>(&'b self, value: &'b Bound<'py, PyAny>) -> Json<'b, 'py> {
        Json {
            value,
            depth: self.depth + 1,
            purpose: self.purpose,
            failure: self.failure,
        }
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
