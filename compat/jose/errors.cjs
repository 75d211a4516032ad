'use strict'

// The errors of jose: the same classes, codes and members. What this library refused is their
// `cause`.

class JOSEError extends Error {
  static code = 'ERR_JOSE_GENERIC'
  code = 'ERR_JOSE_GENERIC'

  constructor(message, options) {
    super(message, options)
    this.name = this.constructor.name
    Error.captureStackTrace?.(this, this.constructor)
  }
}

/** What both errors about claims share, apart from their names. */
class ClaimsError extends JOSEError {
  constructor(message, payload, claim = 'unspecified', reason = 'unspecified') {
    super(message, { cause: { claim, reason, payload } })
    this.claim = claim
    this.reason = reason
    this.payload = payload
  }
}

class JWTClaimValidationFailed extends ClaimsError {
  static code = 'ERR_JWT_CLAIM_VALIDATION_FAILED'
  code = 'ERR_JWT_CLAIM_VALIDATION_FAILED'
}

class JWTExpired extends ClaimsError {
  static code = 'ERR_JWT_EXPIRED'
  code = 'ERR_JWT_EXPIRED'
}

class JOSEAlgNotAllowed extends JOSEError {
  static code = 'ERR_JOSE_ALG_NOT_ALLOWED'
  code = 'ERR_JOSE_ALG_NOT_ALLOWED'
}

class JOSENotSupported extends JOSEError {
  static code = 'ERR_JOSE_NOT_SUPPORTED'
  code = 'ERR_JOSE_NOT_SUPPORTED'
}

class JWEDecryptionFailed extends JOSEError {
  static code = 'ERR_JWE_DECRYPTION_FAILED'
  code = 'ERR_JWE_DECRYPTION_FAILED'

  constructor(message = 'decryption operation failed', options) {
    super(message, options)
  }
}

class JWEInvalid extends JOSEError {
  static code = 'ERR_JWE_INVALID'
  code = 'ERR_JWE_INVALID'
}

class JWSInvalid extends JOSEError {
  static code = 'ERR_JWS_INVALID'
  code = 'ERR_JWS_INVALID'
}

class JWTInvalid extends JOSEError {
  static code = 'ERR_JWT_INVALID'
  code = 'ERR_JWT_INVALID'
}

class JWKInvalid extends JOSEError {
  static code = 'ERR_JWK_INVALID'
  code = 'ERR_JWK_INVALID'
}

class JWKSInvalid extends JOSEError {
  static code = 'ERR_JWKS_INVALID'
  code = 'ERR_JWKS_INVALID'
}

class JWKSNoMatchingKey extends JOSEError {
  static code = 'ERR_JWKS_NO_MATCHING_KEY'
  code = 'ERR_JWKS_NO_MATCHING_KEY'

  constructor(message = 'no applicable key found in the JSON Web Key Set', options) {
    super(message, options)
  }
}

class JWKSMultipleMatchingKeys extends JOSEError {
  static code = 'ERR_JWKS_MULTIPLE_MATCHING_KEYS'
  code = 'ERR_JWKS_MULTIPLE_MATCHING_KEYS';

  /** The keys that match. A set of keys puts its own in the place of this one, which has none. */
  [Symbol.asyncIterator] = async function* () {}

  constructor(message = 'multiple matching keys found in the JSON Web Key Set', options) {
    super(message, options)
  }
}

class JWKSTimeout extends JOSEError {
  static code = 'ERR_JWKS_TIMEOUT'
  code = 'ERR_JWKS_TIMEOUT'

  constructor(message = 'request timed out', options) {
    super(message, options)
  }
}

class JWSSignatureVerificationFailed extends JOSEError {
  static code = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'
  code = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'

  constructor(message = 'signature verification failed', options) {
    super(message, options)
  }
}

module.exports = {
  JOSEAlgNotAllowed,
  JOSEError,
  JOSENotSupported,
  JWEDecryptionFailed,
  JWEInvalid,
  JWKInvalid,
  JWKSInvalid,
  JWKSMultipleMatchingKeys,
  JWKSNoMatchingKey,
  JWKSTimeout,
  JWSInvalid,
  JWSSignatureVerificationFailed,
  JWTClaimValidationFailed,
  JWTExpired,
  JWTInvalid,
}
