//! The limits that are checked before the work is done, each in one place.

use crate::error::{Error, ErrorCode, Result};

/// What checking a token may cost, resolved from the options once.
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
    /// What `max_token_bytes` is for a token in the JSON serialization, if it is not given.
    pub(crate) const MAX_JSON_TOKEN_BYTES: usize = 1024 * 1024;
    /// No token has more signatures or recipients than this: each costs work before its keys are counted.
    pub(crate) const MAX_ENTRIES: usize = 1_000;
    /// No caller can ask for a depth that would exhaust a stack, here or in what reads the claims later.
    pub(crate) const MAX_JSON_DEPTH: u32 = 100;
    /// RFC 7518, section 4.8.1.2, recommends at least this many iterations.
    pub(crate) const MIN_PBES2_ITERATIONS: u32 = 1_000;
}

/// The error for whatever goes beyond a limit.
pub(crate) fn exceeded(message: &'static str) -> Error {
    Error::new(ErrorCode::LimitExceeded, message)
}

/// Refuses a token that is longer than the limit, before anything else is done with it.
pub(crate) fn check_token_length(token: &[u8], limits: &Limits) -> Result<()> {
    if token.len() > limits.max_token_bytes {
        return Err(exceeded("the token is longer than max_token_bytes"));
    }
    Ok(())
}

/// One of the limits that a caller can change by an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitInfo {
    /// The option's name.
    pub name: &'static str,
    /// What holds if the option is not given.
    pub default: u64,
    /// What is bounded.
    pub description: &'static str,
}

/// The limits, for documentation and tools: names, defaults, and what each bounds.
pub fn default_limits() -> [LimitInfo; 6] {
    let defaults = Limits::DEFAULT;
    let row = |name, default, description| LimitInfo { name, default, description };
    [
        row(
            "max_token_bytes",
            defaults.max_token_bytes as u64,
            "the length of a token, in bytes; in the JSON serialization 1 MiB unless it is given",
        ),
        row("max_header_bytes", defaults.max_header_bytes as u64, "the length of a header, protected and unprotected together, in bytes"),
        row("max_json_depth", u64::from(defaults.max_json_depth), "how deep JSON may be nested; at most 100"),
        row(
            "max_inflated_bytes",
            defaults.max_inflated_bytes as u64,
            "the length of a compressed plaintext after it is inflated, in bytes",
        ),
        row(
            "max_attempts",
            u64::from(defaults.max_attempts),
            "how many keys may be tried on a token, over all its signatures or recipients",
        ),
        row("max_pbes2_iterations", u64::from(defaults.max_pbes2_iterations), "the PBES2 iterations that a token may cost, all together"),
    ]
}
