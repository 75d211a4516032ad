//! The guard around every call: a panic becomes `ERR_INTERNAL`.
//!
//! A panic that unwinds into the host ends the process (Node), is an exception that
//! `except Exception` misses (Python), or is an error of a type other than the one the package
//! promises (Swift, Kotlin).

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokenseal::{Error, Result};

use crate::message;

/// Calls the core. A panic becomes `ERR_INTERNAL`.
pub fn guard<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    guard_as(work, |error| error)
}

/// The same for work that fails with the binding's own error, which `own` makes from the core's.
pub fn guard_as<T, E>(
    work: impl FnOnce() -> std::result::Result<T, E>,
    own: impl FnOnce(Error) -> E,
) -> std::result::Result<T, E> {
    let work = || {
        #[cfg(feature = "test-hooks")]
        crate::test_hooks::panic_if_armed();
        work()
    };
    // A panic cannot leave shared state half-changed: keys, sets, issuers and verifiers are
    // immutable.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(own(message::defect())))
}

#[cfg(test)]
mod tests {
    use std::panic::resume_unwind;

    use tokenseal::ErrorCode;

    use super::*;

    #[test]
    fn a_panic_is_an_internal_error() {
        let caught = guard::<()>(|| resume_unwind(Box::new("quiet")));
        assert_eq!(caught.unwrap_err().code(), ErrorCode::Internal);
        let caught: std::result::Result<(), String> = guard_as(
            || resume_unwind(Box::new("quiet")),
            |error| error.code().as_str().to_owned(),
        );
        assert_eq!(caught.unwrap_err(), "ERR_INTERNAL");
    }

    #[test]
    fn everything_else_passes_as_it_is() {
        assert_eq!(guard(|| Ok(7)).unwrap(), 7);
        assert_eq!(
            guard::<()>(|| Err(message::out_of_memory())).unwrap_err().code(),
            ErrorCode::LimitExceeded
        );
    }
}
