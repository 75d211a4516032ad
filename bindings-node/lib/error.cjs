// Generated from the core by `cargo xtask generate`. Do not edit.
'use strict'

// Names the classes of an error in a way that holds across realms and copies of this package, where `instanceof` by prototype does not.
const BRAND = Symbol.for('tokenseal.TokenError')
const ordinaryInstanceOf = Function.prototype[Symbol.hasInstance]

class TokenError extends Error {
  constructor(message, { code, claim, dpopNonce, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code ?? this.constructor.defaultCode ?? 'ERR_INTERNAL'
    if (claim !== undefined && claim !== null) this.claim = claim
    if (dpopNonce !== undefined && dpopNonce !== null) this.dpopNonce = dpopNonce
  }

  get fault() {
    return faultAndStatus(this.code)[0]
  }

  get status() {
    return faultAndStatus(this.code)[1]
  }

  static [Symbol.hasInstance](value) {
    // A class that somebody derived from these has no brand of its own.
    if (!Object.hasOwn(this.prototype, BRAND)) return ordinaryInstanceOf.call(this, value)
    const names = typeof value === 'object' && value !== null ? value[BRAND] : undefined
    return Array.isArray(names) && names.includes(this.prototype[BRAND][0])
  }
}

class InvalidTokenError extends TokenError {}

class InvalidSignatureError extends TokenError {}

class DecryptionError extends TokenError {}

class AlgorithmError extends TokenError {}

class LimitExceededError extends TokenError {}

class UnsignedTokenError extends TokenError {}

class ExpiredError extends TokenError {}

class NotYetValidError extends TokenError {}

class TooOldError extends TokenError {}

class RevokedError extends TokenError {}

class NotBoundError extends TokenError {}

class InvalidProofError extends TokenError {}

class ProofNonceRequiredError extends TokenError {}

class ClaimError extends TokenError {}

class ClaimMissingError extends ClaimError {}

class ClaimInvalidError extends ClaimError {}

class ClaimMismatchError extends ClaimError {}

class AccessDeniedError extends TokenError {}

class InvalidRequestError extends TokenError {}

class InvalidCsrfError extends TokenError {}

class InvalidKeyError extends TokenError {}

class KeyNotFoundError extends TokenError {}

class KeySetUnavailableError extends TokenError {}

class KeyRingUnavailableError extends TokenError {}

class RevocationUnavailableError extends TokenError {}

class ProofUnavailableError extends TokenError {}

class OptionError extends TokenError {}

class InternalError extends TokenError {}

function define(ErrorClass, defaultCode) {
  const names = []
  for (let one = ErrorClass; one !== Error; one = Object.getPrototypeOf(one)) names.push(one.name)
  const hidden = (value) => ({ value: Object.freeze(value), writable: true, configurable: true })
  Object.defineProperty(ErrorClass, 'defaultCode', hidden(defaultCode))
  Object.defineProperty(ErrorClass.prototype, 'name', hidden(ErrorClass.name))
  Object.defineProperty(ErrorClass.prototype, BRAND, hidden(names))
}

define(TokenError, 'ERR_INTERNAL')
define(InvalidTokenError, 'ERR_JWS_INVALID')
define(InvalidSignatureError, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED')
define(DecryptionError, 'ERR_JWE_DECRYPTION_FAILED')
define(AlgorithmError, 'ERR_JOSE_NOT_SUPPORTED')
define(LimitExceededError, 'ERR_JOSE_LIMIT_EXCEEDED')
define(UnsignedTokenError, 'ERR_JWT_UNSIGNED')
define(ExpiredError, 'ERR_JWT_EXPIRED')
define(NotYetValidError, 'ERR_JWT_NOT_YET_VALID')
define(TooOldError, 'ERR_JWT_TOO_OLD')
define(RevokedError, 'ERR_JWT_REVOKED')
define(NotBoundError, 'ERR_JWT_NOT_BOUND')
define(InvalidProofError, 'ERR_DPOP_INVALID')
define(ProofNonceRequiredError, 'ERR_DPOP_NONCE_REQUIRED')
define(ClaimError, 'ERR_JWT_CLAIM_MISSING')
define(ClaimMissingError, 'ERR_JWT_CLAIM_MISSING')
define(ClaimInvalidError, 'ERR_JWT_CLAIM_INVALID')
define(ClaimMismatchError, 'ERR_JWT_CLAIM_MISMATCH')
define(AccessDeniedError, 'ERR_JWT_ACCESS_DENIED')
define(InvalidRequestError, 'ERR_REQUEST_INVALID')
define(InvalidCsrfError, 'ERR_CSRF_INVALID')
define(InvalidKeyError, 'ERR_JWK_INVALID')
define(KeyNotFoundError, 'ERR_JWKS_NO_MATCHING_KEY')
define(KeySetUnavailableError, 'ERR_JWKS_UNAVAILABLE')
define(KeyRingUnavailableError, 'ERR_KEYRING_UNAVAILABLE')
define(RevocationUnavailableError, 'ERR_JWT_REVOCATION_UNAVAILABLE')
define(ProofUnavailableError, 'ERR_DPOP_UNAVAILABLE')
define(OptionError, 'ERR_OPTION_INVALID')
define(InternalError, 'ERR_INTERNAL')

const CLASSES = {
  ERR_JWS_INVALID: InvalidTokenError,
  ERR_JWE_INVALID: InvalidTokenError,
  ERR_JWT_INVALID: InvalidTokenError,
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: InvalidSignatureError,
  ERR_JWE_DECRYPTION_FAILED: DecryptionError,
  ERR_JOSE_NOT_SUPPORTED: AlgorithmError,
  ERR_JOSE_ALG_NOT_ALLOWED: AlgorithmError,
  ERR_JOSE_CRIT_NOT_SUPPORTED: InvalidTokenError,
  ERR_JOSE_LIMIT_EXCEEDED: LimitExceededError,
  ERR_JWT_UNSIGNED: UnsignedTokenError,
  ERR_JWT_EXPIRED: ExpiredError,
  ERR_JWT_NOT_YET_VALID: NotYetValidError,
  ERR_JWT_TOO_OLD: TooOldError,
  ERR_JWT_REVOKED: RevokedError,
  ERR_JWT_NOT_BOUND: NotBoundError,
  ERR_DPOP_INVALID: InvalidProofError,
  ERR_DPOP_NONCE_REQUIRED: ProofNonceRequiredError,
  ERR_JWT_CLAIM_MISSING: ClaimMissingError,
  ERR_JWT_CLAIM_INVALID: ClaimInvalidError,
  ERR_JWT_CLAIM_MISMATCH: ClaimMismatchError,
  ERR_JWT_ACCESS_DENIED: AccessDeniedError,
  ERR_REQUEST_INVALID: InvalidRequestError,
  ERR_CSRF_INVALID: InvalidCsrfError,
  ERR_JWK_INVALID: InvalidKeyError,
  ERR_JWKS_INVALID: InvalidKeyError,
  ERR_KEY_WEAK: InvalidKeyError,
  ERR_KEY_MISMATCH: InvalidKeyError,
  ERR_JWKS_NO_MATCHING_KEY: KeyNotFoundError,
  ERR_JWKS_UNAVAILABLE: KeySetUnavailableError,
  ERR_KEYRING_UNAVAILABLE: KeyRingUnavailableError,
  ERR_JWT_REVOCATION_UNAVAILABLE: RevocationUnavailableError,
  ERR_DPOP_UNAVAILABLE: ProofUnavailableError,
  ERR_OPTION_INVALID: OptionError,
  ERR_INTERNAL: InternalError,
}

const FAULTS = {
  ERR_JWS_INVALID: ['token', 401],
  ERR_JWE_INVALID: ['token', 401],
  ERR_JWT_INVALID: ['token', 401],
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: ['token', 401],
  ERR_JWE_DECRYPTION_FAILED: ['token', 401],
  ERR_JOSE_NOT_SUPPORTED: ['token', 401],
  ERR_JOSE_ALG_NOT_ALLOWED: ['token', 401],
  ERR_JOSE_CRIT_NOT_SUPPORTED: ['token', 401],
  ERR_JOSE_LIMIT_EXCEEDED: ['token', 401],
  ERR_JWT_UNSIGNED: ['token', 401],
  ERR_JWT_EXPIRED: ['token', 401],
  ERR_JWT_NOT_YET_VALID: ['token', 401],
  ERR_JWT_TOO_OLD: ['token', 401],
  ERR_JWT_REVOKED: ['token', 401],
  ERR_JWT_NOT_BOUND: ['token', 401],
  ERR_DPOP_INVALID: ['token', 401],
  ERR_DPOP_NONCE_REQUIRED: ['token', 401],
  ERR_JWT_CLAIM_MISSING: ['token', 401],
  ERR_JWT_CLAIM_INVALID: ['token', 401],
  ERR_JWT_CLAIM_MISMATCH: ['token', 401],
  ERR_JWT_ACCESS_DENIED: ['token', 403],
  ERR_REQUEST_INVALID: ['token', 400],
  ERR_CSRF_INVALID: ['token', 403],
  ERR_JWK_INVALID: ['program', 500],
  ERR_JWKS_INVALID: ['program', 500],
  ERR_KEY_WEAK: ['program', 500],
  ERR_KEY_MISMATCH: ['program', 500],
  ERR_JWKS_NO_MATCHING_KEY: ['token', 401],
  ERR_JWKS_UNAVAILABLE: ['environment', 503],
  ERR_KEYRING_UNAVAILABLE: ['environment', 503],
  ERR_JWT_REVOCATION_UNAVAILABLE: ['environment', 503],
  ERR_DPOP_UNAVAILABLE: ['environment', 503],
  ERR_OPTION_INVALID: ['program', 500],
  ERR_INTERNAL: ['program', 500],
}

/** An error with a code of somebody else's is no verdict on a token. */
function faultAndStatus(code) {
  return Object.hasOwn(FAULTS, code) ? FAULTS[code] : FAULTS.ERR_INTERNAL
}

/** The error for what the addon reports. */
function fromNative(code, message, claim, dpopNonce) {
  const ErrorClass = Object.hasOwn(CLASSES, code) ? CLASSES[code] : TokenError
  return new ErrorClass(message, { code, claim, dpopNonce })
}

module.exports = {
  AccessDeniedError,
  AlgorithmError,
  ClaimError,
  ClaimInvalidError,
  ClaimMismatchError,
  ClaimMissingError,
  DecryptionError,
  ExpiredError,
  InternalError,
  InvalidCsrfError,
  InvalidKeyError,
  InvalidProofError,
  InvalidRequestError,
  InvalidSignatureError,
  InvalidTokenError,
  KeyNotFoundError,
  KeyRingUnavailableError,
  KeySetUnavailableError,
  LimitExceededError,
  NotBoundError,
  NotYetValidError,
  OptionError,
  ProofNonceRequiredError,
  ProofUnavailableError,
  RevocationUnavailableError,
  RevokedError,
  TokenError,
  TooOldError,
  UnsignedTokenError,
  fromNative,
}
