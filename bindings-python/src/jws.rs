//! `tokenseal.jws`: any bytes, signed.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::{ErrorCode, SignatureAlgorithm, jws};

use crate::docs;
use crate::error::{OrRaise, guard};
use crate::fork::detached;
use crate::input::{Binary, Document, Name};
use crate::key::{OneKey, are_quick};
use crate::key_set::Keys;
use crate::show::Shown;
use crate::{from_json, options};

/// A payload whose signature was verified: what `jws.verify` returns.
#[pyclass(frozen, name = "Verified", module = "tokenseal.jws")]
pub(crate) struct PyVerified(jws::Verified);

#[pymethods]
impl PyVerified {
    /// The bytes that were signed, detached or not.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.payload())
    }

    /// The protected header; with several signatures, that of the first that verified.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || from_json::objects(py, self.0.header().as_bytes()))
    }

    /// The unprotected header that goes with it, or None. Anyone may have altered it.
    #[getter]
    fn unprotected<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(py, || from_json::optional(py, self.0.unprotected()))
    }

    /// The key_id of the key that verified that signature, if it has one. It is the key's own,
    /// never the token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id()
    }

    /// The signatures that verified, each as a VerifiedSignature. Any that is not listed did not
    /// verify, or has no key.
    #[getter]
    fn verified(&self) -> Vec<PySignature> {
        self.0.verified().iter().cloned().map(PySignature).collect()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(Shown::new(py, "Verified")
            .with("key_id", self.key_id())?
            .with("verified", self.verified())?
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

/// One signature that verified; `Verified.verified` lists those of a token.
#[pyclass(frozen, name = "VerifiedSignature", module = "tokenseal.jws")]
pub(crate) struct PySignature(jws::VerifiedSignature);

#[pymethods]
impl PySignature {
    /// Its index in the token, from 0.
    #[getter]
    fn index(&self) -> usize {
        self.0.index
    }

    /// The key_id of the key that verified it, if that key has one. It is the key's own, never the
    /// token's.
    #[getter]
    fn key_id(&self) -> Option<&str> {
        self.0.key_id.as_deref()
    }

    /// The algorithm that verified it.
    #[getter]
    fn algorithm(&self) -> &'static str {
        self.0.algorithm.as_str()
    }

    /// Its protected header, a new dict each time; empty if it has none.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || from_json::objects(py, self.0.header.as_bytes()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = Shown::new(py, "VerifiedSignature")
            .with("index", self.index())?
            .with("key_id", self.key_id())?;
        Ok(shown.with("algorithm", self.algorithm())?.done())
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

#[doc = docs::signature!("jws.sign", "sign(payload, keys, *, ")]
/// Signs bytes with a key or, in the general serialization, with several (RFC 7515). Each key
/// decides its algorithm.
///
/// Args:
///     payload: the bytes.
///     keys: a secret or private Key, or a KeySet or iterable of them.
#[doc = docs::described!("jws.sign")]
/// Returns:
///     The token; JSON text if it is not 'compact'.
///
/// Raises:
///     OptionError: ERR_OPTION_INVALID.
///     InvalidKeyError: ERR_KEY_MISMATCH, a key that does not fit.
///
/// Example:
///     >>> from tokenseal import Key, jws
///     >>> key = Key.generate("ES256")
///     >>> token = jws.sign(b"any bytes", key, header={"typ": "note"})
///     >>> jws.verify(token, key.public()).header["typ"]
///     'note'
#[pyfunction]
#[pyo3(signature = (payload, keys, **options), text_signature = None)]
pub(crate) fn sign(
    py: Python<'_>,
    payload: Binary,
    keys: Keys,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    guard(py, || {
        let options = options::read("sign", options)?;
        let sign = || jws::sign(&payload, &keys.0, &options);
        if are_quick(keys.0.iter()) {
            sign()
        } else {
            detached(py, sign)
        }
        .or_raise(py)
    })
}

#[doc = docs::signature!("jws.verify", "verify(token, keys, *, ")]
/// Verifies a token in any serialization (RFC 7515), and returns the bytes that were signed.
///
/// Args:
///     token: the token, as str or bytes; a JSON serialization also as a mapping.
///     keys: a Key, a KeySet, or any iterable of Keys.
#[doc = docs::described!("jws.verify")]
/// Returns:
///     The Verified.
///
/// Raises:
///     InvalidTokenError: ERR_JWS_INVALID or ERR_JOSE_CRIT_NOT_SUPPORTED.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED or ERR_JOSE_ALG_NOT_ALLOWED.
///     KeyNotFoundError: ERR_JWKS_NO_MATCHING_KEY.
///     InvalidSignatureError: ERR_JWS_SIGNATURE_VERIFICATION_FAILED.
///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED.
///     OptionError: ERR_OPTION_INVALID.
///
/// Example:
///     >>> from tokenseal import Key, jws
///     >>> key = Key.generate("Ed25519")
///     >>> token = jws.sign(b"any bytes", key, detached=True)
///     >>> [one.algorithm for one in jws.verify(token, key.public(), payload=b"any bytes").verified]
///     ['Ed25519']
#[pyfunction]
#[pyo3(signature = (token, keys, **options), text_signature = None)]
pub(crate) fn verify(
    py: Python<'_>,
    token: Document<'_>,
    keys: Keys,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyVerified> {
    guard(py, || {
        let options = options::read("verify", options)?;
        let token = token.token(py, ErrorCode::JwsInvalid)?;
        let verify = || jws::verify(&token, &keys.0, &options);
        if are_quick(keys.0.iter()) {
            verify()
        } else {
            detached(py, verify)
        }
        .or_raise(py)
        .map(PyVerified)
    })
}

/// For the surfaces of other libraries: signs bytes as they are, by the algorithm that the Key is
/// bound to.
#[pyfunction]
pub(crate) fn _sign_bytes<'py>(
    py: Python<'py>,
    message: Binary,
    key: OneKey,
    alg: Name,
) -> PyResult<Bound<'py, PyBytes>> {
    guard(py, || {
        let algorithm: SignatureAlgorithm = alg.0.parse().or_raise(py)?;
        let sign = || jws::sign_bytes(message.as_ref(), &key.0, algorithm);
        let signature = if key.0.is_quick() {
            sign()
        } else {
            detached(py, sign)
        }
        .or_raise(py)?;
        Ok(PyBytes::new(py, &signature))
    })
}

/// For the surfaces of other libraries: whether a signature is one of these bytes.
#[pyfunction]
pub(crate) fn _verify_bytes(
    py: Python<'_>,
    message: Binary,
    signature: Binary,
    key: OneKey,
    alg: Name,
) -> PyResult<bool> {
    guard(py, || {
        let algorithm: SignatureAlgorithm = alg.0.parse().or_raise(py)?;
        let verify = || jws::verify_bytes(message.as_ref(), signature.as_ref(), &key.0, algorithm);
        if key.0.is_quick() {
            verify()
        } else {
            detached(py, verify)
        }
        .or_raise(py)
    })
}
