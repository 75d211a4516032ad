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
 * - `ERR_JWS_INVALID`: A signed token (JWS) is malformed: a part is missing, not strict base64url, or its header is not acceptable JSON (RFC 7515).
 * - `ERR_JWE_INVALID`: An encrypted token (JWE) is malformed: a part is missing or of the wrong length, or its header is not acceptable (RFC 7516).
 * - `ERR_JWT_INVALID`: Not a JSON Web Token of the kind asked for, or its claims are not one strict JSON object (RFC 7519).
 * - `ERR_JOSE_CRIT_NOT_SUPPORTED`: The token marks an extension as critical that neither the library nor the caller understands (`crit`, RFC 7515, section 4.1.11).
 */
export class InvalidTokenError extends TokenError {
  readonly code: 'ERR_JWS_INVALID' | 'ERR_JWE_INVALID' | 'ERR_JWT_INVALID' | 'ERR_JOSE_CRIT_NOT_SUPPORTED'
}

/** No key that fits the token verifies its signature. */
export class InvalidSignatureError extends TokenError {
  readonly code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'
}

/** The token could not be decrypted. On purpose, nothing says why. */
export class DecryptionError extends TokenError {
  readonly code: 'ERR_JWE_DECRYPTION_FAILED'
}

/**
 * One of several codes says why:
 *
 * - `ERR_JOSE_NOT_SUPPORTED`: An algorithm, compression or key type that the library does not have. `none` and RSA1_5 are among them.
 * - `ERR_JOSE_ALG_NOT_ALLOWED`: An algorithm that the library has, but that the options or the key do not allow.
 */
export class AlgorithmError extends TokenError {
  readonly code: 'ERR_JOSE_NOT_SUPPORTED' | 'ERR_JOSE_ALG_NOT_ALLOWED'
}

/** The token or key is larger, deeper or dearer than a limit allows. Limits can be changed by options. */
export class LimitExceededError extends TokenError {
  readonly code: 'ERR_JOSE_LIMIT_EXCEEDED'
}

/** Encrypted to a public key, with nothing signed inside: anybody could have made it. */
export class UnsignedTokenError extends TokenError {
  readonly code: 'ERR_JWT_UNSIGNED'
}

/** The token has expired (`exp`). */
export class ExpiredError extends TokenError {
  readonly code: 'ERR_JWT_EXPIRED'
}

/** The token is not valid yet (`nbf`, or an `iat` in the future where `max_age` is given). */
export class NotYetValidError extends TokenError {
  readonly code: 'ERR_JWT_NOT_YET_VALID'
}

/** The token was issued longer ago than `max_age` allows (`iat`). */
export class TooOldError extends TokenError {
  readonly code: 'ERR_JWT_TOO_OLD'
}

/** The token, its session, its subject, its key or its issuer was revoked; `claim` says by which it was found, if by one. */
export class RevokedError extends TokenError {
  readonly code: 'ERR_JWT_REVOKED'
}

/** The token is bound to a key or a certificate, and nothing proves that its sender has it (RFC 9449, RFC 8705); or a proof came with a token that is not bound. */
export class NotBoundError extends TokenError {
  readonly code: 'ERR_JWT_NOT_BOUND'
}

/** A DPoP proof is malformed, was used before, or is not one for this request and token (RFC 9449, section 4.3). */
export class InvalidProofError extends TokenError {
  readonly code: 'ERR_DPOP_INVALID'
}

/** A DPoP proof has no nonce, or one that is too old; the error has the nonce to use (RFC 9449, section 9). */
export class ProofNonceRequiredError extends TokenError {
  readonly code: 'ERR_DPOP_NONCE_REQUIRED'
}

/** A claim is missing, malformed or not what was expected; `claim` says which. */
export class ClaimError extends TokenError {}

/** A claim that is required or expected is absent; `claim` says which. */
export class ClaimMissingError extends ClaimError {
  readonly code: 'ERR_JWT_CLAIM_MISSING'
}

/** A claim has the wrong type or form; `claim` says which. */
export class ClaimInvalidError extends ClaimError {
  readonly code: 'ERR_JWT_CLAIM_INVALID'
}

/** A claim is not what was expected, or was not expected at all; `claim` says which. */
export class ClaimMismatchError extends ClaimError {
  readonly code: 'ERR_JWT_CLAIM_MISMATCH'
}

/** Access rules do not allow the request; the error has their decision, whose status (401, 403, 500 or 503) is the one to answer with. */
export class AccessDeniedError extends TokenError {
  readonly code: 'ERR_JWT_ACCESS_DENIED'
  /** The decision, where access rules have thrown it. */
  readonly decision?: Decision
}

/** A request does not carry its token as it must: it has several, or text that is no token, in the header Authorization or a cookie (RFC 6750, section 3.1). */
export class InvalidRequestError extends TokenError {
  readonly code: 'ERR_REQUEST_INVALID'
}

/** A token came in a cookie, with a request that may change something, and without the value that shows that a page of the service sent it. */
export class InvalidCsrfError extends TokenError {
  readonly code: 'ERR_CSRF_INVALID'
}

/**
 * One of several codes says why:
 *
 * - `ERR_JWK_INVALID`: A key is malformed (RFC 7517, PEM, DER).
 * - `ERR_JWKS_INVALID`: A key set is malformed (RFC 7517, section 5).
 * - `ERR_KEY_WEAK`: A key is too short or too simple for its algorithm.
 * - `ERR_KEY_MISMATCH`: The halves of a key do not match, or a key was asked to do something it is not meant for.
 */
export class InvalidKeyError extends TokenError {
  readonly code: 'ERR_JWK_INVALID' | 'ERR_JWKS_INVALID' | 'ERR_KEY_WEAK' | 'ERR_KEY_MISMATCH'
}

/** No key fits the token. */
export class KeyNotFoundError extends TokenError {
  readonly code: 'ERR_JWKS_NO_MATCHING_KEY'
}

/** A key set could not be had from where it is published. */
export class KeySetUnavailableError extends TokenError {
  readonly code: 'ERR_JWKS_UNAVAILABLE'
}

/** A key ring could not be read or changed: it is unreachable or damaged, another key protects it, or it is older than what was read before. Nothing was generated or overwritten. */
export class KeyRingUnavailableError extends TokenError {
  readonly code: 'ERR_KEYRING_UNAVAILABLE'
}

/** Whether a token was revoked could not be found out, or a revocation could not be kept: the list is out of reach, damaged or not read yet. */
export class RevocationUnavailableError extends TokenError {
  readonly code: 'ERR_JWT_REVOCATION_UNAVAILABLE'
}

/** It could not be determined whether a DPoP proof was used before: the cache of proofs is full or unreachable. */
export class ProofUnavailableError extends TokenError {
  readonly code: 'ERR_DPOP_UNAVAILABLE'
}

/** An option is unknown, of the wrong type, out of range, or contradicts another. */
export class OptionError extends TokenError {
  readonly code: 'ERR_OPTION_INVALID'
}

/** A defect in the library itself, caught before it could reach the caller's program. */
export class InternalError extends TokenError {
  readonly code: 'ERR_INTERNAL'
}
