//! Panics on demand, for the tests of every boundary. Never in a shipped package.
//!
//! Node arms the whole process, because its work may run on the thread pool. Swift and Kotlin arm
//! one thread, because their tests run side by side. Each language tests these hooks by making
//! every one of its functions panic.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

static PROCESS: AtomicBool = AtomicBool::new(false);

thread_local! {
    static THREAD: Cell<bool> = const { Cell::new(false) };
}

/// Makes the next guarded call panic, on whichever thread it runs.
pub fn arm_process() {
    PROCESS.store(true, Ordering::SeqCst);
}

/// Disarms it. Returns whether the panic was still pending because no guarded call was made.
pub fn disarm_process() -> bool {
    PROCESS.swap(false, Ordering::SeqCst)
}

/// Makes the next guarded call on this thread panic.
pub fn arm_thread() {
    THREAD.set(true);
}

/// Disarms it. Returns whether the panic was still pending because no guarded call was made on this
/// thread.
pub fn disarm_thread() -> bool {
    THREAD.replace(false)
}

/// Unwinds as a panic does, but without a message and a backtrace in the log that would look like a
/// failure.
pub fn panic_quietly() -> ! {
    resume_unwind(Box::new("asked for by a test"))
}

/// Called by [`guard`](crate::guard()) before it does anything else.
pub(crate) fn panic_if_armed() {
    if disarm_thread() || disarm_process() {
        panic_quietly();
    }
}
