//! What every call does: catch a panic, fill in the time, read JSON objects.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::SystemTime;

use serde_json::{Map, Value};
use tokenseal::{Error, ErrorCode};

use crate::error::TokenError;

/// Calls the core. A panic must reach no caller: it becomes `ERR_INTERNAL`.
pub(crate) fn call<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, TokenError> {
    let work = || {
        #[cfg(feature = "test-hooks")]
        crate::test_hooks::panic_if_armed();
        work()
    };
    // Nothing that is shared can be left half-changed: keys, issuers and verifiers are immutable.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(TokenError::from),
        Err(_) => Err(Error::new(ErrorCode::Internal, "a defect of the library was caught").into()),
    }
}

/// The time in seconds since the epoch: the caller's, or the system's.
pub(crate) fn now_or(given: Option<f64>) -> f64 {
    given.unwrap_or_else(|| tokenseal::timestamp(SystemTime::now()))
}

/// An object that crosses as JSON text, such as a header.
pub(crate) fn object(name: &'static str, json: Option<String>) -> Result<Option<Map<String, Value>>, Error> {
    json.map(|json| tokenseal::object_from_json(name, &json)).transpose()
}
