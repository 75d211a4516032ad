'use strict'

// What this library refuses, as the error that users of jose expect.

const { TokenError } = require('tokenseal')
const errors = require('./errors.cjs')

/**
 * The class for each of our codes; without one, the mistake is the program's, which jose reports
 * as a TypeError.
 */
const CLASSES = {
  ERR_INTERNAL: errors.JOSEError,
  ERR_JOSE_ALG_NOT_ALLOWED: errors.JOSEAlgNotAllowed,
  ERR_JOSE_CRIT_NOT_SUPPORTED: errors.JOSENotSupported,
  ERR_JOSE_NOT_SUPPORTED: errors.JOSENotSupported,
  ERR_JWE_DECRYPTION_FAILED: errors.JWEDecryptionFailed,
  ERR_JWE_INVALID: errors.JWEInvalid,
  ERR_JWK_INVALID: errors.JWKInvalid,
  ERR_JWKS_INVALID: errors.JWKSInvalid,
  ERR_JWKS_NO_MATCHING_KEY: errors.JWKSNoMatchingKey,
  ERR_JWKS_UNAVAILABLE: errors.JOSEError,
  ERR_JWS_INVALID: errors.JWSInvalid,
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: errors.JWSSignatureVerificationFailed,
  ERR_JWT_INVALID: errors.JWTInvalid,
  ERR_JWT_UNSIGNED: errors.JWTInvalid,
}

/** The words that jose always uses for these. */
const SAME_WORDS = new Set(['ERR_JWE_DECRYPTION_FAILED', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'])

/** What is too large: a signed token, an encrypted one, or claims. */
const INVALID = { JWE: errors.JWEInvalid, JWS: errors.JWSInvalid, JWT: errors.JWTInvalid }

/**
 * The error of jose for one of ours, which becomes its `cause`; anything else is given back as it
 * is.
 *
 * A key or an option that the core refuses is a TypeError, whose `code` is ours: `ERR_KEY_WEAK`,
 * `ERR_KEY_MISMATCH`, `ERR_OPTION_INVALID`. `kind` says what was read or made: 'JWS', 'JWE' or
 * 'JWT'.
 */
function translate(error, kind = 'JWT') {
  if (!(error instanceof TokenError)) return error
  const { code, message } = error
  const ErrorClass = code === 'ERR_JOSE_LIMIT_EXCEEDED' ? INVALID[kind] : CLASSES[code]
  if (ErrorClass === undefined) return mistake(error)
  return new ErrorClass(SAME_WORDS.has(code) ? undefined : message, { cause: error })
}

/** A mistake of the program: a TypeError, as there, with the code of ours. */
const mistake = (error) =>
  Object.assign(new TypeError(error.message, { cause: error }), { code: error.code })

/** Does something, with its errors translated. */
function translating(kind, work) {
  try {
    return work()
  } catch (error) {
    throw translate(error, kind)
  }
}

module.exports = { mistake, translate, translating }
