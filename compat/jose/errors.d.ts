// The errors of jose. If tokenseal's core refused, its TokenError is the `cause`.

import type { CryptoKey, JWTPayload } from './types.js'

/** The code of each class. */
export type JOSEErrorCode =
  | 'ERR_JOSE_ALG_NOT_ALLOWED'
  | 'ERR_JOSE_GENERIC'
  | 'ERR_JOSE_NOT_SUPPORTED'
  | 'ERR_JWE_DECRYPTION_FAILED'
  | 'ERR_JWE_INVALID'
  | 'ERR_JWK_INVALID'
  | 'ERR_JWKS_INVALID'
  | 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'
  | 'ERR_JWKS_NO_MATCHING_KEY'
  | 'ERR_JWKS_TIMEOUT'
  | 'ERR_JWS_INVALID'
  | 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'
  | 'ERR_JWT_CLAIM_VALIDATION_FAILED'
  | 'ERR_JWT_EXPIRED'
  | 'ERR_JWT_INVALID'

/** Why a claim was refused. */
export type JWTClaimValidationReason =
  'check_failed' | 'invalid' | 'mismatch' | 'missing' | 'unspecified' | (string & {})

/** Which claim or header parameter was refused, and why. */
export interface JWTClaimValidationFailure {
  claim: string
  reason: JWTClaimValidationReason
  /** The claims, some of which may not have been checked. */
  payload: JWTPayload
}

/** The base class of all errors. */
export class JOSEError extends Error {
  static code: JOSEErrorCode | (string & {})
  constructor(message?: string, options?: { cause?: unknown })
  code: JOSEErrorCode | (string & {})
}

/** A claim, or the `typ` of the header, is not what was expected. */
export class JWTClaimValidationFailed extends JOSEError implements JWTClaimValidationFailure {
  constructor(
    message: string,
    payload: JWTPayload,
    claim?: string,
    reason?: JWTClaimValidationReason,
  )
  cause: JWTClaimValidationFailure
  claim: string
  reason: JWTClaimValidationReason
  payload: JWTPayload
}

/** The token has expired, or is older than `maxTokenAge`. */
export class JWTExpired extends JOSEError implements JWTClaimValidationFailure {
  constructor(
    message: string,
    payload: JWTPayload,
    claim?: string,
    reason?: JWTClaimValidationReason,
  )
  cause: JWTClaimValidationFailure
  claim: string
  reason: JWTClaimValidationReason
  payload: JWTPayload
}

/** An algorithm that the options do not allow. */
export class JOSEAlgNotAllowed extends JOSEError {}

/** An unknown algorithm or extension. */
export class JOSENotSupported extends JOSEError {}

/** Decryption failed. The reason is withheld on purpose. */
export class JWEDecryptionFailed extends JOSEError {}

/** A malformed encrypted token. */
export class JWEInvalid extends JOSEError {}

/** A malformed signed token. */
export class JWSInvalid extends JOSEError {}

/** Not a valid token of claims. */
export class JWTInvalid extends JOSEError {}

/** A malformed key. */
export class JWKInvalid extends JOSEError {}

/** A malformed set of keys. */
export class JWKSInvalid extends JOSEError {}

/** No key of a set fits the token. */
export class JWKSNoMatchingKey extends JOSEError {}

/** Several keys of a set fit the token. It lists them, so that each can be tried. */
export class JWKSMultipleMatchingKeys extends JOSEError {
  [Symbol.asyncIterator]: () => AsyncIterableIterator<CryptoKey>
}

/** A set of keys did not come in time. */
export class JWKSTimeout extends JOSEError {}

/** The key did not make the signature. */
export class JWSSignatureVerificationFailed extends JOSEError {}

/** The errors about claims. */
export type JWTClaimValidationError = JWTClaimValidationFailed | JWTExpired

/** Every class, distinguished by its code. */
export type AnyJOSEError =
  | (JOSEAlgNotAllowed & { code: 'ERR_JOSE_ALG_NOT_ALLOWED' })
  | (JOSENotSupported & { code: 'ERR_JOSE_NOT_SUPPORTED' })
  | (JWEDecryptionFailed & { code: 'ERR_JWE_DECRYPTION_FAILED' })
  | (JWEInvalid & { code: 'ERR_JWE_INVALID' })
  | (JWKInvalid & { code: 'ERR_JWK_INVALID' })
  | (JWKSInvalid & { code: 'ERR_JWKS_INVALID' })
  | (JWKSMultipleMatchingKeys & { code: 'ERR_JWKS_MULTIPLE_MATCHING_KEYS' })
  | (JWKSNoMatchingKey & { code: 'ERR_JWKS_NO_MATCHING_KEY' })
  | (JWKSTimeout & { code: 'ERR_JWKS_TIMEOUT' })
  | (JWSInvalid & { code: 'ERR_JWS_INVALID' })
  | (JWSSignatureVerificationFailed & { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
  | (JWTClaimValidationFailed & { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' })
  | (JWTExpired & { code: 'ERR_JWT_EXPIRED' })
  | (JWTInvalid & { code: 'ERR_JWT_INVALID' })
