//! Accepted tokens that come again: found by their bytes, so that nothing in them is verified
//! twice.
//!
//! What is remembered is what no request can change: signature, encryption and claims, by the very
//! keys that verified them and within the times that the claims allow. Revocation, status and proof
//! of possession are asked each time, after it. An entry that is no longer valid is as if it had
//! never been remembered: the full check decides, and says why.
//!
//! `recall` is what a check does, `entry` what is kept and when it holds, `places` where. Decision
//! 0086 says why it is so.

mod beside;
mod entry;
mod memory;
mod places;
mod recall;
#[cfg(test)]
mod tests;
mod trace;

pub use beside::Beside;
pub(super) use memory::Memory;
pub(super) use trace::{Trace, Used};

/// Longer tokens are never kept: few are, and each would take the room of many.
const MOST_BYTES: usize = 4096;
