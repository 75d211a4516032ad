//! The limits that are checked before the work is done, all in one place.

use crate::error::{Error, ErrorCode, Result};

/// What checking a token may cost, resolved once from the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) max_token_bytes: usize,
    pub(crate) max_header_bytes: usize,
    pub(crate) max_json_depth: u32,
    pub(crate) max_inflated_bytes: usize,
    pub(crate) max_attempts: u32,
    pub(crate) max_pbes2_iterations: u32,
}

impl Limits {
    pub(crate) const DEFAULT: Limits = Limits {
        max_token_bytes: 256 * 1024,
        max_header_bytes: 16 * 1024,
        max_json_depth: 32,
        max_inflated_bytes: 256 * 1024,
        max_attempts: 16,
        max_pbes2_iterations: 1_000_000,
    };
    /// The value of `max_token_bytes` for a token in the JSON serialization, if it is not given.
    pub(crate) const MAX_JSON_TOKEN_BYTES: usize = 1024 * 1024;
    /// No token has more signatures or recipients than this: each costs work before its keys are
    /// counted.
    pub(crate) const MAX_ENTRIES: usize = 1_000;
    /// How many keys may be searched for each attempt that is allowed.
    const KEYS_PER_ATTEMPT: u32 = 1_000;
    /// No caller can ask for a depth that would exhaust a stack, here or in code that reads the
    /// claims later.
    pub(crate) const MAX_JSON_DEPTH: u32 = 100;
    /// RFC 7518, section 4.8.1.2, recommends at least this many iterations.
    pub(crate) const MIN_PBES2_ITERATIONS: u32 = 1_000;
}

impl Limits {
    /// Refuses a token whose entries make more pairs with the available keys than are examined.
    /// Call it before reading the entries.
    pub(crate) fn check_pairs(&self, entries: usize, keys: usize) -> Result<()> {
        let most = self.max_attempts.saturating_mul(Self::KEYS_PER_ATTEMPT);
        match entries
            .checked_mul(keys)
            .and_then(|pairs| u32::try_from(pairs).ok())
        {
            Some(pairs) if pairs <= most => Ok(()),
            _ => Err(exceeded(
                "the token has too many signatures or recipients for so many keys: each times each is over 1000 times max_attempts",
            )),
        }
    }
}

/// The error for anything that exceeds a limit.
pub(crate) fn exceeded(message: &'static str) -> Error {
    Error::new(ErrorCode::LimitExceeded, message)
}

/// Refuses a token that is longer than the limit, before anything else is done with it.
pub(crate) fn check_token_length(token: &[u8], limits: &Limits) -> Result<()> {
    check_length(token.len(), limits.max_token_bytes)
}

/// The same, given the length.
pub(crate) fn check_length(length: usize, max_token_bytes: usize) -> Result<()> {
    if length > max_token_bytes {
        return Err(exceeded("the token is longer than max_token_bytes"));
    }
    Ok(())
}

/// The default of the limit with this name.
pub(crate) fn default_of(name: &str) -> Option<u64> {
    let defaults = Limits::DEFAULT;
    Some(match name {
        "max_token_bytes" => defaults.max_token_bytes as u64,
        "max_header_bytes" => defaults.max_header_bytes as u64,
        "max_json_depth" => defaults.max_json_depth.into(),
        "max_inflated_bytes" => defaults.max_inflated_bytes as u64,
        "max_attempts" => defaults.max_attempts.into(),
        "max_pbes2_iterations" => defaults.max_pbes2_iterations.into(),
        _ => return None,
    })
}
