//! What docstrings say about options and errors: each written once, and put together by the functions that share it.
//!
//! A test compares the names here with those of each signature.

/// The options of `sign`, `encrypt`, `seal` and `prepare`, but for those of the encryption.
macro_rules! making {
    () => {
        concat!(
            "    expires_in: how long the token is valid, from `now` on: seconds, a timedelta, or a text such as '15m' (s, m, h, d); becomes `exp`.\n",
            "    no_expiry: True for a token that never expires. Without it, `expires_in` or an `exp` among the claims is needed.\n",
            "    issuer: becomes `iss`.\n",
            $crate::docs::making_one!(),
            "    type: the `typ` of the header; 'JWT' if not given, or what the profile says.\n",
            $crate::docs::header_and_now!(),
            $crate::docs::profile!("the token gets its `typ`, and must have its claims"),
        )
    };
}

/// The options that an issuer takes for one token as well.
macro_rules! making_one {
    () => {
        concat!(
            "    audience: becomes `aud`: a text, or several.\n",
            "    subject: becomes `sub`.\n",
            "    not_before: from when on the token is valid: seconds since the epoch, or an aware datetime; becomes `nbf`, rounded down.\n",
            "    token_id: becomes `jti`.\n",
        )
    };
}

macro_rules! header_and_now {
    () => {
        concat!(
            "    header: further parameters of the protected header, as a mapping. What the library sets cannot be given.\n",
            $crate::docs::now!(),
        )
    };
}

macro_rules! now {
    () => {
        "    now: the time: seconds since the epoch, or an aware datetime; the system's clock if not given.\n"
    };
}

macro_rules! profile {
    ($meaning:literal) => {
        concat!("    profile: 'access-token' (RFC 9068), 'id-token' or 'logout-token' (OpenID Connect): ", $meaning, ".\n")
    };
}

/// The options of whatever encrypts claims.
macro_rules! encrypting {
    () => {
        concat!(
            "    enc: the content encryption; the key's own for 'dir', else A256GCM if not given.\n",
            "    compress: True to compress the claims (`zip`). What they hold can then be guessed from the length of the token.\n",
        )
    };
}

/// The options of `verify`, `decrypt`, `unseal` and `Verifier`, but for algorithms and limits.
macro_rules! checking {
    () => {
        concat!(
            "    issuer: the `iss` that the token must have, or several of which any will do. Not given, the token must have none.\n",
            "    audience: the `aud` that the token must have or list, or several of which any will do. Not given, the token must have none.\n",
            "    subject: the `sub` that the token must have.\n",
            "    type: the `typ` that the token must have, or several of which any will do. Not given, it is absent or 'JWT'.\n",
            "    required_claims: names of claims that the token must have.\n",
            "    max_age: the greatest age of the token, by its `iat`: seconds, a timedelta, or a text such as '15m'.\n",
            "    leeway: how far clocks may be apart: a length as for `max_age`; zero if not given.\n",
            $crate::docs::critical!(),
            "    allow_missing_exp: True to accept tokens without `exp`.\n",
            "    allow_any_audience: True to accept any `aud`, where none is expected.\n",
            "    allow_any_issuer: True to accept any `iss`, where none is expected.\n",
            "    allow_any_type: True to accept any `typ`, where none is expected.\n",
            $crate::docs::profile!("the token must follow it"),
            "    nonce: the `nonce` that an ID token must have.\n",
            "    azp: the `azp` (authorized party) that an ID token must have.\n",
        )
    };
}

macro_rules! critical {
    () => {
        "    critical: names that may stand in `crit` because the caller understands them.\n"
    };
}

macro_rules! require {
    () => {
        "    require: 'any' (if not given) or 'all' of several signatures have to verify.\n"
    };
}

macro_rules! algorithms {
    () => {
        "    algorithms: the only signature algorithms to accept, of those that the keys allow.\n"
    };
}

macro_rules! decryption_algorithms {
    () => {
        concat!(
            "    key_management: the only key management algorithms to accept, of those that the keys allow.\n",
            "    content_encryption: the only content encryption algorithms to accept.\n",
        )
    };
}

macro_rules! allow_unsigned {
    () => {
        "    allow_unsigned: True to accept tokens that are encrypted to a public key and not signed: anybody could have made them.\n"
    };
}

macro_rules! accept {
    () => {
        "    accept: the kinds of token to accept, of 'signed', 'encrypted' and 'nested'; the one that the keys are for, if not given.\n"
    };
}

/// Every limit.
macro_rules! limits {
    () => {
        concat!(
            $crate::docs::signature_limits!(),
            "    max_inflated_bytes: the most bytes that a compressed plaintext may inflate to; 256 KiB if not given.\n",
            "    max_pbes2_iterations: the most PBES2 iterations that the token may cost; 1,000,000 if not given.\n",
        )
    };
}

/// The limits of `jws.verify`.
macro_rules! signature_limits {
    () => {
        concat!(
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given, and 1 MiB for a JSON serialization.\n",
            "    max_header_bytes: the longest header, in bytes; 16 KiB if not given.\n",
            "    max_json_depth: the deepest nesting of JSON, 1 to 100; 32 if not given.\n",
            "    max_attempts: the most keys that may be tried, over all signatures or recipients; 16 if not given.\n",
        )
    };
}

/// What making a token raises.
macro_rules! raises_making {
    () => {
        concat!(
            "\nRaises:\n",
            "    OptionError: ERR_OPTION_INVALID, an option that is not of the right form, or contradicts a claim, a key or another.\n",
            "    InvalidTokenError: ERR_JWT_INVALID, claims that JSON cannot hold.\n",
            "    ClaimError: ERR_JWT_CLAIM_INVALID, or ERR_JWT_CLAIM_MISSING for a profile: a claim that must not be so.\n",
            "    InvalidKeyError: ERR_KEY_MISMATCH, a key that is not for this.",
        )
    };
}

/// What checking the claims of a token raises, after what `$first` says.
macro_rules! raises_checking {
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
            "    OptionError: ERR_OPTION_INVALID, an option that is not of the right form.",
        )
    };
}

pub(crate) use {
    accept, algorithms, allow_unsigned, checking, critical, decryption_algorithms, encrypting, header_and_now, limits, making, making_one,
    now, profile, raises_checking, raises_making, require, signature_limits,
};
