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

/// The statuses of an issuer's tokens, published as a signed list that everybody may fetch (Token Status List, draft-ietf-oauth-status-list-21).
///
/// Each token gets an index of its own from `allocate`, by chance, so that an index tells nobody when its token was issued. No index is given
/// twice: keep what `to_state` gives before a token with a new index leaves. One process at a time changes a list. It is safe to share between
/// threads.
///
/// A status is `VALID` until it is set: to `INVALID`, to `SUSPENDED`, or to a value of your own, which tokenseal refuses as well.
///
/// Args:
///     capacity: for how many tokens, rounded up to a multiple of eight.
///     bits: how many bits the status of each has: 1, 2, 4 or 8. One bit tells valid from invalid; to suspend takes two.
///
/// Raises:
///     OptionError: ERR_OPTION_INVALID, another number of bits, no capacity, and one that takes more than 16 MiB: a hundred and thirty-four million
///         at one bit.
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
    /// The token is revoked, for ever: 1.
    #[classattr]
    const INVALID: u8 = StatusList::INVALID;
    /// The token does not count for now: 2.
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

    /// The list that `to_state` wrote down. Nothing protects the text: whoever can change it decides which tokens are valid.
    ///
    /// Args:
    ///     state: what `to_state` gave.
    ///
    /// Returns:
    ///     The StatusList.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, a text that is cut off, damaged, or of a newer version.
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

    /// All that there is to keep of the list: which indexes were given, and every status.
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

    /// Gives an index that no token has, drawn from all of those by chance.
    ///
    /// Returns:
    ///     The index.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, the list is full: make another one, with an address of its own.
    ///
    /// Example:
    ///     >>> from tokenseal import StatusList
    ///     >>> statuses = StatusList(8, bits=1)
    ///     >>> sorted(statuses.allocate() for _ in range(8))
    ///     [0, 1, 2, 3, 4, 5, 6, 7]
    fn allocate(&self, py: Python<'_>) -> PyResult<u64> {
        guard(py, || detached(py, || self.0.allocate()).or_raise(py))
    }

    /// Sets the status of the token that was given an index. Verifiers know of it when they fetch the list the next time.
    ///
    /// Args:
    ///     index: what `allocate` gave for the token.
    ///     status: `VALID`, `INVALID`, `SUSPENDED`, or a value of your own.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an index that no token was given, or a status that needs more bits.
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
    ///     index: what `allocate` gave for the token.
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
    ///     index: what `allocate` gave for the token.
    ///
    /// Returns:
    ///     The claim, a dict.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, an index that no token was given, or an address that is not one of http or https.
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
    /// The signed token of the list as it is now, to be served at its address with the media type `application/statuslist+jwt`.
    ///
    /// It is compressed, which takes seconds for a hundred million statuses; other threads go on meanwhile.
    ///
    /// Args:
    ///     key: the private Key or the KeyRing that signs: one that those who check the tokens have, that of the tokens unless they are told otherwise. A
    ///         ring, whose keys do not stay, needs `expires_in`.
    ///     uri: the address at which the list is published.
    #[doc = docs::described!("StatusList.to_jwt")]
    /// Returns:
    ///     The token.
    ///
    /// Raises:
    ///     OptionError: ERR_OPTION_INVALID, neither `ttl` nor `expires_in`, or an address that is not one of http or https.
    ///     InvalidKeyError: ERR_KEY_MISMATCH, a key that cannot sign.
    ///     LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED, a token longer than 4 MiB, which is what others read by default.
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

    /// For how many tokens the list is.
    #[getter]
    fn capacity(&self, py: Python<'_>) -> u64 {
        detached(py, || self.0.capacity())
    }

    /// How many bits a status has.
    #[getter]
    fn bits(&self, py: Python<'_>) -> u32 {
        detached(py, || self.0.bits())
    }

    /// How many indexes have not been given to a token.
    #[getter]
    fn free(&self, py: Python<'_>) -> u64 {
        detached(py, || self.0.free())
    }

    /// Says how many indexes are given, and nothing of the statuses.
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

/// A whole number; one that is negative or has more than 64 bits is none that the core could take, and is told as it is told of others.
struct Whole(Option<u64>);

impl Whole {
    /// The number, or what stands for one that is none, which the core refuses.
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
