// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Why a token, a key or an option was refused. The name of a code is stable, and the same in every language. */
public enum class ErrorCode(
    /** Who must act when the check of a token fails. */
    public val fault: Fault,
    /** The HTTP status to answer with when a token was being checked. */
    public val status: Int,
) {
    /** The signed token (JWS) is malformed: a part is missing or is not strict base64url, or the header is invalid (RFC 7515). */
    ERR_JWS_INVALID(Fault.TOKEN, 401),

    /** The encrypted token (JWE) is malformed: a part is missing or has the wrong length, or the header is invalid (RFC 7516). */
    ERR_JWE_INVALID(Fault.TOKEN, 401),

    /** The token is not a JWT of the expected kind, or its claims are not one strict JSON object (RFC 7519). */
    ERR_JWT_INVALID(Fault.TOKEN, 401),

    /** No matching key verifies the signature. */
    ERR_JWS_SIGNATURE_VERIFICATION_FAILED(Fault.TOKEN, 401),

    /** Decryption failed. The reason is withheld on purpose. */
    ERR_JWE_DECRYPTION_FAILED(Fault.TOKEN, 401),

    /** The algorithm, compression method or key type is not supported. `none` and RSA1_5 never are. */
    ERR_JOSE_NOT_SUPPORTED(Fault.TOKEN, 401),

    /** The algorithm is supported, but the options or the key do not allow it. */
    ERR_JOSE_ALG_NOT_ALLOWED(Fault.TOKEN, 401),

    /** The token marks an extension as critical that neither the library nor the caller understands (`crit`, RFC 7515, section 4.1.11). */
    ERR_JOSE_CRIT_NOT_SUPPORTED(Fault.TOKEN, 401),

    /** The token or key exceeds a limit on size, nesting or cost. Options can change the limits. */
    ERR_JOSE_LIMIT_EXCEEDED(Fault.TOKEN, 401),

    /** The token is encrypted to a public key and has no signed token inside: anyone could have made it. */
    ERR_JWT_UNSIGNED(Fault.TOKEN, 401),

    /** The token has expired (`exp`). */
    ERR_JWT_EXPIRED(Fault.TOKEN, 401),

    /** The token is not valid yet (`nbf`, or an `iat` in the future when `max_age` or `max_lifetime` is set). */
    ERR_JWT_NOT_YET_VALID(Fault.TOKEN, 401),

    /** The token is older than `max_age` allows (`iat`). */
    ERR_JWT_TOO_OLD(Fault.TOKEN, 401),

    /** The token was revoked, or its session, subject, key or issuer was; `claim` names the claim that matched, if there is one. */
    ERR_JWT_REVOKED(Fault.TOKEN, 401),

    /** The token is bound to a key or certificate, but the sender did not prove possession of it (RFC 9449, RFC 8705); or a proof came with a token that is not bound. */
    ERR_JWT_NOT_BOUND(Fault.TOKEN, 401),

    /** The DPoP proof is missing, malformed, not current, already used, or not for this request and token (RFC 9449, section 4.3). */
    ERR_DPOP_INVALID(Fault.TOKEN, 401),

    /** The DPoP proof has no nonce, or one that is no longer valid; the error carries the nonce to use (RFC 9449, section 9). */
    ERR_DPOP_NONCE_REQUIRED(Fault.TOKEN, 401),

    /** A required or expected claim is missing; `claim` names it. */
    ERR_JWT_CLAIM_MISSING(Fault.TOKEN, 401),

    /** A claim has the wrong type or format; `claim` names it. */
    ERR_JWT_CLAIM_INVALID(Fault.TOKEN, 401),

    /** A claim does not have an expected value, or must not be present; `claim` names it. */
    ERR_JWT_CLAIM_MISMATCH(Fault.TOKEN, 401),

    /** The access rules do not allow the request; the error's decision has the status to answer with (401, 403, 500 or 503). */
    ERR_JWT_ACCESS_DENIED(Fault.TOKEN, 403),

    /** The request is malformed: it has more than one token, or text that is not a token, in the Authorization header, a cookie or a form (RFC 6750, section 3.1). */
    ERR_REQUEST_INVALID(Fault.TOKEN, 400),

    /** The token came in a cookie with a request that may change state, but the request has no valid CSRF token to show that a page of the service sent it. */
    ERR_CSRF_INVALID(Fault.TOKEN, 403),

    /** A JWK (RFC 7517), PEM or DER key is malformed. */
    ERR_JWK_INVALID(Fault.PROGRAM, 500),

    /** A key set is malformed (RFC 7517, section 5). */
    ERR_JWKS_INVALID(Fault.PROGRAM, 500),

    /** A key is too short or too predictable for its algorithm. */
    ERR_KEY_WEAK(Fault.PROGRAM, 500),

    /** The public and private parts of a key do not match, or a key was used for something it does not allow. */
    ERR_KEY_MISMATCH(Fault.PROGRAM, 500),

    /** No key matches the token. */
    ERR_JWKS_NO_MATCHING_KEY(Fault.TOKEN, 401),

    /** A key set could not be fetched from where it is published. */
    ERR_JWKS_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** A key ring could not be read or changed: it is unreachable, damaged, protected by a different key, or older than what was read before. Nothing was generated or overwritten. */
    ERR_KEYRING_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** It could not be determined whether a token was revoked, or a revocation could not be stored: the list is unreachable, damaged or not read yet. */
    ERR_JWT_REVOCATION_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** It could not be determined whether a DPoP proof was used before: the cache of proofs is full or unreachable. */
    ERR_DPOP_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** An option is unknown, has the wrong type, is out of range or contradicts another. */
    ERR_OPTION_INVALID(Fault.PROGRAM, 500),

    /** A defect in the library itself, caught before it could reach the caller's program. */
    ERR_INTERNAL(Fault.PROGRAM, 500),
}

/** Who must act when the check of a token fails. */
public enum class Fault {
    /** Keys or a store could not be reached: try again later. */
    ENVIRONMENT,

    /** One of your own options or keys is wrong, or the library is: a bug, never the client's. */
    PROGRAM,

    /** The token is not acceptable: refuse the request. */
    TOKEN,
}
