//! `Revocations`: the core's list of what was revoked, and the clock that tells its calls the time.

use std::path::PathBuf;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use tokenseal::machine::{Times, Turn};
use tokenseal::{
    EntriesOptions, ErrorCode, FileOptions, RevocationChange, Revocations, RevocationsOptions, StoreOptions,
};
use tokenseal_bridge::{machine, message};

use crate::clock::{self, Clock};
use crate::docs;
use crate::driver::{self, At};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Binary, Document, Name, unexpected_with};
use crate::options::Options;
use crate::revocation_entry::EntryId;
use crate::token::PyToken;
use crate::{from_json, options};

#[doc = docs::signature!("Revocations", "Revocations(*, ")]
/// What was revoked: single tokens, sessions, keys, and whatever a subject was issued, or an issuer
/// issued, before a time.
///
/// A Verifier with it as `revocations` refuses what is on it, from the next check on. It is kept in
/// memory, in this process only, and is lost with it; `snapshot` carries it elsewhere. It holds
/// keyed hashes, never an id.
///
/// It is safe to share between threads. What was revoked before a process forks is revoked in the
/// child too; after that, each has its own list. A copy is the list itself; it cannot be pickled.
///
/// Args:
#[doc = docs::described!("Revocations")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an invalid option.
///
/// Example:
///     >>> from tokenseal import Issuer, Key, Revocations, RevokedError, Verifier
///     >>> key, revocations = Key.generate("ES256"), Revocations(longest_lifetime="15m")
///     >>> issuer = Issuer(key, issuer="https://issuer.example", lifetime="15m")
///     >>> verifier = Verifier(key.public(), issuer="https://issuer.example", revocations=revocations)
///     >>> text = issuer.issue({"sub": "alice", "jti": "1"})
///     >>> entry = revocations.revoke(verifier.verify(text))
///     >>> try:
///     ...     verifier.verify(text)
///     ... except RevokedError as error:
///     ...     print(error.code, error.claim)
///     ERR_JWT_REVOKED jti
///     >>> revocations.withdraw(entry).withdrawn is not None, verifier.verify(text)["sub"]
///     (True, 'alice')
#[pyclass(frozen, name = "Revocations", module = "tokenseal")]
pub(crate) struct PyRevocations {
    list: Revocations,
    clock: Option<Clock>,
    /// What a list in a store has for the drivers.
    driver: Py<PyDict>,
}

#[pymethods]
impl PyRevocations {
    #[new]
    #[pyo3(signature = (**options), text_signature = None)]
    fn new(py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let clock = Clock::take::<RevocationsOptions>(options)?;
            let options: RevocationsOptions = options::read("Revocations", options)?;
            let list = detached(py, || Revocations::new(&options)).or_raise(py)?;
            Ok(Self {
                list,
                clock,
                driver: PyDict::new(py).unbind(),
            })
        })
    }

    #[doc = docs::signature!("Revocations.file", "file(path, *, ")]
    /// A list that the processes of one machine share in a file.
    ///
    /// A revocation is on the disk when its call returns, and every other process refuses it within
    /// 0.2 seconds, at its next check.
    ///
    /// Args:
    ///     path: the file.
    #[doc = docs::described!("Revocations.file")]
    /// Returns:
    ///     The Revocations, already read.
    ///
    /// Raises:
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, the file does not exist and
    ///         `create` is not given, or it is damaged or untrustworthy. No empty list is used
    ///         instead.
    ///     OptionError: ERR_OPTION_INVALID, an invalid option, or a
    ///         `longest_lifetime` other than the file was made with.
    ///
    /// Example:
    ///     >>> import os, tempfile
    ///     >>> from tokenseal import Revocations
    ///     >>> path = os.path.join(tempfile.mkdtemp(), "revoked.log")
    ///     >>> revocations = Revocations.file(path, create=True, longest_lifetime="1h")
    ///     >>> _ = revocations.revoke_session("https://issuer.example", "s1", by="support")
    ///     >>> Revocations.file(path).entries()[0].by
    ///     'support'
    #[staticmethod]
    #[pyo3(signature = (path, **options), text_signature = None)]
    fn file(py: Python<'_>, path: PathBuf, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let clock = Clock::take::<FileOptions>(options)?;
            let options: FileOptions = options::read("Revocations.file", options)?;
            let list = detached(py, || tokenseal_files::open_revocations(&path, &options)).or_raise(py)?;
            Ok(Self {
                list,
                clock,
                driver: PyDict::new(py).unbind(),
            })
        })
    }

    #[doc = docs::signature!("Revocations.redis", "redis(client, *, on_event=None, ")]
    /// A list that several processes and servers share through Redis or Valkey. Nothing is read
    /// yet.
    ///
    /// What one of them revokes, all refuse: at most `max_staleness` later while the store answers.
    /// A check reads the list in memory, and has it refreshed if it is older than half of that; if
    /// it is too old and cannot be refreshed in time, the check fails with
    /// ERR_JWT_REVOCATION_UNAVAILABLE, and so do all checks until the list has been read in full.
    /// `Verifier.ready` reads it at a service's start. `revoke` and `withdraw` return when the
    /// store has the change.
    ///
    /// On a thread with a running event loop, await the `_async` form of calls that wait. Nothing
    /// runs while no token is being checked.
    ///
    /// Args:
    ///     client: a client of redis-py or valkey-py, of either form: Redis, RedisCluster, or what
    ///         a Sentinel's `master_for` gives. The list opens its own connections with the
    ///         client's settings, to the primary only and without its retries; the client itself is
    ///         not used.
    ///     on_event: a function that is called with a dict for each event: `event` is 'read',
    ///         'failed' or 'restored'. Anything it raises is logged.
    #[doc = docs::described!("Revocations.redis")]
    /// Returns:
    ///     The Revocations.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an invalid option, or a client that cannot be followed.
    ///
    /// Example:
    ///     >>> from redis import Redis
    ///     >>> from tokenseal import Revocations
    ///     >>> revocations = Revocations.redis(Redis(host="redis.internal"), namespace="sessions")
    ///     >>> revocations.status()["kept"]
    ///     'store'
    #[staticmethod]
    #[pyo3(signature = (client, *, on_event = None, **options), text_signature = None)]
    fn redis(
        py: Python<'_>,
        client: &Bound<'_, PyAny>,
        on_event: Option<Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let on_event = driver::on_event(on_event)?;
            let clock = Clock::take::<StoreOptions>(options)?;
            let options: StoreOptions = options::read("Revocations.redis", options)?;
            let list = Revocations::redis(&options).or_raise(py)?;
            Ok(Self {
                list,
                clock,
                driver: driver::store(client, on_event)?,
            })
        })
    }

    /// A list that starts from a snapshot, and can be merged with the list that it was taken of.
    ///
    /// Args:
    ///     snapshot: what `snapshot` returned, as bytes.
    ///     audit: as for Revocations.
    ///     clock: as for Revocations.
    ///
    /// Returns:
    ///     The Revocations, which has the other's `longest_lifetime`.
    ///
    /// Raises:
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it is damaged, or a newer
    ///         version made it. No empty list is made instead.
    ///     OptionError: ERR_OPTION_INVALID, an invalid option.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> first = Revocations()
    ///     >>> _ = first.revoke_key(None, "stolen")
    ///     >>> Revocations.from_snapshot(first.snapshot()).status()["entries"]["key"]
    ///     1
    #[staticmethod]
    #[pyo3(signature = (snapshot, *, audit = None, clock = None), text_signature = "(snapshot, *, audit=False, clock=None)")]
    fn from_snapshot(
        py: Python<'_>,
        snapshot: Binary,
        #[pyo3(from_py_with = options::by_position)] audit: Option<Bound<'_, PyAny>>,
        clock: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let options: RevocationsOptions = options::read_one("audit", audit.as_ref())?;
            let clock = clock.map(|clock| Clock::of("clock", clock)).transpose()?;
            let list = detached(py, || {
                Revocations::from_snapshot(snapshot.as_ref(), options.audit)
            })
            .or_raise(py)?;
            Ok(Self {
                list,
                clock,
                driver: PyDict::new(py).unbind(),
            })
        })
    }

    #[doc = docs::signature!("Revocations.revoke", "revoke($self, token, *, ")]
    /// Revokes one checked token until it expires: for a user's log-out.
    ///
    /// By its `jti`, or by its content if it has none. A nested token is revoked with the signed
    /// one inside, however that is encrypted.
    ///
    /// Args:
    ///     token: the Token that a check returned.
    #[doc = docs::described!("Revocations.revoke")]
    /// Returns:
    ///     The RevocationEntry.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, a token that lives longer than `longest_lifetime`, or
    ///         an invalid option.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, Revocations, sign, verify
    ///     >>> key, revocations = Key.generate("HS256"), Revocations()
    ///     >>> token = verify(sign({"sub": "alice"}, key, expires_in=900, now=1_700_000_000), key, now=1_700_000_000)
    ///     >>> revocations.revoke(token, now=1_700_000_000).ends  # an hour after it expires: the largest leeway
    ///     1700004500.0
    #[pyo3(signature = (token, **options), text_signature = None)]
    fn revoke<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let token = token_of(token)?.as_core();
        Self::write(slf, "Revocations.revoke", options, |options| {
            RevocationChange::revoke(token.header(), token.claims_json(), options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke", "revoke_async($self, token, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     token: the Token that a check returned.
    #[doc = docs::described!("Revocations.revoke")]
    /// Returns:
    ///     An awaitable that gives the RevocationEntry.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `revoke` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Key, Revocations, sign, verify
    ///     >>> key, revocations = Key.generate("HS256"), Revocations()
    ///     >>> token = verify(sign({"sub": "alice"}, key, expires_in="15m"), key)
    ///     >>> asyncio.run(revocations.revoke_async(token)).kind
    ///     'token'
    #[pyo3(signature = (token, **options), text_signature = None)]
    fn revoke_async<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let token = token_of(token)?.as_core();
        Self::write_async(slf, "Revocations.revoke", options, |options| {
            RevocationChange::revoke(token.header(), token.claims_json(), options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_id", "revoke_id($self, issuer, token_id, *, ")]
    /// Revokes the token of an issuer that has this `jti`: if only its id is known.
    ///
    /// Args:
    ///     issuer: the `iss` of the token; None if it has none.
    ///     token_id: its `jti`.
    #[doc = docs::described!("Revocations.revoke_id")]
    /// Returns:
    ///     The RevocationEntry. Without `until`, it ends after the `longest_lifetime`, or never if
    ///     the list has none.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an empty id, an `until` beyond the `longest_lifetime`,
    ///         or an invalid option.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> Revocations().revoke_id("https://issuer.example", "1", until=1_700_000_900, now=1_700_000_000).kind
    ///     'token'
    #[pyo3(signature = (issuer, token_id, **options), text_signature = None)]
    fn revoke_id<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        token_id: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write(slf, "Revocations.revoke_id", options, |options| {
            RevocationChange::revoke_id(text(&issuer), &token_id.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_id", "revoke_id_async($self, issuer, token_id, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     issuer: as for `revoke_id`.
    ///     token_id: as for `revoke_id`.
    #[doc = docs::described!("Revocations.revoke_id")]
    /// Returns:
    ///     An awaitable that gives the RevocationEntry.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `revoke_id` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Revocations
    ///     >>> asyncio.run(Revocations().revoke_id_async("https://issuer.example", "1")).kind
    ///     'token'
    #[pyo3(signature = (issuer, token_id, **options), text_signature = None)]
    fn revoke_id_async<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        token_id: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write_async(slf, "Revocations.revoke_id", options, |options| {
            RevocationChange::revoke_id(text(&issuer), &token_id.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_session", "revoke_session($self, issuer, session_id, *, ")]
    /// Revokes all tokens of a session, whenever they were or will be issued: for logging out one
    /// device.
    ///
    /// Args:
    ///     issuer: the `iss` of the tokens; None if they have none.
    ///     session_id: their `sid`.
    #[doc = docs::described!("Revocations.revoke_session")]
    /// Returns:
    ///     The RevocationEntry. Without `until`, it ends after the `longest_lifetime`, or never if
    ///     the list has none.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, as `revoke_id` says.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> Revocations(longest_lifetime="1h").revoke_session("https://issuer.example", "session-1", now=1_700_000_000).ends
    ///     1700007200.0
    #[pyo3(signature = (issuer, session_id, **options), text_signature = None)]
    fn revoke_session<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        session_id: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write(slf, "Revocations.revoke_session", options, |options| {
            RevocationChange::revoke_session(text(&issuer), &session_id.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_session", "revoke_session_async($self, issuer, session_id, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     issuer: as for `revoke_session`.
    ///     session_id: as for `revoke_session`.
    #[doc = docs::described!("Revocations.revoke_session")]
    /// Returns:
    ///     An awaitable that gives the RevocationEntry.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `revoke_session` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Revocations
    ///     >>> asyncio.run(Revocations().revoke_session_async("https://issuer.example", "session-1")).kind
    ///     'session'
    #[pyo3(signature = (issuer, session_id, **options), text_signature = None)]
    fn revoke_session_async<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        session_id: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write_async(slf, "Revocations.revoke_session", options, |options| {
            RevocationChange::revoke_session(text(&issuer), &session_id.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_key", "revoke_key($self, issuer, key_id, *, ")]
    /// Revokes all tokens that a key verifies: for other parties' keys. A KeyRing's own `revoke`
    /// does this too, after `use_revocations`.
    ///
    /// Args:
    ///     issuer: the issuer whose tokens are refused; None for those of every issuer.
    ///     key_id: the key's own `kid`.
    #[doc = docs::described!("Revocations.revoke_key")]
    /// Returns:
    ///     The RevocationEntry. Without `until`, it never ends.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, as `revoke_id` says.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> Revocations().revoke_key(None, "stolen", reason="found in a public repository").ends is None
    ///     True
    #[pyo3(signature = (issuer, key_id, **options), text_signature = None)]
    fn revoke_key<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        key_id: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write(slf, "Revocations.revoke_key", options, |options| {
            RevocationChange::revoke_key(text(&issuer), &key_id.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_key", "revoke_key_async($self, issuer, key_id, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     issuer: as for `revoke_key`.
    ///     key_id: as for `revoke_key`.
    #[doc = docs::described!("Revocations.revoke_key")]
    /// Returns:
    ///     An awaitable that gives the RevocationEntry.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `revoke_key` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Revocations
    ///     >>> asyncio.run(Revocations().revoke_key_async(None, "stolen")).kind
    ///     'key'
    #[pyo3(signature = (issuer, key_id, **options), text_signature = None)]
    fn revoke_key_async<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        key_id: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write_async(slf, "Revocations.revoke_key", options, |options| {
            RevocationChange::revoke_key(text(&issuer), &key_id.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_subject", "revoke_subject($self, issuer, subject, *, ")]
    /// Revokes what was issued to a subject before a time: for logging a user out everywhere, or
    /// after a password change.
    ///
    /// A token that does not say when it was issued is refused as well, and so is one issued in the
    /// future.
    ///
    /// Args:
    ///     issuer: the `iss` of the tokens; None if they have none.
    ///     subject: their `sub`.
    #[doc = docs::described!("Revocations.revoke_subject")]
    /// Returns:
    ///     The RevocationEntry. It ends after the `longest_lifetime`, or never if the list has
    ///     none.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an empty subject, or an invalid option.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> Revocations().revoke_subject("https://issuer.example", "alice", now=1_700_000_000.5).before
    ///     1700000001.0
    #[pyo3(signature = (issuer, subject, **options), text_signature = None)]
    fn revoke_subject<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        subject: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write(slf, "Revocations.revoke_subject", options, |options| {
            RevocationChange::revoke_subject(text(&issuer), &subject.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_subject", "revoke_subject_async($self, issuer, subject, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     issuer: as for `revoke_subject`.
    ///     subject: as for `revoke_subject`.
    #[doc = docs::described!("Revocations.revoke_subject")]
    /// Returns:
    ///     An awaitable that gives the RevocationEntry.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `revoke_subject` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Revocations
    ///     >>> asyncio.run(Revocations().revoke_subject_async("https://issuer.example", "alice")).kind
    ///     'subject'
    #[pyo3(signature = (issuer, subject, **options), text_signature = None)]
    fn revoke_subject_async<'py>(
        slf: &Bound<'py, Self>,
        issuer: Option<Name>,
        subject: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write_async(slf, "Revocations.revoke_subject", options, |options| {
            RevocationChange::revoke_subject(text(&issuer), &subject.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_issuer", "revoke_issuer($self, issuer, *, ")]
    /// Revokes what an issuer issued before a time, as `revoke_subject` does for a subject.
    ///
    /// Args:
    ///     issuer: the `iss` of the tokens.
    #[doc = docs::described!("Revocations.revoke_issuer")]
    /// Returns:
    ///     The RevocationEntry. It ends after the `longest_lifetime`, or never if the list has
    ///     none.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an empty issuer, or an invalid option.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> Revocations().revoke_issuer("https://issuer.example", before=1_700_000_000).before
    ///     1700000000.0
    #[pyo3(signature = (issuer, **options), text_signature = None)]
    fn revoke_issuer<'py>(
        slf: &Bound<'py, Self>,
        issuer: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write(slf, "Revocations.revoke_issuer", options, |options| {
            RevocationChange::revoke_issuer(&issuer.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.revoke_issuer", "revoke_issuer_async($self, issuer, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     issuer: as for `revoke_issuer`.
    #[doc = docs::described!("Revocations.revoke_issuer")]
    /// Returns:
    ///     An awaitable that gives the RevocationEntry.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `revoke_issuer` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Revocations
    ///     >>> asyncio.run(Revocations().revoke_issuer_async("https://issuer.example")).kind
    ///     'issuer'
    #[pyo3(signature = (issuer, **options), text_signature = None)]
    fn revoke_issuer_async<'py>(
        slf: &Bound<'py, Self>,
        issuer: Name,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write_async(slf, "Revocations.revoke_issuer", options, |options| {
            RevocationChange::revoke_issuer(&issuer.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.withdraw", "withdraw($self, entry, *, ")]
    /// Withdraws a revocation. All earlier revocations of the same thing are withdrawn with it; it
    /// can be revoked again.
    ///
    /// Args:
    ///     entry: the RevocationEntry, or its id.
    #[doc = docs::described!("Revocations.withdraw")]
    /// Returns:
    ///     A RevocationEntry with its `withdrawn`.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, the list has no such entry, it has ended, or an option
    ///         is invalid.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> revocations = Revocations()
    ///     >>> entry = revocations.revoke_key(None, "not-stolen-after-all")
    ///     >>> revocations.withdraw(entry.id, by="support").withdrawn.by
    ///     'support'
    #[pyo3(signature = (entry, **options), text_signature = None)]
    fn withdraw<'py>(
        slf: &Bound<'py, Self>,
        entry: EntryId,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write(slf, "Revocations.withdraw", options, |options| {
            RevocationChange::withdraw(&entry.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.withdraw", "withdraw_async($self, entry, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     entry: the RevocationEntry, or its id.
    #[doc = docs::described!("Revocations.withdraw")]
    /// Returns:
    ///     An awaitable that gives the RevocationEntry.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `withdraw` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Revocations
    ///     >>> revocations = Revocations()
    ///     >>> entry = revocations.revoke_key(None, "not-stolen-after-all")
    ///     >>> asyncio.run(revocations.withdraw_async(entry, by="support")).withdrawn.by
    ///     'support'
    #[pyo3(signature = (entry, **options), text_signature = None)]
    fn withdraw_async<'py>(
        slf: &Bound<'py, Self>,
        entry: EntryId,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::write_async(slf, "Revocations.withdraw", options, |options| {
            RevocationChange::withdraw(&entry.0, options)
        })
    }

    #[doc = docs::signature!("Revocations.apply_events", "apply_events($self, token, *, ")]
    /// Revokes what a security event (RFC 8417) or a logout token ends: a session, or everything
    /// that a user had until then.
    ///
    /// It supports CAEP's `session-revoked` and OpenID's back-channel logout. Check the token
    /// first, with a Verifier with the profile `security-event` or `logout-token`. Applying a token
    /// twice revokes the same things twice.
    ///
    /// Args:
    ///     token: the Token that a check returned.
    #[doc = docs::described!("Revocations.apply_events")]
    /// Returns:
    ///     A list of the RevocationEntries: empty if no event says anything like that.
    ///
    /// Raises:
    ///     ClaimMissingError, ClaimInvalidError, ClaimMismatchError: ERR_JWT_CLAIM_MISSING,
    ///         ERR_JWT_CLAIM_INVALID or ERR_JWT_CLAIM_MISMATCH, the token is not such a token,
    ///         names a subject in a form that tokens do not use, or names one of another issuer
    ///         that `subject_issuers` does not list.
    ///     OptionError: ERR_OPTION_INVALID, an invalid option.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it could not be stored:
    ///         apply the token again.
    ///
    /// Example:
    ///     >>> from tokenseal import Issuer, Key, Revocations, Verifier
    ///     >>> key, revocations = Key.generate("ES256"), Revocations()
    ///     >>> provider = Issuer(key, issuer="https://issuer.example", audience="api", profile="logout-token", lifetime="2m")
    ///     >>> receiver = Verifier(key.public(), issuer="https://issuer.example", audience="api", profile="logout-token")
    ///     >>> text = provider.issue({"sid": "phone", "events": {"http://schemas.openid.net/event/backchannel-logout": {}}})
    ///     >>> [entry.kind for entry in revocations.apply_events(receiver.verify(text))]
    ///     ['session']
    #[pyo3(signature = (token, **options), text_signature = None)]
    fn apply_events<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::apply(slf, token_of(token)?.as_core(), options)
    }

    #[doc = docs::signature!("Revocations.apply_events", "apply_events_async($self, token, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     token: the Token that a check returned.
    #[doc = docs::described!("Revocations.apply_events")]
    /// Returns:
    ///     An awaitable that gives a list of the RevocationEntries.
    ///
    /// Raises:
    ///     ClaimMissingError, ClaimInvalidError, ClaimMismatchError, OptionError,
    ///         RevocationUnavailableError: as `apply_events` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Issuer, Key, Revocations, Verifier
    ///     >>> key, revocations = Key.generate("ES256"), Revocations()
    ///     >>> provider = Issuer(key, issuer="https://issuer.example", audience="api", profile="logout-token", lifetime="2m")
    ///     >>> receiver = Verifier(key.public(), issuer="https://issuer.example", audience="api", profile="logout-token")
    ///     >>> text = provider.issue({"sub": "alice", "events": {"http://schemas.openid.net/event/backchannel-logout": {}}})
    ///     >>> [entry.kind for entry in asyncio.run(revocations.apply_events_async(receiver.verify(text)))]
    ///     ['subject']
    #[pyo3(signature = (token, **options), text_signature = None)]
    fn apply_events_async<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::apply_async(slf, token_of(token)?.as_core(), options)
    }

    #[doc = docs::signature!("Revocations.entries", "entries($self, *, ")]
    /// What was revoked and has not expired, in chronological order, and how it was withdrawn: all
    /// of it, or what the options select.
    ///
    /// Args:
    #[doc = docs::described!("Revocations.entries")]
    /// Returns:
    ///     A list of RevocationEntries. From a store, it is read page by page; for entries that a
    ///     store had lost and a service wrote back, `by` and `reason` are None.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, a list in memory that was not made with `audit`, or an
    ///         invalid option.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it cannot be read.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> revocations = Revocations(audit=True)
    ///     >>> _ = revocations.revoke_subject("https://issuer.example", "alice", by="support", reason="lost phone")
    ///     >>> [(entry.kind, entry.by, entry.reason) for entry in revocations.entries(issuer="https://issuer.example", subject="alice")]
    ///     [('subject', 'support', 'lost phone')]
    #[pyo3(signature = (**options), text_signature = None)]
    fn entries<'py>(
        slf: &Bound<'py, Self>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(slf.py(), || Self::list(slf, Self::asked(slf, options)?))
    }

    #[doc = docs::signature!("Revocations.entries", "entries_async($self, *, ")]
    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    #[doc = docs::described!("Revocations.entries")]
    /// Returns:
    ///     An awaitable that gives a list of RevocationEntries.
    ///
    /// Raises:
    ///     OptionError, RevocationUnavailableError: as `entries` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Revocations
    ///     >>> revocations = Revocations(audit=True)
    ///     >>> _ = revocations.revoke_key(None, "stolen", by="ops")
    ///     >>> [entry.by for entry in asyncio.run(revocations.entries_async(key_id="stolen"))]
    ///     ['ops']
    #[pyo3(signature = (**options), text_signature = None)]
    fn entries_async<'py>(
        slf: &Bound<'py, Self>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(slf.py(), || Self::list_async(slf, Self::asked(slf, options)?))
    }

    /// The list as bytes, for `Revocations.from_snapshot` and `merge`: in another process, or after
    /// a restart.
    ///
    /// Keep them where nobody else can write: they are protected against damage, but not against
    /// forgery. They also hold the key with which ids can be recognised in them.
    ///
    /// Returns:
    ///     The bytes.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> revocations = Revocations()
    ///     >>> Revocations.from_snapshot(revocations.snapshot()).snapshot() == revocations.snapshot()
    ///     True
    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        guard(py, || {
            Ok(PyBytes::new(py, &detached(py, || self.list.snapshot())))
        })
    }

    /// Adds what a snapshot holds: for each entry, the later one wins. No revocation is lost.
    ///
    /// Where neither list keeps its records by `audit`, what was withdrawn in one and is still
    /// revoked in the other may be revoked again.
    ///
    /// Args:
    ///     snapshot: what `snapshot` returned for the same list, or for one that was made from it.
    ///
    /// Raises:
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, it is damaged, or a newer
    ///         version made it. Nothing has changed.
    ///     OptionError: ERR_OPTION_INVALID, it is from another list, in which nothing could be
    ///         recognised.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> here = Revocations()
    ///     >>> there = Revocations.from_snapshot(here.snapshot())
    ///     >>> _ = there.revoke_key(None, "stolen")
    ///     >>> here.merge(there.snapshot())
    ///     >>> here.status()["entries"]["key"]
    ///     1
    fn merge(&self, py: Python<'_>, snapshot: Binary) -> PyResult<()> {
        guard(py, || {
            detached(py, || self.list.merge(snapshot.as_ref())).or_raise(py)
        })
    }

    /// The status of the list: how many entries of each kind there are, how many bytes they take,
    /// where it is kept, and why it cannot be used, if it cannot.
    ///
    /// Returns:
    ///     A new dict each time. Its `failed` is None while all is well: monitor it.
    ///
    /// Example:
    ///     >>> from tokenseal import Revocations
    ///     >>> status = Revocations(longest_lifetime="1h").status()
    ///     >>> status["entries"]["token"], status["longest_lifetime"], status["kept"], status["failed"]
    ///     (0, 3600.0, 'memory', None)
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            from_json::objects(py, detached(py, || self.list.status()).as_bytes())
        })
    }

    /// For drivers: what sends the commands of a list in a store, and what they keep there.
    #[getter]
    fn _driver(&self, py: Python<'_>) -> Py<PyDict> {
        self.driver.clone_ref(py)
    }

    /// For drivers: what to do, as a dict (`bridge/src/machine.rs`).
    #[pyo3(signature = (at = None))]
    fn _poll<'py>(&self, py: Python<'py>, at: Option<At>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let times = self.times(py, at)?;
            turn(py, &detached(py, || self.list.poll(times)))
        })
    }

    /// For drivers: the outcome of a request, and what to do next. A store's answer has no body.
    #[pyo3(signature = (answer, body, at = None))]
    fn _tell<'py>(
        &self,
        py: Python<'py>,
        answer: Document<'_>,
        body: Binary,
        at: Option<At>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let answer = answer.0.to_text(py, ErrorCode::OptionInvalid)?;
            let answer = machine::answer(&answer, body.as_ref().to_vec()).or_raise(py)?;
            let times = self.times(py, at)?;
            turn(py, &detached(py, || self.list.tell(times, answer)))
        })
    }

    /// For drivers: whether a check could be decided now.
    #[pyo3(signature = (at = None))]
    fn _is_ready(&self, py: Python<'_>, at: Option<At>) -> PyResult<bool> {
        guard(py, || Ok(self.list.is_ready(self.times(py, at)?)))
    }

    /// For drivers: how long a call may wait for the store, in seconds.
    fn _longest_wait(&self) -> f64 {
        self.list.longest_wait()
    }

    /// For drivers: the error if a check could not be decided.
    fn _unavailable(&self, py: Python<'_>) -> Py<PyAny> {
        raised(py, &self.list.unavailable()).into_value(py).into_any()
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.driver)?;
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Says how many entries there are, and never what they name.
    fn __repr__(&self) -> String {
        format!("{:?}", self.list)
    }

    /// It is a list that others may use as well: a copy is the list itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

impl PyRevocations {
    /// The core's list, which a Verifier and a ring share with it.
    pub(crate) fn to_core(&self) -> Revocations {
        self.list.clone()
    }

    /// Takes the list out of the keyword arguments, if it is among them.
    pub(crate) fn take<T: Options>(given: Option<&Bound<'_, PyDict>>) -> PyResult<Option<Py<Self>>> {
        let list = |(name, value): (_, Bound<'_, PyAny>)| match value.cast::<Self>() {
            Ok(list) => Ok(list.clone().unbind()),
            Err(_) => Err(raised(
                value.py(),
                &message::option_refused(name, "must be a Revocations"),
            )),
        };
        options::take_handle::<T>("Revocations", given)?
            .map(list)
            .transpose()
    }

    /// The core's list.
    pub(crate) fn as_core(&self) -> &Revocations {
        &self.list
    }

    /// The clock of its calls, and of its machine.
    pub(crate) fn clock(&self) -> Option<&Clock> {
        self.clock.as_ref()
    }

    /// What is to be listed, and as of when.
    fn asked(slf: &Bound<'_, Self>, options: Option<&Bound<'_, PyDict>>) -> PyResult<EntriesOptions> {
        let mut options: EntriesOptions = options::read("Revocations.entries", options)?;
        options.now = Some(clock::now(slf.py(), options.now, slf.get().clock())?);
        Ok(options)
    }

    pub(crate) fn times(&self, py: Python<'_>, at: Option<At>) -> PyResult<Times> {
        clock::times(py, at, self.clock.as_ref())
    }
}

fn turn<'py>(py: Python<'py>, turn: &Turn) -> PyResult<Bound<'py, PyAny>> {
    from_json::objects(py, machine::turn(turn).as_bytes())
}

fn token_of<'a>(token: &'a Bound<'_, PyAny>) -> PyResult<&'a PyToken> {
    let remedy = "a check gives one for a text, and revoke_id revokes a token by its id";
    Ok(token
        .cast::<PyToken>()
        .map_err(|_| unexpected_with("a Token", token, remedy))?
        .get())
}

fn text(issuer: &Option<Name>) -> Option<&str> {
    issuer.as_ref().map(|issuer| issuer.0.as_str())
}
