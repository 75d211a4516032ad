//! What memcheck is told and asked.

#![allow(unsafe_code)]

use std::ffi::{c_int, c_ulong, c_void};

unsafe extern "C" {
    fn side_channels_running() -> c_int;
    fn side_channels_reports() -> c_ulong;
    fn side_channels_secret(bytes: *const c_void, length: usize);
    fn side_channels_public(bytes: *const c_void, length: usize);
    fn side_channels_is_secret(byte: *const c_void) -> c_int;
}

/// Whether the program runs under valgrind, and was compiled with its headers.
pub(crate) fn running() -> bool {
    // SAFETY: it takes nothing, and asks only.
    unsafe { side_channels_running() != 0 }
}

/// How often memcheck has reported something by now; what is suppressed does not count.
pub(crate) fn reports() -> u64 {
    // SAFETY: it takes nothing, and asks only.
    #[allow(clippy::useless_conversion)] // 32 bits on Windows
    u64::from(unsafe { side_channels_reports() })
}

/// From here on, a branch or an address that depends on these bytes is reported.
pub(crate) fn secret(bytes: &[u8]) {
    // SAFETY: the pointer and the length are those of a slice, whose bytes keep their values.
    unsafe { side_channels_secret(bytes.as_ptr().cast(), bytes.len()) }
}

/// From here on, the bytes may be examined.
pub(crate) fn public(bytes: &[u8]) {
    // SAFETY: the same.
    unsafe { side_channels_public(bytes.as_ptr().cast(), bytes.len()) }
}

/// Whether the bytes are secret or were computed from what is: all of them, one by one.
pub(crate) fn is_secret(bytes: &[u8]) -> bool {
    // SAFETY: the pointer is that of a byte.
    bytes
        .iter()
        .all(|byte| unsafe { side_channels_is_secret(std::ptr::from_ref(byte).cast()) != 0 })
}
