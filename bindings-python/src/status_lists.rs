//! `StatusLists`, in which tokens are looked up, and the lists that are followed: machines of the
//! core's, which a check makes when a token names one.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::machine::{Times, Turn};
use tokenseal::{ErrorCode, RemoteStatusList, StatusLists, StatusListsOptions};
use tokenseal_bridge::{machine, message};

use crate::clock::{self, Clock};
use crate::docs;
use crate::driver::{self, At};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::from_json;
use crate::input::{Binary, Document};
use crate::key_set::VerificationKeys;
use crate::options::{self, Options};
use crate::show::Shown;

#[doc = docs::signature!(
    "StatusLists",
    "StatusLists(keys=None, *, on_event=None, ssl_context=None, fetch=None, client=None, "
)]
/// The status lists that a Verifier may look tokens up in (Token Status List,
/// draft-ietf-oauth-status-list-21): its option `status_lists`.
///
/// A token names the address of its list. It is fetched if `allowed_uris` allows it, verified with
/// the Verifier's keys, and kept for as long as it says. Status 0 is accepted; 1 (invalid), 2
/// (suspended) and any other is ERR_JWT_REVOKED. An unavailable list is
/// ERR_JWT_REVOCATION_UNAVAILABLE, and one that is not allowed is ERR_JWT_CLAIM_MISMATCH. `claim`
/// is 'status' in each.
///
/// Nothing is fetched before it is needed; `Verifier.ready` fetches the lists that `allowed_uris`
/// names exactly. Every Verifier has its own lists; lists verified with `keys` given here are
/// shared. Lists age by the clock of the fetched keys, otherwise by the Verifier's. It is safe to
/// share between threads.
///
/// Args:
///     on_event: a function that is called with a dict for each event: `event` is 'read' or
///         'failed'. Anything it raises is logged.
///     ssl_context: an `ssl.SSLContext` with CAs or a client certificate of your own.
///     fetch: a function that makes the requests instead, as for RemoteKeySet.
///     client: what `verify_async` makes its requests with, as for RemoteKeySet.
#[doc = docs::described!("StatusLists")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, no address is allowed, one is not https, or an option is
///         out of range; keys that could not verify any list.
///
/// Example:
///     >>> from tokenseal import StatusList, StatusLists, Verifier, testing
///     >>> issuer = testing.Issuer("https://issuer.example")
///     >>> lists = StatusLists(allowed_uris=["https://issuer.example/statuses/"], fetch=issuer.fetch)
///     >>> verifier = Verifier(issuer.keys, issuer="https://issuer.example", status_lists=lists)
///     >>> index = issuer.statuses.allocate()
///     >>> token = issuer.issue({"sub": "alice", "status": issuer.statuses.claim(issuer.statuses_uri, index)})
///     >>> verifier.verify(token)["sub"]
///     'alice'
#[pyclass(frozen, name = "StatusLists", module = "tokenseal")]
pub(crate) struct PyStatusLists {
    lists: StatusLists,
    /// Those that were given.
    pub(crate) keys: Option<VerificationKeys>,
    driver: Py<PyDict>,
    /// The lists whose requests are carried just now, by their ids. They go when nobody waits for
    /// them: what lasts is in the core, which forgets a list when there are too many.
    held: Py<PyAny>,
    options: Vec<String>,
}

#[pymethods]
impl PyStatusLists {
    #[new]
    #[pyo3(signature = (keys = None, **options), text_signature = None)]
    fn new(
        py: Python<'_>,
        keys: Option<VerificationKeys>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let driver = driver::take(py, driver::OF_STATUS_LISTS, options)?;
            let names = options::given_names(options);
            let options: StatusListsOptions = options::read("StatusLists", options)?;
            let of_core = keys.as_ref().map(|keys| keys.to_core(py));
            let lists = detached(py, || StatusLists::new(of_core, &options)).or_raise(py)?;
            let held = py
                .import("weakref")?
                .call_method0("WeakValueDictionary")?
                .unbind();
            Ok(Self {
                lists,
                keys,
                driver,
                held,
                options: names,
            })
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.driver)?;
        visit.call(&self.held)?;
        self.keys.as_ref().map_or(Ok(()), |keys| keys.traverse(&visit))
    }

    /// Shows which options were given, and no address.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || {
            let mut shown = Shown::new(py, "StatusLists");
            if let Some(keys) = &self.keys {
                shown = keys.shown("keys", shown, py)?;
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

impl PyStatusLists {
    /// Takes out the keyword argument that is such an object.
    pub(crate) fn take<T: Options>(given: Option<&Bound<'_, PyDict>>) -> PyResult<Option<Py<Self>>> {
        let lists = |(name, value): (_, Bound<'_, PyAny>)| match value.cast::<Self>() {
            Ok(lists) => Ok(lists.clone().unbind()),
            Err(_) => Err(raised(
                value.py(),
                &message::option_refused(name, "must be StatusLists"),
            )),
        };
        options::take_handle::<T>("StatusLists", given)?
            .map(lists)
            .transpose()
    }

    pub(crate) fn as_core(&self) -> &StatusLists {
        &self.lists
    }

    /// The object that carries a list of these: the same for as long as anything references it.
    pub(crate) fn holder<'py>(
        &self,
        py: Python<'py>,
        list: &RemoteStatusList,
        clock: Option<&Clock>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let held = self.held.bind(py);
        let found = held.call_method1("get", (list.id(),))?;
        if !found.is_none() {
            return Ok(found);
        }
        let clock = clock.map(|clock| clock.clone_ref(py));
        let made = PyRemoteStatusList {
            list: list.clone(),
            clock,
            driver: self.driver.bind(py).copy()?.unbind(),
        };
        held.call_method1("setdefault", (list.id(), Bound::new(py, made)?))
    }
}

/// A status list that a Verifier follows: one of its `status_lists`. Programs do not construct it.
///
/// Example:
///     >>> from tokenseal import StatusLists, Verifier, testing
///     >>> issuer = testing.Issuer("https://issuer.example")
///     >>> lists = StatusLists(allowed_uris=[issuer.statuses_uri], fetch=issuer.fetch)
///     >>> verifier = Verifier(issuer.keys, issuer="https://issuer.example", status_lists=lists)
///     >>> verifier.ready()
///     >>> [(one.uri, one.status()["state"]) for one in verifier.status_lists]
///     [('https://issuer.example/statuses/1', 'fresh')]
#[pyclass(frozen, weakref, name = "RemoteStatusList", module = "tokenseal")]
pub(crate) struct PyRemoteStatusList {
    list: RemoteStatusList,
    clock: Option<Clock>,
    driver: Py<PyDict>,
}

#[pymethods]
impl PyRemoteStatusList {
    /// Where it is published.
    #[getter]
    fn uri(&self) -> &str {
        self.list.uri()
    }

    /// The status of the list: its state and ages in seconds, how many statuses it has, and what
    /// happened to it.
    ///
    /// Returns:
    ///     A new dict each time. Its `state` is 'cold', 'fresh', 'due', 'stale', 'expired' or
    ///     'unavailable'.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusLists, Verifier, testing
    ///     >>> issuer = testing.Issuer("https://issuer.example")
    ///     >>> lists = StatusLists(allowed_uris=[issuer.statuses_uri])
    ///     >>> verifier = Verifier(issuer.keys, issuer="https://issuer.example", status_lists=lists)
    ///     >>> verifier.status_lists[0].status()["state"]
    ///     'cold'
    #[pyo3(signature = (), text_signature = "($self)")]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || self._status(py, None))
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
            turn(py, &detached(py, || self.list.poll(times)))
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
            turn(py, &detached(py, || self.list.tell(times, answer)))
        })
    }

    /// For drivers: whether there is a list that may be used now.
    fn _is_ready(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || Ok(self.list.is_ready(self.times(py, None)?)))
    }

    /// For drivers: how long a call may wait for it, in seconds.
    fn _longest_wait(&self) -> f64 {
        self.list.longest_wait()
    }

    /// For drivers: the error if there is none.
    fn _unavailable(&self, py: Python<'_>) -> Py<PyAny> {
        raised(py, &self.list.unavailable()).into_value(py).into_any()
    }

    /// `status`, by the time of a transcript.
    #[pyo3(signature = (at = None))]
    fn _status<'py>(&self, py: Python<'py>, at: Option<At>) -> PyResult<Bound<'py, PyAny>> {
        let times = self.times(py, at)?;
        from_json::objects(py, detached(py, || self.list.status(times)).as_bytes())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.driver)?;
        self.clock.as_ref().map_or(Ok(()), |clock| clock.traverse(&visit))
    }

    /// Says how many statuses it has, but not where it is from: an address may be a secret.
    fn __repr__(&self) -> String {
        format!("{:?}", self.list)
    }

    /// It is a list that others follow as well: a copy is the object itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

impl PyRemoteStatusList {
    fn times(&self, py: Python<'_>, at: Option<At>) -> PyResult<Times> {
        clock::times(py, at, self.clock.as_ref())
    }
}

fn turn<'py>(py: Python<'py>, turn: &Turn) -> PyResult<Bound<'py, PyAny>> {
    from_json::objects(py, machine::turn(turn).as_bytes())
}
