//! For tests only: never in a shipped package.

use napi_derive::napi;

use crate::boundary::{Outcome, guarded};

/// Panics, so that a test can see what becomes of it.
#[napi]
#[allow(clippy::panic)]
pub fn panic_for_test() -> Outcome<bool> {
    guarded(|| panic!("on purpose"))
}
