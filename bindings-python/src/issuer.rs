//! `Issuer`.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::{IssueOptions, Issuer, Key};
use tokenseal_bridge::now_or;

use crate::docs;
use crate::errors::{OrRaise, guard};
use crate::input::Claims;
use crate::jwt::Making;
use crate::key::{PyKey, are_quick};
use crate::options;
use crate::show::Shown;

/// Makes tokens with keys and options that are given once: what a service that hands out tokens holds.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals: signs, then encrypts. It is immutable, and safe to
/// share between threads.
///
/// Args:
///     signing_key: a secret or private Key, bound to its signature algorithm.
///     encryption_key: a secret or public Key, bound to its key management algorithm.
///     issuer: becomes `iss`.
///     audience: becomes `aud`, unless the call gives one: a text, or several.
///     subject: becomes `sub`, unless the call gives one.
///     lifetime: how long a token is valid, unless the call or the claims say otherwise: seconds, a timedelta, or a text such as '15m'.
///     no_expiry: True for tokens that never expire.
///     type: the `typ` of the header; 'JWT' if not given, or what the profile says.
///     header: further parameters of the protected header, as a mapping. What the library sets cannot be given.
#[doc = concat!(docs::profile!("tokens get its `typ` and a random `jti`, and must have its claims"), docs::encrypting!())]
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
    options: Vec<String>,
}

#[pymethods]
impl PyIssuer {
    #[new]
    #[pyo3(
        signature = (signing_key = None, encryption_key = None, **options),
        text_signature = "(signing_key=None, encryption_key=None, *, issuer=..., audience=..., subject=..., lifetime=..., no_expiry=False, \
            type='JWT', header=None, profile=..., enc=None, compress=False)"
    )]
    fn new(
        py: Python<'_>,
        signing_key: Option<PyRef<'_, PyKey>>,
        encryption_key: Option<PyRef<'_, PyKey>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let names = options::given_names(options);
            let options = options::read("Issuer", options)?;
            let key = |key: Option<PyRef<'_, PyKey>>| key.map(|key| key.0.clone());
            let (signing, encryption): (Option<Key>, Option<Key>) = (key(signing_key), key(encryption_key));
            let quick = are_quick(signing.iter().chain(&encryption));
            let issuer = py.detach(|| Issuer::new(signing.clone(), encryption.clone(), &options)).or_raise(py)?;
            Ok(Self { issuer, quick, signing_key: signing, encryption_key: encryption, options: names })
        })
    }

    /// Makes a token with these claims. Options that are given here go before the issuer's own.
    ///
    /// Args:
    ///     claims: a mapping, or JSON text as bytes; see `sign`.
    ///     expires_in: how long this token is valid, instead of the issuer's lifetime: seconds, a timedelta, or a text such as '15m'.
    ///     no_expiry: True to make this token one that never expires.
    #[doc = concat!(docs::making_one!(), docs::header_and_now!())]
    /// Returns:
    ///     The token, in the compact serialization.
    #[doc = docs::raises_making!()]
    ///
    /// Example:
    ///     >>> from tokenseal import Issuer, Key
    ///     >>> issuer = Issuer(Key.generate("HS256"), lifetime="15m")
    ///     >>> issuer.issue({"scope": "read"}, subject="alice", expires_in=60).count(".")
    ///     2
    #[pyo3(
        signature = (claims, **options),
        text_signature = "($self, claims, *, expires_in=..., no_expiry=False, audience=..., subject=..., not_before=..., token_id=..., \
            header=None, now=None)"
    )]
    fn issue(&self, py: Python<'_>, claims: Claims<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
        guard(py, || {
            let mut options: IssueOptions = options::read("Issuer.issue", options)?;
            options.now = Some(now_or(options.now));
            Making::Issue(&self.issuer, options).run(py, &claims, self.quick)
        })
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
}
