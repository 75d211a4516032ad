//! What several docstrings share: how a signature is written, and what a token that is refused
//! raises. What options do is in the core's table.

/// The line that CPython reads a signature from, and that `help` leaves out: the arguments as they
/// stand here, then the options of the table.
macro_rules! signature {
    ($function:tt, $arguments:literal) => {
        concat!($arguments, $crate::option_table::keywords!($function), ")\n--\n")
    };
}

/// What sign, encrypt, seal, prepare and issue raise.
macro_rules! raises_issuing {
    () => {
        concat!(
            "\nRaises:\n",
            "    OptionError: ERR_OPTION_INVALID, an option that is invalid, or contradicts a claim, a key or another.\n",
            "    InvalidTokenError: ERR_JWT_INVALID, claims that JSON cannot hold.\n",
            "    ClaimError: ERR_JWT_CLAIM_INVALID, or ERR_JWT_CLAIM_MISSING for a profile: a claim that is invalid or missing.\n",
            "    InvalidKeyError: ERR_KEY_MISMATCH, a key that does not fit.",
        )
    };
}

/// What verify, decrypt and unseal raise, after what `$first` says.
macro_rules! raises_verifying {
    ($first:literal) => {
        concat!(
            "\nRaises:\n",
            "    InvalidTokenError: ",
            $first,
            ", ERR_JWT_INVALID or ERR_JOSE_CRIT_NOT_SUPPORTED, a token that is malformed or of another kind.\n",
            "    AlgorithmError: ERR_JOSE_NOT_SUPPORTED or ERR_JOSE_ALG_NOT_ALLOWED.\n",
            "    KeyNotFoundError: ERR_JWKS_NO_MATCHING_KEY.\n",
            "    ClaimError: ERR_JWT_CLAIM_MISSING, ERR_JWT_CLAIM_INVALID or ERR_JWT_CLAIM_MISMATCH; `claim` says which.\n",
            "    ExpiredError, NotYetValidError, TooOldError: ERR_JWT_EXPIRED, ERR_JWT_NOT_YET_VALID, ERR_JWT_TOO_OLD.\n",
            "    LimitExceededError: ERR_JOSE_LIMIT_EXCEEDED.\n",
            "    OptionError: ERR_OPTION_INVALID, an invalid option.",
        )
    };
}

pub(crate) use crate::option_table::described;
pub(crate) use {raises_issuing, raises_verifying, signature};
