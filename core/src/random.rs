//! Random bytes, from AWS-LC.

use crate::error::{Error, ErrorCode, Result};

/// Fills the buffer, or reports that the system cannot supply randomness.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<()> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| Error::new(ErrorCode::Internal, "no random bytes could be had"))
}

/// A number from 0 to 1, for things that should not happen everywhere at once; 0.5 if the system
/// cannot supply randomness.
pub(crate) fn fraction() -> f64 {
    let mut bytes = [0; 4];
    match fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
}
