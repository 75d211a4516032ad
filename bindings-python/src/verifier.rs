//! `Verifier`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList, PyMemoryView, PyString};
use tokenseal::{KeySet, Verifier};

use crate::errors::{OrRaise, guard, raised};
use crate::input::{Text, unexpected};
use crate::key::are_quick;
use crate::key_set::Keys;
use crate::options;
use crate::token::PyToken;

/// Checks tokens with keys and options that are compiled once: what a service makes at its start and uses for every request.
///
/// With `keys` only, signed tokens are accepted; with `decryption_keys` only, encrypted ones; with both, nested ones and no others, unless
/// `accept` lists 'signed', 'encrypted' and 'nested' as wanted.
#[pyclass(frozen, name = "Verifier", module = "tokenseal")]
pub(crate) struct PyVerifier {
    verifier: Verifier,
    quick: bool,
}

#[pymethods]
impl PyVerifier {
    #[new]
    #[pyo3(
        signature = (keys = None, decryption_keys = None, **options),
        text_signature = "(keys=None, decryption_keys=None, *, algorithms=None, key_management=None, content_encryption=None, issuer=..., \
            audience=..., subject=..., type=..., required_claims=..., max_age=..., leeway=0, critical=None, allow_missing_exp=False, \
            allow_any_audience=False, allow_any_issuer=False, allow_any_type=False, allow_unsigned=False, accept=..., profile=..., nonce=..., \
            azp=..., max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., \
            max_pbes2_iterations=...)"
    )]
    fn new(py: Python<'_>, keys: Option<Keys>, decryption_keys: Option<Keys>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options = options::read("Verifier", options)?;
            let set = |keys: Option<Keys>| keys.map(|keys| keys.0);
            let (keys, decryption_keys): (Option<KeySet>, Option<KeySet>) = (set(keys), set(decryption_keys));
            let quick = are_quick([&keys, &decryption_keys].into_iter().flatten().flat_map(KeySet::iter));
            Verifier::new(keys, decryption_keys, &options).or_raise(py).map(|verifier| Self { verifier, quick })
        })
    }

    /// Checks a token and gives it with its claims.
    #[pyo3(signature = (token, **options), text_signature = "($self, token, *, now=None)")]
    fn verify(&self, py: Python<'_>, token: Text, options: Option<&Bound<'_, PyDict>>) -> PyResult<PyToken> {
        guard(py, || {
            let now = options::read_now("Verifier.verify", options)?;
            let check = || self.verifier.verify(&token, now);
            let checked = if self.quick { check() } else { py.detach(check) };
            checked.or_raise(py).map(PyToken::from)
        })
    }

    /// Checks many tokens on all cores. The list has, in the tokens' order, a Token or the TokenError that `verify` would have raised.
    #[pyo3(signature = (tokens, **options), text_signature = "($self, tokens, *, now=None)")]
    fn verify_many<'py>(
        &self,
        py: Python<'py>,
        tokens: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyList>> {
        guard(py, || {
            let now = options::read_now("Verifier.verify_many", options)?;
            let tokens = many(tokens)?;
            let results = PyList::empty(py);
            for checked in py.detach(|| self.verifier.verify_many(&tokens, now)) {
                match checked {
                    Ok(token) => results.append(PyToken::from(token))?,
                    Err(error) => results.append(raised(py, &error).into_value(py))?,
                }
            }
            Ok(results)
        })
    }
}

/// The tokens of any iterable but one token, which Python would take for many short ones.
fn many(tokens: &Bound<'_, PyAny>) -> PyResult<Vec<Text>> {
    let is_one = tokens.is_instance_of::<PyString>()
        || tokens.is_instance_of::<PyBytes>()
        || tokens.is_instance_of::<PyByteArray>()
        || tokens.is_instance_of::<PyMemoryView>();
    let expected = || unexpected("an iterable of tokens", tokens);
    if is_one {
        return Err(expected());
    }
    let iterator = tokens.try_iter().map_err(|error| if error.is_instance_of::<PyTypeError>(tokens.py()) { expected() } else { error })?;
    iterator.map(|token| token?.extract()).collect()
}
