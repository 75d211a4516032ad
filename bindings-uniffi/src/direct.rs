//! The one hot call without UniFFI's buffers, for callers for which each crossing of the boundary
//! is expensive (JNA, which the Kotlin package uses).
//!
//! One array is lent for both directions: it holds the token, and then the result. Everything is
//! copied, and nothing is kept except a check that waits for keys, which [`Verifier::take`] hands
//! out.

use std::collections::HashMap;
use std::slice;
use std::sync::{Arc, Mutex, PoisonError};

use tokenseal::Outcome;
use tokenseal_bridge::packed::{Members, bytes};
use tokenseal_bridge::{guard, machine, now_or, steps, times};

use crate::boundary::call;
use crate::error::TokenError;
use crate::remote::PendingCheck;
use crate::verifier::Verifier;

/// Checks with more to report, such as that they wait for keys, between the call that found it out
/// and the one that takes them.
#[derive(Debug)]
pub struct Aside<T>(Mutex<Numbered<T>>);

#[derive(Debug)]
struct Numbered<T> {
    last: u64,
    checks: HashMap<u64, T>,
}

impl<T> Default for Aside<T> {
    fn default() -> Self {
        Self(Mutex::new(Numbered {
            last: 0,
            checks: HashMap::new(),
        }))
    }
}

impl<T> Aside<T> {
    pub(crate) fn set(&self, check: T) -> u64 {
        let mut numbered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        numbered.last += 1;
        let number = numbered.last;
        numbered.checks.insert(number, check);
        number
    }

    pub(crate) fn take(&self, number: u64) -> Option<T> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .checks
            .remove(&number)
    }
}

#[uniffi::export]
impl Verifier {
    /// The address of the verifier, for `tokenseal_check`; valid until the verifier is freed.
    pub fn address(&self) -> u64 {
        std::ptr::from_ref(self).expose_provenance() as u64
    }

    /// The check that `tokenseal_check` has set aside under this number. Can be taken once.
    pub fn take(&self, number: u64) -> Result<Arc<PendingCheck>, TokenError> {
        call(|| {
            self.1
                .take(number)
                .map(PendingCheck::of)
                .ok_or_else(tokenseal_bridge::message::defect)
        })
    }
}

/// Checks the token that is the first `token_length` bytes of `buffer`, at `now` (seconds since the
/// epoch; NaN for the system's time).
///
/// `carried` is 1 for a caller that fetches keys or watches events, and 0 otherwise: then the
/// verifier must have all its keys at hand.
///
/// The result is written over the token, in the form that `bridge/src/packed/bytes.rs` describes.
///
/// Returns the length of the result. If it is greater than `capacity`, nothing was written: call
/// again, with more room.
///
/// # Safety
///
/// `verifier` must be the address of a verifier that lives until the call ends, and `buffer` must
/// have `capacity` bytes that nobody else uses in the meantime.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tokenseal_check(
    verifier: u64,
    now: f64,
    carried: u8,
    buffer: *mut u8,
    token_length: u64,
    capacity: u64,
) -> u64 {
    let verifier: *const Verifier = std::ptr::with_exposed_provenance(verifier as usize);
    // SAFETY: the caller vouches for both, and for their lifetimes.
    let (verifier, buffer) = unsafe { (&*verifier, slice::from_raw_parts_mut(buffer, capacity as usize)) };
    let token = String::from_utf8_lossy(buffer.get(..token_length as usize).unwrap_or_default());
    let now = Some(now).filter(|now| !now.is_nan());
    let checked = guard(|| match carried {
        0 => Ok(bytes::write(&Members::from(
            &verifier.0.verify(token.as_ref(), now_or(now))?,
        ))),
        _ => Ok(carry(verifier, &token, now)),
    });
    let result = checked.unwrap_or_else(|error| bytes::write_refused(&error));
    drop(token);
    if let Some(room) = buffer.get_mut(..result.len()) {
        room.copy_from_slice(&result);
    }
    result.len() as u64
}

/// Checks a token for a caller that can fetch what the check may need.
fn carry(verifier: &Verifier, token: &str, now: Option<f64>) -> Vec<u8> {
    let times = times();
    let check = steps::check(&verifier.0, token, now.unwrap_or(times.wall), times);
    let mut packed = match check.outcome {
        Outcome::Done(Ok(token)) => bytes::write(&Members::from(&token)),
        Outcome::Done(Err(error)) => bytes::write_refused(&error),
        Outcome::Waits(pending) => bytes::write_waits(verifier.1.set(pending)),
    };
    let events = (!check.events.is_empty()).then(|| machine::events(&check.events));
    bytes::add_noticed(
        &mut packed,
        events.as_deref(),
        check.due.first().map(|followed| followed.id()),
    );
    packed
}

/// The version of the library, as a null-terminated string: its caller's own version must be the
/// same.
#[unsafe(no_mangle)]
pub extern "C" fn tokenseal_version() -> *const std::ffi::c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}
