//! The one hot call without UniFFI's buffers, for callers to whom each crossing of the boundary is dear (JNA, which the Kotlin package uses).
//!
//! One array is lent for both ways: it holds the token, and then what was found. Everything is copied, and nothing is kept.

use std::slice;

use tokenseal::{Error, TokenKind};

use crate::boundary::{call, now_or};
use crate::error::TokenError;
use crate::token::texts;
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
/// The result is written over it: a byte, 0 to 2 for the kind of a good token, 3 for one that was refused, then texts. Each has its length as
/// four bytes, the lowest first, and its UTF-8; an absent one has the length 2^32 - 1. They are, in this order, the claims, the header, the
/// key_id, the outer header and the decrypting key's key_id, or else the code, the reason and the claim.
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
    let result = match call(|| checked(verifier, &token, now)) {
        Ok(result) => result,
        Err(TokenError::Refused { code, reason, claim }) => pack(REFUSED, &[Some(&code), Some(&reason), claim.as_deref()]),
    };
    drop(token);
    if let Some(room) = buffer.get_mut(..result.len()) {
        room.copy_from_slice(&result);
    }
    result.len() as u64
}

const REFUSED: u8 = 3;

fn checked(verifier: &Verifier, token: &str, now: Option<f64>) -> Result<Vec<u8>, Error> {
    let token = verifier.0.verify(token, now_or(now))?;
    let kind = match token.kind() {
        TokenKind::Signed => 0,
        TokenKind::Encrypted => 1,
        TokenKind::Nested => 2,
    };
    Ok(pack(kind, &texts(&token)))
}

fn pack(first: u8, texts: &[Option<&str>]) -> Vec<u8> {
    let length = texts.iter().map(|text| 4 + text.map_or(0, str::len)).sum::<usize>() + 1;
    let mut packed = Vec::with_capacity(length);
    packed.push(first);
    for text in texts {
        // No text is that long: a token has at most some megabytes.
        let length = text.map_or(u32::MAX, |text| text.len() as u32);
        packed.extend_from_slice(&length.to_le_bytes());
        packed.extend_from_slice(text.unwrap_or_default().as_bytes());
    }
    packed
}
