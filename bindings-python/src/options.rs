//! Keyword arguments as the core's structs of options. Which options there are, and the forms of
//! their values, is in the core's table.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokenseal::{Form, OptionRow};
use tokenseal_bridge::message;

use crate::error::{OrRaise, raised};
use crate::input::{Binary, Text};
use crate::to_json;

/// A struct of options that the core has, and its rows of the table.
pub(crate) trait Options: DeserializeOwned + Default {
    /// The options, read once.
    fn rows() -> &'static [OptionRow];

    /// Sets an option whose values are bytes, secret or not: JSON has none.
    fn set_bytes(&mut self, name: &str, value: &[u8]);
}

/// Implements [`Options`] for the structs of the table; those of their options that are bytes are
/// listed.
macro_rules! option_structs {
    ($($type:ty = $set:literal bytes [$($bytes:ident)*] secrets [$($secret:ident)*],)+) => {
        $(impl $crate::options::Options for $type {
            fn rows() -> &'static [tokenseal::OptionRow] {
                static ROWS: std::sync::LazyLock<Vec<tokenseal::OptionRow>> = std::sync::LazyLock::new(|| {
                    tokenseal::option_sets().into_iter().filter(|set| set.name == $set).flat_map(|set| set.rows).collect()
                });
                &ROWS
            }

            #[allow(unused_variables)] // most sets have none
            fn set_bytes(&mut self, name: &str, value: &[u8]) {
                match name {
                    $(stringify!($bytes) => self.$bytes = Some(value.to_vec()),)*
                    $(stringify!($secret) => self.$secret = Some(value.into()),)*
                    _ => {}
                }
            }
        })+
    };
}
crate::option_table::structs!(option_structs);

/// Reads the keyword arguments of a function. One that the table does not have for the struct is
/// Python's own TypeError.
pub(crate) fn read<T: Options>(function: &str, given: Option<&Bound<'_, PyDict>>) -> PyResult<T> {
    let Some(given) = given.filter(|given| !given.is_empty()) else {
        return Ok(T::default());
    };
    let py = given.py();
    // Every name is checked before any value: reading a value may run the caller's code.
    let named = given
        .iter()
        .map(|(name, value)| Ok((row::<T>(function, &name)?, value)))
        .collect::<PyResult<Vec<_>>>()?;
    from_rows(py, named)
}

/// The same for a function that names its one option in its own signature. PyO3 calls a function
/// that takes any keyword with a tuple of its arguments, which costs a Verifier 6 % of a check. A
/// test fails if the table gives it another option.
pub(crate) fn read_one<T: Options>(name: &str, given: Option<&Bound<'_, PyAny>>) -> PyResult<T> {
    let Some(value) = given else {
        return Ok(T::default());
    };
    from_rows(
        value.py(),
        T::rows()
            .iter()
            .filter(|row| row.name == name)
            .map(|row| (row, value.clone())),
    )
}

/// The same for a function that names several in its own signature.
pub(crate) fn read_named<T: Options>(
    py: Python<'_>,
    given: &[(&str, Option<&Bound<'_, PyAny>>)],
) -> PyResult<T> {
    let row = |name: &str| T::rows().iter().find(|row| row.name == name);
    from_rows(
        py,
        given
            .iter()
            .filter_map(|(name, value)| Some((row(name)?, (*value)?.clone()))),
    )
}

fn from_rows<'py, T: Options>(
    py: Python<'py>,
    given: impl IntoIterator<Item = (&'static OptionRow, Bound<'py, PyAny>)>,
) -> PyResult<T> {
    let (mut members, mut bytes) = (Map::new(), Vec::new());
    for (row, value) in given {
        match row.form {
            Form::Bytes | Form::Secret if value.is_none() && row.null_is_absent => {}
            Form::Bytes => bytes.push((row.name, Text::Binary(binary(row.name, &value)?))),
            Form::Secret => bytes.push((row.name, secret(row.name, &value)?)),
            form => {
                members.insert(
                    row.name.to_owned(),
                    to_json::option(row.name, &value, form == Form::Length)?,
                );
            }
        }
    }
    let mut options: T = tokenseal::options_from_json(Value::Object(members)).or_raise(py)?;
    for (name, value) in &bytes {
        options.set_bytes(name, value.as_ref());
    }
    Ok(options)
}

/// The row of an option that crosses as a value. Keys and functions are taken before that, if at
/// all.
fn row<T: Options>(function: &str, name: &Bound<'_, PyAny>) -> PyResult<&'static OptionRow> {
    let name = name
        .cast::<PyString>()
        .ok()
        .and_then(|name| name.to_str().ok())
        .unwrap_or_default();
    let found = T::rows()
        .iter()
        .find(|row| row.name == name && !matches!(row.form, Form::Handle(_)));
    found.ok_or_else(|| {
        PyTypeError::new_err(format!(
            "{function}() got an unexpected keyword argument '{name}'"
        ))
    })
}

/// The names of the keyword arguments, in their order.
pub(crate) fn given_names(given: Option<&Bound<'_, PyDict>>) -> Vec<String> {
    given
        .into_iter()
        .flat_map(|given| {
            given
                .keys()
                .iter()
                .map(|name| name.to_string())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Takes out the keyword argument that is a handle of this type, such as `Clock`; None if it was
/// not given, which Python's own None may mean as well. What is left is for [`read`].
pub(crate) fn take_handle<'py, T: Options>(
    of: &'static str,
    given: Option<&Bound<'py, PyDict>>,
) -> PyResult<Option<(&'static str, Bound<'py, PyAny>)>> {
    let Some(given) = given else { return Ok(None) };
    let Some(row) = T::rows().iter().find(|row| row.form == Form::Handle(of)) else {
        return Ok(None);
    };
    let Some(value) = given.get_item(row.name)? else {
        return Ok(None);
    };
    given.del_item(row.name)?;
    Ok((!value.is_none() || !row.null_is_absent).then_some((row.name, value)))
}

/// An argument that may be given by position, though it is an option: told apart from one that is
/// left out, whatever its value is.
pub(crate) fn by_position<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    Ok(Some(value.clone()))
}

fn binary(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Binary> {
    value.extract().map_err(|error: PyErr| {
        let wrong = error.is_instance_of::<PyTypeError>(value.py());
        if wrong {
            raised(value.py(), &message::option_must_be_bytes(name))
        } else {
            error
        }
    })
}

/// Text or bytes. It is an option, so that anything else is the core's error and no TypeError.
fn secret(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Text> {
    if value.cast::<PyString>().is_ok_and(|text| text.to_str().is_err()) {
        return Err(raised(
            value.py(),
            &message::option_refused(name, "the text holds a lone surrogate: half of a character"),
        ));
    }
    value
        .extract()
        .map_err(|_| raised(value.py(), &message::option_malformed(name)))
}
