//! `tokenseal.jws`: any bytes, signed.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::{ErrorCode, jws};

use crate::errors::{OrRaise, guard};
use crate::input::{Binary, Document};
use crate::key::are_quick;
use crate::key_set::Keys;
use crate::{options, read};

/// A payload whose signature was verified.
#[pyclass(frozen, name = "Verified", module = "tokenseal.jws")]
pub(crate) struct PyVerified(jws::Verified);

#[pymethods]
impl PyVerified {
    /// The bytes that were signed, detached or not.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.payload())
    }

    /// The protected header; of several signatures, that of the first that verified.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || read::objects(py, self.0.header().as_bytes()))
    }

    /// The unprotected header that stands with it, or None. Anybody can have changed it.
    #[getter]
    fn unprotected<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || read::optional(py, self.0.unprotected()))
    }

    /// The key_id of the key that verified that signature, if it has one. It is the key's own, never the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }

    /// The places of the signatures that verified, counted from 0. Whatever is not listed did not verify, or has no key.
    #[getter]
    fn verified(&self) -> Vec<usize> {
        self.0.verified().to_vec()
    }
}

/// Signs bytes with a key or, in the general serialization, with several (RFC 7515). Each key decides its algorithm.
#[pyfunction]
#[pyo3(
    signature = (payload, keys, **options),
    text_signature = "(payload, keys, *, header=None, unprotected=None, serialization='compact', detached=False, b64=True)"
)]
pub(crate) fn sign(py: Python<'_>, payload: Binary, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    guard(py, || {
        let options = options::read("sign", options)?;
        let sign = || jws::sign(&payload, &keys.0, &options);
        if are_quick(keys.0.iter()) { sign() } else { py.detach(sign) }.or_raise(py)
    })
}

/// Verifies a token in any serialization (RFC 7515), and gives the bytes that were signed. `payload` is that of a detached token.
#[pyfunction]
#[pyo3(
    signature = (token, keys, **options),
    text_signature = "(token, keys, *, payload=None, algorithms=None, critical=None, require='any', max_token_bytes=..., max_header_bytes=..., \
        max_json_depth=..., max_attempts=...)"
)]
pub(crate) fn verify(py: Python<'_>, token: Document<'_>, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<PyVerified> {
    guard(py, || {
        let payload = options::take_bytes(options, "payload")?;
        let options = jws::VerifyOptions { payload, ..options::read("verify", options)? };
        let token = token.token(py, ErrorCode::JwsInvalid)?;
        let verify = || jws::verify(&token, &keys.0, &options);
        if are_quick(keys.0.iter()) { verify() } else { py.detach(verify) }.or_raise(py).map(PyVerified)
    })
}
