//! For the tests of the boundary only; never in a shipped package.

use crate::boundary::call;
use crate::error::TokenError;

/// Panics inside the boundary.
#[uniffi::export]
pub fn panic_for_test() -> Result<(), TokenError> {
    #[allow(clippy::panic)]
    call(|| panic!("asked for by a test"))
}
