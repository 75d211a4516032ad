// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Why a token, a key or an option was refused. The name of a code is stable, and the same in every language. */
public enum class ErrorCode {
    /** A signed token (JWS) is malformed: a part is missing, not strict base64url, or its header is not acceptable JSON (RFC 7515). */
    ERR_JWS_INVALID,

    /** An encrypted token (JWE) is malformed: a part is missing or of the wrong length, or its header is not acceptable (RFC 7516). */
    ERR_JWE_INVALID,

    /** Not a JSON Web Token of the kind asked for, or its claims are not one strict JSON object (RFC 7519). */
    ERR_JWT_INVALID,

    /** No key that fits the token verifies its signature. */
    ERR_JWS_SIGNATURE_VERIFICATION_FAILED,

    /** The token could not be decrypted. On purpose, nothing says why. */
    ERR_JWE_DECRYPTION_FAILED,

    /** An algorithm, compression or key type that the library does not have. `none` and RSA1_5 are among them. */
    ERR_JOSE_NOT_SUPPORTED,

    /** An algorithm that the library has, but that the options or the key do not allow. */
    ERR_JOSE_ALG_NOT_ALLOWED,

    /** The token says that an extension is critical that neither the library nor the caller knows (`crit`, RFC 7515, section 4.1.11). */
    ERR_JOSE_CRIT_NOT_SUPPORTED,

    /** The token or key is larger, deeper or dearer than a limit allows. Limits can be changed by options. */
    ERR_JOSE_LIMIT_EXCEEDED,

    /** Encrypted to a public key, with nothing signed inside: anybody could have made it. */
    ERR_JWT_UNSIGNED,

    /** The token has expired (`exp`). */
    ERR_JWT_EXPIRED,

    /** The token is not valid yet (`nbf`, or an `iat` in the future where `max_age` is given). */
    ERR_JWT_NOT_YET_VALID,

    /** The token was issued longer ago than `max_age` allows (`iat`). */
    ERR_JWT_TOO_OLD,

    /** A claim that is required or expected is absent; `claim` says which. */
    ERR_JWT_CLAIM_MISSING,

    /** A claim has the wrong type or form; `claim` says which. */
    ERR_JWT_CLAIM_INVALID,

    /** A claim is not what was expected, or was not expected at all; `claim` says which. */
    ERR_JWT_CLAIM_MISMATCH,

    /** The token, its subject or its key was revoked. */
    ERR_JWT_REVOKED,

    /** Whether the token was revoked could not be found out. */
    ERR_JWT_REVOCATION_UNAVAILABLE,

    /** The token is valid, but does not allow what was asked for. */
    ERR_JWT_ACCESS_DENIED,

    /** A key is malformed (RFC 7517, PEM, DER). */
    ERR_JWK_INVALID,

    /** A key set is malformed (RFC 7517, section 5). */
    ERR_JWKS_INVALID,

    /** A key is too short or too simple for its algorithm. */
    ERR_KEY_WEAK,

    /** The halves of a key disagree, or a key was asked to do what it is not for. */
    ERR_KEY_MISMATCH,

    /** No key fits the token. */
    ERR_JWKS_NO_MATCHING_KEY,

    /** A key set could not be had from where it is published. */
    ERR_JWKS_UNAVAILABLE,

    /** An option is unknown, of the wrong type, out of range, or contradicts another. */
    ERR_OPTION_INVALID,

    /** A defect of the library itself, caught before it could reach the caller's program. */
    ERR_INTERNAL,
}
