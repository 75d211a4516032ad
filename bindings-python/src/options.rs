//! Keyword arguments as the core's structs of options. The core has the one table of their names.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};
use tokenseal_bridge::options::CheckOptions;
use tokenseal_bridge::{message, now_or};

use crate::errors::{OrRaise, raised};
use crate::input::Binary;
use crate::write;

/// Reads the keyword arguments of a function. One that the core does not know is Python's own TypeError.
pub(crate) fn read<T: DeserializeOwned + Default>(function: &str, given: Option<&Bound<'_, PyDict>>) -> PyResult<T> {
    let Some(given) = given else { return Ok(T::default()) };
    let known = names::<T>();
    let mut options = Map::new();
    for (name, _) in given.iter() {
        let name: String = name.extract().unwrap_or_default();
        if !known.contains(&name.as_str()) {
            return Err(PyTypeError::new_err(format!("{function}() got an unexpected keyword argument '{name}'")));
        }
        options.insert(name, Value::Null);
    }
    for ((name, value), (_, given)) in options.iter_mut().zip(given.iter()) {
        *value = write::option(name, &given, || is_length::<T>(name))?;
    }
    tokenseal::options_from_json(Value::Object(options)).or_raise(given.py())
}

/// The names of the keyword arguments, in their order.
pub(crate) fn given_names(given: Option<&Bound<'_, PyDict>>) -> Vec<String> {
    given.into_iter().flat_map(|given| given.keys().iter().map(|name| name.to_string()).collect::<Vec<_>>()).collect()
}

/// Takes out a keyword argument that is bytes, which JSON has not; None if it was not given. What is left is for [`read`].
pub(crate) fn take_bytes(given: Option<&Bound<'_, PyDict>>, name: &str) -> PyResult<Option<Vec<u8>>> {
    let Some(given) = given else { return Ok(None) };
    let Some(value) = given.get_item(name)? else { return Ok(None) };
    given.del_item(name)?;
    if value.is_none() {
        return Ok(None);
    }
    value.extract::<Binary>().map(|bytes| Some(bytes.as_ref().to_vec())).map_err(|error| {
        let wrong = error.is_instance_of::<PyTypeError>(given.py());
        if wrong { raised(given.py(), &message::option_must_be_bytes(name)) } else { error }
    })
}

/// Reads the keyword argument `now` of a function that has no other.
pub(crate) fn read_now(given: Option<&Bound<'_, PyAny>>) -> PyResult<f64> {
    let Some(given) = given else { return Ok(now_or(None)) };
    let options = Map::from_iter([("now".to_owned(), write::option("now", given, || false)?)]);
    let options: CheckOptions = tokenseal::options_from_json(Value::Object(options)).or_raise(given.py())?;
    Ok(now_or(options.now))
}

/// Whether an option is a length of time: no other takes a number as well as a text.
fn is_length<T: DeserializeOwned>(name: &str) -> bool {
    let takes = |value| T::deserialize(Value::Object(Map::from_iter([(name.to_owned(), value)]))).is_ok();
    takes(Value::from(1)) && takes(Value::from("1s"))
}

/// The names of a struct's members, which it tells to whoever deserializes it.
fn names<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // It always fails: the names are all that is wanted.
    let _ = T::deserialize(Names(&mut names));
    names
}

struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, names: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        *self.0 = names;
        Err(Error::custom("has no values"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("is not a struct"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}
