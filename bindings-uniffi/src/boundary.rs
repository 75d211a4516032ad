//! What every call does: catch a panic, fill in the time, read JSON objects. The bridge does the
//! work; the error is UniFFI's.

pub(crate) use tokenseal_bridge::now_or;
pub(crate) use tokenseal_bridge::options::options;

use crate::error::TokenError;

/// Calls the core. A panic must reach no caller: it becomes `ERR_INTERNAL`.
pub(crate) fn call<T>(work: impl FnOnce() -> tokenseal::Result<T>) -> Result<T, TokenError> {
    tokenseal_bridge::guard(work).map_err(TokenError::from)
}
