//! `Issuer`.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::{EncryptionKey, ErrorCode, IssueOptions, Issuer, IssuerOptions, JsonText, Key};

use crate::clock::{self, Clock};
use crate::docs;
use crate::driver::{self, Timeout};
use crate::error::{OrRaise, guard};
use crate::fork::detached;
use crate::input::Claims;
use crate::jwt::Operation;
use crate::key::{OneKey, PyKey, are_quick};
use crate::options;
use crate::remote::PyRemoteKeySet;
use crate::show::Shown;

#[doc = docs::signature!("Issuer", "Issuer(signing_key=None, encryption_key=None, *, ")]
/// Makes tokens with keys and options that are given once: what a service that hands out tokens holds.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals: signs, then encrypts. It is immutable, and safe to
/// share between threads. `encryption_key` may be a RemoteKeySet: then it encrypts to the first of the recipient's published keys that fits, in the
/// order of `key_management`.
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
    /// Instead of that: the recipient's published keys.
    recipient: Option<Py<PyRemoteKeySet>>,
    clock: Option<Clock>,
    options: Vec<String>,
}

/// Whom to encrypt to.
enum Recipient {
    Key(Key),
    Remote(Py<PyRemoteKeySet>),
}

impl<'py> FromPyObject<'_, 'py> for Recipient {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<PyRemoteKeySet>() {
            Ok(set) => Ok(Self::Remote(set.to_owned().unbind())),
            Err(_) => value.extract::<OneKey>().map(|key| Self::Key(key.0)),
        }
    }
}

#[pymethods]
impl PyIssuer {
    #[new]
    #[pyo3(signature = (signing_key = None, encryption_key = None, **options), text_signature = None)]
    fn new(
        py: Python<'_>,
        signing_key: Option<OneKey>,
        encryption_key: Option<Recipient>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let names = options::given_names(options);
            let clock = Clock::take::<IssuerOptions>(options)?;
            let options: IssuerOptions = options::read("Issuer", options)?;
            let signing = signing_key.map(|key| key.0);
            let (encryption, recipient) = match encryption_key {
                Some(Recipient::Key(key)) => (Some(key), None),
                Some(Recipient::Remote(set)) => (None, Some(set)),
                None => (None, None),
            };
            let quick = are_quick(signing.iter().chain(&encryption));
            let remote = recipient.as_ref().map(|set| EncryptionKey::from(set.get().set.clone()));
            let to = remote.or_else(|| encryption.clone().map(EncryptionKey::from));
            let issuer = detached(py, || Issuer::new(signing.clone().map(Into::into), to, &options)).or_raise(py)?;
            Ok(Self { issuer, quick, signing_key: signing, encryption_key: encryption, recipient, clock, options: names })
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
            match &self.recipient {
                None => Operation::Issue(&self.issuer, options).run(py, &claims, self.quick),
                Some(recipient) => self.issue_to(py, recipient.bind(py), &claims, &options),
            }
        })
    }

    #[doc = docs::signature!("Issuer.issue", "issue_async($self, claims, *, ")]
    /// Makes a token as `issue` does, without keeping the event loop from running where the recipient's keys have to be fetched first.
    ///
    /// Args:
    ///     claims: a mapping, or JSON text as bytes; see `sign`.
    #[doc = docs::described!("Issuer.issue")]
    /// Returns:
    ///     What is to be awaited: the token, in the compact serialization.
    #[doc = docs::raises_issuing!()]
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, the recipient's keys cannot be had.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Issuer, Key
    ///     >>> asyncio.run(Issuer(Key.generate("HS256"), lifetime="15m").issue_async({"scope": "read"})).count(".")
    ///     2
    #[pyo3(signature = (claims, **options), text_signature = None)]
    fn issue_async<'py>(
        slf: &Bound<'py, Self>,
        claims: Bound<'py, PyAny>,
        options: Option<Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        driver::loops(slf.py())?.call_method1("issue", (slf, claims, options))
    }

    /// For drivers: the recipient's published keys.
    #[getter]
    fn _recipient(&self, py: Python<'_>) -> Option<Py<PyRemoteKeySet>> {
        self.recipient.as_ref().map(|recipient| recipient.clone_ref(py))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.recipient.as_ref().map_or(Ok(()), |recipient| visit.call(recipient))?;
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Shows the keys without their secrets, and which options were given.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let mut shown = Shown::new(py, "Issuer");
            if let Some(recipient) = &self.recipient {
                shown = shown.with("encryption_key", recipient.clone_ref(py))?;
            }
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

impl PyIssuer {
    /// To the keys that the recipient publishes, which are waited for if there are none.
    fn issue_to(
        &self,
        py: Python<'_>,
        recipient: &Bound<'_, PyRemoteKeySet>,
        claims: &Claims<'_>,
        options: &IssueOptions,
    ) -> PyResult<String> {
        let set = recipient.get();
        if !set.is_ready(py)? {
            driver::ready(py, [recipient.clone()], Timeout::of_set(set))?;
        }
        let (text, times) = (claims.to_text(py, ErrorCode::JwtInvalid)?, set.times(py, None)?);
        let issued = detached(py, || self.issuer.issue_at(&JsonText(&text), options, times));
        if issued.due.is_some() {
            driver::threads(py)?.call_method1("poll", (recipient,))?;
        }
        issued.token.or_raise(py)
    }
}
