//! `tokenseal.jws`: any bytes, signed.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::jws;

use crate::errors::{OrRaise, guard};
use crate::input::{Binary, Text};
use crate::key::{PyKey, are_quick};
use crate::key_set::Keys;
use crate::{options, read};

/// A payload whose signature was verified.
#[pyclass(frozen, name = "Verified", module = "tokenseal.jws")]
pub(crate) struct PyVerified(jws::Verified);

#[pymethods]
impl PyVerified {
    /// The bytes that were signed.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.payload())
    }

    /// The protected header.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || read::objects(py, self.0.header().as_bytes()))
    }

    /// The key_id of the key that verified the signature, if it has one. It is the key's own, never the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }
}

/// Signs bytes, in the compact serialization (RFC 7515). The key decides the algorithm.
#[pyfunction]
#[pyo3(signature = (payload, key, **options), text_signature = "(payload, key, *, header=None)")]
pub(crate) fn sign(py: Python<'_>, payload: Binary, key: PyRef<'_, PyKey>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    guard(py, || {
        let options = options::read("sign", options)?;
        let key = &key.0;
        let sign = || jws::sign(&payload, key, &options);
        if are_quick([key]) { sign() } else { py.detach(sign) }.or_raise(py)
    })
}

/// Verifies a token in the compact serialization (RFC 7515), and gives the bytes that were signed.
#[pyfunction]
#[pyo3(
    signature = (token, keys, **options),
    text_signature = "(token, keys, *, algorithms=None, critical=None, max_token_bytes=..., max_header_bytes=..., max_json_depth=..., \
        max_attempts=...)"
)]
pub(crate) fn verify(py: Python<'_>, token: Text, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<PyVerified> {
    guard(py, || {
        let options = options::read("verify", options)?;
        let verify = || jws::verify(&token, &keys.0, &options);
        if are_quick(keys.0.iter()) { verify() } else { py.detach(verify) }.or_raise(py).map(PyVerified)
    })
}
