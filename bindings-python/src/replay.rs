//! `ReplayCache`.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokenseal::machine::Turn;
use tokenseal::{ErrorCode, ReplayCache, ReplayOptions, ReplayStoreOptions};
use tokenseal_bridge::{machine, message};

use crate::docs;
use crate::driver::{self, At};
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::input::{Binary, Document};
use crate::options::{self, Options};
use crate::{clock, from_json};

#[doc = docs::signature!("ReplayCache", "ReplayCache(*, ")]
/// Remembers which DPoP proofs were used, so that each is accepted once.
///
/// A Verifier with `public_origins` creates its own unless you give it one. A cache in memory knows
/// nothing of other processes: neither of a child that was forked later or another worker, nor of
/// the time before a restart. `ReplayCache.redis` covers them all.
///
/// It is safe to share between threads and Verifiers. A copy is the cache itself; it cannot be
/// pickled.
///
/// Args:
#[doc = docs::described!("ReplayCache")]
/// Raises:
///     OptionError: ERR_OPTION_INVALID, an invalid option.
///
/// Example:
///     >>> from tokenseal import ReplayCache
///     >>> ReplayCache().status()["scope"]
///     'this process only'
#[pyclass(frozen, name = "ReplayCache", module = "tokenseal")]
pub(crate) struct PyReplayCache {
    cache: ReplayCache,
    /// What one in a store has for the drivers.
    driver: Py<PyDict>,
}

#[pymethods]
impl PyReplayCache {
    #[new]
    #[pyo3(signature = (**options), text_signature = None)]
    fn new(py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(py, || {
            let options: ReplayOptions = options::read("ReplayCache", options)?;
            ReplayCache::new(&options)
                .or_raise(py)
                .map(|cache| Self::of(py, cache))
        })
    }

    #[doc = docs::signature!("ReplayCache.redis", "redis(client, *, ")]
    /// A cache that several processes and servers share through Redis or Valkey: one key per proof,
    /// which expires by itself.
    ///
    /// While the store is unreachable, checks with a proof fail with ERR_DPOP_UNAVAILABLE. On a
    /// thread with a running event loop, use `verify_async`.
    ///
    /// Args:
    ///     client: a client of redis-py or valkey-py, as for `Revocations.redis`.
    #[doc = docs::described!("ReplayCache.redis")]
    /// Returns:
    ///     The ReplayCache.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an invalid option, or a client that cannot be followed.
    ///
    /// Example:
    ///     >>> from redis import Redis
    ///     >>> from tokenseal import ReplayCache
    ///     >>> ReplayCache.redis(Redis(host="redis.internal"), namespace="api").status()["scope"]
    ///     'store'
    #[staticmethod]
    #[pyo3(signature = (client, **options), text_signature = None)]
    fn redis(
        py: Python<'_>,
        client: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(py, || {
            let options: ReplayStoreOptions = options::read("ReplayCache.redis", options)?;
            let cache = ReplayCache::redis(&options).or_raise(py)?;
            Ok(Self {
                cache,
                driver: driver::store(client, None)?,
            })
        })
    }

    /// How it is, as a dict: of one in memory `remembered` of `capacity`, `refused` as used and
    /// `turned_away` while it was full; of one in a store `asked`, `refused`, `failed` and
    /// `last_failure`.
    ///
    /// Example:
    ///     >>> from tokenseal import ReplayCache
    ///     >>> ReplayCache(capacity=10).status()["remembered"]
    ///     0
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || from_json::objects(py, self.cache.status().as_bytes()))
    }

    /// For drivers: what sends the commands, and what they keep there.
    #[getter]
    fn _driver(&self, py: Python<'_>) -> Py<PyDict> {
        self.driver.clone_ref(py)
    }

    /// For drivers: what to do, as a dict (`bridge/src/machine.rs`).
    #[pyo3(signature = (at = None))]
    fn _poll<'py>(&self, py: Python<'py>, at: Option<At>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let times = clock::times(py, at, None)?;
            turn(py, &detached(py, || self.cache.poll(times)))
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
            let times = clock::times(py, at, None)?;
            turn(py, &detached(py, || self.cache.tell(times, answer)))
        })
    }

    /// For drivers: whether a check could be decided now.
    fn _is_ready(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || Ok(self.cache.is_ready(clock::times(py, None, None)?)))
    }

    /// For drivers: how long a call may wait for the store, in seconds.
    fn _longest_wait(&self) -> f64 {
        self.cache.longest_wait()
    }

    /// For drivers: the error if a check could not be decided.
    fn _unavailable(&self, py: Python<'_>) -> Py<PyAny> {
        raised(py, &self.cache.unavailable()).into_value(py).into_any()
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.driver)
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.cache)
    }

    /// It is a cache that others may use as well: a copy is the cache itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

impl PyReplayCache {
    /// One that needs no driver.
    pub(crate) fn of(py: Python<'_>, cache: ReplayCache) -> Self {
        Self {
            cache,
            driver: PyDict::new(py).unbind(),
        }
    }

    /// Takes out the keyword argument that is such a cache.
    pub(crate) fn take<T: Options>(given: Option<&Bound<'_, PyDict>>) -> PyResult<Option<Py<Self>>> {
        let cache = |(name, value): (_, Bound<'_, PyAny>)| match value.cast::<Self>() {
            Ok(cache) => Ok(cache.clone().unbind()),
            Err(_) => Err(raised(
                value.py(),
                &message::option_refused(name, "must be a ReplayCache"),
            )),
        };
        options::take_handle::<T>("ReplayCache", given)?
            .map(cache)
            .transpose()
    }

    /// The core's cache.
    pub(crate) fn as_core(&self) -> &ReplayCache {
        &self.cache
    }
}

fn turn<'py>(py: Python<'py>, turn: &Turn) -> PyResult<Bound<'py, PyAny>> {
    from_json::objects(py, machine::turn(turn).as_bytes())
}
