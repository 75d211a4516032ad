//! `KeyRing`: the core's ring, its file, and the clock that it keeps time by.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};
use serde_json::Value;
use tokenseal::machine::Times;
use tokenseal::{
    Advanced, Algorithm, CheckOptions, ErrorCode, KeyRing, RingAction, RingKey, RingOptions,
    RingStoreOptions, SignatureAlgorithm,
};
use tokenseal_bridge::{machine, message};

use crate::clock::{self, Clock};
use crate::docs;
use crate::driver::{self, At, Timeout};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Binary, Document, Name, Text, items};
use crate::key::{OneKey, PyKey};
use crate::key_set::{Keys, PyKeySet};
use crate::revocation::PyRevocations;
use crate::ring_change::PyRingChanging;
use crate::{from_json, options};

/// Keys that rotate: those in use for signing or encryption, those that will be, and those whose
/// tokens may still be valid.
///
/// An Issuer and a Verifier take it in place of a key or a set, and follow it. How long each key is
/// published ahead and kept afterwards is computed from its options, so that no valid token is ever
/// refused. There is always one more key that everyone already knows, so that a key can be revoked
/// at any time. Made by `KeyRing.create`, kept in a file that several processes share by `save` and
/// `open`, and shared by servers through Redis or Valkey by `redis`.
///
/// It is safe to share between threads, and between processes that fork. A copy is the ring itself;
/// it cannot be pickled.
///
/// Example:
///     >>> from tokenseal import Issuer, KeyRing, Verifier
///     >>> ring = KeyRing.create("ES256", rotate_every="30d", token_lifetime="15m")
///     >>> issuer = Issuer(ring, issuer="https://issuer.example", audience="https://api.example", lifetime="15m")
///     >>> verifier = Verifier(ring, issuer="https://issuer.example", audience="https://api.example")
///     >>> verifier.verify(issuer.issue({"sub": "alice"}))["sub"]
///     'alice'
///     >>> [key["state"] for key in ring.keys()]
///     ['active', 'upcoming']
#[pyclass(frozen, name = "KeyRing", module = "tokenseal")]
pub(crate) struct PyKeyRing {
    pub(crate) ring: KeyRing,
    clock: Option<Clock>,
    /// What a ring in a store has for the drivers.
    driver: Py<PyDict>,
    /// The list that it uses, which may need a driver as well.
    list: Mutex<Option<Py<PyRevocations>>>,
}

#[pymethods]
impl PyKeyRing {
    #[doc = docs::signature!("KeyRing.create", "create(algorithms, *, keys=None, now=None, ")]
    /// A new ring with keys for these algorithms; the first of them sign at once.
    ///
    /// If verifiers already know a key, pass it in `keys`: the first key of an algorithm takes its
    /// turn at once, and the others follow. An Issuer and a Verifier judge claims by their own
    /// clock, never by the ring's.
    ///
    /// Args:
    ///     algorithms: the name of an algorithm, such as 'ES256' or 'ECDH-ES+A256KW', or several.
    ///     now: when this is; by the clock if not given. Seconds since the epoch, or an aware
    ///         datetime.
    #[doc = docs::described!("KeyRing.create")]
    /// Returns:
    ///     The KeyRing, which is not stored anywhere yet: see `save`.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, a policy under which a valid token could be refused, no
    ///         algorithm, or one for which no keys can be generated.
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, an algorithm that the library does not support.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> ring = KeyRing.create(["ES256", "ECDH-ES+A256KW"], rotate_every="7d", now=1_700_000_000)
    ///     >>> [key["algorithm"] for key in ring.keys(now=1_700_000_000) if key["state"] == "active"]
    ///     ['ES256', 'ECDH-ES+A256KW']
    #[staticmethod]
    #[pyo3(signature = (algorithms, *, keys = None, now = None, **options), text_signature = None)]
    fn create(
        py: Python<'_>,
        algorithms: &Bound<'_, PyAny>,
        keys: Option<Keys>,
        now: Option<&Bound<'_, PyAny>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let clock = Clock::take::<RingOptions>(options)?;
            let options: RingOptions = options::read("KeyRing.create", options)?;
            let algorithms = algorithms_of(algorithms)?;
            let now = time(py, now, clock.as_ref())?;
            let keys = keys.map(|keys| keys.0);
            let ring = detached(py, || KeyRing::create(&algorithms, keys, &options, now)).or_raise(py)?;
            Ok(Self::with(py, ring, clock))
        })
    }

    /// Opens the ring that a file keeps, and follows it: it stores every change there, and sees
    /// what other processes change.
    ///
    /// Args:
    ///     path: the file, as str or a path.
    ///     protect_with: the secret Key that protects it, or several candidates.
    ///     clock: a function that returns the time for the ring, for tests; the system's clocks if
    ///         not given.
    ///
    /// Returns:
    ///     The KeyRing. If the file cannot be written, the ring is read-only: changes are
    ///     ERR_OPTION_INVALID.
    ///
    /// Raises:
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, the file does not exist, is damaged or
    ///         untrustworthy, or is protected by another key. No other ring is made instead.
    ///     OptionError: ERR_OPTION_INVALID, a key that cannot protect a ring.
    ///
    /// Example:
    ///     >>> import os, tempfile
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> path, key = os.path.join(tempfile.mkdtemp(), "keys.ring"), Key.generate("A256KW")
    ///     >>> KeyRing.create("Ed25519").save(path, key)
    ///     >>> KeyRing.open(path, key).signing_key().algorithm
    ///     'Ed25519'
    #[staticmethod]
    #[pyo3(signature = (path, protect_with, *, clock = None))]
    fn open(
        py: Python<'_>,
        path: PathBuf,
        protect_with: Keys,
        clock: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let clock = clock_of(clock)?;
            let now = time(py, None, clock.as_ref())?;
            let ring = detached(py, || tokenseal_files::open(&path, protect_with.0, now)).or_raise(py)?;
            Ok(Self::with(py, ring, clock))
        })
    }

    #[doc = docs::signature!("KeyRing.redis", "redis(client, protect_with, *, create=None, on_event=None, ")]
    /// Opens the ring that servers share through Redis or Valkey, and follows it: it stores every
    /// change there, and sees what others change.
    ///
    /// Calls use the ring in memory, and have it reread if it is older than half of
    /// `max_staleness`; a call waits for that only if nobody has looked for longer than that. While
    /// the store is unreachable, the keys at hand stay in use, and tokens are made for as long as
    /// no other server can have ended the turn of their key. On a thread with a running event loop,
    /// await the `_async` form of calls that wait.
    ///
    /// Args:
    ///     client: a client of redis-py or valkey-py, of either form: Redis, RedisCluster, or what
    ///         a Sentinel's `master_for` gives. The ring opens its own connections with the
    ///         client's settings, to the primary only and without its retries; the client itself is
    ///         not used.
    ///     protect_with: the secret Key that protects it, or several candidates.
    ///     create: a KeyRing to begin with if the store has none, such as one from
    ///         `KeyRing.create`. Leave it out in services, so that the loss of a ring is noticed.
    ///     on_event: a function that is called with each event as a dict: `failed`, `rotated`.
    #[doc = docs::described!("KeyRing.redis")]
    /// Returns:
    ///     The KeyRing, already read.
    ///
    /// Raises:
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, the store has no such ring or cannot
    ///         be reached, or another key protects it. No other ring is made instead.
    ///     OptionError: ERR_OPTION_INVALID, a key that cannot protect a ring, a client that cannot
    ///         be followed, or an invalid option.
    ///
    /// Example:
    ///     >>> def start(client, key):
    ///     ...     from tokenseal import Issuer, KeyRing
    ///     ...     ring = KeyRing.redis(client, key, namespace="issuer")
    ///     ...     return Issuer(ring, issuer="https://issuer.example", lifetime="15m")
    #[staticmethod]
    #[pyo3(signature = (client, protect_with, *, create = None, on_event = None, **options), text_signature = None)]
    fn redis<'py>(
        py: Python<'py>,
        client: &Bound<'py, PyAny>,
        protect_with: Keys,
        create: Option<Bound<'py, PyAny>>,
        on_event: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Self>> {
        guard(py, || {
            let ring = Self::in_store(py, client, protect_with, create, on_event, options)?;
            let limit = ring.get().ring.longest_wait();
            driver::threads(py)?.call_method1(
                "open_ring",
                (
                    &ring,
                    limit,
                    raised(py, &message::ring_must_be_awaited("redis_async")).into_value(py),
                ),
            )?;
            Ok(ring)
        })
    }

    #[doc = docs::signature!("KeyRing.redis", "redis_async(client, protect_with, *, create=None, on_event=None, ")]
    /// The same, without blocking the event loop while the store is asked.
    ///
    /// Args:
    ///     client: as for `redis`.
    ///     protect_with: as for `redis`.
    ///     create: as for `redis`.
    ///     on_event: as for `redis`.
    #[doc = docs::described!("KeyRing.redis")]
    /// Returns:
    ///     An awaitable that gives the KeyRing.
    ///
    /// Raises:
    ///     KeyRingUnavailableError, OptionError: as `redis` does.
    ///
    /// Example:
    ///     >>> async def start(client, key):
    ///     ...     from tokenseal import KeyRing
    ///     ...     return await KeyRing.redis_async(client, key, namespace="issuer")
    #[staticmethod]
    #[pyo3(signature = (client, protect_with, *, create = None, on_event = None, **options), text_signature = None)]
    fn redis_async<'py>(
        py: Python<'py>,
        client: &Bound<'py, PyAny>,
        protect_with: Keys,
        create: Option<Bound<'py, PyAny>>,
        on_event: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let ring = Self::in_store(py, client, protect_with, create, on_event, options)?;
            let limit = ring.get().ring.longest_wait();
            driver::loops(py)?.call_method1("open_ring", (ring, limit))
        })
    }

    /// Opens a ring that `to_jwe` wrote: to keep it somewhere other than a file.
    ///
    /// Args:
    ///     text: what `to_jwe` returned, as str or bytes.
    ///     protect_with: the secret Key that protects it, or several candidates.
    ///     clock: a function that returns the time for the ring, for tests; the system's clocks if
    ///         not given.
    ///
    /// Returns:
    ///     The KeyRing, whose later changes are not stored: see `save`.
    ///
    /// Raises:
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, it is damaged, another key protects
    ///         it, or a newer version wrote it.
    ///     OptionError: ERR_OPTION_INVALID, a key that cannot protect a ring.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> ring, key = KeyRing.create("Ed25519"), Key.generate("A256KW")
    ///     >>> KeyRing.from_jwe(ring.to_jwe(key), key).signing_key() == ring.signing_key()
    ///     True
    #[staticmethod]
    #[pyo3(signature = (text, protect_with, *, clock = None))]
    fn from_jwe(
        py: Python<'_>,
        text: Text,
        protect_with: Keys,
        clock: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let clock = clock_of(clock)?;
            let now = time(py, None, clock.as_ref())?;
            let ring = detached(py, || KeyRing::from_jwe(&text, protect_with.0, now)).or_raise(py)?;
            Ok(Self::with(py, ring, clock))
        })
    }

    /// The key that protects the ring in a file, as a KMS wrapped it: unwrap it there before
    /// opening the ring.
    ///
    /// Args:
    ///     path: the file, as str or a path.
    ///
    /// Returns:
    ///     The bytes that `save` or `rewrap` was given as `wrapped_key`, or None.
    ///
    /// Raises:
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, the file does not exist, is
    ///         untrustworthy, or is not a ring.
    ///
    /// Example:
    ///     >>> import os, tempfile
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> path, key = os.path.join(tempfile.mkdtemp(), "keys.ring"), Key.generate("A256KW")
    ///     >>> KeyRing.create("Ed25519").save(path, key, wrapped_key=b"what the KMS gave")
    ///     >>> KeyRing.wrapped_key(path)
    ///     b'what the KMS gave'
    #[staticmethod]
    fn wrapped_key(py: Python<'_>, path: PathBuf) -> PyResult<Option<Bound<'_, PyBytes>>> {
        guard(py, || {
            let wrapped = detached(py, || tokenseal_files::wrapped_key(&path)).or_raise(py)?;
            Ok(wrapped.map(|wrapped| PyBytes::new(py, &wrapped)))
        })
    }

    /// Keeps the ring in a new file from now on, as one encrypted token. Every later change is
    /// stored there before it takes effect.
    ///
    /// Args:
    ///     path: the file, as str or a path. It must not exist yet.
    ///     protect_with: a secret Key for encryption, such as one for A256KW.
    ///     wrapped_key: that key as wrapped by a KMS, as bytes; `KeyRing.wrapped_key` returns it.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, the ring is already stored, the file already exists, or
    ///         the key cannot protect a ring.
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, the file cannot be written. Nothing is
    ///         overwritten.
    ///
    /// Example:
    ///     >>> import os, tempfile
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> ring = KeyRing.create("Ed25519")
    ///     >>> ring.save(os.path.join(tempfile.mkdtemp(), "keys.ring"), Key.generate("A256KW"))
    ///     >>> ring.status()["kept"]
    ///     True
    #[pyo3(signature = (path, protect_with, *, wrapped_key = None))]
    fn save(
        &self,
        py: Python<'_>,
        path: PathBuf,
        protect_with: OneKey,
        wrapped_key: Option<Binary>,
    ) -> PyResult<()> {
        guard(py, || {
            let save = || {
                tokenseal_files::save(
                    &self.ring,
                    &path,
                    &protect_with.0,
                    wrapped_key.as_ref().map(AsRef::as_ref),
                )
            };
            detached(py, save).or_raise(py)
        })
    }

    /// The ring as one encrypted token (RFC 7516), private keys and all.
    ///
    /// Args:
    ///     protect_with: a secret Key for encryption, such as one for A256KW.
    ///     wrapped_key: that key as wrapped by a KMS, as bytes.
    ///
    /// Returns:
    ///     The text, for `KeyRing.from_jwe`.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, a key that is public, private or for signatures.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> KeyRing.create("Ed25519").to_jwe(Key.generate("A256KW")).count(".")
    ///     4
    #[pyo3(signature = (protect_with, *, wrapped_key = None))]
    fn to_jwe(&self, py: Python<'_>, protect_with: OneKey, wrapped_key: Option<Binary>) -> PyResult<String> {
        guard(py, || {
            detached(py, || {
                self.ring
                    .to_jwe(&protect_with.0, wrapped_key.as_ref().map(AsRef::as_ref))
            })
            .or_raise(py)
        })
    }

    /// Protects the ring's file with another key. Everyone else who follows it needs that key
    /// before you do this: pass both to `open`.
    ///
    /// Args:
    ///     protect_with: the new secret Key for encryption.
    ///     wrapped_key: that key as wrapped by a KMS, as bytes.
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, the ring is not stored anywhere or is read-only, or the
    ///         key cannot protect it.
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, it could not be read or changed.
    ///
    /// Example:
    ///     >>> import os, tempfile
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> path, old, new = os.path.join(tempfile.mkdtemp(), "keys.ring"), Key.generate("A256KW"), Key.generate("A256KW")
    ///     >>> KeyRing.create("Ed25519").save(path, old)
    ///     >>> KeyRing.open(path, [new, old]).rewrap(new)
    ///     >>> KeyRing.open(path, new).status()["generation"]
    ///     2
    #[pyo3(signature = (protect_with, *, wrapped_key = None, now = None))]
    fn rewrap(
        slf: &Bound<'_, Self>,
        protect_with: OneKey,
        wrapped_key: Option<Binary>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        Self::perform(slf, "rewrap", now, |now| {
            RingAction::rewrap(&protect_with.0, wrapped_key.as_ref().map(AsRef::as_ref), now)
        })
        .map(drop)
    }

    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     protect_with: as for `rewrap`.
    ///     wrapped_key: as for `rewrap`.
    ///     now: as for `rewrap`.
    ///
    /// Returns:
    ///     An awaitable.
    ///
    /// Raises:
    ///     OptionError, KeyRingUnavailableError: as `rewrap` does.
    ///
    /// Example:
    ///     >>> async def change(ring, key):
    ///     ...     await ring.rewrap_async(key)
    #[pyo3(signature = (protect_with, *, wrapped_key = None, now = None))]
    fn rewrap_async<'py>(
        slf: &Bound<'py, Self>,
        protect_with: OneKey,
        wrapped_key: Option<Binary>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::begin(slf, "rewrap", now, |now| {
            RingAction::rewrap(&protect_with.0, wrapped_key.as_ref().map(AsRef::as_ref), now)
        })
    }

    /// Does what is due: makes and publishes keys, plans whose turn is next, erases what is no
    /// longer needed.
    ///
    /// `Issuer.issue` and `to_jwks` do this themselves. Call it to learn of changes, or to publish
    /// the keys elsewhere.
    ///
    /// Args:
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     A dict: `changes` is a list of dicts with `key_id`, `algorithm`, and what the key `was`
    ///     and `is`; `next` is when there will be something to do again, or None; `needs_key` lists
    ///     the algorithms that need a key from you.
    ///
    /// Raises:
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, it could not be stored. Nothing has
    ///         changed.
    ///     OptionError: ERR_OPTION_INVALID, the ring is read-only.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> ring = KeyRing.create("Ed25519", rotate_every="30d", now=1_700_000_000)
    ///     >>> done = ring.advance(now=1_700_000_000 + 31 * 86400)
    ///     >>> [(change["was"], change["is"]) for change in done["changes"]]
    ///     [(None, 'upcoming')]
    #[pyo3(signature = (now = None))]
    fn advance<'py>(slf: &Bound<'py, Self>, now: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        Self::perform(slf, "advance", now, RingAction::advance)
    }

    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     now: as for `advance`.
    ///
    /// Returns:
    ///     An awaitable that gives what `advance` returns.
    ///
    /// Raises:
    ///     TokenError: as `advance` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> ring = KeyRing.create("Ed25519")
    ///     >>> asyncio.run(ring.advance_async())["changes"]
    ///     []
    #[pyo3(signature = (now = None))]
    fn advance_async<'py>(
        slf: &Bound<'py, Self>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::begin(slf, "advance", now, RingAction::advance)
    }

    /// From now on, refuses the tokens of a key, and only those. If it was that key's turn, the
    /// next one signs, which everyone already knows.
    ///
    /// Those who fetch the keys still accept it until they fetch them again.
    ///
    /// Args:
    ///     key_id: the key's `kid`.
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     What `advance` returns.
    ///
    /// Raises:
    ///     KeyNotFoundError: ERR_JWKS_NO_MATCHING_KEY, the ring has no such key.
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, it could not be stored. The ring has
    ///         not changed.
    ///     RevocationUnavailableError: ERR_JWT_REVOCATION_UNAVAILABLE, the list of
    ///         `use_revocations` could not be written to. Nothing has changed.
    ///     OptionError: ERR_OPTION_INVALID, the ring is read-only.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> ring = KeyRing.create("Ed25519")
    ///     >>> stolen = ring.signing_key()
    ///     >>> changes = ring.revoke(stolen.key_id)["changes"]
    ///     >>> [change["is"] for change in changes if change["key_id"] == stolen.key_id], ring.signing_key() == stolen
    ///     (['revoked'], False)
    #[pyo3(signature = (key_id, now = None))]
    fn revoke<'py>(
        slf: &Bound<'py, Self>,
        key_id: Name,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::perform(slf, "revoke", now, |now| RingAction::revoke(&key_id.0, now))
    }

    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     key_id: as for `revoke`.
    ///     now: as for `revoke`.
    ///
    /// Returns:
    ///     An awaitable that gives what `advance` returns.
    ///
    /// Raises:
    ///     TokenError: as `revoke` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> ring = KeyRing.create("Ed25519")
    ///     >>> len(asyncio.run(ring.revoke_async(ring.signing_key().key_id))["changes"]) > 1
    ///     True
    #[pyo3(signature = (key_id, now = None))]
    fn revoke_async<'py>(
        slf: &Bound<'py, Self>,
        key_id: Name,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::begin(slf, "revoke", now, |now| RingAction::revoke(&key_id.0, now))
    }

    /// From now on, `revoke` also writes to a list of revocations, so that verifiers that use the
    /// list refuse the key before they fetch the keys again.
    ///
    /// Args:
    ///     revocations: the Revocations.
    ///     issuer: the `iss` of the tokens that the ring signs.
    ///
    /// Example:
    ///     >>> from tokenseal import Issuer, KeyRing, Revocations, RevokedError, Verifier
    ///     >>> ring, revocations = KeyRing.create("ES256"), Revocations()
    ///     >>> ring.use_revocations(revocations, "https://issuer.example")
    ///     >>> token = Issuer(ring, issuer="https://issuer.example", lifetime="15m").issue({})
    ///     >>> verifier = Verifier(ring.to_key_set(), issuer="https://issuer.example", revocations=revocations)  # who has fetched the keys
    ///     >>> _ = ring.revoke(ring.signing_key().key_id)
    ///     >>> try:
    ///     ...     verifier.verify(token)
    ///     ... except RevokedError as error:
    ///     ...     print(error.code)
    ///     ERR_JWT_REVOKED
    fn use_revocations(
        &self,
        py: Python<'_>,
        revocations: &Bound<'_, PyRevocations>,
        issuer: Name,
    ) -> PyResult<()> {
        guard(py, || {
            let list = revocations.get().to_core();
            detached(py, || self.ring.use_revocations(&list, &issuer.0)).or_raise(py)?;
            *self.list.lock().unwrap_or_else(PoisonError::into_inner) = Some(revocations.clone().unbind());
            Ok(())
        })
    }

    /// Adds a key, whose turn comes after the others of its algorithm: the public half of one whose
    /// private half is elsewhere, or a key made elsewhere.
    ///
    /// Args:
    ///     key: the Key, bound to its algorithm.
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     What `advance` returns.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, a key that is bound to no algorithm, whose key_id is
    ///         taken, or whose private half is elsewhere while those of the other keys are not; or
    ///         the ring is read-only.
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, it could not be stored. Nothing has
    ///         changed.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> of_kms = [Key.generate("ES256").public() for _ in range(3)]  # pretend that their private halves were elsewhere
    ///     >>> ring = KeyRing.create("ES256", keys=of_kms[0])
    ///     >>> ring.add(of_kms[1])["needs_key"]
    ///     []
    ///     >>> ring.signing_key() == of_kms[0]
    ///     True
    #[pyo3(signature = (key, now = None))]
    fn add<'py>(
        slf: &Bound<'py, Self>,
        key: OneKey,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::perform(slf, "add", now, |now| RingAction::add(&key.0, now))
    }

    /// The same, without blocking the event loop while a store is asked.
    ///
    /// Args:
    ///     key: as for `add`.
    ///     now: as for `add`.
    ///
    /// Returns:
    ///     An awaitable that gives what `advance` returns.
    ///
    /// Raises:
    ///     TokenError: as `add` does.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import Key, KeyRing
    ///     >>> ring = KeyRing.create("Ed25519")
    ///     >>> [change["is"] for change in asyncio.run(ring.add_async(Key.generate("Ed25519")))["changes"]]
    ///     ['upcoming']
    #[pyo3(signature = (key, now = None))]
    fn add_async<'py>(
        slf: &Bound<'py, Self>,
        key: OneKey,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::begin(slf, "add", now, |now| RingAction::add(&key.0, now))
    }

    /// The keys that are published now, as a JWK Set (RFC 7517, section 5): what a service serves,
    /// with `cache_control`. What is due is done first.
    ///
    /// Args:
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     A dict of public keys that can be published as JSON.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> ring = KeyRing.create(["Ed25519", "ECDH-ES"])
    ///     >>> [jwk["alg"] for jwk in ring.to_jwks()["keys"]]
    ///     ['Ed25519', 'Ed25519', 'ECDH-ES']
    #[pyo3(signature = (now = None))]
    fn to_jwks<'py>(slf: &Bound<'py, Self>, now: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            Self::settle(slf)?;
            let now = this.time(py, now)?;
            from_json::objects(
                py,
                detached(py, || this.ring.to_jwks(now)).or_raise(py)?.as_bytes(),
            )
        })
    }

    /// The `Cache-Control` to serve `to_jwks` with (RFC 9111, section 5.2): anyone who keeps the
    /// keys longer would learn of a new one too late.
    ///
    /// Returns:
    ///     The value of the header.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> KeyRing.create("Ed25519", jwks_max_age="5m").cache_control()
    ///     'max-age=300'
    fn cache_control(&self) -> String {
        self.ring.cache_control()
    }

    /// The keys and their times, in the order of their turns.
    ///
    /// Args:
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     A list of dicts: `key_id`, `algorithm`, `state`, `external`, `published`, `active_from`,
    ///     `active_until`, `retires`, `revoked`. Times are seconds since the epoch, or None.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> ring = KeyRing.create("Ed25519", now=1_700_000_000)
    ///     >>> [(key["state"], key["active_from"]) for key in ring.keys(now=1_700_000_000)]
    ///     [('active', 1700000000.0), ('upcoming', None)]
    #[pyo3(signature = (now = None))]
    fn keys<'py>(slf: &Bound<'py, Self>, now: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            Self::settle(slf)?;
            let now = this.time(py, now)?;
            let keys = detached(py, || this.ring.keys(now)).or_raise(py)?;
            let keys = Value::Array(keys.iter().map(RingKey::to_json).collect());
            from_json::objects(py, keys.to_string().as_bytes())
        })
    }

    /// How the ring is: its keys and times, its policy with what is computed from it, and why the
    /// last attempt to read or change it failed, if it did. Without private keys.
    ///
    /// Args:
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     A new dict each time. Its `failed` is None while all is well: monitor it.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> status = KeyRing.create("Ed25519").status()
    ///     >>> status["kept"], status["failed"], status["published_ahead"]
    ///     (False, None, 1260.0)
    #[pyo3(signature = (now = None))]
    fn status<'py>(slf: &Bound<'py, Self>, now: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            Self::settle(slf)?;
            let now = this.time(py, now)?;
            from_json::objects(
                py,
                detached(py, || this.ring.status(now)).or_raise(py)?.as_bytes(),
            )
        })
    }

    /// The key that signs now: for `prepare`, if its private half is elsewhere.
    ///
    /// Args:
    ///     alg: the algorithm to sign by; the first that the ring has if not given.
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     The Key.
    ///
    /// Raises:
    ///     KeyNotFoundError: ERR_JWKS_NO_MATCHING_KEY, the ring has none.
    ///     AlgorithmError: ERR_JOSE_NOT_SUPPORTED, an algorithm that the library does not support.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> KeyRing.create(["ES256", "Ed25519"]).signing_key("Ed25519").algorithm
    ///     'Ed25519'
    #[pyo3(signature = (alg = None, now = None))]
    fn signing_key(
        slf: &Bound<'_, Self>,
        alg: Option<Name>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyKey> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            let alg = alg
                .map(|name| name.0.parse::<SignatureAlgorithm>())
                .transpose()
                .or_raise(py)?;
            Self::settle(slf)?;
            let now = this.time(py, now)?;
            detached(py, || this.ring.signing_key(alg, now))
                .or_raise(py)
                .map(PyKey)
        })
    }

    /// The keys that verify now, as a set that does not change: for `verify`, which follows no
    /// ring.
    ///
    /// Args:
    ///     now: when this is; by the ring's clock if not given. Seconds since the epoch, or an
    ///         aware datetime.
    ///
    /// Returns:
    ///     The KeySet.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> len(KeyRing.create("Ed25519").to_key_set())
    ///     2
    #[pyo3(signature = (now = None))]
    fn to_key_set(slf: &Bound<'_, Self>, now: Option<&Bound<'_, PyAny>>) -> PyResult<PyKeySet> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            Self::settle(slf)?;
            let now = this.time(py, now)?;
            detached(py, || this.ring.to_key_set(now))
                .or_raise(py)
                .map(PyKeySet::from)
        })
    }

    /// Rereads a ring in a store if it is older than `max_staleness`: for a service's health check,
    /// and before `to_jwks` on an event loop.
    ///
    /// On a thread with a running event loop it does not wait: use `ready_async` there.
    ///
    /// Args:
    ///     timeout: how long to try. Seconds, a timedelta, or a text such as '15m'.
    ///
    /// Raises:
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, it cannot be read now.
    ///
    /// Example:
    ///     >>> from tokenseal import KeyRing
    ///     >>> KeyRing.create("Ed25519").ready()  # in no store: it always is
    #[pyo3(signature = (timeout = Timeout::default()), text_signature = "($self, timeout='10s')")]
    fn ready(slf: &Bound<'_, Self>, timeout: Timeout) -> PyResult<()> {
        driver::ready(
            PyList::new(slf.py(), slf.get().ring.is_followed().then_some(slf))?,
            timeout,
        )
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
    ///     KeyRingUnavailableError: ERR_KEYRING_UNAVAILABLE, it cannot be read now.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import KeyRing
    ///     >>> asyncio.run(KeyRing.create("Ed25519").ready_async())
    #[pyo3(signature = (timeout = Timeout::default()), text_signature = "($self, timeout='10s')")]
    fn ready_async<'py>(slf: &Bound<'py, Self>, timeout: Timeout) -> PyResult<Bound<'py, PyAny>> {
        driver::ready_async(
            PyList::new(slf.py(), slf.get().ring.is_followed().then_some(slf))?,
            timeout,
        )
    }

    /// For drivers: what sends the commands of a ring in a store, and what they keep there.
    #[getter]
    fn _driver(&self, py: Python<'_>) -> Py<PyDict> {
        self.driver.clone_ref(py)
    }

    /// For drivers: what to do, as a dict (`bridge/src/machine.rs`).
    #[pyo3(signature = (at = None))]
    fn _poll<'py>(&self, py: Python<'py>, at: Option<At>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let times = clock::times(py, at, self.clock.as_ref())?;
            let turn = detached(py, || self.ring.poll(times));
            from_json::objects(py, machine::turn(&turn).as_bytes())
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
            let times = clock::times(py, at, self.clock.as_ref())?;
            let turn = detached(py, || self.ring.tell(times, answer));
            from_json::objects(py, machine::turn(&turn).as_bytes())
        })
    }

    /// For drivers: whether it is as young as it must be.
    fn _is_ready(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || Ok(self.ring.is_ready(self.times(py)?)))
    }

    /// For drivers: whether a call should wait for it.
    fn _would_wait(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || Ok(self.ring.would_wait(self.times(py)?)))
    }

    /// For drivers: how many times the store has answered, or has not.
    fn _landed(&self) -> u64 {
        self.ring.landed()
    }

    /// For drivers: how long a call may wait for the store, in seconds.
    fn _longest_wait(&self) -> f64 {
        self.ring.longest_wait()
    }

    /// For drivers: the error if it cannot be read.
    fn _unavailable(&self, py: Python<'_>) -> Py<PyAny> {
        raised(py, &self.ring.unavailable()).into_value(py).into_any()
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.driver)?;
        if let Ok(list) = self.list.try_lock() {
            list.as_ref().map_or(Ok(()), |list| visit.call(list))?;
        }
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Says how many keys there are, without their secrets.
    fn __repr__(&self) -> String {
        format!("{:?}", self.ring)
    }

    /// It is a ring that others may use as well: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

impl PyKeyRing {
    fn with(py: Python<'_>, ring: KeyRing, clock: Option<Clock>) -> Self {
        Self {
            ring,
            clock,
            driver: PyDict::new(py).unbind(),
            list: Mutex::default(),
        }
    }

    /// A ring in a store that has not been read yet.
    fn in_store<'py>(
        py: Python<'py>,
        client: &Bound<'py, PyAny>,
        protect_with: Keys,
        create: Option<Bound<'py, PyAny>>,
        on_event: Option<Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Self>> {
        let clock = Clock::take::<RingStoreOptions>(options)?;
        let options: RingStoreOptions = options::read("KeyRing.redis", options)?;
        let driver = driver::store(client, driver::on_event(on_event)?)?;
        let now = time(py, None, clock.as_ref())?;
        let create = match create.filter(|ring| !ring.is_none()) {
            Some(ring) => match ring.cast::<Self>() {
                Ok(ring) => Some(ring.get().ring.clone()),
                Err(_) => {
                    return Err(raised(
                        py,
                        &message::option_refused("create", "must be a KeyRing"),
                    ));
                }
            },
            None => None,
        };
        let ring = detached(py, || {
            KeyRing::redis(&options, protect_with.0, create.as_ref(), now)
        })
        .or_raise(py)?;
        Bound::new(
            py,
            Self {
                driver,
                ..Self::with(py, ring, clock)
            },
        )
    }

    /// Makes a change, and returns its outcome. It may have to wait for a store.
    fn perform<'py>(
        slf: &Bound<'py, Self>,
        function: &'static str,
        now: Option<&Bound<'py, PyAny>>,
        make: impl FnOnce(f64) -> tokenseal::Result<RingAction>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            let action = make(this.time(py, now)?).or_raise(py)?;
            if this.ring.is_followed() || function == "revoke" && this.ring.revokes_in_store() {
                return driver::threads(py)?
                    .call_method1("change_ring", (PyRingChanging::new(slf, function, action),));
            }
            advanced(py, &detached(py, || this.ring.perform(&action)).or_raise(py)?)
        })
    }

    /// The same for an event loop: an awaitable.
    fn begin<'py>(
        slf: &Bound<'py, Self>,
        function: &'static str,
        now: Option<&Bound<'py, PyAny>>,
        make: impl FnOnce(f64) -> tokenseal::Result<RingAction>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        guard(py, || {
            let action = make(this.time(py, now)?).or_raise(py)?;
            driver::loops(py)?.call_method1("change_ring", (PyRingChanging::new(slf, function, action),))
        })
    }

    /// Has a ring in a store read, if nobody has looked at it for some time and this thread may
    /// wait.
    pub(crate) fn settle(slf: &Bound<'_, Self>) -> PyResult<()> {
        match slf.get().ring.is_followed() {
            true => driver::threads(slf.py())?
                .call_method1("settle", (slf,))
                .map(drop),
            false => Ok(()),
        }
    }

    /// The list that it uses.
    pub(crate) fn list(&self, py: Python<'_>) -> Option<Py<PyRevocations>> {
        self.list
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map(|list| list.clone_ref(py))
    }

    /// The clock that its keys change by, if the caller gave one.
    pub(crate) fn clock(&self, py: Python<'_>) -> Option<Clock> {
        self.clock.as_ref().map(|clock| clock.clone_ref(py))
    }

    pub(crate) fn has_clock(&self) -> bool {
        self.clock.is_some()
    }

    /// Both times, for a token that is made: never those that claims are judged by.
    pub(crate) fn times(&self, py: Python<'_>) -> PyResult<Times> {
        clock::times(py, None, self.clock.as_ref())
    }

    fn time(&self, py: Python<'_>, given: Option<&Bound<'_, PyAny>>) -> PyResult<f64> {
        time(py, given, self.clock.as_ref())
    }
}

/// The time of a call: what it is given as `now`, else by the ring's clock, else the system's.
fn time(py: Python<'_>, given: Option<&Bound<'_, PyAny>>, clock: Option<&Clock>) -> PyResult<f64> {
    let options: CheckOptions = options::read_one("now", given)?;
    clock::now(py, options.now, clock)
}

fn clock_of(clock: Option<Bound<'_, PyAny>>) -> PyResult<Option<Clock>> {
    clock.map(|clock| Clock::of("clock", clock)).transpose()
}

/// One name, or an iterable of names.
fn algorithms_of(given: &Bound<'_, PyAny>) -> PyResult<Vec<Algorithm>> {
    let py = given.py();
    let parse = |name: Name| name.0.parse().or_raise(py);
    match given.is_instance_of::<PyString>() {
        true => Ok(vec![parse(given.extract()?)?]),
        false => items(
            "the name of an algorithm or an iterable of names",
            given,
            |name| parse(name.extract()?),
        ),
    }
}

pub(crate) fn advanced<'py>(py: Python<'py>, advanced: &Advanced) -> PyResult<Bound<'py, PyAny>> {
    from_json::objects(py, advanced.to_json().to_string().as_bytes())
}
