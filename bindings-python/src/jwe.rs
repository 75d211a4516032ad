//! `tokenseal.jwe`: any bytes, encrypted.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::jwe;

use crate::errors::{OrRaise, guard};
use crate::input::{Binary, Text};
use crate::key::{PyKey, are_quick};
use crate::key_set::Keys;
use crate::{options, read};

/// A token that was decrypted.
#[pyclass(frozen, name = "Decrypted", module = "tokenseal.jwe")]
pub(crate) struct PyDecrypted(pub(crate) jwe::Decrypted);

#[pymethods]
impl PyDecrypted {
    /// What was encrypted.
    #[getter]
    fn plaintext<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.plaintext())
    }

    /// The protected header.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || read::objects(py, self.0.header().as_bytes()))
    }

    /// The key_id of the key that decrypted the token, if it has one. It is the key's own, never the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }
}

/// Encrypts bytes to the holder of the key, in the compact serialization (RFC 7516). The key decides the key management algorithm.
#[pyfunction]
#[pyo3(signature = (plaintext, key, **options), text_signature = "(plaintext, key, *, enc=None, header=None, compress=False)")]
pub(crate) fn encrypt(py: Python<'_>, plaintext: Binary, key: PyRef<'_, PyKey>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    guard(py, || {
        let options = options::read("encrypt", options)?;
        let key = &key.0;
        let encrypt = || jwe::encrypt(&plaintext, key, &options);
        if are_quick([key]) { encrypt() } else { py.detach(encrypt) }.or_raise(py)
    })
}

/// Decrypts a token in the compact serialization (RFC 7516).
#[pyfunction]
#[pyo3(
    signature = (token, keys, **options),
    text_signature = "(token, keys, *, key_management=None, content_encryption=None, critical=None, max_token_bytes=..., max_header_bytes=..., \
        max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=...)"
)]
pub(crate) fn decrypt(py: Python<'_>, token: Text, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<PyDecrypted> {
    guard(py, || {
        let options = options::read("decrypt", options)?;
        let decrypt = || jwe::decrypt(&token, &keys.0, &options);
        if are_quick(keys.0.iter()) { decrypt() } else { py.detach(decrypt) }.or_raise(py).map(PyDecrypted)
    })
}
