//! `tokenseal.jwe`: any bytes, encrypted.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::{ErrorCode, jwe};

use crate::docs;
use crate::errors::{OrRaise, guard};
use crate::input::{Binary, Document};
use crate::key::are_quick;
use crate::key_set::Keys;
use crate::show::Shown;
use crate::{options, read};

/// A token that was decrypted: what `jwe.decrypt` gives.
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

    /// The unprotected header that all recipients share, or None. Anybody can have changed it.
    #[getter]
    fn unprotected<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || read::optional(py, self.0.unprotected()))
    }

    /// The unprotected header of the recipient that was opened, or None. Anybody can have changed it.
    #[getter]
    fn recipient_header<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || read::optional(py, self.0.recipient_header()))
    }

    /// What was authenticated beside the plaintext, or None.
    #[getter]
    fn aad<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.0.aad().map(|aad| PyBytes::new(py, aad))
    }

    /// The place of the recipient that was opened, counted from 0.
    #[getter]
    fn recipient(&self) -> usize {
        self.0.recipient()
    }

    /// The key_id of the key that decrypted the token, if it has one. It is the key's own, never the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(Shown::new(py, "Decrypted").with("key_id", self.key_id())?.with("recipient", self.recipient())?.done())
    }
}

/// Encrypts bytes to the holder of a key or, in the general serialization, to those of several (RFC 7516).
///
/// Each key decides its key management algorithm.
///
/// Args:
///     plaintext: the bytes.
///     keys: a secret or public Key, or a KeySet or iterable of them.
///     enc: the content encryption; the key's own for 'dir', else A256GCM if not given.
///     header: further parameters of the protected header, as a mapping.
///     unprotected: parameters that all recipients share and anybody can change, as a mapping; not for 'compact'.
///     recipient_headers: parameters that anybody can change, a list of mappings, one for each key; not for 'compact'.
///     aad: bytes that are authenticated and stand in the token for all to read; not for 'compact'.
///     compress: True to compress the plaintext. What it holds can then be guessed from the length of the token.
///     serialization: 'compact', 'flattened' or 'general'.
///     allow_shared_content_key: True to allow a symmetric key among several, though any recipient can then encrypt other content under it.
///
/// Returns:
///     The token; JSON text if it is not 'compact'.
///
/// Raises:
///     OptionError: ERR_OPTION_INVALID.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED.
///     InvalidKeyError: ERR_KEY_MISMATCH, a key that is not for this.
///
/// Example:
///     >>> from tokenseal import Key, jwe
///     >>> key = Key.generate("A256KW")
///     >>> token = jwe.encrypt(b"for your eyes only", key, serialization="flattened", aad=b"to whom it concerns")
///     >>> jwe.decrypt(token, key).aad
///     b'to whom it concerns'
#[pyfunction]
#[pyo3(
    signature = (plaintext, keys, **options),
    text_signature = "(plaintext, keys, *, enc=None, header=None, unprotected=None, recipient_headers=None, aad=None, compress=False, \
        serialization='compact', allow_shared_content_key=False)"
)]
pub(crate) fn encrypt(py: Python<'_>, plaintext: Binary, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    guard(py, || {
        let aad = options::take_bytes(options, "aad")?;
        let options = jwe::EncryptOptions { aad, ..options::read("encrypt", options)? };
        let encrypt = || jwe::encrypt(&plaintext, &keys.0, &options);
        if are_quick(keys.0.iter()) { encrypt() } else { py.detach(encrypt) }.or_raise(py)
    })
}

/// Decrypts a token in any serialization (RFC 7516).
///
/// Args:
///     token: the token, as str or bytes; a JSON serialization also as a mapping.
///     keys: a Key, a KeySet, or any iterable of Keys.
#[doc = concat!(docs::decryption_algorithms!(), docs::critical!(), docs::limits!())]
/// Returns:
///     The Decrypted.
///
/// Raises:
///     InvalidTokenError: ERR_JWE_INVALID or ERR_JOSE_CRIT_NOT_SUPPORTED.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED or ERR_JOSE_ALG_NOT_ALLOWED.
///     KeyNotFoundError: ERR_JWKS_NO_MATCHING_KEY.
///     DecryptionError: ERR_JWE_DECRYPTION_FAILED. On purpose, nothing says why.
///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED.
///     OptionError: ERR_OPTION_INVALID.
///
/// Example:
///     >>> from tokenseal import Key, jwe
///     >>> key = Key.generate("RSA-OAEP-256")
///     >>> jwe.decrypt(jwe.encrypt(b"for your eyes only", key.public()), [key]).plaintext
///     b'for your eyes only'
#[pyfunction]
#[pyo3(
    signature = (token, keys, **options),
    text_signature = "(token, keys, *, key_management=None, content_encryption=None, critical=None, max_token_bytes=..., max_header_bytes=..., \
        max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=...)"
)]
pub(crate) fn decrypt(py: Python<'_>, token: Document<'_>, keys: Keys, options: Option<&Bound<'_, PyDict>>) -> PyResult<PyDecrypted> {
    guard(py, || {
        let options = options::read("decrypt", options)?;
        let token = token.token(py, ErrorCode::JweInvalid)?;
        let decrypt = || jwe::decrypt(&token, &keys.0, &options);
        if are_quick(keys.0.iter()) { decrypt() } else { py.detach(decrypt) }.or_raise(py).map(PyDecrypted)
    })
}
