//! `tokenseal.dpop`: proofs that an app holds the key that its token is bound to.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::{ProofOptions, dpop};

use crate::clock;
use crate::docs;
use crate::error::{OrRaise, guard};
use crate::external::PyUnsigned;
use crate::fork::detached;
use crate::input::Name;
use crate::key::OneKey;
use crate::options;

#[doc = docs::signature!("dpop.prove", "prove(key, method, url, *, ")]
/// Makes a proof for one request: the value of its header `DPoP` (RFC 9449, section 4).
///
/// Args:
///     key: the private Key that the token is, or will be, bound to.
///     method: the method of the request, such as 'POST'.
///     url: the URL of the request. Its query and fragment are left out.
#[doc = docs::described!("dpop.prove")]
/// Returns:
///     The proof.
///
/// Raises:
///     InvalidKeyError: ERR_KEY_MISMATCH, the key cannot sign, or is a shared secret.
///     OptionError: ERR_OPTION_INVALID, an invalid method, URL or option.
///
/// Example:
///     >>> from tokenseal import Issuer, Key, Verifier, dpop
///     >>> key, own = Key.generate("HS256"), Key.generate("ES256")
///     >>> token = Issuer(key, lifetime="15m").issue({"sub": "alice"}, confirm=own.public())
///     >>> proof = dpop.prove(own, "GET", "https://api.example/orders?page=2", access_token=token)
///     >>> verifier = Verifier(key, public_origins=["https://api.example"])
///     >>> verifier.verify(token, proof=proof, method="GET", url="/orders?page=2")["sub"]
///     'alice'
#[pyfunction]
#[pyo3(signature = (key, method, url, **options), text_signature = None)]
pub(crate) fn prove(
    py: Python<'_>,
    key: OneKey,
    method: Name,
    url: Name,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    guard(py, || {
        let options = proof_options(py, "dpop.prove", options)?;
        detached(py, || dpop::prove(&key.0, &method.0, &url.0, &options)).or_raise(py)
    })
}

#[doc = docs::signature!("dpop.prepare", "prepare(public_key, method, url, *, ")]
/// Prepares a proof whose signature is made elsewhere with the private half of `public_key`: in an
/// enclave, or in a phone's key store.
///
/// Sign `signing_input` there, then pass the signature to `complete`.
///
/// Args:
///     public_key: the public Key, bound to its signature algorithm.
///     method: the method of the request, such as 'POST'.
///     url: the URL of the request. Its query and fragment are left out.
#[doc = docs::described!("dpop.prepare")]
/// Returns:
///     What to sign, as an Unsigned.
///
/// Raises:
///     InvalidKeyError: ERR_KEY_MISMATCH, the key is not for signatures, or is a shared secret.
///     OptionError: ERR_OPTION_INVALID, an invalid method, URL or option.
///
/// Example:
///     >>> from tokenseal import Key, dpop
///     >>> unsigned = dpop.prepare(Key.generate("ES256").public(), "GET", "https://api.example/orders")
///     >>> unsigned.signing_input.count(b".")
///     1
#[pyfunction]
#[pyo3(signature = (public_key, method, url, **options), text_signature = None)]
pub(crate) fn prepare(
    py: Python<'_>,
    public_key: OneKey,
    method: Name,
    url: Name,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PyUnsigned> {
    guard(py, || {
        let options = proof_options(py, "dpop.prepare", options)?;
        dpop::prepare(&public_key.0, &method.0, &url.0, &options)
            .or_raise(py)
            .map(PyUnsigned)
    })
}

fn proof_options(
    py: Python<'_>,
    function: &str,
    given: Option<&Bound<'_, PyDict>>,
) -> PyResult<ProofOptions> {
    let options: ProofOptions = options::read(function, given)?;
    Ok(ProofOptions {
        now: Some(clock::now(py, options.now, None)?),
        ..options
    })
}
