//! `StatusList`: what an issuer publishes.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt};
use tokenseal::{StatusList, StatusTokenOptions};

use crate::clock;
use crate::docs;
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::from_json;
use crate::input::{Name, unexpected};
use crate::makers::Signer;
use crate::options;
use crate::ring::PyKeyRing;

/// The statuses of an issuer's tokens, published as a signed list that anyone may fetch (Token
/// Status List, draft-ietf-oauth-status-list-21).
///
/// Each token gets its own random index from `allocate`, so that an index does not reveal when its
/// token was issued. No index is given out twice: save what `to_state` returns before a token with
/// a new index leaves. Only one process may change a list at a time. It is safe to share between
/// threads.
///
/// A status is `VALID` until it is set: to `INVALID`, to `SUSPENDED`, or to a value of your own,
/// which tokenseal refuses as well.
///
/// Args:
///     capacity: how many tokens it has room for, rounded up to a multiple of eight.
///     bits: how many bits the status of each has: 1, 2, 4 or 8. One bit distinguishes valid from
///         invalid; suspending needs two.
///
/// Raises:
///     OptionError: ERR_OPTION_INVALID, another number of bits, no capacity, and one that takes
///         more than 16 MiB: a hundred and thirty-four million at one bit.
///
/// Example:
///     >>> from tokenseal import Key, StatusList, sign
///     >>> statuses = StatusList(1_000_000, bits=1)
///     >>> key, index = Key.generate("ES256"), statuses.allocate()
///     >>> token = sign({"sub": "alice", "status": statuses.claim("https://issuer.example/statuses/1", index)}, key, expires_in="15m")
///     >>> statuses.set(index, StatusList.INVALID)
///     >>> published = statuses.to_jwt(key, "https://issuer.example/statuses/1", ttl="5m", expires_in="1d")
#[pyclass(frozen, name = "StatusList", module = "tokenseal")]
pub(crate) struct PyStatusList(StatusList);

#[pymethods]
impl PyStatusList {
    /// The token is valid: 0.
    #[classattr]
    const VALID: u8 = StatusList::VALID;
    /// The token is revoked, permanently: 1.
    #[classattr]
    const INVALID: u8 = StatusList::INVALID;
    /// The token is suspended for now: 2.
    #[classattr]
    const SUSPENDED: u8 = StatusList::SUSPENDED;

    #[new]
    fn new(py: Python<'_>, capacity: Whole, bits: Whole) -> PyResult<Self> {
        guard(py, || {
            let (capacity, bits) = (capacity.or(0), u32::try_from(bits.or(0)).unwrap_or(u32::MAX));
            detached(py, || StatusList::new(capacity, bits))
                .or_raise(py)
                .map(Self)
        })
    }

    /// The list that `to_state` saved. Nothing protects the text: anyone who can change it decides
    /// which tokens are valid.
    ///
    /// Args:
    ///     state: what `to_state` returned.
    ///
    /// Returns:
    ///     The StatusList.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, text that is truncated, damaged, or from a newer
    ///         version.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusList
    ///     >>> statuses = StatusList(1_000, bits=2)
    ///     >>> index = statuses.allocate()
    ///     >>> statuses.set(index, StatusList.SUSPENDED)
    ///     >>> StatusList.from_state(statuses.to_state()).get(index)
    ///     2
    #[staticmethod]
    fn from_state(py: Python<'_>, state: Name) -> PyResult<Self> {
        guard(py, || {
            detached(py, || StatusList::from_state(&state.0))
                .or_raise(py)
                .map(Self)
        })
    }

    /// Everything to save of the list: which indexes were given out, and every status.
    ///
    /// Returns:
    ///     A text, for `from_state`.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusList
    ///     >>> StatusList.from_state(StatusList(1_000, bits=1).to_state()).free
    ///     1000
    fn to_state(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || detached(py, || self.0.to_state()).or_raise(py))
    }

    /// Returns a random free index.
    ///
    /// Returns:
    ///     The index.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, the list is full: make another one, with its own
    ///         address.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusList
    ///     >>> statuses = StatusList(8, bits=1)
    ///     >>> sorted(statuses.allocate() for _ in range(8))
    ///     [0, 1, 2, 3, 4, 5, 6, 7]
    fn allocate(&self, py: Python<'_>) -> PyResult<u64> {
        guard(py, || detached(py, || self.0.allocate()).or_raise(py))
    }

    /// Sets the status of the token that was given an index. Verifiers learn of it when they next
    /// fetch the list.
    ///
    /// Args:
    ///     index: what `allocate` returned for the token.
    ///     status: `VALID`, `INVALID`, `SUSPENDED`, or a value of your own.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an index that no token was given, or a status that
    ///         needs more bits.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusList
    ///     >>> statuses = StatusList(8, bits=1)
    ///     >>> statuses.set(statuses.allocate(), StatusList.INVALID)
    fn set(&self, py: Python<'_>, index: Whole, status: Whole) -> PyResult<()> {
        guard(py, || {
            let status = u8::try_from(status.or(u64::MAX))
                .map_err(|_| raised(py, &tokenseal_bridge::message::status_too_large()))?;
            detached(py, || self.0.set(index.or(u64::MAX), status)).or_raise(py)
        })
    }

    /// The status of the token that was given an index.
    ///
    /// Args:
    ///     index: what `allocate` returned for the token.
    ///
    /// Returns:
    ///     The status.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an index that no token was given.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusList
    ///     >>> statuses = StatusList(8, bits=1)
    ///     >>> statuses.get(statuses.allocate()) == StatusList.VALID
    ///     True
    fn get(&self, py: Python<'_>, index: Whole) -> PyResult<u8> {
        guard(py, || {
            detached(py, || self.0.get(index.or(u64::MAX))).or_raise(py)
        })
    }

    /// The `status` claim of the token that was given an index.
    ///
    /// Args:
    ///     uri: the address at which the list is published.
    ///     index: what `allocate` returned for the token.
    ///
    /// Returns:
    ///     The claim, a dict.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an index that no token was given, or an address that is
    ///         not one of http or https.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusList
    ///     >>> statuses = StatusList(8, bits=1)
    ///     >>> statuses.claim("https://issuer.example/statuses/1", statuses.allocate())["status_list"]["uri"]
    ///     'https://issuer.example/statuses/1'
    fn claim<'py>(&self, py: Python<'py>, uri: Name, index: Whole) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || {
            let claim = detached(py, || self.0.claim(&uri.0, index.or(u64::MAX))).or_raise(py)?;
            from_json::objects(py, claim.to_string().as_bytes())
        })
    }

    #[doc = docs::signature!("StatusList.to_jwt", "to_jwt($self, key, uri, *, ")]
    /// The signed token of the list as it is now, to be served at its address with the media type
    /// `application/statuslist+jwt`.
    ///
    /// It is compressed, which takes seconds for a hundred million statuses; other threads keep
    /// running.
    ///
    /// Args:
    ///     key: the private Key or the KeyRing that signs: it must be known to those who check the
    ///         tokens, who expect the tokens' own signing key unless configured otherwise. A ring,
    ///         whose keys change, needs `expires_in`.
    ///     uri: the address at which the list is published.
    #[doc = docs::described!("StatusList.to_jwt")]
    /// Returns:
    ///     The token.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, neither `ttl` nor `expires_in`, or an address that is
    ///         not one of http or https.
    ///     InvalidKeyError: ERR_KEY_MISMATCH, a key that cannot sign.
    ///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED, a token longer than 4 MiB, the most that
    ///         others read by default.
    ///
    /// Example:
    ///     >>> from tokenseal import Key, StatusList
    ///     >>> statuses = StatusList(1_000_000, bits=1)
    ///     >>> len(statuses.to_jwt(Key.generate("Ed25519"), "https://issuer.example/statuses/1", ttl="5m")) < 10_000
    ///     True
    #[pyo3(signature = (key, uri, **options), text_signature = None)]
    fn to_jwt(
        &self,
        py: Python<'_>,
        key: Signer,
        uri: Name,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        guard(py, || {
            let mut options: StatusTokenOptions = options::read("StatusList.to_jwt", options)?;
            options.now = Some(clock::now(py, options.now, None)?);
            if let Some(ring) = key.ring() {
                PyKeyRing::settle(ring.bind(py))?;
            }
            let signer = key.to_core();
            detached(py, || self.0.to_jwt(signer, &uri.0, &options)).or_raise(py)
        })
    }

    /// How many tokens the list has room for.
    #[getter]
    fn capacity(&self, py: Python<'_>) -> u64 {
        detached(py, || self.0.capacity())
    }

    /// How many bits a status has.
    #[getter]
    fn bits(&self, py: Python<'_>) -> u32 {
        detached(py, || self.0.bits())
    }

    /// How many indexes are still free.
    #[getter]
    fn free(&self, py: Python<'_>) -> u64 {
        detached(py, || self.0.free())
    }

    /// Says how many indexes are given out, and nothing about the statuses.
    fn __repr__(&self, py: Python<'_>) -> String {
        detached(py, || format!("{:?}", self.0))
    }

    /// It is a list that others may use as well: a copy is the list itself.
    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }
}

/// A whole number; one that is negative or has more than 64 bits is beyond the core's range, and is
/// reported as other such numbers are.
struct Whole(Option<u64>);

impl Whole {
    /// The number, or a stand-in for an invalid one, which the core refuses.
    fn or(&self, none: u64) -> u64 {
        self.0.unwrap_or(none)
    }
}

impl<'py> FromPyObject<'_, 'py> for Whole {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<PyInt>() {
            Ok(number) => Ok(Self(number.extract().ok())),
            Err(_) => Err(unexpected("int", &value)),
        }
    }
}
