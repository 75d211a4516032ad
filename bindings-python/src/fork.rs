//! A fork waits for calls in flight. A child has a copy of AWS-LC's locks and blinding factors, as
//! other threads held them, and no other threads to let go of them: it would hang, or sign with
//! what another thread had half written.
//!
//! Work without the interpreter lock is counted. A fork sets a bit, which makes new calls wait, and
//! begins when the count is zero: that is the handler of `pthread_atfork`, which sees forks of
//! every origin. It may hold the interpreter lock while it waits, since counted work never takes
//! it. So that long work (a key that is generated) does not stop all of Python meanwhile, `os.fork`
//! first waits in a Python hook, which releases that lock. The hook holds nothing when it returns:
//! other libraries' hooks run after it, and may wait for a thread that is about to call us.
//!
//! A thread that has called us is counted once more, while it ends: AWS-LC then frees what it keeps
//! for each thread, under a lock of its own.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
#[cfg(unix)]
use pyo3::types::IntoPyDict;

/// Two counts of calls, 30 bits each, and three bits. Only a call's own thread and forks write it,
/// so that a child can set it right.
static STATE: AtomicU64 = AtomicU64::new(0);
/// A fork is about to happen: no call may begin.
const FORKING: u64 = 1 << 63;
/// A hook waits for the calls of one count. Another that comes meanwhile does not.
const DRAINING: u64 = 1 << 62;
/// The count that new calls belong to.
const SECOND: u64 = 1 << 61;
const COUNTS: u64 = (1 << 60) - 1;
const FIRST_COUNT: u64 = (1 << 30) - 1;

thread_local! {
    /// What this thread has added to the state: one call of either count, or nothing. A handler of
    /// signals that forks in the midst of a call must not wait for that call.
    static OWN: Cell<u64> = const { Cell::new(0) };
}

/// Does work without the interpreter lock. No fork happens meanwhile; the work must not call
/// Python.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> T {
    py.detach(|| {
        let _call = Call::begin();
        work()
    })
}

/// A call in flight. It ends before the interpreter lock is taken again, or a fork that has the
/// lock would wait for ever.
struct Call(u64);

impl Call {
    fn begin() -> Self {
        if OWN.get() != 0 {
            return Self(0);
        }
        #[cfg(unix)]
        let _ = leaving::LEAVING.try_with(|_| ());
        loop {
            let state = wait_while(|state| state & FORKING != 0);
            let one = if state & SECOND == 0 { 1 } else { FIRST_COUNT + 1 };
            if STATE
                .compare_exchange_weak(state, state + one, Ordering::AcqRel, Ordering::Relaxed)
                .is_ok()
            {
                OWN.set(one);
                return Self(one);
            }
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.0 != 0 {
            OWN.set(0);
            STATE.fetch_sub(self.0, Ordering::Release);
        }
    }
}

/// Waits, without a lock, for the calls that are in flight when it begins, and for none that begin
/// later. What Python calls before a fork.
#[pyfunction]
pub(crate) fn _before_fork(py: Python<'_>) {
    py.detach(|| {
        let state = STATE.load(Ordering::Relaxed);
        if state & COUNTS == 0 || state & DRAINING != 0 {
            return;
        }
        if STATE
            .compare_exchange(
                state,
                (state | DRAINING) ^ SECOND,
                Ordering::AcqRel,
                Ordering::Relaxed,
            )
            .is_ok()
        {
            let before = if state & SECOND == 0 {
                FIRST_COUNT
            } else {
                COUNTS & !FIRST_COUNT
            };
            wait_while(|state| state & before != 0);
            STATE.fetch_and(!DRAINING, Ordering::Release);
        }
    });
}

/// Before a fork of any origin: stops calls from beginning, and waits for those in flight.
#[cfg(unix)]
extern "C" fn prepare() {
    loop {
        let state = wait_while(|state| state & FORKING != 0);
        if STATE
            .compare_exchange_weak(state, state | FORKING, Ordering::AcqRel, Ordering::Relaxed)
            .is_ok()
        {
            break;
        }
    }
    wait_while(|state| state & COUNTS != OWN.get());
}

#[cfg(unix)]
extern "C" fn in_parent() {
    STATE.fetch_and(!FORKING, Ordering::Release);
}

/// The child has one thread: no hook waits in it, and no call is in flight but its own. Nor is
/// anything carrying what machines have asked for.
#[cfg(unix)]
extern "C" fn in_child() {
    STATE.store(OWN.get(), Ordering::Release);
    tokenseal::machine::after_fork();
}

/// The first state for which this does not hold. It sleeps instead of waiting for a signal: what
/// threads wait on cannot be repaired in a child, and forks are rare.
fn wait_while(holds: impl Fn(u64) -> bool) -> u64 {
    for round in 0_u32.. {
        let state = STATE.load(Ordering::Acquire);
        if !holds(state) {
            return state;
        }
        if round < 10 {
            thread::yield_now()
        } else {
            thread::sleep(Duration::from_micros(50))
        }
    }
    STATE.load(Ordering::Acquire)
}

/// Has the system and Python tell of forks. Once for each process: an extension is never unloaded.
#[cfg(unix)]
pub(crate) fn watch(native: &Bound<'_, PyModule>) -> PyResult<()> {
    // SAFETY: the handlers are functions of this library, which stays loaded. They touch an atomic
    // number and a thread-local one without a destructor, and allocate nothing.
    let failed = unsafe { libc::pthread_atfork(Some(prepare), Some(in_parent), Some(in_child)) };
    if failed != 0 {
        return Err(std::io::Error::from_raw_os_error(failed).into());
    }
    leaving::watch()?;
    let py = native.py();
    let hooks = [("before", native.getattr("_before_fork")?)].into_py_dict(py)?;
    py.import("os")?
        .call_method("register_at_fork", (), Some(&hooks))
        .map(|_| ())
}

/// The end of a thread. First its thread-locals are dropped, ours among them, and then the
/// destructors of its keys run, AWS-LC's among them: as many rounds as there is something left, so
/// that ours in the second round comes after all of the first.
#[cfg(unix)]
mod leaving {
    use std::ffi::c_void;
    use std::mem::forget;
    use std::ptr::without_provenance_mut;
    use std::sync::OnceLock;

    use super::{Call, OWN, Ordering, STATE};

    static KEY: OnceLock<libc::pthread_key_t> = OnceLock::new();

    thread_local! {
        /// There for its drop, in every thread that has called us.
        pub(super) static LEAVING: Leaving = const { Leaving };
    }

    pub(super) struct Leaving;

    impl Drop for Leaving {
        fn drop(&mut self) {
            let Some(key) = KEY.get() else { return };
            forget(Call::begin());
            // SAFETY: the key was made, and is never deleted. It holds a number, which is never
            // dereferenced.
            if unsafe { libc::pthread_setspecific(*key, without_provenance_mut(1)) } != 0 {
                end();
            }
        }
    }

    extern "C" fn round(number: *mut c_void) {
        let Some(key) = KEY.get() else { return end() };
        // SAFETY: as above.
        if number.addr() > 1 || unsafe { libc::pthread_setspecific(*key, without_provenance_mut(2)) } != 0 {
            end();
        }
    }

    fn end() {
        STATE.fetch_sub(OWN.replace(0), Ordering::Release);
    }

    /// Makes the key.
    pub(super) fn watch() -> std::io::Result<()> {
        let mut key = 0;
        // SAFETY: the key is written to a variable of its type, and the destructor is a function of
        // this library, which stays loaded.
        match unsafe { libc::pthread_key_create(&raw mut key, Some(round)) } {
            0 => KEY.set(key).map_err(|_| std::io::ErrorKind::AlreadyExists.into()),
            failed => Err(std::io::Error::from_raw_os_error(failed)),
        }
    }
}
