//! The drivers in `tokenseal._drivers`, which carry out what machines ask for: what callers pass to
//! them, and how they are called.

use std::sync::OnceLock;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyModule};
use serde_json::json;
use tokenseal_bridge::machine::ReadyOptions;
use tokenseal_bridge::message;

use crate::error::{OrRaise, raised};
use crate::remote::PyRemoteKeySet;
use crate::to_json;

/// Both times of a machine, and its random draws, as transcripts give them.
pub(crate) type At = (f64, f64, Option<f64>);

/// How long `ready` tries, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct Timeout(f64);

impl Timeout {
    /// As long as a call may wait for a set's keys.
    pub(crate) fn of_set(set: &PyRemoteKeySet) -> Self {
        Self(set.set.longest_wait())
    }
}

impl Default for Timeout {
    fn default() -> Self {
        Self(ReadyOptions::TIMEOUT)
    }
}

impl<'py> FromPyObject<'_, 'py> for Timeout {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Err(raised(value.py(), &message::option_malformed("timeout")));
        }
        let given = json!({ "timeout": to_json::option("timeout", &value, true)? });
        let options: tokenseal::Result<ReadyOptions> = tokenseal::options_from_json(given);
        options
            .and_then(|options| options.seconds())
            .or_raise(value.py())
            .map(Self)
    }
}

/// What drivers that fetch are given.
pub(crate) const OF_KEYS: &[&str] = &["headers", "on_event", "ssl_context", "fetch", "client"];
/// The same for status lists. Those are public: requests carry no credentials.
pub(crate) const OF_STATUS_LISTS: &[&str] = &["on_event", "ssl_context", "fetch", "client"];

/// Takes what is the drivers' out of the keyword arguments. None means that it was not given.
pub(crate) fn take(
    py: Python<'_>,
    names: &[&str],
    given: Option<&Bound<'_, PyDict>>,
) -> PyResult<Py<PyDict>> {
    let taken = PyDict::new(py);
    for &name in names {
        let Some(given) = given else { break };
        let Some(value) = given.get_item(name)? else {
            continue;
        };
        given.del_item(name)?;
        if value.is_none() {
            continue;
        }
        if let Some(expected) = refused(name, &value) {
            return Err(raised(py, &message::option_refused(name, expected)));
        }
        taken.set_item(name, value)?;
    }
    if taken.contains("fetch")? && taken.contains("ssl_context")? {
        return Err(raised(
            py,
            &message::option_refused(
                "ssl_context",
                "fetch makes the connections: leave one of them out",
            ),
        ));
    }
    THREADS.module(py)?;
    if !taken.contains("fetch")? {
        EXCHANGE.module(py)?;
    }
    if taken.contains("client")? {
        LOOPS.module(py)?;
    }
    Ok(taken.unbind())
}

/// What the driver of a list in a store is given: what sends its commands to the client's server,
/// and whom to notify.
pub(crate) fn store(client: &Bound<'_, PyAny>, on_event: Option<Py<PyAny>>) -> PyResult<Py<PyDict>> {
    let py = client.py();
    THREADS.module(py)?;
    let store = STORES.module(py)?.call_method1("store_of", (client,))?;
    if store.is_none() {
        return Err(raised(py, &message::option_refused("client", EXPECTED_CLIENT)));
    }
    let driver = PyDict::new(py);
    driver.set_item("store", store)?;
    if let Some(on_event) = on_event {
        driver.set_item("on_event", on_event)?;
    }
    Ok(driver.unbind())
}

const EXPECTED_CLIENT: &str = "must be a Redis or RedisCluster of redis-py or valkey-py, or what a Sentinel's master_for gives, with connections of the package's own classes";

/// What a value should be that is something else.
fn refused(name: &str, value: &Bound<'_, PyAny>) -> Option<&'static str> {
    let has = |names: [&str; 2]| names.iter().all(|name| value.hasattr(*name).unwrap_or(false));
    match name {
        "headers" => (!value.is_callable()).then_some("must be a function that returns a mapping of headers"),
        "on_event" => (!value.is_callable()).then_some("must be a function that takes a dict"),
        "fetch" => (!value.is_callable())
            .then_some("must be a function that takes a request and returns status, headers and body"),
        "ssl_context" => (!has(["wrap_socket", "verify_mode"])).then_some("must be an ssl.SSLContext"),
        _ => (!(value.is_callable() || has(["send", "aclose"]) || has(["connector", "closed"]))).then_some(
            "must be an httpx.AsyncClient, an aiohttp.ClientSession, or a function that returns one",
        ),
    }
}

/// A function that events are handed to, or nothing.
pub(crate) fn on_event(value: Option<Bound<'_, PyAny>>) -> PyResult<Option<Py<PyAny>>> {
    match value {
        Some(value) if !value.is_none() => match refused("on_event", &value) {
            Some(expected) => Err(raised(value.py(), &message::option_refused("on_event", expected))),
            None => THREADS.module(value.py()).map(|_| Some(value.unbind())),
        },
        _ => Ok(None),
    }
}

/// A module of the drivers. It is imported where something is made that needs it, and not by the
/// first check: a process that is forked while one of its threads imports a module has a child that
/// never can.
struct Driver {
    name: &'static str,
    module: OnceLock<Py<PyModule>>,
}

static THREADS: Driver = Driver::new("tokenseal._drivers.threads");
static LOOPS: Driver = Driver::new("tokenseal._drivers.loops");
static STORES: Driver = Driver::new("tokenseal._drivers.stores");
static EXCHANGE: Driver = Driver::new("tokenseal._drivers.exchange");

impl Driver {
    const fn new(name: &'static str) -> Self {
        Self {
            name,
            module: OnceLock::new(),
        }
    }

    fn module<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyModule>> {
        if let Some(module) = self.module.get() {
            return Ok(module.bind(py).clone());
        }
        let module = py.import(self.name)?;
        // If two threads come at once, one does so in vain.
        let _ = self.module.set(module.clone().unbind());
        Ok(module)
    }
}

/// The module of the drivers that wait on a thread.
pub(crate) fn threads(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    THREADS.module(py)
}

/// The module of those that an event loop runs.
pub(crate) fn loops(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    LOOPS.module(py)
}

/// Whether an address, in its text form, is one of the public internet.
#[pyfunction]
pub(crate) fn _is_public_address(address: &str) -> bool {
    tokenseal::machine::is_public_address(address)
}

/// Has sets of keys fetched and lists read until each is usable.
pub(crate) fn ready(followed: Bound<'_, PyList>, timeout: Timeout) -> PyResult<()> {
    threads(followed.py())?
        .call_method1("ready", (followed, timeout.0))
        .map(|_| ())
}

/// The same for an event loop: an awaitable.
pub(crate) fn ready_async(followed: Bound<'_, PyList>, timeout: Timeout) -> PyResult<Bound<'_, PyAny>> {
    loops(followed.py())?.call_method1("ready", (followed, timeout.0))
}

/// The TypeError for keys of another kind, where several kinds are taken.
pub(crate) fn no_verifier(value: &Bound<'_, PyAny>) -> PyErr {
    PyTypeError::new_err(format!(
        "expected a Verifier, not {}",
        crate::input::type_name(value)
    ))
}
