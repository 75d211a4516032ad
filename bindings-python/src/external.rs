//! Keys that never leave their hardware or service: `prepare` and `tokenseal.jwe.prepare_decrypt`,
//! each completed with the private key's result.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::{CompleteOptions, JsonText, Unsigned, jwe};

use crate::docs;
use crate::error::{OrRaise, guard};
use crate::fork::detached;
use crate::input::{Binary, Claims, Text};
use crate::jwe::PyDecrypted;
use crate::jwt::token_options;
use crate::key::{OneKey, PyKey};
use crate::options;
use crate::show::Shown;

/// A token or a proof that lacks its signature: what `prepare` and `dpop.prepare` return.
#[pyclass(frozen, name = "Unsigned", module = "tokenseal")]
pub(crate) struct PyUnsigned(pub(crate) Unsigned);

#[pymethods]
impl PyUnsigned {
    /// What to sign: the header, a dot and the payload.
    #[getter]
    fn signing_input<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.signing_input())
    }

    #[doc = docs::signature!("Unsigned.complete", "complete($self, signature, *, ")]
    /// The token with its signature, which is verified first.
    ///
    /// Args:
    ///     signature: the bytes. An ECDSA signature is r and s, each of the field's length, or DER
    ///         if `format` says so.
    #[doc = docs::described!("Unsigned.complete")]
    /// Returns:
    ///     The token, in the compact serialization, or the proof.
    ///
    /// Raises:
    ///     InvalidSignatureError: ERR_JWS_SIGNATURE_VERIFICATION_FAILED; it may be called again.
    ///     OptionError: ERR_OPTION_INVALID, an unknown format, or DER if the algorithm is not
    ///         ECDSA.
    #[pyo3(signature = (signature, *, format = None), text_signature = None)]
    fn complete(
        &self,
        py: Python<'_>,
        signature: Binary,
        #[pyo3(from_py_with = options::by_position)] format: Option<Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(py, || {
            let options: CompleteOptions = options::read_one("format", format.as_ref())?;
            detached(py, || self.0.complete_with(&signature, &options)).or_raise(py)
        })
    }

    fn __repr__(&self) -> &'static str {
        "Unsigned()"
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

#[doc = docs::signature!("prepare", "prepare(claims, public_key, *, ")]
/// Prepares a token whose signature is made elsewhere with the private half of `public_key`: in a
/// KMS, an HSM, or a phone's key store.
///
/// Sign `signing_input` there, then pass the signature to `complete`.
///
/// Args:
///     claims: a mapping, or JSON text as bytes; see `sign`.
///     public_key: the public Key, bound to its signature algorithm.
#[doc = docs::described!("prepare")]
/// Returns:
///     What to sign, as an Unsigned.
#[doc = docs::raises_issuing!()]
///
/// Example:
///     >>> from tokenseal import InvalidSignatureError, Key, prepare
///     >>> unsigned = prepare({"sub": "alice"}, Key.generate("ES256").public(), expires_in="15m")
///     >>> unsigned.signing_input.count(b".")
///     1
///     >>> try:
///     ...     token = unsigned.complete(bytes(64))  # what the KMS gave
///     ... except InvalidSignatureError as error:
///     ...     print(error.code)
///     ERR_JWS_SIGNATURE_VERIFICATION_FAILED
#[pyfunction]
#[pyo3(signature = (claims, public_key, **options), text_signature = None)]
pub(crate) fn prepare(
    py: Python<'_>,
    claims: Claims<'_>,
    public_key: OneKey,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyUnsigned> {
    guard(py, || {
        let options = token_options("prepare", options)?;
        let text = claims.text(py)?;
        tokenseal::prepare(&JsonText(&text), &public_key.0, &options)
            .or_raise(py)
            .map(PyUnsigned)
    })
}

/// A token that waits for the result of its private key operation: what `prepare_decrypt` returns.
#[pyclass(frozen, name = "Pending", module = "tokenseal.jwe")]
pub(crate) struct PyPending(jwe::Pending);

#[pymethods]
impl PyPending {
    /// For the ECDH-ES family: the public key that the private key must agree with. None for
    /// RSA-OAEP.
    #[getter]
    fn peer_key(&self) -> Option<PyKey> {
        self.0.peer_key().cloned().map(PyKey)
    }

    /// For the RSA-OAEP family: what the private key must decrypt. None for ECDH-ES.
    #[getter]
    fn encrypted_key<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.0.encrypted_key().map(|key| PyBytes::new(py, key))
    }

    /// Decrypts with the shared secret of the agreement (before any key derivation), or with the
    /// content key from RSA-OAEP.
    ///
    /// Args:
    ///     secret: the bytes. If the private key could not be used on the token, pass `b''`: it is
    ///         refused like any token that cannot be decrypted.
    ///
    /// Returns:
    ///     The Decrypted.
    ///
    /// Raises:
    ///     DecryptionError: ERR_JWE_DECRYPTION_FAILED. The reason is withheld on purpose.
    ///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED, a compressed plaintext that inflates to too
    ///         much.
    fn complete(&self, py: Python<'_>, secret: Binary) -> PyResult<PyDecrypted> {
        guard(py, || {
            detached(py, || self.0.complete(&secret))
                .or_raise(py)
                .map(PyDecrypted)
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(Shown::new(py, "Pending")
            .with("peer_key", self.peer_key())?
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

#[doc = docs::signature!("jwe.prepare_decrypt", "prepare_decrypt(token, public_key, *, ")]
/// Reads a token that is decrypted with a private key kept elsewhere; `public_key` is its public
/// half, for ECDH-ES or RSA-OAEP.
///
/// Use `peer_key` or `encrypted_key` there, then pass the result to `complete`.
///
/// Args:
///     token: the token, in the compact serialization, as str or bytes.
///     public_key: the public Key, for ECDH-ES or RSA-OAEP.
#[doc = docs::described!("jwe.prepare_decrypt")]
/// Returns:
///     What to use the private key on, as a Pending.
///
/// Raises:
///     InvalidTokenError: ERR_JWE_INVALID or ERR_JOSE_CRIT_NOT_SUPPORTED.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED or ERR_JOSE_ALG_NOT_ALLOWED.
///     KeyNotFoundError: ERR_JWKS_NO_MATCHING_KEY.
///     DecryptionError: ERR_JWE_DECRYPTION_FAILED.
///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED.
///     OptionError: ERR_OPTION_INVALID.
///
/// Example:
///     >>> from tokenseal import Key, jwe
///     >>> key = Key.generate("ECDH-ES+A256KW", curve="X25519")  # pretend that its private half were elsewhere
///     >>> pending = jwe.prepare_decrypt(jwe.encrypt(b"for your eyes only", key.public()), key.public())
///     >>> pending.peer_key.key_type
///     'OKP'
///     >>> pending.encrypted_key is None
///     True
#[pyfunction]
#[pyo3(signature = (token, public_key, **options), text_signature = None)]
pub(crate) fn prepare_decrypt(
    py: Python<'_>,
    token: Text,
    public_key: OneKey,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyPending> {
    guard(py, || {
        let options = options::read("prepare_decrypt", options)?;
        jwe::prepare_decrypt(&token, &public_key.0, &options)
            .or_raise(py)
            .map(PyPending)
    })
}
