//! What this crate says when a file cannot be read or changed.

use std::fmt::Display;
use std::io::{Error as IoError, ErrorKind};

use tokenseal::{Error, ErrorCode};

/// How a failure is reported.
pub(crate) type Report = fn(String, &IoError) -> Error;

/// The file cannot be had, or not be trusted, as things are.
pub(crate) fn unavailable(what: impl Display, error: &IoError) -> Error {
    Error::new(ErrorCode::KeyRingUnavailable, format!("{what}: {error}"))
}

/// The same, where something is written: a place that is only for reading is no fault of the environment.
pub(crate) fn unchangeable(what: impl Display, error: &IoError) -> Error {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Error::new(ErrorCode::OptionInvalid, format!("the ring can only be followed here: {what}: {error}"))
        }
        _ => unavailable(what, error),
    }
}

/// A ring is made once: what is there may be the only copy of its keys.
pub(crate) fn exists(path: impl Display) -> Error {
    Error::new(ErrorCode::OptionInvalid, format!("{path} exists already: open it, or choose another name; nothing was overwritten"))
}
