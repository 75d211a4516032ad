//! The errors of keys.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode};

/// A key that is malformed.
pub(super) fn invalid(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::JwkInvalid, message)
}

/// aws-lc-rs refused a key that passed every check: no known input causes this.
pub(super) fn refused() -> Error {
    Error::new(
        ErrorCode::Internal,
        "the cryptographic library refused a checked key",
    )
}

/// For making, exporting and using a key to create a token. Verifying or decrypting a token never
/// causes it.
pub(crate) fn mismatch(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::KeyMismatch, message)
}

/// A kind of key that the library does not support.
pub(super) fn not_supported(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorCode::NotSupported, message)
}
