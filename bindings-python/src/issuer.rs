//! `Issuer`.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::{IssueOptions, Issuer, IssuerOptions, Key};

use crate::clock::{self, Clock};
use crate::docs;
use crate::error::{OrRaise, guard};
use crate::fork::detached;
use crate::input::Claims;
use crate::jwt::Operation;
use crate::key::{OneKey, PyKey, are_quick};
use crate::options;
use crate::show::Shown;

#[doc = docs::signature!("Issuer", "Issuer(signing_key=None, encryption_key=None, *, ")]
/// Makes tokens with keys and options that are given once: what a service that hands out tokens holds.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals: signs, then encrypts. It is immutable, and safe to
/// share between threads.
///
/// Args:
#[doc = docs::described!("Issuer")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an option that is not of the right form, or that contradicts the keys.
///     InvalidKeyError: ERR_KEY_MISMATCH, a key that is not for this.
///
/// Example:
///     >>> from tokenseal import Issuer, Key, verify
///     >>> key = Key.generate("ES256")
///     >>> issuer = Issuer(key, issuer="https://issuer.example", audience="https://api.example", lifetime="15m")
///     >>> token = issuer.issue({"sub": "alice"})
///     >>> verify(token, key.public(), issuer="https://issuer.example", audience="https://api.example")["sub"]
///     'alice'
#[pyclass(frozen, name = "Issuer", module = "tokenseal")]
pub(crate) struct PyIssuer {
    issuer: Issuer,
    quick: bool,
    signing_key: Option<Key>,
    encryption_key: Option<Key>,
    clock: Option<Clock>,
    options: Vec<String>,
}

#[pymethods]
impl PyIssuer {
    #[new]
    #[pyo3(signature = (signing_key = None, encryption_key = None, **options), text_signature = None)]
    fn new(
        py: Python<'_>,
        signing_key: Option<OneKey>,
        encryption_key: Option<OneKey>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let names = options::given_names(options);
            let clock = Clock::take::<IssuerOptions>(options)?;
            let options: IssuerOptions = options::read("Issuer", options)?;
            let key = |key: Option<OneKey>| key.map(|key| key.0);
            let (signing, encryption): (Option<Key>, Option<Key>) = (key(signing_key), key(encryption_key));
            let quick = are_quick(signing.iter().chain(&encryption));
            let issuer = detached(py, || Issuer::new(signing.clone(), encryption.clone().map(Into::into), &options)).or_raise(py)?;
            Ok(Self { issuer, quick, signing_key: signing, encryption_key: encryption, clock, options: names })
        })
    }

    #[doc = docs::signature!("Issuer.issue", "issue($self, claims, *, ")]
    /// Makes a token with these claims. Options that are given here go before the issuer's own.
    ///
    /// Args:
    ///     claims: a mapping, or JSON text as bytes; see `sign`.
    #[doc = docs::described!("Issuer.issue")]
    /// Returns:
    ///     The token, in the compact serialization.
    #[doc = docs::raises_issuing!()]
    ///
    /// Example:
    ///     >>> from tokenseal import Issuer, Key
    ///     >>> issuer = Issuer(Key.generate("HS256"), lifetime="15m")
    ///     >>> issuer.issue({"scope": "read"}, subject="alice", expires_in=60).count(".")
    ///     2
    #[pyo3(signature = (claims, **options), text_signature = None)]
    fn issue(&self, py: Python<'_>, claims: Claims<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
        guard(py, || {
            let mut options: IssueOptions = options::read("Issuer.issue", options)?;
            options.now = Some(clock::now(py, options.now, self.clock.as_ref())?);
            Operation::Issue(&self.issuer, options).run(py, &claims, self.quick)
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Shows the keys without their secrets, and which options were given.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let mut shown = Shown::new(py, "Issuer");
            for (name, key) in [("signing_key", &self.signing_key), ("encryption_key", &self.encryption_key)] {
                if let Some(key) = key {
                    shown = shown.with(name, PyKey(key.clone()))?;
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
