//! The errors of keys.

use crate::error::{Error, ErrorCode};

/// A key that is malformed.
pub(super) fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::JwkInvalid, message)
}

/// What aws-lc-rs refuses although everything was checked: no input is known to cause it.
pub(super) fn refused() -> Error {
    Error::new(ErrorCode::Internal, "the cryptographic library refused a checked key")
}

/// For making, exporting and using a key to make a token: never for a token that is read.
pub(crate) fn mismatch(message: &'static str) -> Error {
    Error::new(ErrorCode::KeyMismatch, message)
}

/// A key of a kind that the library lacks.
pub(super) fn not_supported(message: &'static str) -> Error {
    Error::new(ErrorCode::NotSupported, message)
}
