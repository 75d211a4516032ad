//! `Verifier`.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use tokenseal::machine::Times;
use tokenseal::{Check, CheckOptions, Followed, Key, Outcome, Token, Verifier, VerifyOptions};
use tokenseal_bridge::{message, steps};

use crate::checking::PyChecking;
use crate::clock::{self, Clock};
use crate::docs;
use crate::driver::{self, At, Timeout};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Name, Text, items};
use crate::key::PyKey;
use crate::key_set::VerificationKeys;
use crate::options;
use crate::remote::PyRemoteKeySet;
use crate::replay::PyReplayCache;
use crate::revocation::PyRevocations;
use crate::show::Shown;
use crate::status_lists::PyStatusLists;
use crate::token::PyToken;

#[doc = docs::signature!("Verifier", "Verifier(keys=None, decryption_keys=None, *, on_event=None, ")]
/// Checks tokens with keys and options that are compiled once: a service makes it at start-up and
/// uses it for every request.
///
/// With `keys` only, signed tokens are accepted; with `decryption_keys` only, encrypted ones; with
/// both, nested ones and no others, unless `accept` lists 'signed', 'encrypted' and 'nested' as
/// wanted. Keys that are published elsewhere are a RemoteKeySet; for those of one issuer there is
/// `Verifier.for_issuer`, and for several issuers `Verifier.by_issuer`. Either may be a KeyRing,
/// which is followed. It is safe to share between threads.
///
/// To a type checker, `Verifier[MyClaims](…)` gives tokens whose claims are a TypedDict; at run
/// time, it is the same as Verifier.
///
/// Args:
///     on_event: a function that is called with a dict for each event in a check: `event` is
///         'refused', with its `code`, or 'accepted_stale'. Anything it raises is logged.
#[doc = docs::described!("Verifier")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an invalid option, or one that could not be honoured.
///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, an algorithm that the library does not support.
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
    keys: Option<VerificationKeys>,
    decryption_keys: Option<VerificationKeys>,
    revocations: Option<Py<PyRevocations>>,
    status_lists: Option<Py<PyStatusLists>>,
    replays: Option<Py<PyReplayCache>>,
    nonce_key: Option<Key>,
    clock: Option<Clock>,
    /// What tells how old fetched keys are, and whose turn it is in a ring.
    ages: Option<Clock>,
    on_event: Option<Py<PyAny>>,
    /// The sets that are fetched, the lists that are kept in a store, and the StatusLists that
    /// statuses are looked up in, by their ids.
    followed: Py<PyDict>,
    /// Whether a check may have more to report than its outcome.
    is_watched: bool,
    made_by: &'static str,
    options: Vec<String>,
}

#[pymethods]
impl PyVerifier {
    #[new]
    #[pyo3(signature = (keys = None, decryption_keys = None, *, on_event = None, **options), text_signature = None)]
    fn new(
        py: Python<'_>,
        keys: Option<VerificationKeys>,
        decryption_keys: Option<VerificationKeys>,
        on_event: Option<Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let names = options::given_names(options);
            let (clock, on_event) = (
                Clock::take::<VerifyOptions>(options)?,
                driver::on_event(on_event)?,
            );
            let revocations = PyRevocations::take::<VerifyOptions>(options)?;
            let (replays, nonce_key) = (
                PyReplayCache::take::<VerifyOptions>(options)?,
                nonce_key(options)?,
            );
            let status_lists = PyStatusLists::take::<VerifyOptions>(options)?;
            let options: VerifyOptions = options::read("Verifier", options)?;
            let decryption_keys = own_keys(py, decryption_keys)?;
            let of_core = |keys: &Option<VerificationKeys>| keys.as_ref().map(|keys| keys.to_core(py));
            let verifier = Verifier::new(of_core(&keys), of_core(&decryption_keys), &options).or_raise(py)?;
            let of_core = Self::of(py, verifier);
            Self {
                keys,
                decryption_keys,
                revocations,
                status_lists,
                replays,
                nonce_key,
                clock,
                on_event,
                options: names,
                ..of_core
            }
            .complete(py)
        })
    }

    /// A verifier of an issuer's tokens by the keys that its metadata names: discovery, keys and
    /// `iss` in one (OpenID Connect Discovery, RFC 8414).
    ///
    /// Nothing is fetched before the first token: see `ready`. For the other options of a
    /// RemoteKeySet, create your own.
    ///
    /// Args:
    ///     issuer: the issuer, exactly as it stands in `iss`.
    ///     decryption_keys: the keys that decrypt nested tokens: a Key, a KeySet, or any iterable
    ///         of Keys.
    ///     headers: as for RemoteKeySet.
    ///     on_event: as for Verifier, and as for RemoteKeySet.
    ///     ssl_context: as for RemoteKeySet.
    ///     fetch: as for RemoteKeySet.
    ///     client: as for RemoteKeySet.
    ///     options: those of Verifier but `issuer`. A `clock` tells the time for keys as well.
    ///
    /// Returns:
    ///     The Verifier.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an option that is invalid or contradicts another.
    ///
    /// Example:
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> issuer = testing.Issuer("https://tenant.example/", audience="https://api.example")
    ///     >>> verifier = Verifier.for_issuer("https://tenant.example/", audience="https://api.example", fetch=issuer.fetch)
    ///     >>> verifier.ready(timeout="10s")
    ///     >>> verifier.verify(issuer.issue({"sub": "alice"}))["sub"]
    ///     'alice'
    #[staticmethod]
    #[pyo3(
        signature = (issuer, /, *, decryption_keys = None, on_event = None, **options),
        text_signature = "(issuer, /, *, decryption_keys=None, headers=None, on_event=None, ssl_context=None, fetch=None, client=None, **options)"
    )]
    fn for_issuer(
        py: Python<'_>,
        issuer: Name,
        decryption_keys: Option<VerificationKeys>,
        on_event: Option<Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let driver = driver::take(py, driver::OF_KEYS, options)?;
            let names = options::given_names(options);
            let (clock, on_event) = (
                Clock::take::<VerifyOptions>(options)?,
                driver::on_event(on_event)?,
            );
            if let Some(on_event) = &on_event {
                driver.bind(py).set_item("on_event", on_event)?;
            }
            let revocations = PyRevocations::take::<VerifyOptions>(options)?;
            let (replays, nonce_key) = (
                PyReplayCache::take::<VerifyOptions>(options)?,
                nonce_key(options)?,
            );
            let status_lists = PyStatusLists::take::<VerifyOptions>(options)?;
            let options: VerifyOptions = options::read("for_issuer", options)?;
            let decryption_keys = own_keys(py, decryption_keys)?;
            let given = decryption_keys.as_ref().map(|keys| keys.to_core(py));
            let verifier = Verifier::for_issuer(&issuer.0, given, &options).or_raise(py)?;
            let set = verifier
                .remotes()
                .pop()
                .ok_or_else(|| raised(py, &message::defect()))?;
            let ages = clock.as_ref().map(|clock| clock.clone_ref(py));
            let keys = Some(VerificationKeys::Remote(Py::new(
                py,
                PyRemoteKeySet::with(set, ages, driver),
            )?));
            let of_core = Self::of(py, verifier);
            Self {
                keys,
                decryption_keys,
                revocations,
                status_lists,
                replays,
                nonce_key,
                clock,
                on_event,
                options: names,
                ..of_core
            }
            .complete(py)
        })
    }

    /// A verifier of several issuers: each of `verifiers` has one, and the token's exact `iss`
    /// chooses which is asked. Nothing else is tried.
    ///
    /// With `decryption_keys` it accepts nested tokens, and no others; the signed token inside
    /// chooses. Verifiers can be added and removed while it is used, and may share one
    /// RemoteKeySet. Each refuses what is on its own `revocations`.
    ///
    /// Args:
    ///     verifiers: an iterable of Verifiers, each of one issuer; it may be empty.
    ///     decryption_keys: the keys that decrypt: a Key, a KeySet, or any iterable of Keys.
    ///     on_event: as for Verifier.
    ///     clock: a function that returns the time, for the claims and keys of every issuer; the
    ///         system's clocks if not given.
    ///
    /// Returns:
    ///     The Verifier. A token whose `iss` is none of these is ERR_JWT_CLAIM_MISMATCH, claim
    ///     `iss`.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, a verifier that expects no issuer or has keys to
    ///         decrypt, and two of the same issuer.
    ///
    /// Example:
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> a, b = testing.Issuer("https://a.example"), testing.Issuer("https://b.example")
    ///     >>> verifier = Verifier.by_issuer([Verifier(one.keys, issuer=one.issuer) for one in (a, b)])
    ///     >>> verifier.verify(b.issue({"sub": "bob"}))["iss"]
    ///     'https://b.example'
    #[staticmethod]
    #[pyo3(signature = (verifiers, decryption_keys = None, *, on_event = None, clock = None))]
    fn by_issuer<'py>(
        py: Python<'py>,
        verifiers: &Bound<'py, PyAny>,
        decryption_keys: Option<VerificationKeys>,
        on_event: Option<Bound<'py, PyAny>>,
        clock: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let clock = clock.map(|clock| Clock::of("clock", clock)).transpose()?;
            let (on_event, decryption_keys) = (driver::on_event(on_event)?, own_keys(py, decryption_keys)?);
            let member = |one: Bound<'py, PyAny>| {
                one.cast_into::<Self>()
                    .map_err(|error| driver::no_verifier(&error.into_inner()))
            };
            let members = items("an iterable of Verifiers", verifiers, member)?;
            let cores = members.iter().map(|member| member.get().verifier.clone());
            let given = decryption_keys.as_ref().map(|keys| keys.to_core(py));
            let verifier = Verifier::by_issuer(cores, given).or_raise(py)?;
            let ages = clock.as_ref().map(|clock| clock.clone_ref(py));
            let made = Self {
                decryption_keys,
                clock,
                ages,
                on_event,
                made_by: "Verifier.by_issuer",
                ..Self::of(py, verifier)
            };
            for member in &members {
                made.followed
                    .bind(py)
                    .update(member.get().followed.bind(py).as_mapping())?;
            }
            made.complete(py)
        })
    }

    #[doc = docs::signature!("Verifier.verify", "verify($self, token, *, ")]
    /// Checks a token and returns it with its claims.
    ///
    /// It takes microseconds: call it directly, even in asynchronous code. If keys must be fetched
    /// first, it waits for them, but not on a thread with a running event loop: use `verify_async`
    /// there.
    ///
    /// Args:
    ///     token: the token, as str or bytes.
    #[doc = docs::described!("Verifier.verify")]
    /// Returns:
    ///     The Token.
    #[doc = docs::raises_verifying!("ERR_JWS_INVALID, ERR_JWE_INVALID")]
    ///     InvalidSignatureError, DecryptionError: ERR_JWS_SIGNATURE_VERIFICATION_FAILED,
    ///         ERR_JWE_DECRYPTION_FAILED.
    ///     UnsignedTokenError: ERR_JWT_UNSIGNED, unless `allow_unsigned`.
    ///     RevokedError: ERR_JWT_REVOKED, with `revocations`; `claim` names the claim that matched,
    ///         if there is one.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, if those cannot be read.
    ///     NotBoundError: ERR_JWT_NOT_BOUND, a bound token whose sender does not prove possession
    ///         of what it is bound to.
    ///     InvalidProofError: ERR_DPOP_INVALID, a proof that is malformed, was already used, or is
    ///         for another request or token.
    ///     ProofNonceRequiredError: ERR_DPOP_NONCE_REQUIRED, with `nonce_key`; `dpop_nonce` is the
    ///         one to use.
    ///     ProofUnavailableError: ERR_DPOP_UNAVAILABLE, the cache of used proofs is full, or its
    ///         store is unreachable.
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, if keys are fetched and none may be used.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, Verifier, sign
    ///     >>> key = Key.generate("HS256")
    ///     >>> Verifier(key).verify(sign({"sub": "alice"}, key, expires_in=900, now=1_700_000_000), now=1_700_000_000)["exp"]
    ///     1700000900
    #[pyo3(signature = (token, *, now = None, proof = None, method = None, url = None, certificate = None), text_signature = None)]
    fn verify<'py>(
        slf: &Bound<'py, Self>,
        token: Text,
        now: Option<&Bound<'py, PyAny>>,
        proof: Option<&Bound<'py, PyAny>>,
        method: Option<&Bound<'py, PyAny>>,
        url: Option<&Bound<'py, PyAny>>,
        certificate: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        guard(py, || {
            let options = check_options(py, now, [proof, method, url, certificate])?;
            match Self::begin(slf, token.as_ref(), options)?.1 {
                Checked::Done(result) => Ok(PyToken::of(py, result.or_raise(py)?)?.into_any()),
                Checked::Goes(checking) => driver::threads(py)?.call_method1("finish", (checking,)),
            }
        })
    }

    #[doc = docs::signature!("Verifier.verify", "verify_async($self, token, *, ")]
    /// The same, without blocking the event loop if keys must be fetched.
    ///
    /// Args:
    ///     token: the token, as str or bytes.
    #[doc = docs::described!("Verifier.verify")]
    /// Returns:
    ///     An awaitable that gives the Token, or raises what `verify` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example", audience="https://api.example")
    ///     >>> verifier = Verifier.for_issuer("https://issuer.example", audience="https://api.example", fetch=issuer.fetch)
    ///     >>> asyncio.run(verifier.verify_async(issuer.issue({"sub": "alice"})))["sub"]
    ///     'alice'
    #[pyo3(signature = (token, *, now = None, proof = None, method = None, url = None, certificate = None), text_signature = None)]
    fn verify_async<'py>(
        slf: &Bound<'py, Self>,
        token: Bound<'py, PyAny>,
        now: Option<Bound<'py, PyAny>>,
        proof: Option<Bound<'py, PyAny>>,
        method: Option<Bound<'py, PyAny>>,
        url: Option<Bound<'py, PyAny>>,
        certificate: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        driver::loops(slf.py())?.call_method1("verify", (slf, token, now, proof, method, url, certificate))
    }

    /// Whether a token that this verifier accepted is still valid: for long-lived connections, such
    /// as a WebSocket, to ask now and then.
    ///
    /// It checks the token's times, the list of revocations and the status, as `verify` does.
    /// Signature, claims and proof were checked when the connection began. On a thread with a
    /// running event loop it does not wait for a list in a store or a status: use
    /// `still_valid_async` there.
    ///
    /// Args:
    ///     token: the Token that the check returned.
    ///     now: the current time; the verifier's clock's, or the system's, if not given. Seconds
    ///         since the epoch, or an aware datetime.
    ///
    /// Returns:
    ///     The Token. One that is no longer valid raises.
    ///
    /// Raises:
    ///     ExpiredError, TooOldError: ERR_JWT_EXPIRED, ERR_JWT_TOO_OLD.
    ///     RevokedError: ERR_JWT_REVOKED; `claim` names the claim that matched, if there is one.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, the list or the status is
    ///         unavailable.
    ///     ClaimError: ERR_JWT_CLAIM_MISMATCH, claim `iss`, if it is a verifier of several issuers
    ///         and that one was removed.
    ///     OptionError: ERR_OPTION_INVALID, an invalid time.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations, RevokedError, testing
    ///     >>> issuer, revocations = testing.Issuer("https://issuer.example"), Revocations(longest_lifetime="15m")
    ///     >>> verifier = issuer.verifier(revocations=revocations)
    ///     >>> token = verifier.verify(issuer.issue({"sub": "alice"}))
    ///     >>> verifier.still_valid(token)["sub"]
    ///     'alice'
    ///     >>> entry = revocations.revoke(token)
    ///     >>> try: verifier.still_valid(token)
    ///     ... except RevokedError as error: error.code
    ///     'ERR_JWT_REVOKED'
    #[pyo3(signature = (token, *, now = None))]
    fn still_valid<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyToken>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        guard(py, || {
            match Self::told(slf, Self::begin_again(slf, token.get(), now, None)?)? {
                Checked::Done(result) => result.or_raise(py).map(|_| token.clone().into_any()),
                Checked::Goes(checking) => driver::threads(py)?.call_method1("finish", (checking,)),
            }
        })
    }

    /// The same, without blocking the event loop if a list in a store must be read or a status
    /// fetched.
    ///
    /// Args:
    ///     token: the Token that the check returned.
    ///     now: the current time; the verifier's clock's, or the system's, if not given. Seconds
    ///         since the epoch, or an aware datetime.
    ///
    /// Returns:
    ///     An awaitable that gives the Token, or raises what `still_valid` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import ExpiredError, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> verifier = issuer.verifier()
    ///     >>> token = verifier.verify(issuer.issue({"sub": "alice"}))
    ///     >>> asyncio.run(verifier.still_valid_async(token))["sub"]
    ///     'alice'
    ///     >>> try: asyncio.run(verifier.still_valid_async(token, now=token["exp"]))
    ///     ... except ExpiredError as error: error.code
    ///     'ERR_JWT_EXPIRED'
    #[pyo3(signature = (token, *, now = None))]
    fn still_valid_async<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyToken>,
        now: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        driver::loops(slf.py())?.call_method1("still_valid", (slf, token, now))
    }

    #[doc = docs::signature!("Verifier.verify_many", "verify_many($self, tokens, *, ")]
    /// Checks many tokens on all cores, without the interpreter lock.
    ///
    /// Args:
    ///     tokens: any iterable of tokens.
    #[doc = docs::described!("Verifier.verify_many")]
    /// Returns:
    ///     A list with, in the tokens' order, a Token or the TokenError that `verify` would have
    ///     raised.
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
        slf: &Bound<'py, Self>,
        tokens: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            if this.is_watched {
                let checks = Self::_check_many(slf, tokens, options)?;
                return driver::threads(py)?.call_method1("finish_many", (checks,));
            }
            let options: CheckOptions = options::read("Verifier.verify_many", options)?;
            let now = clock::now(py, options.time_alone().or_raise(py)?, this.clock.as_ref())?;
            let tokens: Vec<Text> = items("an iterable of tokens", tokens, |token| token.extract())?;
            let results = PyList::empty(py);
            for checked in detached(py, || this.verifier.verify_many(&tokens, now)) {
                match checked {
                    Ok(token) => results.append(PyToken::of(py, token)?)?,
                    Err(error) => results.append(raised(py, &error).into_value(py))?,
                }
            }
            Ok(results.into_any())
        })
    }

    #[doc = docs::signature!("Verifier.verify_many", "verify_many_async($self, tokens, *, ")]
    /// The same, without blocking the event loop if keys must be fetched.
    ///
    /// Args:
    ///     tokens: any iterable of tokens.
    #[doc = docs::described!("Verifier.verify_many")]
    /// Returns:
    ///     An awaitable that gives the list that `verify_many` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example", audience="https://api.example")
    ///     >>> verifier = Verifier.for_issuer("https://issuer.example", audience="https://api.example", fetch=issuer.fetch)
    ///     >>> [token["n"] for token in asyncio.run(verifier.verify_many_async([issuer.issue({"n": 1}), issuer.issue({"n": 2})]))]
    ///     [1, 2]
    #[pyo3(signature = (tokens, **options), text_signature = None)]
    fn verify_many_async<'py>(
        slf: &Bound<'py, Self>,
        tokens: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        driver::loops(slf.py())?.call_method("verify_many", (slf, tokens), options)
    }

    /// Fetches the keys of every RemoteKeySet and every status list that `allowed_uris` names
    /// exactly, and reads every list of revocations and every ring in a store, unless what is at
    /// hand is usable: for a service's start-up and health check.
    ///
    /// On a thread with a running event loop it does not wait: use `ready_async` there.
    ///
    /// Args:
    ///     timeout: how long to try. Seconds, a timedelta, or a text such as '15m'.
    ///
    /// Raises:
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, a set has no keys yet.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, a list was not read yet.
    ///
    /// Example:
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> Verifier.for_issuer("https://issuer.example", allow_any_audience=True, fetch=issuer.fetch).ready()
    #[pyo3(signature = (timeout = Timeout::default()), text_signature = "($self, timeout='10s')")]
    fn ready(&self, py: Python<'_>, timeout: Timeout) -> PyResult<()> {
        driver::ready(self.awaited(py)?, timeout)
    }

    /// The same, without blocking the event loop.
    ///
    /// Args:
    ///     timeout: how long to try. Seconds, a timedelta, or a text such as '15m'.
    ///
    /// Returns:
    ///     An awaitable.
    ///
    /// Raises:
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, a set has no keys yet.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, a list was not read yet.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> verifier = Verifier.for_issuer("https://issuer.example", allow_any_audience=True, fetch=issuer.fetch)
    ///     >>> asyncio.run(verifier.ready_async())
    #[pyo3(signature = (timeout = Timeout::default()), text_signature = "($self, timeout='10s')")]
    fn ready_async<'py>(&self, py: Python<'py>, timeout: Timeout) -> PyResult<Bound<'py, PyAny>> {
        driver::ready_async(self.awaited(py)?, timeout)
    }

    /// A nonce for the header `DPoP-Nonce` of an answer, so that a client has a fresh one before it
    /// needs it (RFC 9449, section 8.2).
    ///
    /// Args:
    ///     now: the current time; the system clock's if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     The nonce, which is valid for at least five minutes; None without `nonce_key`.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an invalid time.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, Verifier
    ///     >>> key = Key.generate("HS256")
    ///     >>> len(Verifier(key, public_origins=["https://api.example"], nonce_key=key).dpop_nonce())
    ///     54
    #[pyo3(signature = (*, now = None))]
    fn dpop_nonce(&self, py: Python<'_>, now: Option<&Bound<'_, PyAny>>) -> PyResult<Option<String>> {
        guard(py, || {
            let options: CheckOptions = options::read_one("now", now)?;
            self.verifier
                .dpop_nonce(clock::now(py, options.now, self.clock.as_ref())?)
                .or_raise(py)
        })
    }

    /// The ReplayCache of the DPoP proofs that were used, for its `status`; None if it cannot check
    /// any.
    #[getter]
    fn replays<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyReplayCache>>> {
        match (&self.replays, self.verifier.replays()) {
            (Some(given), _) => Ok(Some(given.bind(py).clone())),
            (None, Some(own)) => Bound::new(py, PyReplayCache::of(py, own.clone())).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The sets of keys that it has fetched, each once: a list of RemoteKeySets. For their
    /// `status`.
    #[getter]
    fn remotes<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyRemoteKeySet>>> {
        Ok(self
            .followed
            .bind(py)
            .values()
            .iter()
            .filter_map(|one| one.cast_into::<PyRemoteKeySet>().ok())
            .collect())
    }

    /// The status lists that it follows by now, each once: a list of RemoteStatusLists. For their
    /// `status`.
    #[getter]
    fn status_lists<'py>(&self, py: Python<'py>) -> PyResult<Vec<Py<PyAny>>> {
        let lists = self
            .verifier
            .followed()
            .into_iter()
            .filter(|followed| matches!(followed, Followed::StatusList(_)));
        lists
            .filter_map(|list| self.holder(py, &list).transpose())
            .collect()
    }

    /// Adds the verifier of one more issuer to one that `Verifier.by_issuer` made. Checks that have
    /// begun do not see it.
    ///
    /// Args:
    ///     verifier: a Verifier of one issuer.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, as `Verifier.by_issuer` does, or this is not a verifier
    ///         of several issuers.
    ///
    /// Example:
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> verifier, issuer = Verifier.by_issuer([]), testing.Issuer("https://issuer.example")
    ///     >>> verifier.add(Verifier(issuer.keys, issuer=issuer.issuer))
    ///     >>> verifier.verify(issuer.issue({"sub": "alice"}))["sub"]
    ///     'alice'
    fn add(&self, py: Python<'_>, verifier: &Bound<'_, Self>) -> PyResult<()> {
        guard(py, || {
            let added = verifier.get();
            // First, so that no check needs a set that is not there.
            self.followed
                .bind(py)
                .update(added.followed.bind(py).as_mapping())?;
            self.verifier
                .add(added.verifier.clone())
                .or_raise(py)
                .or_else(|error| self.forget(py).and(Err(error)))
        })
    }

    /// Removes the verifier of an issuer from one that `Verifier.by_issuer` made.
    ///
    /// Args:
    ///     issuer: the issuer, or its template, as it was given; its aliases go with it.
    ///
    /// Returns:
    ///     Whether there was one.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, this is not a verifier of several issuers.
    ///
    /// Example:
    ///     >>> from tokenseal import Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> verifier = Verifier.by_issuer([Verifier(issuer.keys, issuer=issuer.issuer)])
    ///     >>> verifier.remove("https://issuer.example"), verifier.remove("https://issuer.example")
    ///     (True, False)
    fn remove(&self, py: Python<'_>, issuer: Name) -> PyResult<bool> {
        guard(py, || {
            let removed = self.verifier.remove(&issuer.0).or_raise(py)?;
            if removed {
                self.forget(py)?;
            }
            Ok(removed)
        })
    }

    /// For drivers: a check that they continue with.
    #[pyo3(signature = (token, now = None, at = None, proof = None, method = None, url = None, certificate = None))]
    #[allow(clippy::too_many_arguments, reason = "those of `verify`")]
    fn _check<'py>(
        slf: &Bound<'py, Self>,
        token: Text,
        now: Option<&Bound<'py, PyAny>>,
        at: Option<At>,
        proof: Option<&Bound<'py, PyAny>>,
        method: Option<&Bound<'py, PyAny>>,
        url: Option<&Bound<'py, PyAny>>,
        certificate: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<PyChecking> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            let options = check_options(py, now, [proof, method, url, certificate])?;
            let (now, times) = this.both_times(py, options.now, at)?;
            PyChecking::new(
                slf,
                detached(py, || {
                    steps::check_with(&this.verifier, &token, now, &options, times)
                }),
            )
        })
    }

    /// For drivers: the same for a token that was accepted before.
    #[pyo3(signature = (token, now = None, at = None))]
    fn _check_again<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyToken>,
        now: Option<&Bound<'py, PyAny>>,
        at: Option<At>,
    ) -> PyResult<PyChecking> {
        guard(slf.py(), || {
            PyChecking::new(slf, Self::begin_again(slf, token.get(), now, at)?)
        })
    }

    /// For drivers: the same for many tokens, in their order.
    #[pyo3(signature = (tokens, options = None))]
    fn _check_many<'py>(
        slf: &Bound<'py, Self>,
        tokens: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Vec<PyChecking>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            let options: CheckOptions = options::read("Verifier.verify_many", options)?;
            let (now, times) = this.both_times(py, options.time_alone().or_raise(py)?, None)?;
            let tokens: Vec<Text> = items("an iterable of tokens", tokens, |token| token.extract())?;
            let checks = detached(py, || steps::check_many(&this.verifier, &tokens, now, times));
            checks
                .into_iter()
                .map(|check| PyChecking::new(slf, check))
                .collect()
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.followed)?;
        if let Some(revocations) = &self.revocations {
            visit.call(revocations)?;
        }
        if let Some(lists) = &self.status_lists {
            visit.call(lists)?;
        }
        if let Some(replays) = &self.replays {
            visit.call(replays)?;
        }
        [&self.keys, &self.decryption_keys]
            .into_iter()
            .flatten()
            .try_for_each(|keys| keys.traverse(&visit))?;
        if let Some(on_event) = &self.on_event {
            visit.call(on_event)?;
        }
        [&self.clock, &self.ages]
            .into_iter()
            .flatten()
            .try_for_each(|clock| clock.traverse(&visit))
    }

    /// Shows the keys without their secrets, and which options were given.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let mut shown = Shown::new(py, self.made_by);
            for (name, keys) in [("keys", &self.keys), ("decryption_keys", &self.decryption_keys)] {
                if let Some(keys) = keys {
                    shown = keys.shown(name, shown, py)?;
                }
            }
            Ok(self
                .options
                .iter()
                .fold(shown, |shown, name| shown.given(name))
                .done())
        })
    }

    /// A copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

/// The immediate outcome of a check.
pub(crate) enum Checked {
    Done(tokenseal::Result<Token>),
    /// The drivers continue with it.
    Goes(PyChecking),
}

impl PyVerifier {
    fn of(py: Python<'_>, verifier: Verifier) -> Self {
        Self {
            verifier,
            quick: false,
            keys: None,
            decryption_keys: None,
            revocations: None,
            status_lists: None,
            replays: None,
            nonce_key: None,
            clock: None,
            ages: None,
            on_event: None,
            followed: PyDict::new(py).unbind(),
            is_watched: false,
            made_by: "Verifier",
            options: Vec::new(),
        }
    }

    /// With what follows from the rest.
    fn complete(mut self, py: Python<'_>) -> PyResult<Self> {
        if let Some(replays) = &self.replays {
            let cache = replays.get().as_core();
            self.verifier = self.verifier.clone().with_replays(cache).or_raise(py)?;
            if cache.is_followed() {
                self.followed.bind(py).set_item(cache.id(), replays)?;
            }
        }
        if let Some(key) = &self.nonce_key {
            self.verifier = self.verifier.clone().with_nonce_key(key).or_raise(py)?;
        }
        // What asks nothing but the verifier for the time.
        let alone = self.clock.as_ref().filter(|_| !self.verifier.is_remote());
        let alone = alone.map(|clock| clock.clone_ref(py));
        if let Some(lists) = &self.status_lists {
            self.verifier = self
                .verifier
                .clone()
                .with_status_lists(lists.get().as_core())
                .or_raise(py)?;
            self.followed
                .bind(py)
                .set_item(lists.get().as_core().id(), lists)?;
        }
        let keys_of_lists = self
            .status_lists
            .as_ref()
            .and_then(|lists| lists.get().keys.as_ref());
        let keys = || [&self.keys, &self.decryption_keys].into_iter().flatten();
        // A ring, and a list that is kept somewhere, get both times, so that `now` never moves
        // them.
        let has_ring = keys().any(|keys| matches!(keys, VerificationKeys::Ring(_)));
        let list = self.revocations.as_ref().map(|list| list.get());
        let has_kept_list = list.is_some_and(|list| !list.as_core().is_quick());
        let is_watched = self.verifier.is_remote() || has_ring || has_kept_list || self.on_event.is_some();
        let quick = !self.verifier.is_remote() && !has_kept_list && keys().all(VerificationKeys::are_quick);
        let own = self
            .ages
            .as_ref()
            .map(|clock| clock.clone_ref(py))
            .or_else(|| keys().find_map(|keys| keys.clock(py)));
        let ages = own.or_else(|| {
            list.filter(|list| list.as_core().is_followed())?
                .clock()
                .map(|clock| clock.clone_ref(py))
        });
        let of_lists = || keys_of_lists.and_then(|keys| keys.clock(py)).or(alone);
        let ages = ages.or_else(|| self.status_lists.as_ref().and_then(|_| of_lists()));
        for keys in self.keys.iter().chain(keys_of_lists) {
            if let VerificationKeys::Remote(set) = keys {
                self.followed.bind(py).set_item(set.get().set.id(), set)?;
            }
        }
        for ring in keys()
            .filter_map(VerificationKeys::ring)
            .filter(|ring| ring.get().ring.is_followed())
        {
            self.followed.bind(py).set_item(ring.get().ring.id(), ring)?;
        }
        if let Some(list) = self
            .revocations
            .as_ref()
            .filter(|list| list.get().as_core().is_followed())
        {
            self.followed.bind(py).set_item(list.get().as_core().id(), list)?;
        }
        let verifier = match list {
            Some(list) => self
                .verifier
                .clone()
                .with_revocations(list.as_core())
                .or_raise(py)?,
            None => self.verifier.clone(),
        };
        Ok(Self {
            verifier,
            is_watched,
            quick,
            ages,
            ..self
        })
    }

    /// Checks a token, and returns the time that its claims were judged by.
    pub(crate) fn begin(
        slf: &Bound<'_, Self>,
        token: &[u8],
        options: CheckOptions,
    ) -> PyResult<(f64, Checked)> {
        let (py, this) = (slf.py(), slf.get());
        if this.is_watched {
            return this.watched(slf, token, options);
        }
        let now = clock::now(py, options.now, this.clock.as_ref())?;
        let options = CheckOptions {
            now: Some(now),
            ..options
        };
        let check = || this.verifier.verify_with(token, &options);
        // A proof has a signature of its own, which takes as long as any.
        let checked = if this.quick && options.proof.is_none() {
            check()
        } else {
            detached(py, check)
        };
        Ok((now, Checked::Done(checked)))
    }

    /// A check that may have to wait, or has events to report. Most do not, and cost no more than
    /// others.
    fn watched(
        &self,
        slf: &Bound<'_, Self>,
        token: &[u8],
        options: CheckOptions,
    ) -> PyResult<(f64, Checked)> {
        let py = slf.py();
        let (now, times) = self.both_times(py, options.now, None)?;
        let check = || steps::check_with(&self.verifier, token, now, &options, times);
        let check = if self.quick && options.proof.is_none() {
            check()
        } else {
            detached(py, check)
        };
        Ok((now, Self::told(slf, check)?))
    }

    /// Checks whether a token that was accepted is still good.
    fn begin_again(
        slf: &Bound<'_, Self>,
        token: &PyToken,
        now: Option<&Bound<'_, PyAny>>,
        at: Option<At>,
    ) -> PyResult<Check> {
        let (py, this) = (slf.py(), slf.get());
        let options: CheckOptions = options::read_one("now", now)?;
        let (now, times) = this.both_times(py, options.now, at)?;
        let check = || this.verifier.check_again(token.as_core(), now, times);
        Ok(if this.quick { check() } else { detached(py, check) })
    }

    /// The outcome of a check, which the drivers continue if it waits or has events to report.
    fn told(slf: &Bound<'_, Self>, check: Check) -> PyResult<Checked> {
        let tells = !check.events.is_empty() && slf.get().on_event.is_some();
        match check {
            Check {
                outcome: Outcome::Done(result),
                due,
                ..
            } if !tells && due.is_empty() => Ok(Checked::Done(result)),
            check => PyChecking::new(slf, check).map(Checked::Goes),
        }
    }

    /// The time that claims are judged by, and those that keys age by. The system is asked once.
    fn both_times(&self, py: Python<'_>, now: Option<f64>, at: Option<At>) -> PyResult<(f64, Times)> {
        let times = self.times(py, at)?;
        let now = match (now, &self.clock, &self.ages, at) {
            (None, None, None, None) => times.wall,
            _ => clock::now(py, now, self.clock.as_ref())?,
        };
        Ok((now, times))
    }

    /// The time of a call that checks no token.
    pub(crate) fn now(&self, py: Python<'_>, given: Option<f64>) -> PyResult<f64> {
        clock::now(py, given, self.clock.as_ref())
    }

    pub(crate) fn as_core(&self) -> &Verifier {
        &self.verifier
    }

    pub(crate) fn times(&self, py: Python<'_>, at: Option<At>) -> PyResult<Times> {
        clock::times(py, at, self.ages.as_ref())
    }

    pub(crate) fn on_event(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.on_event.as_ref().map(|on_event| on_event.clone_ref(py))
    }

    /// The object that holds a machine of the core's. Those of status lists are made when they are
    /// needed: a check has the core make such machines.
    pub(crate) fn holder(&self, py: Python<'_>, followed: &Followed) -> PyResult<Option<Py<PyAny>>> {
        let held = |id: u64| self.followed.bind(py).get_item(id);
        let Followed::StatusList(list) = followed else {
            return Ok(held(followed.id())?.map(Bound::unbind));
        };
        let Some(lists) = held(list.lists_id())? else {
            return Ok(None);
        };
        lists
            .cast::<PyStatusLists>()?
            .get()
            .holder(py, list, self.ages.as_ref())
            .map(Bound::unbind)
            .map(Some)
    }

    /// What a service's start-up waits for. A list that some token named is not part of it: it may
    /// be gone.
    fn awaited<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let awaited = self.verifier.followed().into_iter().filter(Followed::is_awaited);
        PyList::new(
            py,
            awaited
                .filter_map(|followed| self.holder(py, &followed).transpose())
                .collect::<PyResult<Vec<_>>>()?,
        )
    }

    /// Forgets the machines that none of its issuers has any more.
    fn forget(&self, py: Python<'_>) -> PyResult<()> {
        let machines = self
            .verifier
            .followed()
            .iter()
            .map(Followed::id)
            .collect::<Vec<_>>();
        let used = [machines, self.verifier.status_lists_ids()].concat();
        let followed = self.followed.bind(py);
        for id in followed.keys() {
            if !used.contains(&id.extract()?) {
                followed.del_item(id)?;
            }
        }
        Ok(())
    }
}

/// Keys that decrypt, which nobody publishes.
fn own_keys(py: Python<'_>, keys: Option<VerificationKeys>) -> PyResult<Option<VerificationKeys>> {
    match keys {
        Some(VerificationKeys::Remote(_)) => Err(raised(py, &message::remote_decryption_keys())),
        keys => Ok(keys),
    }
}

/// The time, and what came with a token: proof, method, url and certificate.
fn check_options<'py>(
    py: Python<'py>,
    now: Option<&Bound<'py, PyAny>>,
    came: [Option<&Bound<'py, PyAny>>; 4],
) -> PyResult<CheckOptions> {
    if came.iter().all(Option::is_none) {
        return options::read_one("now", now);
    }
    let [proof, method, url, certificate] = came;
    options::read_named(
        py,
        &[
            ("now", now),
            ("proof", proof),
            ("method", method),
            ("url", url),
            ("certificate", certificate),
        ],
    )
}

/// Takes out the keyword argument that is the key of nonces.
fn nonce_key(given: Option<&Bound<'_, PyDict>>) -> PyResult<Option<Key>> {
    let key = |(name, value): (_, Bound<'_, PyAny>)| match value.cast::<PyKey>() {
        Ok(key) => Ok(key.get().0.clone()),
        Err(_) => Err(raised(
            value.py(),
            &message::option_refused(name, "must be a Key"),
        )),
    };
    options::take_handle::<VerifyOptions>("Key", given)?
        .map(key)
        .transpose()
}
