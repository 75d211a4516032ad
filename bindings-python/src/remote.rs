//! `RemoteKeySet`: the core's machine, and what its drivers in `tokenseal._drivers` need of it.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use tokenseal::machine::{Times, Turn};
use tokenseal::{ErrorCode, RemoteKeySet, RemoteOptions};
use tokenseal_bridge::{machine, steps};

use crate::clock::{Clock, times};
use crate::docs;
use crate::driver::{self, At, Timeout};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Binary, Document, Name};
use crate::key::PyKey;
use crate::key_set::PyKeySet;
use crate::show::Shown;
use crate::{from_json, options};

#[doc = docs::signature!(
    "RemoteKeySet",
    "RemoteKeySet(url=None, *, snapshot_key=None, headers=None, on_event=None, ssl_context=None, fetch=None, client=None, "
)]
/// An issuer's keys, fetched from where it publishes them, and fetched again whenever they may have
/// changed (RFC 7517, section 5).
///
/// Pass it to a Verifier as `keys`. Nothing is fetched before it is needed, and nothing runs while
/// no token is being checked: see `ready`. A key that its publisher removed is refused at most
/// `max_age` and one `timeout` later while the publisher's server answers, and at most `stale` more
/// while it does not. It is safe to share between threads and event loops, and between processes
/// that fork.
///
/// Proxies from the environment are not used, redirects are not followed, and a host that only an
/// issuer's metadata names must have a public address.
///
/// Args:
///     url: where the JWK Set is, unless `issuer` or `metadata_url` leads there.
///     headers: a function that returns more headers for each request, such as a token for it: a
///         mapping. They are sent to hosts that you named, and to no other.
///     on_event: a function that is called with a dict for each event: `event` is 'fetched',
///         'failed', 'rotated' or 'key_id_reused'. Anything it raises is logged.
///     ssl_context: an `ssl.SSLContext` with CAs or a client certificate of your own.
///     fetch: a function that makes the requests instead: it takes a `tokenseal.types.Request` and
///         returns status, headers and body.
///     client: what `verify_async` makes its requests with: an httpx.AsyncClient, an
///         aiohttp.ClientSession, or a function that returns the one of the running event loop.
///         Without it, they are made on a thread.
#[doc = docs::described!("RemoteKeySet")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an option that is invalid or contradicts another.
///     InvalidSignatureError: ERR_JWS_SIGNATURE_VERIFICATION_FAILED, a snapshot that `snapshot_key`
///         did not sign.
///
/// Example:
///     >>> from tokenseal import RemoteKeySet, Verifier, testing
///     >>> issuer = testing.Issuer("https://issuer.example")
///     >>> keys = RemoteKeySet("https://issuer.example/jwks.json", fetch=issuer.fetch)
///     >>> verifier = Verifier(keys, issuer="https://issuer.example")
///     >>> verifier.verify(issuer.issue({"sub": "alice"}))["sub"]
///     'alice'
#[pyclass(frozen, name = "RemoteKeySet", module = "tokenseal")]
pub(crate) struct PyRemoteKeySet {
    pub(crate) set: RemoteKeySet,
    clock: Option<Clock>,
    driver: Py<PyDict>,
}

#[pymethods]
impl PyRemoteKeySet {
    #[new]
    #[pyo3(signature = (url = None, *, snapshot_key = None, **options), text_signature = None)]
    fn new(
        py: Python<'_>,
        url: Option<Name>,
        snapshot_key: Option<PyRef<'_, PyKey>>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let driver = driver::take(py, driver::OF_KEYS, options)?;
            let at: Option<At> = options
                .map(|options| options.call_method1("pop", ("_at", py.None()))?.extract())
                .transpose()?
                .flatten();
            let clock = Clock::take::<RemoteOptions>(options)?;
            let options: RemoteOptions = options::read("RemoteKeySet", options)?;
            let url = url.as_ref().map(|url| url.0.as_str());
            let set = match snapshot_key {
                Some(key) => {
                    let (key, times) = (&key.0, times(py, at, clock.as_ref())?);
                    detached(py, || RemoteKeySet::with_snapshot(url, &options, key, times))
                }
                None => RemoteKeySet::new(url, &options),
            };
            Ok(Self {
                set: set.or_raise(py)?,
                clock,
                driver,
            })
        })
    }

    /// Fetches the keys unless usable ones are at hand: for a service's start-up and health check.
    ///
    /// On a thread with a running event loop it does not wait: use `ready_async` there.
    ///
    /// Args:
    ///     timeout: how long to try. Seconds, a timedelta, or a text such as '15m'.
    ///
    /// Raises:
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, there are none yet.
    ///
    /// Example:
    ///     >>> from tokenseal import RemoteKeySet, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> keys = RemoteKeySet(issuer="https://issuer.example", fetch=issuer.fetch)
    ///     >>> keys.ready(timeout="5s")
    ///     >>> keys.status()["state"]
    ///     'fresh'
    #[pyo3(signature = (timeout = Timeout::default()), text_signature = "($self, timeout='10s')")]
    fn ready(slf: &Bound<'_, Self>, timeout: Timeout) -> PyResult<()> {
        driver::ready(PyList::new(slf.py(), [slf])?, timeout)
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
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, there are none yet.
    ///
    /// Example:
    ///     >>> import asyncio
    ///     >>> from tokenseal import RemoteKeySet, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> keys = RemoteKeySet(issuer="https://issuer.example", fetch=issuer.fetch)
    ///     >>> asyncio.run(keys.ready_async())
    #[pyo3(signature = (timeout = Timeout::default()), text_signature = "($self, timeout='10s')")]
    fn ready_async<'py>(slf: &Bound<'py, Self>, timeout: Timeout) -> PyResult<Bound<'py, PyAny>> {
        driver::ready_async(PyList::new(slf.py(), [slf])?, timeout)
    }

    /// The status of the set: its state and ages in seconds, its limits, what it guarantees, and
    /// what happened to it. It includes no addresses or key material.
    ///
    /// Returns:
    ///     A new dict each time. Its `state` is 'cold', 'fresh', 'due', 'stale', 'expired' or
    ///     'unavailable'.
    ///
    /// Example:
    ///     >>> from tokenseal import RemoteKeySet
    ///     >>> status = RemoteKeySet("https://issuer.example/jwks.json").status()
    ///     >>> status["state"], status["a_removed_key_is_refused_after"]["while_the_server_answers"]
    ///     ('cold', 3605.0)
    #[pyo3(signature = (), text_signature = "($self)")]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || self._status(py, None))
    }

    /// The keys, for another process that cannot wait for its first request; signed, since anyone
    /// who can write a snapshot chooses the keys.
    ///
    /// Args:
    ///     key: the Key that signs it. The reader of the snapshot needs it too, or its public half.
    ///
    /// Returns:
    ///     The snapshot, for the options `snapshot` and `snapshot_key`.
    ///
    /// Raises:
    ///     KeySetUnavailableError: ERR_JWKS_UNAVAILABLE, there are no keys yet.
    ///     InvalidKeyError: ERR_KEY_MISMATCH, a key that cannot sign.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, RemoteKeySet, testing
    ///     >>> issuer, key = testing.Issuer("https://issuer.example"), Key.generate("ES256")
    ///     >>> keys = RemoteKeySet("https://issuer.example/jwks.json", fetch=issuer.fetch)
    ///     >>> keys.ready()
    ///     >>> text = keys.snapshot(key)
    ///     >>> RemoteKeySet("https://issuer.example/jwks.json", snapshot=text, snapshot_key=key.public()).status()["state"]
    ///     'fresh'
    fn snapshot(&self, py: Python<'_>, key: PyRef<'_, PyKey>) -> PyResult<String> {
        let key = &key.0;
        guard(py, || detached(py, || self.set.snapshot(key)).or_raise(py))
    }

    /// The keys as they are now, whether or not they may be used: a KeySet.
    #[getter]
    fn keys(&self) -> PyKeySet {
        self.set.keys().into()
    }

    /// For drivers: what the caller gave them, and what they keep there.
    #[getter]
    fn _driver(&self, py: Python<'_>) -> Py<PyDict> {
        self.driver.clone_ref(py)
    }

    /// For drivers: what to do, as a dict (`bridge/src/machine.rs`).
    #[pyo3(signature = (at = None))]
    fn _poll<'py>(&self, py: Python<'py>, at: Option<At>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let times = self.times(py, at)?;
            turn(py, &detached(py, || steps::poll(&self.set, times)))
        })
    }

    /// For drivers: the outcome of a request, and what to do next.
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
            turn(py, &detached(py, || steps::tell(&self.set, times, answer)))
        })
    }

    /// For drivers: whether there are keys that may be used now.
    fn _is_ready(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || self.is_ready(py))
    }

    /// For drivers: how long a call may wait for them, in seconds.
    fn _longest_wait(&self) -> f64 {
        self.set.longest_wait()
    }

    /// For drivers: the error if there are none.
    fn _unavailable(&self, py: Python<'_>) -> Py<PyAny> {
        raised(py, &self.set.unavailable()).into_value(py).into_any()
    }

    /// `status`, by the time of a transcript.
    #[pyo3(signature = (at = None))]
    fn _status<'py>(&self, py: Python<'py>, at: Option<At>) -> PyResult<Bound<'py, PyAny>> {
        let times = self.times(py, at)?;
        from_json::objects(py, detached(py, || steps::status(&self.set, times)).as_bytes())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.driver)?;
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Says how many keys there are, but not where they are from: an address may be a secret.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            Ok(Shown::new(py, "RemoteKeySet")
                .with("keys", self.set.keys().len())?
                .done())
        })
    }

    /// It is a set that others may use as well: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

impl PyRemoteKeySet {
    /// A set that the core has made, with what a caller gave for its driver.
    pub(crate) fn with(set: RemoteKeySet, clock: Option<Clock>, driver: Py<PyDict>) -> Self {
        Self { set, clock, driver }
    }

    /// The clock that its keys age by, if the caller gave one.
    pub(crate) fn clock(&self, py: Python<'_>) -> Option<Clock> {
        self.clock.as_ref().map(|clock| clock.clone_ref(py))
    }

    /// Whether there are keys that may be used now.
    pub(crate) fn is_ready(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.set.is_ready(self.times(py, None)?))
    }

    pub(crate) fn times(&self, py: Python<'_>, at: Option<At>) -> PyResult<Times> {
        times(py, at, self.clock.as_ref())
    }
}

fn turn<'py>(py: Python<'py>, turn: &Turn) -> PyResult<Bound<'py, PyAny>> {
    from_json::objects(py, machine::turn(turn).as_bytes())
}

/// Events as a list of dicts.
pub(crate) fn events<'py>(
    py: Python<'py>,
    events: &[tokenseal::machine::Event],
) -> PyResult<Bound<'py, PyAny>> {
    if events.is_empty() {
        return Ok(PyList::empty(py).into_any());
    }
    from_json::objects(py, machine::events(events).as_bytes())
}
