//! Random bytes, from AWS-LC.

use crate::error::{Error, ErrorCode, Result};

/// Fills the buffer, or reports that the system has no randomness to give.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<()> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| Error::new(ErrorCode::Internal, "no random bytes could be had"))
}
