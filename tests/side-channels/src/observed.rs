//! Counting what was done, what was secret in it, and what memcheck said.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::requests;

static OPERATIONS: AtomicU64 = AtomicU64::new(0);
static SECRETS: AtomicU64 = AtomicU64::new(0);

/// What the core calls when it has a secret.
pub(crate) fn secret(bytes: &[u8]) {
    SECRETS.fetch_add(1, Ordering::Relaxed);
    requests::secret(bytes);
}

/// Does one thing, names it if something is reported, and sees to it that there was a secret in it.
pub(crate) fn observe<T>(name: &str, operation: impl FnOnce() -> T) -> T {
    let (reports, secrets) = (requests::reports(), SECRETS.load(Ordering::Relaxed));
    let result = operation();
    OPERATIONS.fetch_add(1, Ordering::Relaxed);
    if requests::reports() > reports {
        eprintln!("REPORTED {name}");
    }
    assert!(
        SECRETS.load(Ordering::Relaxed) > secrets,
        "{name}: nothing was secret, so nothing was shown"
    );
    result
}

/// Says how it went, for the test to read.
pub(crate) fn finish() -> ExitCode {
    let reports = requests::reports();
    println!(
        "{} operations, {} secrets, {reports} reports",
        OPERATIONS.load(Ordering::Relaxed),
        SECRETS.load(Ordering::Relaxed)
    );
    ExitCode::from(u8::from(reports > 0))
}
