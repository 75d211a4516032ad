//! For tests only: never in a shipped package.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

use napi_derive::napi;

static ARMED: AtomicBool = AtomicBool::new(false);

/// Makes the next work of a native function panic, on whichever thread it is done.
#[napi(catch_unwind)]
pub fn arm_panic() {
    ARMED.store(true, Ordering::SeqCst);
}

/// Whether the panic still waits: the function that was called did no work.
#[napi(catch_unwind)]
pub fn disarm_panic() -> bool {
    ARMED.swap(false, Ordering::SeqCst)
}

/// Unwinds as a panic does, without a message and a backtrace in the log that would look like a failure.
pub(crate) fn panic_if_armed() {
    if ARMED.swap(false, Ordering::SeqCst) {
        resume_unwind(Box::new("asked for by a test"));
    }
}
