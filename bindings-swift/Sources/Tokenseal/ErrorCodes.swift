// Generated from the core by `cargo xtask generate`. Do not edit.

extension TokenError {
    /// What happened. Each code is stable, and the same text in every language: that is its raw value.
    public enum Code: String, CaseIterable, Codable, Sendable {
        /// The signed token (JWS) is malformed: a part is missing or is not strict base64url, or the header is invalid (RFC 7515).
        case jwsInvalid = "ERR_JWS_INVALID"
        /// The encrypted token (JWE) is malformed: a part is missing or has the wrong length, or the header is invalid (RFC 7516).
        case jweInvalid = "ERR_JWE_INVALID"
        /// The token is not a JWT of the expected kind, or its claims are not one strict JSON object (RFC 7519).
        case jwtInvalid = "ERR_JWT_INVALID"
        /// No matching key verifies the signature.
        case jwsSignatureVerificationFailed = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"
        /// Decryption failed. The reason is withheld on purpose.
        case jweDecryptionFailed = "ERR_JWE_DECRYPTION_FAILED"
        /// The algorithm, compression method or key type is not supported. `none` and RSA1_5 never are.
        case joseNotSupported = "ERR_JOSE_NOT_SUPPORTED"
        /// The algorithm is supported, but the options or the key do not allow it.
        case joseAlgNotAllowed = "ERR_JOSE_ALG_NOT_ALLOWED"
        /// The token marks an extension as critical that neither the library nor the caller understands (`crit`, RFC 7515, section 4.1.11).
        case joseCritNotSupported = "ERR_JOSE_CRIT_NOT_SUPPORTED"
        /// The token or key exceeds a limit on size, nesting or cost. Options can change the limits.
        case joseLimitExceeded = "ERR_JOSE_LIMIT_EXCEEDED"
        /// The token is encrypted to a public key and has no signed token inside: anyone could have made it.
        case jwtUnsigned = "ERR_JWT_UNSIGNED"
        /// The token has expired (`exp`).
        case jwtExpired = "ERR_JWT_EXPIRED"
        /// The token is not valid yet (`nbf`, or an `iat` in the future when `max_age` or `max_lifetime` is set).
        case jwtNotYetValid = "ERR_JWT_NOT_YET_VALID"
        /// The token is older than `max_age` allows (`iat`).
        case jwtTooOld = "ERR_JWT_TOO_OLD"
        /// The token was revoked, or its session, subject, key or issuer was; `claim` names the claim that matched, if there is one.
        case jwtRevoked = "ERR_JWT_REVOKED"
        /// The token is bound to a key or certificate, but the sender did not prove possession of it (RFC 9449, RFC 8705); or a proof came with a token that is not bound.
        case jwtNotBound = "ERR_JWT_NOT_BOUND"
        /// The DPoP proof is missing, malformed, not current, already used, or not for this request and token (RFC 9449, section 4.3).
        case dpopInvalid = "ERR_DPOP_INVALID"
        /// The DPoP proof has no nonce, or one that is no longer valid; the error carries the nonce to use (RFC 9449, section 9).
        case dpopNonceRequired = "ERR_DPOP_NONCE_REQUIRED"
        /// A required or expected claim is missing; `claim` names it.
        case jwtClaimMissing = "ERR_JWT_CLAIM_MISSING"
        /// A claim has the wrong type or format; `claim` names it.
        case jwtClaimInvalid = "ERR_JWT_CLAIM_INVALID"
        /// A claim does not have an expected value, or must not be present; `claim` names it.
        case jwtClaimMismatch = "ERR_JWT_CLAIM_MISMATCH"
        /// The access rules do not allow the request; the error's decision has the status to answer with (401, 403, 500 or 503).
        case jwtAccessDenied = "ERR_JWT_ACCESS_DENIED"
        /// The request is malformed: it has more than one token, or text that is not a token, in the Authorization header, a cookie or a form (RFC 6750, section 3.1).
        case requestInvalid = "ERR_REQUEST_INVALID"
        /// The token came in a cookie with a request that may change state, but the request has no valid CSRF token to show that a page of the service sent it.
        case csrfInvalid = "ERR_CSRF_INVALID"
        /// A JWK (RFC 7517), PEM or DER key is malformed.
        case jwkInvalid = "ERR_JWK_INVALID"
        /// A key set is malformed (RFC 7517, section 5).
        case jwksInvalid = "ERR_JWKS_INVALID"
        /// A key is too short or too predictable for its algorithm.
        case keyWeak = "ERR_KEY_WEAK"
        /// The public and private parts of a key do not match, or a key was used for something it does not allow.
        case keyMismatch = "ERR_KEY_MISMATCH"
        /// No key matches the token.
        case jwksNoMatchingKey = "ERR_JWKS_NO_MATCHING_KEY"
        /// A key set could not be fetched from where it is published.
        case jwksUnavailable = "ERR_JWKS_UNAVAILABLE"
        /// A key ring could not be read or changed: it is unreachable, damaged, protected by a different key, or older than what was read before. Nothing was generated or overwritten.
        case keyringUnavailable = "ERR_KEYRING_UNAVAILABLE"
        /// It could not be determined whether a token was revoked, or a revocation could not be stored: the list is unreachable, damaged or not read yet.
        case jwtRevocationUnavailable = "ERR_JWT_REVOCATION_UNAVAILABLE"
        /// It could not be determined whether a DPoP proof was used before: the cache of proofs is full or unreachable.
        case dpopUnavailable = "ERR_DPOP_UNAVAILABLE"
        /// An option is unknown, has the wrong type, is out of range or contradicts another.
        case optionInvalid = "ERR_OPTION_INVALID"
        /// A defect in the library itself, caught before it could reach the caller's program.
        case `internal` = "ERR_INTERNAL"

        /// Who must act when the check of a token fails.
        public var fault: Fault {
            switch self {
            case .jwksUnavailable,
                .keyringUnavailable,
                .jwtRevocationUnavailable,
                .dpopUnavailable:
                .environment
            case .jwkInvalid,
                .jwksInvalid,
                .keyWeak,
                .keyMismatch,
                .optionInvalid,
                .`internal`:
                .program
            case .jwsInvalid,
                .jweInvalid,
                .jwtInvalid,
                .jwsSignatureVerificationFailed,
                .jweDecryptionFailed,
                .joseNotSupported,
                .joseAlgNotAllowed,
                .joseCritNotSupported,
                .joseLimitExceeded,
                .jwtUnsigned,
                .jwtExpired,
                .jwtNotYetValid,
                .jwtTooOld,
                .jwtRevoked,
                .jwtNotBound,
                .dpopInvalid,
                .dpopNonceRequired,
                .jwtClaimMissing,
                .jwtClaimInvalid,
                .jwtClaimMismatch,
                .jwtAccessDenied,
                .requestInvalid,
                .csrfInvalid,
                .jwksNoMatchingKey:
                .token
            }
        }

        /// The HTTP status to answer with when a token was being checked.
        public var status: Int {
            switch self {
            case .requestInvalid:
                400
            case .jwsInvalid,
                .jweInvalid,
                .jwtInvalid,
                .jwsSignatureVerificationFailed,
                .jweDecryptionFailed,
                .joseNotSupported,
                .joseAlgNotAllowed,
                .joseCritNotSupported,
                .joseLimitExceeded,
                .jwtUnsigned,
                .jwtExpired,
                .jwtNotYetValid,
                .jwtTooOld,
                .jwtRevoked,
                .jwtNotBound,
                .dpopInvalid,
                .dpopNonceRequired,
                .jwtClaimMissing,
                .jwtClaimInvalid,
                .jwtClaimMismatch,
                .jwksNoMatchingKey:
                401
            case .jwtAccessDenied,
                .csrfInvalid:
                403
            case .jwkInvalid,
                .jwksInvalid,
                .keyWeak,
                .keyMismatch,
                .optionInvalid,
                .`internal`:
                500
            case .jwksUnavailable,
                .keyringUnavailable,
                .jwtRevocationUnavailable,
                .dpopUnavailable:
                503
            }
        }

        /// The number of the code, where errors are numbers (`NSError`). None ever changes, and none is given twice.
        public var number: Int {
            switch self {
            case .jwsInvalid: 1
            case .jweInvalid: 2
            case .jwtInvalid: 3
            case .jwsSignatureVerificationFailed: 4
            case .jweDecryptionFailed: 5
            case .joseNotSupported: 6
            case .joseAlgNotAllowed: 7
            case .joseCritNotSupported: 8
            case .joseLimitExceeded: 9
            case .jwtUnsigned: 10
            case .jwtExpired: 11
            case .jwtNotYetValid: 12
            case .jwtTooOld: 13
            case .jwtRevoked: 14
            case .jwtNotBound: 15
            case .dpopInvalid: 16
            case .dpopNonceRequired: 17
            case .jwtClaimMissing: 18
            case .jwtClaimInvalid: 19
            case .jwtClaimMismatch: 20
            case .jwtAccessDenied: 21
            case .requestInvalid: 22
            case .csrfInvalid: 23
            case .jwkInvalid: 24
            case .jwksInvalid: 25
            case .keyWeak: 26
            case .keyMismatch: 27
            case .jwksNoMatchingKey: 28
            case .jwksUnavailable: 29
            case .keyringUnavailable: 30
            case .jwtRevocationUnavailable: 31
            case .dpopUnavailable: 32
            case .optionInvalid: 33
            case .`internal`: 34
            }
        }
    }

    /// Who must act when the check of a token fails.
    public enum Fault: String, CaseIterable, Codable, Sendable {
        /// Keys or a store could not be reached: try again later.
        case environment
        /// One of your own options or keys is wrong, or the library is: a bug, never the client's.
        case program
        /// The token is not acceptable: refuse the request.
        case token
    }
}
