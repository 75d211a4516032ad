//! The one error type, and the table from which every language's errors are generated.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The result of every fallible function in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a token, a key or an option was refused.
///
/// [`code`](Error::code) is stable and meant for programs. The message is meant for people: it
/// never contains secrets, claim values or parts of the token, and it may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: ErrorCode,
    message: Cow<'static, str>,
    claim: Option<Cow<'static, str>>,
    dpop_nonce: Option<Box<str>>,
    answer: Option<Arc<Answer>>,
}

/// How to answer an error when its code alone does not decide: the status, the fault, and whatever
/// decided them, whose type this module does not know.
struct Answer {
    status: u16,
    fault: Fault,
    decided: Box<dyn Any + Send + Sync>,
}

impl Error {
    /// Makes an error, for bindings that need to report a failure of their own in the library's
    /// terms.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            claim: None,
            dpop_nonce: None,
            answer: None,
        }
    }

    /// What happened, as a stable code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// Whose fault it is: that of its [code](ErrorCode::fault), or that of the decision of the
    /// access rules.
    pub fn fault(&self) -> Fault {
        self.answer
            .as_ref()
            .map_or(self.code.fault(), |answer| answer.fault)
    }

    /// The HTTP status to answer with when a token was being checked: that of its
    /// [code](ErrorCode::status), or that of the decision of the access rules.
    pub fn status(&self) -> u16 {
        self.answer
            .as_ref()
            .map_or(self.code.status(), |answer| answer.status)
    }

    /// The claim (or `typ`) that was refused, if there was one.
    pub fn claim(&self) -> Option<&str> {
        self.claim.as_deref()
    }

    /// The nonce that a DPoP proof must contain, for the `DPoP-Nonce` header of the response (RFC
    /// 9449, section 9). Only `ERR_DPOP_NONCE_REQUIRED` has it.
    pub fn dpop_nonce(&self) -> Option<&str> {
        self.dpop_nonce.as_deref()
    }

    /// What happened, for people. It never contains secrets, claim values or parts of the token.
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn into_message(self) -> Cow<'static, str> {
        self.message
    }

    /// The same error with the claim that was refused, for bindings that hand back an error they
    /// were given.
    #[must_use]
    pub fn with_claim(mut self, claim: impl Into<Cow<'static, str>>) -> Self {
        self.claim = Some(claim.into());
        self
    }

    /// The same error with the nonce that a DPoP proof must contain, for bindings that hand back an
    /// error they were given.
    #[must_use]
    pub fn with_dpop_nonce(mut self, nonce: impl Into<String>) -> Self {
        self.dpop_nonce = Some(nonce.into().into_boxed_str());
        self
    }

    /// Sets how to answer, and what decided it.
    pub(crate) fn with_answer(mut self, status: u16, fault: Fault, decided: impl Any + Send + Sync) -> Self {
        self.answer = Some(Arc::new(Answer {
            status,
            fault,
            decided: Box::new(decided),
        }));
        self
    }

    /// What decided how to answer.
    pub(crate) fn answer(&self) -> Option<&(dyn Any + Send + Sync)> {
        self.answer.as_ref().map(|answer| &*answer.decided)
    }

    pub(crate) fn option(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::OptionInvalid, message)
    }

    /// The one error for anything that can go wrong while unwrapping a key or decrypting.
    pub(crate) fn decryption_failed() -> Self {
        Self::new(ErrorCode::DecryptionFailed, "decryption failed")
    }
}

impl PartialEq for Answer {
    /// Whatever decided may be of any type, so an answer equals only itself.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Answer {}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Answer")
            .field("status", &self.status)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Who must act when the check of a token fails.
///
/// A request handler maps errors by it: only a token's fault is reported to the client that sent
/// the token, so that a mistake in a service's own options never looks like a bad token.
///
/// ```
/// use tokenseal::{Fault, Key, VerifyOptions, verify};
///
/// # let key = Key::from_secret(b"thirty-two bytes of real entropy", "HS256".parse()?, &Default::default())?;
/// let now = Some(1_700_000_000.0);
/// let refused = verify("no token", &key, &VerifyOptions { now, ..VerifyOptions::default() }).unwrap_err();
/// assert_eq!((refused.fault(), refused.status()), (Fault::Token, 401));
///
/// let misspelt = VerifyOptions { leeway: Some("soon".into()), now, ..VerifyOptions::default() };
/// let refused = verify("no token", &key, &misspelt).unwrap_err();
/// assert_eq!((refused.fault(), refused.status()), (Fault::Program, 500));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Keys or a store could not be reached: try again later.
    Environment,
    /// One of your own options or keys is wrong, or the library is: a bug, never the client's.
    Program,
    /// The token is not acceptable: refuse the request.
    Token,
}

impl Fault {
    /// The name that every language uses: `environment`, `program` or `token`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fault::Environment => "environment",
            Fault::Program => "program",
            Fault::Token => "token",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Generates the enum with its names, classes, faults and list from one table.
macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $class:literal, $fault:ident, $status:literal;)+) => {
        /// The stable codes, with the same text in every language.
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

            /// The name of the class that carries this code, in languages that have error classes.
            pub const fn class_name(self) -> &'static str {
                match self { $(ErrorCode::$variant => $class,)+ }
            }

            /// Whose fault it is when a token is being checked. In a call that makes a token or
            /// reads one of your own keys, every error is the program's.
            pub const fn fault(self) -> Fault {
                match self { $(ErrorCode::$variant => Fault::$fault,)+ }
            }

            /// The HTTP status that goes with it (RFC 6750, section 3.1): 401 for a token that is
            /// not acceptable, 500 for a bug, 503 if something could not be reached.
            pub const fn status(self) -> u16 {
                match self { $(ErrorCode::$variant => $status,)+ }
            }

            /// One or two sentences on when this code is returned.
            pub fn description(self) -> &'static str {
                match self { $(ErrorCode::$variant => concat!($($doc),+).trim_start(),)+ }
            }
        }
    };
}

error_codes! {
    /// The signed token (JWS) is malformed: a part is missing or is not strict base64url, or the
    /// header is invalid (RFC 7515).
    JwsInvalid = "ERR_JWS_INVALID", "InvalidTokenError", Token, 401;
    /// The encrypted token (JWE) is malformed: a part is missing or has the wrong length, or the
    /// header is invalid (RFC 7516).
    JweInvalid = "ERR_JWE_INVALID", "InvalidTokenError", Token, 401;
    /// The token is not a JWT of the expected kind, or its claims are not one strict JSON object
    /// (RFC 7519).
    JwtInvalid = "ERR_JWT_INVALID", "InvalidTokenError", Token, 401;
    /// No matching key verifies the signature.
    SignatureVerificationFailed = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "InvalidSignatureError", Token, 401;
    /// Decryption failed. The reason is withheld on purpose.
    DecryptionFailed = "ERR_JWE_DECRYPTION_FAILED", "DecryptionError", Token, 401;
    /// The algorithm, compression method or key type is not supported. `none` and RSA1_5 never are.
    NotSupported = "ERR_JOSE_NOT_SUPPORTED", "AlgorithmError", Token, 401;
    /// The algorithm is supported, but the options or the key do not allow it.
    AlgorithmNotAllowed = "ERR_JOSE_ALG_NOT_ALLOWED", "AlgorithmError", Token, 401;
    /// The token marks an extension as critical that neither the library nor the caller understands
    /// (`crit`, RFC 7515, section 4.1.11).
    CriticalNotSupported = "ERR_JOSE_CRIT_NOT_SUPPORTED", "InvalidTokenError", Token, 401;
    /// The token or key exceeds a limit on size, nesting or cost. Options can change the limits.
    LimitExceeded = "ERR_JOSE_LIMIT_EXCEEDED", "LimitExceededError", Token, 401;
    /// The token is encrypted to a public key and has no signed token inside: anyone could have
    /// made it.
    Unsigned = "ERR_JWT_UNSIGNED", "UnsignedTokenError", Token, 401;
    /// The token has expired (`exp`).
    Expired = "ERR_JWT_EXPIRED", "ExpiredError", Token, 401;
    /// The token is not valid yet (`nbf`, or an `iat` in the future when `max_age` or
    /// `max_lifetime` is set).
    NotYetValid = "ERR_JWT_NOT_YET_VALID", "NotYetValidError", Token, 401;
    /// The token is older than `max_age` allows (`iat`).
    TooOld = "ERR_JWT_TOO_OLD", "TooOldError", Token, 401;
    /// The token was revoked, or its session, subject, key or issuer was; `claim` names the claim
    /// that matched, if there is one.
    Revoked = "ERR_JWT_REVOKED", "RevokedError", Token, 401;
    /// The token is bound to a key or certificate, but the sender did not prove possession of it
    /// (RFC 9449, RFC 8705); or a proof came with a token that is not bound.
    NotBound = "ERR_JWT_NOT_BOUND", "NotBoundError", Token, 401;
    /// The DPoP proof is missing, malformed, not current, already used, or not for this request and
    /// token (RFC 9449, section 4.3).
    DpopInvalid = "ERR_DPOP_INVALID", "InvalidProofError", Token, 401;
    /// The DPoP proof has no nonce, or one that is no longer valid; the error carries the nonce to
    /// use (RFC 9449, section 9).
    DpopNonceRequired = "ERR_DPOP_NONCE_REQUIRED", "ProofNonceRequiredError", Token, 401;
    /// A required or expected claim is missing; `claim` names it.
    ClaimMissing = "ERR_JWT_CLAIM_MISSING", "ClaimMissingError", Token, 401;
    /// A claim has the wrong type or format; `claim` names it.
    ClaimInvalid = "ERR_JWT_CLAIM_INVALID", "ClaimInvalidError", Token, 401;
    /// A claim does not have an expected value, or must not be present; `claim` names it.
    ClaimMismatch = "ERR_JWT_CLAIM_MISMATCH", "ClaimMismatchError", Token, 401;
    /// The access rules do not allow the request; the error's decision has the status to answer
    /// with (401, 403, 500 or 503).
    AccessDenied = "ERR_JWT_ACCESS_DENIED", "AccessDeniedError", Token, 403;
    /// The request is malformed: it has more than one token, or text that is not a token, in the
    /// Authorization header, a cookie or a form (RFC 6750, section 3.1).
    RequestInvalid = "ERR_REQUEST_INVALID", "InvalidRequestError", Token, 400;
    /// The token came in a cookie with a request that may change state, but the request has no
    /// valid CSRF token to show that a page of the service sent it.
    CsrfInvalid = "ERR_CSRF_INVALID", "InvalidCsrfError", Token, 403;
    /// A JWK (RFC 7517), PEM or DER key is malformed.
    JwkInvalid = "ERR_JWK_INVALID", "InvalidKeyError", Program, 500;
    /// A key set is malformed (RFC 7517, section 5).
    JwksInvalid = "ERR_JWKS_INVALID", "InvalidKeyError", Program, 500;
    /// A key is too short or too predictable for its algorithm.
    KeyWeak = "ERR_KEY_WEAK", "InvalidKeyError", Program, 500;
    /// The public and private parts of a key do not match, or a key was used for something it does
    /// not allow.
    KeyMismatch = "ERR_KEY_MISMATCH", "InvalidKeyError", Program, 500;
    /// No key matches the token.
    NoMatchingKey = "ERR_JWKS_NO_MATCHING_KEY", "KeyNotFoundError", Token, 401;
    /// A key set could not be fetched from where it is published.
    JwksUnavailable = "ERR_JWKS_UNAVAILABLE", "KeySetUnavailableError", Environment, 503;
    /// A key ring could not be read or changed: it is unreachable, damaged, protected by a
    /// different key, or older than what was read before. Nothing was generated or overwritten.
    KeyRingUnavailable = "ERR_KEYRING_UNAVAILABLE", "KeyRingUnavailableError", Environment, 503;
    /// It could not be determined whether a token was revoked, or a revocation could not be stored:
    /// the list is unreachable, damaged or not read yet.
    RevocationUnavailable = "ERR_JWT_REVOCATION_UNAVAILABLE", "RevocationUnavailableError", Environment, 503;
    /// It could not be determined whether a DPoP proof was used before: the cache of proofs is full
    /// or unreachable.
    DpopUnavailable = "ERR_DPOP_UNAVAILABLE", "ProofUnavailableError", Environment, 503;
    /// An option is unknown, has the wrong type, is out of range or contradicts another.
    OptionInvalid = "ERR_OPTION_INVALID", "OptionError", Program, 500;
    /// A defect in the library itself, caught before it could reach the caller's program.
    Internal = "ERR_INTERNAL", "InternalError", Program, 500;
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{ErrorCode, Fault};

    #[test]
    fn a_status_says_the_same_as_the_fault() {
        for code in ErrorCode::ALL {
            let statuses: &[u16] = match code.fault() {
                Fault::Environment => &[503],
                Fault::Program => &[500],
                Fault::Token => &[400, 401, 403],
            };
            assert!(statuses.contains(&code.status()), "{code}");
        }
    }
}
