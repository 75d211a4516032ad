//! The one hot call without UniFFI's buffers, for callers to whom each crossing of the boundary is dear (JNA, which the Kotlin package uses).
//!
//! One array is lent for both ways: it holds the token, and then what was found. Everything is copied, and nothing is kept.

use std::slice;

use tokenseal_bridge::packed::{Members, bytes};
use tokenseal_bridge::{guard, now_or};

use crate::verifier::Verifier;

#[uniffi::export]
impl Verifier {
    /// Where the verifier is, for `tokenseal_check`: as long as it is not freed.
    pub fn address(&self) -> u64 {
        std::ptr::from_ref(self).expose_provenance() as u64
    }
}

/// Checks the token that is the first `token_length` bytes of `buffer`, at `now` (seconds since the epoch; NaN for the system's time).
///
/// The result is written over it, in the form that `bridge/src/packed/bytes.rs` describes.
///
/// Returns the length of the result. Where it is greater than `capacity` nothing was written: call again, with more room.
///
/// # Safety
///
/// `verifier` must be the address of a verifier that lives until the call ends, and `buffer` must have `capacity` bytes that nobody else uses
/// meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tokenseal_check(verifier: u64, now: f64, buffer: *mut u8, token_length: u64, capacity: u64) -> u64 {
    let verifier: *const Verifier = std::ptr::with_exposed_provenance(verifier as usize);
    // SAFETY: the caller vouches for both, and for their lives.
    let (verifier, buffer) = unsafe { (&*verifier, slice::from_raw_parts_mut(buffer, capacity as usize)) };
    let token = String::from_utf8_lossy(buffer.get(..token_length as usize).unwrap_or_default());
    let now = Some(now).filter(|now| !now.is_nan());
    let checked = guard(|| Ok(bytes::write(&Members::from(&verifier.0.verify(token.as_ref(), now_or(now))?))));
    let result = checked.unwrap_or_else(|error| bytes::write_refused(&error));
    drop(token);
    if let Some(room) = buffer.get_mut(..result.len()) {
        room.copy_from_slice(&result);
    }
    result.len() as u64
}
