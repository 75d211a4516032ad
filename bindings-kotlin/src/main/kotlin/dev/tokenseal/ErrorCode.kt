// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Why a token, a key or an option was refused. The name of a code is stable, and the same in every language. */
public enum class ErrorCode(
    /** Who must act when the check of a token fails. */
    public val fault: Fault,
    /** The HTTP status to answer with when a token was being checked. */
    public val status: Int,
) {
    /** A signed token (JWS) is malformed: a part is missing, not strict base64url, or its header is not acceptable JSON (RFC 7515). */
    ERR_JWS_INVALID(Fault.TOKEN, 401),

    /** An encrypted token (JWE) is malformed: a part is missing or of the wrong length, or its header is not acceptable (RFC 7516). */
    ERR_JWE_INVALID(Fault.TOKEN, 401),

    /** Not a JSON Web Token of the kind asked for, or its claims are not one strict JSON object (RFC 7519). */
    ERR_JWT_INVALID(Fault.TOKEN, 401),

    /** No key that fits the token verifies its signature. */
    ERR_JWS_SIGNATURE_VERIFICATION_FAILED(Fault.TOKEN, 401),

    /** The token could not be decrypted. On purpose, nothing says why. */
    ERR_JWE_DECRYPTION_FAILED(Fault.TOKEN, 401),

    /** An algorithm, compression or key type that the library does not have. `none` and RSA1_5 are among them. */
    ERR_JOSE_NOT_SUPPORTED(Fault.TOKEN, 401),

    /** An algorithm that the library has, but that the options or the key do not allow. */
    ERR_JOSE_ALG_NOT_ALLOWED(Fault.TOKEN, 401),

    /** The token marks an extension as critical that neither the library nor the caller understands (`crit`, RFC 7515, section 4.1.11). */
    ERR_JOSE_CRIT_NOT_SUPPORTED(Fault.TOKEN, 401),

    /** The token or key is larger, deeper or dearer than a limit allows. Limits can be changed by options. */
    ERR_JOSE_LIMIT_EXCEEDED(Fault.TOKEN, 401),

    /** Encrypted to a public key, with nothing signed inside: anybody could have made it. */
    ERR_JWT_UNSIGNED(Fault.TOKEN, 401),

    /** The token has expired (`exp`). */
    ERR_JWT_EXPIRED(Fault.TOKEN, 401),

    /** The token is not valid yet (`nbf`, or an `iat` in the future where `max_age` is given). */
    ERR_JWT_NOT_YET_VALID(Fault.TOKEN, 401),

    /** The token was issued longer ago than `max_age` allows (`iat`). */
    ERR_JWT_TOO_OLD(Fault.TOKEN, 401),

    /** The token, its session, its subject, its key or its issuer was revoked; `claim` says by which it was found, if by one. */
    ERR_JWT_REVOKED(Fault.TOKEN, 401),

    /** The token is bound to a key or a certificate, and nothing proves that its sender has it (RFC 9449, RFC 8705); or a proof came with a token that is not bound. */
    ERR_JWT_NOT_BOUND(Fault.TOKEN, 401),

    /** A DPoP proof is malformed, was used before, or is not one for this request and token (RFC 9449, section 4.3). */
    ERR_DPOP_INVALID(Fault.TOKEN, 401),

    /** A DPoP proof has no nonce, or one that is too old; the error has the nonce to use (RFC 9449, section 9). */
    ERR_DPOP_NONCE_REQUIRED(Fault.TOKEN, 401),

    /** A claim that is required or expected is absent; `claim` says which. */
    ERR_JWT_CLAIM_MISSING(Fault.TOKEN, 401),

    /** A claim has the wrong type or form; `claim` says which. */
    ERR_JWT_CLAIM_INVALID(Fault.TOKEN, 401),

    /** A claim is not what was expected, or was not expected at all; `claim` says which. */
    ERR_JWT_CLAIM_MISMATCH(Fault.TOKEN, 401),

    /** Access rules do not allow the request; the error has their decision, whose status (401, 403, 500 or 503) is the one to answer with. */
    ERR_JWT_ACCESS_DENIED(Fault.TOKEN, 403),

    /** A request does not carry its token as it must: it has several, or text that is no token, in the header Authorization or a cookie (RFC 6750, section 3.1). */
    ERR_REQUEST_INVALID(Fault.TOKEN, 400),

    /** A token came in a cookie, with a request that may change something, and without the value that shows that a page of the service sent it. */
    ERR_CSRF_INVALID(Fault.TOKEN, 403),

    /** A key is malformed (RFC 7517, PEM, DER). */
    ERR_JWK_INVALID(Fault.PROGRAM, 500),

    /** A key set is malformed (RFC 7517, section 5). */
    ERR_JWKS_INVALID(Fault.PROGRAM, 500),

    /** A key is too short or too simple for its algorithm. */
    ERR_KEY_WEAK(Fault.PROGRAM, 500),

    /** The halves of a key do not match, or a key was asked to do something it is not meant for. */
    ERR_KEY_MISMATCH(Fault.PROGRAM, 500),

    /** No key fits the token. */
    ERR_JWKS_NO_MATCHING_KEY(Fault.TOKEN, 401),

    /** A key set could not be had from where it is published. */
    ERR_JWKS_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** A key ring could not be read or changed: it is unreachable or damaged, another key protects it, or it is older than what was read before. Nothing was generated or overwritten. */
    ERR_KEYRING_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** Whether a token was revoked could not be found out, or a revocation could not be kept: the list is out of reach, damaged or not read yet. */
    ERR_JWT_REVOCATION_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** It could not be determined whether a DPoP proof was used before: the cache of proofs is full or unreachable. */
    ERR_DPOP_UNAVAILABLE(Fault.ENVIRONMENT, 503),

    /** An option is unknown, of the wrong type, out of range, or contradicts another. */
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
