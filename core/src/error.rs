//! The one error type, and the table that every language's errors are made from.

use std::borrow::Cow;
use std::fmt;

/// The result of every function of this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a token, a key or an option was refused.
///
/// [`code`](Error::code) is stable and made for programs. The message is made for people: it never holds secrets, claim values or parts
/// of the token, and it may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: ErrorCode,
    message: Cow<'static, str>,
    claim: Option<Cow<'static, str>>,
}

impl Error {
    /// Makes an error. For bindings that have to report a failure of their own in the library's terms.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), claim: None }
    }

    /// What happened, as one of the stable codes.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The claim (or `typ`) that was refused, where one was.
    pub fn claim(&self) -> Option<&str> {
        self.claim.as_deref()
    }

    /// What happened, for people. Never holds secrets, claim values or parts of the token.
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn into_message(self) -> Cow<'static, str> {
        self.message
    }

    pub(crate) fn with_claim(mut self, claim: impl Into<Cow<'static, str>>) -> Self {
        self.claim = Some(claim.into());
        self
    }

    pub(crate) fn option(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::OptionInvalid, message)
    }

    /// The one error for everything that can go wrong while unwrapping a key or decrypting.
    pub(crate) fn decryption_failed() -> Self {
        Self::new(ErrorCode::DecryptionFailed, "decryption failed")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Writes the enum, its names, its Python classes and its list from one table.
macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $class:literal;)+) => {
        /// The stable codes. Each is the same text in every language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)+];

            /// The stable text, such as `ERR_JWT_EXPIRED`.
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $code,)+ }
            }

            /// The name of the class that carries this code in languages that have classes of errors.
            pub const fn class_name(self) -> &'static str {
                match self { $(ErrorCode::$variant => $class,)+ }
            }

            /// One sentence or two on when this code is given.
            pub fn description(self) -> &'static str {
                match self { $(ErrorCode::$variant => concat!($($doc),+).trim_start(),)+ }
            }
        }
    };
}

error_codes! {
    /// A signed token (JWS) is malformed: a part is missing, not strict base64url, or its header is not acceptable JSON (RFC 7515).
    JwsInvalid = "ERR_JWS_INVALID", "InvalidTokenError";
    /// An encrypted token (JWE) is malformed: a part is missing or of the wrong length, or its header is not acceptable (RFC 7516).
    JweInvalid = "ERR_JWE_INVALID", "InvalidTokenError";
    /// Not a JSON Web Token of the kind asked for, or its claims are not one strict JSON object (RFC 7519).
    JwtInvalid = "ERR_JWT_INVALID", "InvalidTokenError";
    /// No key that fits the token verifies its signature.
    SignatureVerificationFailed = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "InvalidSignatureError";
    /// The token could not be decrypted. On purpose, nothing says why.
    DecryptionFailed = "ERR_JWE_DECRYPTION_FAILED", "DecryptionError";
    /// An algorithm, compression or key type that the library does not have. `none` and RSA1_5 are among them.
    NotSupported = "ERR_JOSE_NOT_SUPPORTED", "AlgorithmError";
    /// An algorithm that the library has, but that the options or the key do not allow.
    AlgorithmNotAllowed = "ERR_JOSE_ALG_NOT_ALLOWED", "AlgorithmError";
    /// The token says that an extension is critical that neither the library nor the caller knows (`crit`, RFC 7515, section 4.1.11).
    CriticalNotSupported = "ERR_JOSE_CRIT_NOT_SUPPORTED", "InvalidTokenError";
    /// The token or key is larger, deeper or dearer than a limit allows. Limits can be changed by options.
    LimitExceeded = "ERR_JOSE_LIMIT_EXCEEDED", "LimitExceededError";
    /// Encrypted to a public key, with nothing signed inside: anybody could have made it.
    Unsigned = "ERR_JWT_UNSIGNED", "UnsignedTokenError";
    /// The token has expired (`exp`).
    Expired = "ERR_JWT_EXPIRED", "ExpiredError";
    /// The token is not valid yet (`nbf`, or an `iat` in the future where `max_age` is given).
    NotYetValid = "ERR_JWT_NOT_YET_VALID", "NotYetValidError";
    /// The token was issued longer ago than `max_age` allows (`iat`).
    TooOld = "ERR_JWT_TOO_OLD", "TooOldError";
    /// A claim that is required or expected is absent; `claim` says which.
    ClaimMissing = "ERR_JWT_CLAIM_MISSING", "ClaimMissingError";
    /// A claim has the wrong type or form; `claim` says which.
    ClaimInvalid = "ERR_JWT_CLAIM_INVALID", "ClaimInvalidError";
    /// A claim is not what was expected, or was not expected at all; `claim` says which.
    ClaimMismatch = "ERR_JWT_CLAIM_MISMATCH", "ClaimMismatchError";
    /// The token, its subject or its key was revoked.
    Revoked = "ERR_JWT_REVOKED", "RevokedError";
    /// Whether the token was revoked could not be found out.
    RevocationUnavailable = "ERR_JWT_REVOCATION_UNAVAILABLE", "RevocationUnavailableError";
    /// The token is valid, but does not allow what was asked for.
    AccessDenied = "ERR_JWT_ACCESS_DENIED", "AccessDeniedError";
    /// A key is malformed (RFC 7517, PEM, DER).
    JwkInvalid = "ERR_JWK_INVALID", "InvalidKeyError";
    /// A key set is malformed (RFC 7517, section 5).
    JwksInvalid = "ERR_JWKS_INVALID", "InvalidKeyError";
    /// A key is too short or too simple for its algorithm.
    KeyWeak = "ERR_KEY_WEAK", "InvalidKeyError";
    /// The halves of a key disagree, or a key was asked to do what it is not for.
    KeyMismatch = "ERR_KEY_MISMATCH", "InvalidKeyError";
    /// No key fits the token.
    NoMatchingKey = "ERR_JWKS_NO_MATCHING_KEY", "KeyNotFoundError";
    /// A key set could not be had from where it is published.
    JwksUnavailable = "ERR_JWKS_UNAVAILABLE", "KeySetUnavailableError";
    /// An option is unknown, of the wrong type, out of range, or contradicts another.
    OptionInvalid = "ERR_OPTION_INVALID", "OptionError";
    /// A defect of the library itself, caught before it could reach the caller's program.
    Internal = "ERR_INTERNAL", "InternalError";
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
