//! Only for testing and measuring the boundary; never in a shipped package.

use std::sync::Arc;
use std::time::Instant;

use tokenseal_bridge::test_hooks;

use crate::boundary::{call, now_or};
use crate::error::TokenError;
use crate::verifier::Verifier;

/// Panics inside the boundary.
#[uniffi::export]
pub fn panic_for_test() -> Result<(), TokenError> {
    call(|| test_hooks::panic_quietly())
}

/// Makes the next call on this thread panic, whichever it is.
#[uniffi::export]
pub fn arm_panic_for_test() {
    test_hooks::arm_thread();
}

/// Whether no call has panicked since.
#[uniffi::export]
pub fn disarm_panic_for_test() -> bool {
    test_hooks::disarm_thread()
}

/// Checks a token this many times without crossing the boundary in between: the core's own time, in
/// nanoseconds for all of them.
#[uniffi::export]
pub fn core_nanoseconds_for_test(
    verifier: Arc<Verifier>,
    token: String,
    count: u32,
) -> Result<u64, TokenError> {
    call(|| {
        let start = Instant::now();
        for _ in 0..count {
            std::hint::black_box(verifier.0.verify(std::hint::black_box(&token), now_or(None))?);
        }
        Ok(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX))
    })
}
