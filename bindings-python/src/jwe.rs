//! `tokenseal.jwe`: any bytes, encrypted.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::{ErrorCode, jwe};

use crate::docs;
use crate::error::{OrRaise, guard};
use crate::fork::detached;
use crate::input::{Binary, Document};
use crate::key::are_quick;
use crate::key_set::Keys;
use crate::show::Shown;
use crate::{from_json, options};

/// A decrypted token: what `jwe.decrypt` returns.
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
        guard(py, || from_json::objects(py, self.0.header().as_bytes()))
    }

    /// The unprotected header that all recipients share, or None. Anyone may have altered it.
    #[getter]
    fn unprotected<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || from_json::optional(py, self.0.unprotected()))
    }

    /// The unprotected header of the recipient that was opened, or None. Anyone may have altered
    /// it.
    #[getter]
    fn recipient_header<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || from_json::optional(py, self.0.recipient_header()))
    }

    /// What was authenticated along with the plaintext, or None.
    #[getter]
    fn aad<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.0.aad().map(|aad| PyBytes::new(py, aad))
    }

    /// The index of the recipient that was opened, from 0.
    #[getter]
    fn recipient(&self) -> usize {
        self.0.recipient()
    }

    /// The key_id of the key that decrypted the token, if it has one. It is the key's own, never
    /// the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(Shown::new(py, "Decrypted")
            .with("key_id", self.key_id())?
            .with("recipient", self.recipient())?
            .done())
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

#[doc = docs::signature!("jwe.encrypt", "encrypt(plaintext, keys, *, ")]
/// Encrypts bytes to the holder of a key or, in the general serialization, to those of several
/// (RFC 7516).
///
/// Each key decides its key management algorithm.
///
/// Args:
///     plaintext: the bytes.
///     keys: a secret or public Key, or a KeySet or iterable of them.
#[doc = docs::described!("jwe.encrypt")]
/// Returns:
///     The token; JSON text if it is not 'compact'.
///
/// Raises:
///     OptionError: ERR_OPTION_INVALID.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED.
///     InvalidKeyError: ERR_KEY_MISMATCH, a key that does not fit.
///
/// Example:
///     >>> from tokenseal import Key, jwe
///     >>> key = Key.generate("A256KW")
///     >>> token = jwe.encrypt(b"for your eyes only", key, serialization="flattened", aad=b"to whom it concerns")
///     >>> jwe.decrypt(token, key).aad
///     b'to whom it concerns'
#[pyfunction]
#[pyo3(signature = (plaintext, keys, **options), text_signature = None)]
pub(crate) fn encrypt(
    py: Python<'_>,
    plaintext: Binary,
    keys: Keys,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    guard(py, || {
        let options = options::read("encrypt", options)?;
        let encrypt = || jwe::encrypt(&plaintext, &keys.0, &options);
        if are_quick(keys.0.iter()) {
            encrypt()
        } else {
            detached(py, encrypt)
        }
        .or_raise(py)
    })
}

#[doc = docs::signature!("jwe.decrypt", "decrypt(token, keys, *, ")]
/// Decrypts a token in any serialization (RFC 7516).
///
/// Args:
///     token: the token, as str or bytes; a JSON serialization also as a mapping.
///     keys: a Key, a KeySet, or any iterable of Keys.
#[doc = docs::described!("jwe.decrypt")]
/// Returns:
///     The Decrypted.
///
/// Raises:
///     InvalidTokenError: ERR_JWE_INVALID or ERR_JOSE_CRIT_NOT_SUPPORTED.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED or ERR_JOSE_ALG_NOT_ALLOWED.
///     KeyNotFoundError: ERR_JWKS_NO_MATCHING_KEY.
///     DecryptionError: ERR_JWE_DECRYPTION_FAILED. The reason is withheld on purpose.
///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED.
///     OptionError: ERR_OPTION_INVALID.
///
/// Example:
///     >>> from tokenseal import Key, jwe
///     >>> key = Key.generate("RSA-OAEP-256")
///     >>> jwe.decrypt(jwe.encrypt(b"for your eyes only", key.public()), [key]).plaintext
///     b'for your eyes only'
#[pyfunction]
#[pyo3(signature = (token, keys, **options), text_signature = None)]
pub(crate) fn decrypt(
    py: Python<'_>,
    token: Document<'_>,
    keys: Keys,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyDecrypted> {
    guard(py, || {
        let options = options::read("decrypt", options)?;
        let token = token.token(py, ErrorCode::JweInvalid)?;
        let decrypt = || jwe::decrypt(&token, &keys.0, &options);
        if are_quick(keys.0.iter()) {
            decrypt()
        } else {
            detached(py, decrypt)
        }
        .or_raise(py)
        .map(PyDecrypted)
    })
}
