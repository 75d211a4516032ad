//! `Issuer`.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use tokenseal::machine::Times;
use tokenseal::{Confirmation, IssueOptions, Issued, Issuer, IssuerOptions, JsonText};
use tokenseal_bridge::message;

use crate::clock::{self, Clock};
use crate::docs;
use crate::driver::{self, Timeout};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Claims, Text};
use crate::jwt::Operation;
use crate::key::{PyKey, are_quick};
use crate::makers::{Recipient, Signer};
use crate::options;
use crate::remote::PyRemoteKeySet;
use crate::ring::PyKeyRing;
use crate::show::Shown;

#[doc = docs::signature!("Issuer", "Issuer(signing_key=None, encryption_key=None, *, ")]
/// Makes tokens with keys and options that are given once: for services that issue tokens.
///
/// With a signing key it signs, with an encryption key it encrypts, with both it seals: signs, then
/// encrypts. It is immutable, and safe to share between threads. `encryption_key` may be a
/// RemoteKeySet: then it encrypts to the first of the recipient's published keys that fits, in the
/// order of `key_management`. Either may be a KeyRing, whose keys change by the ring's own clock:
/// no token may live longer than the ring's `token_lifetime`.
///
/// Args:
#[doc = docs::described!("Issuer")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an invalid option, or one that contradicts the keys.
///     InvalidKeyError: ERR_KEY_MISMATCH, a key that does not fit.
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
    signer: Option<Signer>,
    recipient: Option<Recipient>,
    clock: Option<Clock>,
    options: Vec<String>,
}

#[pymethods]
impl PyIssuer {
    #[new]
    #[pyo3(signature = (signing_key = None, encryption_key = None, **options), text_signature = None)]
    fn new(
        py: Python<'_>,
        signing_key: Option<Signer>,
        encryption_key: Option<Recipient>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let names = options::given_names(options);
            let clock = Clock::take::<IssuerOptions>(options)?;
            let options: IssuerOptions = options::read("Issuer", options)?;
            let (signer, recipient) = (signing_key, encryption_key);
            let signing = signer.iter().filter_map(Signer::key);
            let quick = are_quick(signing.chain(recipient.iter().filter_map(Recipient::key)));
            let (sign_by, to) = (
                signer.as_ref().map(Signer::to_core),
                recipient.as_ref().map(Recipient::to_core),
            );
            let issuer = detached(py, || Issuer::new(sign_by, to, &options)).or_raise(py)?;
            Ok(Self {
                issuer,
                quick,
                signer,
                recipient,
                clock,
                options: names,
            })
        })
    }

    #[doc = docs::signature!("Issuer.issue", "issue($self, claims, *, ")]
    /// Makes a token with these claims. Options given here override the issuer's own.
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
    fn issue(
        &self,
        py: Python<'_>,
        claims: Claims<'_>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        guard(py, || {
            let confirm = confirmation(py, options)?;
            let mut options: IssueOptions = options::read("Issuer.issue", options)?;
            options.confirm = confirm;
            options.now = Some(clock::now(py, options.now, self.clock.as_ref())?);
            self.rings()
                .try_for_each(|ring| PyKeyRing::settle(ring.bind(py)))?;
            match (self.remote(), self.ring()) {
                (Some(set), _) => self.issue_to(py, set.bind(py), &claims, &options),
                (None, Some(ring)) => self.issue_at(py, &claims, &options, ring.get().times(py)?),
                (None, None) => Operation::Issue(&self.issuer, options).run(py, &claims, self.quick),
            }
        })
    }

    #[doc = docs::signature!("Issuer.issue", "issue_async($self, claims, *, ")]
    /// Makes a token as `issue` does, without blocking the event loop if the recipient's keys or a
    /// ring in a store must be read first.
    ///
    /// Args:
    ///     claims: a mapping, or JSON text as bytes; see `sign`.
    #[doc = docs::described!("Issuer.issue")]
    /// Returns:
    ///     An awaitable that gives the token, in the compact serialization.
    #[doc = docs::raises_issuing!()]
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, the recipient's keys are unavailable.
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
        self.remote().map(|recipient| recipient.clone_ref(py))
    }

    /// For drivers: the rings that are kept in a store.
    #[getter]
    fn _rings(&self, py: Python<'_>) -> Vec<Py<PyKeyRing>> {
        self.rings()
            .filter(|ring| ring.get().ring.is_followed())
            .map(|ring| ring.clone_ref(py))
            .collect()
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.remote().map_or(Ok(()), |recipient| visit.call(recipient))?;
        self.rings().try_for_each(|ring| visit.call(ring))?;
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Shows the keys without their secrets, and which options were given.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let mut shown = Shown::new(py, "Issuer");
            if let Some(signer) = &self.signer {
                shown = signer.shown(shown, py)?;
            }
            if let Some(recipient) = &self.recipient {
                shown = recipient.shown(shown, py)?;
            }
            Ok(self
                .options
                .iter()
                .fold(shown, |shown, name| shown.given(name))
                .done())
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
    fn remote(&self) -> Option<&Py<PyRemoteKeySet>> {
        self.recipient.as_ref().and_then(Recipient::remote)
    }

    fn rings(&self) -> impl Iterator<Item = &Py<PyKeyRing>> {
        self.signer
            .iter()
            .filter_map(Signer::ring)
            .chain(self.recipient.iter().filter_map(Recipient::ring))
    }

    /// The ring whose clock tells both rings the time.
    fn ring(&self) -> Option<&Py<PyKeyRing>> {
        self.rings()
            .find(|ring| ring.get().has_clock())
            .or_else(|| self.rings().next())
    }

    /// With keys that change: by their own clock, not by the times of the claims.
    fn issue_at(
        &self,
        py: Python<'_>,
        claims: &Claims<'_>,
        options: &IssueOptions,
        times: Times,
    ) -> PyResult<String> {
        let text = claims.text(py)?;
        let issued = detached(py, || self.issuer.issue_at(&JsonText(&text), options, times));
        self.poll_due(py, &issued)?;
        issued.token.or_raise(py)
    }

    /// Has the drivers poll what needs polling.
    fn poll_due(&self, py: Python<'_>, issued: &Issued) -> PyResult<()> {
        for due in &issued.due {
            let set = self
                .remote()
                .filter(|set| set.get().set.id() == due.id())
                .map(|set| set.bind(py).as_any());
            let ring = || {
                self.rings()
                    .find(|ring| ring.get().ring.id() == due.id())
                    .map(|ring| ring.bind(py).as_any())
            };
            if let Some(holder) = set.or_else(ring) {
                driver::threads(py)?.call_method1("poll", (holder,))?;
            }
        }
        Ok(())
    }

    /// To the keys that the recipient publishes, waiting for them if there are none.
    fn issue_to(
        &self,
        py: Python<'_>,
        recipient: &Bound<'_, PyRemoteKeySet>,
        claims: &Claims<'_>,
        options: &IssueOptions,
    ) -> PyResult<String> {
        let set = recipient.get();
        if !set.is_ready(py)? {
            driver::ready(PyList::new(py, [recipient])?, Timeout::of_set(set))?;
        }
        let times = match self.ring().filter(|ring| ring.get().has_clock()) {
            Some(ring) => ring.get().times(py)?,
            None => set.times(py, None)?,
        };
        let text = claims.text(py)?;
        let issued = detached(py, || self.issuer.issue_at(&JsonText(&text), options, times));
        self.poll_due(py, &issued)?;
        issued.token.or_raise(py)
    }
}

/// What the token is to be bound to: a Key, or a certificate as bytes or text.
fn confirmation(py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Option<Confirmation>> {
    let Some((name, value)) = options::take_handle::<IssueOptions>("Confirmation", options)? else {
        return Ok(None);
    };
    if let Ok(key) = value.cast::<PyKey>() {
        return Confirmation::of_key(&key.get().0).or_raise(py).map(Some);
    }
    match value.extract::<Text>() {
        Ok(certificate) => Confirmation::of_certificate(certificate.as_ref())
            .or_raise(py)
            .map(Some),
        Err(_) => Err(raised(
            py,
            &message::option_refused(name, "must be a Key, or a certificate as bytes or str"),
        )),
    }
}
