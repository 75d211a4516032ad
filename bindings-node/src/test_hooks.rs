//! For tests only: never in a shipped package.

use napi_derive::napi;
use tokenseal_bridge::test_hooks;

/// Makes the next work of a native function panic, on whichever thread it is done.
#[napi(catch_unwind)]
pub fn arm_panic() {
    test_hooks::arm_process();
}

/// Whether the panic still waits: the function that was called did no work.
#[napi(catch_unwind)]
pub fn disarm_panic() -> bool {
    test_hooks::disarm_process()
}
