// Generated from the core by `cargo xtask generate`. Do not edit.

import type { Decision } from './access_rules.js'

/** Every code. Each is stable, and the same in every language. */
export type ErrorCode =
  | 'ERR_JWS_INVALID'
  | 'ERR_JWE_INVALID'
  | 'ERR_JWT_INVALID'
  | 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'
  | 'ERR_JWE_DECRYPTION_FAILED'
  | 'ERR_JOSE_NOT_SUPPORTED'
  | 'ERR_JOSE_ALG_NOT_ALLOWED'
  | 'ERR_JOSE_CRIT_NOT_SUPPORTED'
  | 'ERR_JOSE_LIMIT_EXCEEDED'
  | 'ERR_JWT_UNSIGNED'
  | 'ERR_JWT_EXPIRED'
  | 'ERR_JWT_NOT_YET_VALID'
  | 'ERR_JWT_TOO_OLD'
  | 'ERR_JWT_REVOKED'
  | 'ERR_JWT_NOT_BOUND'
  | 'ERR_DPOP_INVALID'
  | 'ERR_DPOP_NONCE_REQUIRED'
  | 'ERR_JWT_CLAIM_MISSING'
  | 'ERR_JWT_CLAIM_INVALID'
  | 'ERR_JWT_CLAIM_MISMATCH'
  | 'ERR_JWT_ACCESS_DENIED'
  | 'ERR_REQUEST_INVALID'
  | 'ERR_CSRF_INVALID'
  | 'ERR_JWK_INVALID'
  | 'ERR_JWKS_INVALID'
  | 'ERR_KEY_WEAK'
  | 'ERR_KEY_MISMATCH'
  | 'ERR_JWKS_NO_MATCHING_KEY'
  | 'ERR_JWKS_UNAVAILABLE'
  | 'ERR_KEYRING_UNAVAILABLE'
  | 'ERR_JWT_REVOCATION_UNAVAILABLE'
  | 'ERR_DPOP_UNAVAILABLE'
  | 'ERR_OPTION_INVALID'
  | 'ERR_INTERNAL'

/** Who must act when the check of a token fails. */
export type Fault =
  /** Keys or a store could not be reached: try again later. */
  | 'environment'
  /** One of your own options or keys is wrong, or the library is: a bug, never the client's. */
  | 'program'
  /** The token is not acceptable: refuse the request. */
  | 'token'

/** What an error is made from, beside its message. */
export interface TokenErrorOptions {
  /** The code; that of the class, if not given. */
  code?: ErrorCode
  /** The claim that was refused. */
  claim?: string
  /** The nonce that a DPoP proof must have. */
  dpopNonce?: string
  /** What caused it. */
  cause?: unknown
}

/**
 * The base class of all errors in this package.
 *
 * The message is for people: it never holds secrets, claim values or parts of the token, and it may change.
 * `instanceof` also knows errors of another copy of this package, and of another realm.
 */
export class TokenError extends Error {
  /** Makes an error. For tests, and for those who report failures of their own in these terms. */
  constructor(message?: string, options?: TokenErrorOptions)
  /** The stable code, the same in every language. */
  readonly code: ErrorCode
  /** The claim (or `typ`) that was refused, if there was one. */
  readonly claim?: string
  /** The nonce that a DPoP proof must contain, for the `DPoP-Nonce` header of the response. Only `ERR_DPOP_NONCE_REQUIRED` has it. */
  readonly dpopNonce?: string
  /** Who must act when the check of a token fails. */
  readonly fault: Fault
  /** The HTTP status to answer with when a token was being checked. */
  readonly status: number
}

/**
 * One of several codes says why:
 *
 * - `ERR_JWS_INVALID`: The signed token (JWS) is malformed: a part is missing or is not strict base64url, or the header is invalid (RFC 7515).
 * - `ERR_JWE_INVALID`: The encrypted token (JWE) is malformed: a part is missing or has the wrong length, or the header is invalid (RFC 7516).
 * - `ERR_JWT_INVALID`: The token is not a JWT of the expected kind, or its claims are not one strict JSON object (RFC 7519).
 * - `ERR_JOSE_CRIT_NOT_SUPPORTED`: The token marks an extension as critical that neither the library nor the caller understands (`crit`, RFC 7515, section 4.1.11).
 */
export class InvalidTokenError extends TokenError {
  readonly code: 'ERR_JWS_INVALID' | 'ERR_JWE_INVALID' | 'ERR_JWT_INVALID' | 'ERR_JOSE_CRIT_NOT_SUPPORTED'
}

/** No matching key verifies the signature. */
export class InvalidSignatureError extends TokenError {
  readonly code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'
}

/** Decryption failed. The reason is withheld on purpose. */
export class DecryptionError extends TokenError {
  readonly code: 'ERR_JWE_DECRYPTION_FAILED'
}

/**
 * One of several codes says why:
 *
 * - `ERR_JOSE_NOT_SUPPORTED`: The algorithm, compression method or key type is not supported. `none` and RSA1_5 never are.
 * - `ERR_JOSE_ALG_NOT_ALLOWED`: The algorithm is supported, but the options or the key do not allow it.
 */
export class AlgorithmError extends TokenError {
  readonly code: 'ERR_JOSE_NOT_SUPPORTED' | 'ERR_JOSE_ALG_NOT_ALLOWED'
}

/** The token or key exceeds a limit on size, nesting or cost. Options can change the limits. */
export class LimitExceededError extends TokenError {
  readonly code: 'ERR_JOSE_LIMIT_EXCEEDED'
}

/** The token is encrypted to a public key and has no signed token inside: anyone could have made it. */
export class UnsignedTokenError extends TokenError {
  readonly code: 'ERR_JWT_UNSIGNED'
}

/** The token has expired (`exp`). */
export class ExpiredError extends TokenError {
  readonly code: 'ERR_JWT_EXPIRED'
}

/** The token is not valid yet (`nbf`, or an `iat` in the future when `max_age` or `max_lifetime` is set). */
export class NotYetValidError extends TokenError {
  readonly code: 'ERR_JWT_NOT_YET_VALID'
}

/** The token is older than `max_age` allows (`iat`). */
export class TooOldError extends TokenError {
  readonly code: 'ERR_JWT_TOO_OLD'
}

/** The token was revoked, or its session, subject, key or issuer was; `claim` names the claim that matched, if there is one. */
export class RevokedError extends TokenError {
  readonly code: 'ERR_JWT_REVOKED'
}

/** The token is bound to a key or certificate, but the sender did not prove possession of it (RFC 9449, RFC 8705); or a proof came with a token that is not bound. */
export class NotBoundError extends TokenError {
  readonly code: 'ERR_JWT_NOT_BOUND'
}

/** The DPoP proof is missing, malformed, not current, already used, or not for this request and token (RFC 9449, section 4.3). */
export class InvalidProofError extends TokenError {
  readonly code: 'ERR_DPOP_INVALID'
}

/** The DPoP proof has no nonce, or one that is no longer valid; the error carries the nonce to use (RFC 9449, section 9). */
export class ProofNonceRequiredError extends TokenError {
  readonly code: 'ERR_DPOP_NONCE_REQUIRED'
}

/** A claim is missing, malformed or not what was expected; `claim` says which. */
export class ClaimError extends TokenError {}

/** A required or expected claim is missing; `claim` names it. */
export class ClaimMissingError extends ClaimError {
  readonly code: 'ERR_JWT_CLAIM_MISSING'
}

/** A claim has the wrong type or format; `claim` names it. */
export class ClaimInvalidError extends ClaimError {
  readonly code: 'ERR_JWT_CLAIM_INVALID'
}

/** A claim does not have an expected value, or must not be present; `claim` names it. */
export class ClaimMismatchError extends ClaimError {
  readonly code: 'ERR_JWT_CLAIM_MISMATCH'
}

/** The access rules do not allow the request; the error's decision has the status to answer with (401, 403, 500 or 503). */
export class AccessDeniedError extends TokenError {
  readonly code: 'ERR_JWT_ACCESS_DENIED'
  /** The decision, where access rules have thrown it. */
  readonly decision?: Decision
}

/** The request is malformed: it has more than one token, or text that is not a token, in the Authorization header, a cookie or a form (RFC 6750, section 3.1). */
export class InvalidRequestError extends TokenError {
  readonly code: 'ERR_REQUEST_INVALID'
}

/** The token came in a cookie with a request that may change state, but the request has no valid CSRF token to show that a page of the service sent it. */
export class InvalidCsrfError extends TokenError {
  readonly code: 'ERR_CSRF_INVALID'
}

/**
 * One of several codes says why:
 *
 * - `ERR_JWK_INVALID`: A JWK (RFC 7517), PEM or DER key is malformed.
 * - `ERR_JWKS_INVALID`: A key set is malformed (RFC 7517, section 5).
 * - `ERR_KEY_WEAK`: A key is too short or too predictable for its algorithm.
 * - `ERR_KEY_MISMATCH`: The public and private parts of a key do not match, or a key was used for something it does not allow.
 */
export class InvalidKeyError extends TokenError {
  readonly code: 'ERR_JWK_INVALID' | 'ERR_JWKS_INVALID' | 'ERR_KEY_WEAK' | 'ERR_KEY_MISMATCH'
}

/** No key matches the token. */
export class KeyNotFoundError extends TokenError {
  readonly code: 'ERR_JWKS_NO_MATCHING_KEY'
}

/** A key set could not be fetched from where it is published. */
export class KeySetUnavailableError extends TokenError {
  readonly code: 'ERR_JWKS_UNAVAILABLE'
}

/** A key ring could not be read or changed: it is unreachable, damaged, protected by a different key, or older than what was read before. Nothing was generated or overwritten. */
export class KeyRingUnavailableError extends TokenError {
  readonly code: 'ERR_KEYRING_UNAVAILABLE'
}

/** It could not be determined whether a token was revoked, or a revocation could not be stored: the list is unreachable, damaged or not read yet. */
export class RevocationUnavailableError extends TokenError {
  readonly code: 'ERR_JWT_REVOCATION_UNAVAILABLE'
}

/** It could not be determined whether a DPoP proof was used before: the cache of proofs is full or unreachable. */
export class ProofUnavailableError extends TokenError {
  readonly code: 'ERR_DPOP_UNAVAILABLE'
}

/** An option is unknown, has the wrong type, is out of range or contradicts another. */
export class OptionError extends TokenError {
  readonly code: 'ERR_OPTION_INVALID'
}

/** A defect in the library itself, caught before it could reach the caller's program. */
export class InternalError extends TokenError {
  readonly code: 'ERR_INTERNAL'
}
