//! `Verifier`.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use tokenseal::{CheckOptions, KeySet, Verifier, VerifyOptions};

use crate::clock::{self, Clock};
use crate::docs;
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Text, items};
use crate::key::are_quick;
use crate::key_set::{Keys, PyKeySet};
use crate::options;
use crate::show::Shown;
use crate::token::PyToken;

#[doc = docs::signature!("Verifier", "Verifier(keys=None, decryption_keys=None, *, ")]
/// Checks tokens with keys and options that are compiled once: what a service makes at its start and uses for every request.
///
/// With `keys` only, signed tokens are accepted; with `decryption_keys` only, encrypted ones; with both, nested ones and no others, unless
/// `accept` lists 'signed', 'encrypted' and 'nested' as wanted. It is immutable, and safe to share between threads.
///
/// To a type checker, `Verifier[MyClaims](…)` gives tokens whose claims are a TypedDict; when the program runs, it is the same as Verifier.
///
/// Args:
#[doc = docs::described!("Verifier")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an option that is not of the right form, or that could not be kept.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, an algorithm that the library lacks.
///
/// Example:
///     >>> from tokenseal import Issuer, Key, Verifier
///     >>> key = Key.generate("ES256")
///     >>> issuer = Issuer(key, issuer="https://issuer.example", audience="https://api.example", lifetime="15m")
///     >>> verifier = Verifier(key.public(), issuer="https://issuer.example", audience="https://api.example", leeway="30s")
///     >>> verifier.verify(issuer.issue({"sub": "alice"}))["sub"]
///     'alice'
#[pyclass(frozen, generic, name = "Verifier", module = "tokenseal")]
pub(crate) struct PyVerifier {
    verifier: Verifier,
    quick: bool,
    keys: Option<KeySet>,
    decryption_keys: Option<KeySet>,
    clock: Option<Clock>,
    options: Vec<String>,
}

#[pymethods]
impl PyVerifier {
    #[new]
    #[pyo3(signature = (keys = None, decryption_keys = None, **options), text_signature = None)]
    fn new(py: Python<'_>, keys: Option<Keys>, decryption_keys: Option<Keys>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let names = options::given_names(options);
            let clock = Clock::take::<VerifyOptions>(options)?;
            let options: VerifyOptions = options::read("Verifier", options)?;
            let set = |keys: Option<Keys>| keys.map(|keys| keys.0);
            let (keys, decryption_keys): (Option<KeySet>, Option<KeySet>) = (set(keys), set(decryption_keys));
            let quick = are_quick([&keys, &decryption_keys].into_iter().flatten().flat_map(KeySet::iter));
            let verifier = Verifier::new(keys.clone().map(Into::into), decryption_keys.clone(), &options).or_raise(py)?;
            Ok(Self { verifier, quick, keys, decryption_keys, clock, options: names })
        })
    }

    #[doc = docs::signature!("Verifier.verify", "verify($self, token, *, ")]
    /// Checks a token and gives it with its claims.
    ///
    /// It costs microseconds: in asynchronous code call it as it is.
    ///
    /// Args:
    ///     token: the token, as str or bytes.
    #[doc = docs::described!("Verifier.verify")]
    /// Returns:
    ///     The Token.
    #[doc = docs::raises_verifying!("ERR_JWS_INVALID, ERR_JWE_INVALID")]
    ///     InvalidSignatureError, DecryptionError: ERR_JWS_SIGNATURE_VERIFICATION_FAILED, ERR_JWE_DECRYPTION_FAILED.
    ///     UnsignedTokenError: ERR_JWT_UNSIGNED, unless `allow_unsigned`.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, Verifier, sign
    ///     >>> key = Key.generate("HS256")
    ///     >>> Verifier(key).verify(sign({"sub": "alice"}, key, expires_in=900, now=1_700_000_000), now=1_700_000_000)["exp"]
    ///     1700000900
    #[pyo3(signature = (token, *, now = None), text_signature = None)]
    fn verify(&self, py: Python<'_>, token: Text, now: Option<&Bound<'_, PyAny>>) -> PyResult<PyToken> {
        guard(py, || {
            let options: CheckOptions = options::read_one("now", now)?;
            let now = clock::now(py, options.now, self.clock.as_ref())?;
            let check = || self.verifier.verify(&token, now);
            let checked = if self.quick { check() } else { detached(py, check) };
            checked.or_raise(py).map(PyToken::from)
        })
    }

    #[doc = docs::signature!("Verifier.verify_many", "verify_many($self, tokens, *, ")]
    /// Checks many tokens on all cores, without the interpreter lock.
    ///
    /// Args:
    ///     tokens: any iterable of tokens.
    #[doc = docs::described!("Verifier.verify_many")]
    /// Returns:
    ///     A list with, in the tokens' order, a Token or the TokenError that `verify` would have raised.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, TokenError, Verifier, sign
    ///     >>> key = Key.generate("ES256")
    ///     >>> tokens = [sign({"n": 1}, key, expires_in="15m"), "not a token"]
    ///     >>> for result in Verifier(key.public()).verify_many(tokens):
    ///     ...     print(result.code if isinstance(result, TokenError) else result["n"])
    ///     1
    ///     ERR_JWT_INVALID
    #[pyo3(signature = (tokens, **options), text_signature = None)]
    fn verify_many<'py>(
        &self,
        py: Python<'py>,
        tokens: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyList>> {
        guard(py, || {
            let options: CheckOptions = options::read("Verifier.verify_many", options)?;
            let now = clock::now(py, options.now, self.clock.as_ref())?;
            let tokens: Vec<Text> = items("an iterable of tokens", tokens, |token| token.extract())?;
            let results = PyList::empty(py);
            for checked in detached(py, || self.verifier.verify_many(&tokens, now)) {
                match checked {
                    Ok(token) => results.append(PyToken::from(token))?,
                    Err(error) => results.append(raised(py, &error).into_value(py))?,
                }
            }
            Ok(results)
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Shows the keys without their secrets, and which options were given.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let mut shown = Shown::new(py, "Verifier");
            for (name, set) in [("keys", &self.keys), ("decryption_keys", &self.decryption_keys)] {
                if let Some(set) = set {
                    shown = shown.with(name, PyKeySet::from(set.clone()))?;
                }
            }
            Ok(self.options.iter().fold(shown, |shown, name| shown.given(name)).done())
        })
    }

    /// It never changes: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}
