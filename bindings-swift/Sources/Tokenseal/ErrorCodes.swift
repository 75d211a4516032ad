// Generated from the core by `cargo xtask generate`. Do not edit.

extension TokenError {
    /// What happened. Each code is stable, and the same text in every language: that is its raw value.
    public enum Code: String, CaseIterable, Codable, Sendable {
        /// A signed token (JWS) is malformed: a part is missing, not strict base64url, or its header is not acceptable JSON (RFC 7515).
        case jwsInvalid = "ERR_JWS_INVALID"
        /// An encrypted token (JWE) is malformed: a part is missing or of the wrong length, or its header is not acceptable (RFC 7516).
        case jweInvalid = "ERR_JWE_INVALID"
        /// Not a JSON Web Token of the kind asked for, or its claims are not one strict JSON object (RFC 7519).
        case jwtInvalid = "ERR_JWT_INVALID"
        /// No key that fits the token verifies its signature.
        case jwsSignatureVerificationFailed = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"
        /// The token could not be decrypted. On purpose, nothing says why.
        case jweDecryptionFailed = "ERR_JWE_DECRYPTION_FAILED"
        /// An algorithm, compression or key type that the library does not have. `none` and RSA1_5 are among them.
        case joseNotSupported = "ERR_JOSE_NOT_SUPPORTED"
        /// An algorithm that the library has, but that the options or the key do not allow.
        case joseAlgNotAllowed = "ERR_JOSE_ALG_NOT_ALLOWED"
        /// The token marks an extension as critical that neither the library nor the caller understands (`crit`, RFC 7515, section 4.1.11).
        case joseCritNotSupported = "ERR_JOSE_CRIT_NOT_SUPPORTED"
        /// The token or key is larger, deeper or dearer than a limit allows. Limits can be changed by options.
        case joseLimitExceeded = "ERR_JOSE_LIMIT_EXCEEDED"
        /// Encrypted to a public key, with nothing signed inside: anybody could have made it.
        case jwtUnsigned = "ERR_JWT_UNSIGNED"
        /// The token has expired (`exp`).
        case jwtExpired = "ERR_JWT_EXPIRED"
        /// The token is not valid yet (`nbf`, or an `iat` in the future where `max_age` is given).
        case jwtNotYetValid = "ERR_JWT_NOT_YET_VALID"
        /// The token was issued longer ago than `max_age` allows (`iat`).
        case jwtTooOld = "ERR_JWT_TOO_OLD"
        /// The token, its session, its subject, its key or its issuer was revoked; `claim` says by which it was found, if by one.
        case jwtRevoked = "ERR_JWT_REVOKED"
        /// The token is bound to a key or a certificate, and nothing proves that its sender has it (RFC 9449, RFC 8705); or a proof came with a token that is not bound.
        case jwtNotBound = "ERR_JWT_NOT_BOUND"
        /// A DPoP proof is malformed, was used before, or is not one for this request and token (RFC 9449, section 4.3).
        case dpopInvalid = "ERR_DPOP_INVALID"
        /// A DPoP proof has no nonce, or one that is too old; the error has the nonce to use (RFC 9449, section 9).
        case dpopNonceRequired = "ERR_DPOP_NONCE_REQUIRED"
        /// A claim that is required or expected is absent; `claim` says which.
        case jwtClaimMissing = "ERR_JWT_CLAIM_MISSING"
        /// A claim has the wrong type or form; `claim` says which.
        case jwtClaimInvalid = "ERR_JWT_CLAIM_INVALID"
        /// A claim is not what was expected, or was not expected at all; `claim` says which.
        case jwtClaimMismatch = "ERR_JWT_CLAIM_MISMATCH"
        /// Access rules do not allow the request; the error has their decision, whose status (401, 403, 500 or 503) is the one to answer with.
        case jwtAccessDenied = "ERR_JWT_ACCESS_DENIED"
        /// A request does not carry its token as it must: it has several, or text that is no token, in the header Authorization or a cookie (RFC 6750, section 3.1).
        case requestInvalid = "ERR_REQUEST_INVALID"
        /// A token came in a cookie, with a request that may change something, and without the value that shows that a page of the service sent it.
        case csrfInvalid = "ERR_CSRF_INVALID"
        /// A key is malformed (RFC 7517, PEM, DER).
        case jwkInvalid = "ERR_JWK_INVALID"
        /// A key set is malformed (RFC 7517, section 5).
        case jwksInvalid = "ERR_JWKS_INVALID"
        /// A key is too short or too simple for its algorithm.
        case keyWeak = "ERR_KEY_WEAK"
        /// The halves of a key do not match, or a key was asked to do something it is not meant for.
        case keyMismatch = "ERR_KEY_MISMATCH"
        /// No key fits the token.
        case jwksNoMatchingKey = "ERR_JWKS_NO_MATCHING_KEY"
        /// A key set could not be had from where it is published.
        case jwksUnavailable = "ERR_JWKS_UNAVAILABLE"
        /// A key ring could not be read or changed: it is unreachable or damaged, another key protects it, or it is older than what was read before. Nothing was generated or overwritten.
        case keyringUnavailable = "ERR_KEYRING_UNAVAILABLE"
        /// Whether a token was revoked could not be found out, or a revocation could not be kept: the list is out of reach, damaged or not read yet.
        case jwtRevocationUnavailable = "ERR_JWT_REVOCATION_UNAVAILABLE"
        /// It could not be determined whether a DPoP proof was used before: the cache of proofs is full or unreachable.
        case dpopUnavailable = "ERR_DPOP_UNAVAILABLE"
        /// An option is unknown, of the wrong type, out of range, or contradicts another.
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
