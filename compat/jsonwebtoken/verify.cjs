'use strict'

const { TokenError, inspectUnverified, jws } = require('tokenseal')
const { checkClaims } = require('./claims.cjs')
const { partsOf, readHeader, readPayload } = require('./decode.cjs')
const { JsonWebTokenError, refusal } = require('./errors.cjs')
const { boundKey, boundVerifier, checkKeyType, defaultAlgorithms, verifyingKey } = require('./keys.cjs')

/**
 * Verifies a token and checks its claims; with a callback, the result and every error go there. Only then may the key be a function.
 */
function verify(token, secretOrPublicKey, options, callback) {
  if (typeof options === 'function' && !callback) return verify(token, secretOrPublicKey, {}, options)
  const given = { ...options }
  if (!callback) {
    if (typeof secretOrPublicKey !== 'function') return checkToken(token, readToken(token, given), secretOrPublicKey, given)
    readToken(token, given)
    throw new JsonWebTokenError('verify must be called asynchronous if secret or public key is provided as a callback')
  }
  const header = answer(callback, () => readToken(token, given))
  if (header === undefined) return undefined
  if (typeof secretOrPublicKey !== 'function') return finish(callback, () => checkToken(token, header, secretOrPublicKey, given))
  return secretOrPublicKey(
    header,
    once((error, key) => {
      if (error) return callback(new JsonWebTokenError(`error in secret or public key callback: ${error.message}`))
      return finish(callback, () => checkToken(token, header, key, given))
    }),
  )
}

/** Does a step of the work. What it throws is the callback's, and undefined is given. */
function answer(callback, work) {
  try {
    return work()
  } catch (error) {
    callback(error)
    return undefined
  }
}

function finish(callback, work) {
  let result
  try {
    result = work()
  } catch (error) {
    return callback(error)
  }
  // Outside of the `try`: what the callback throws is its caller's.
  return callback(null, result)
}

function once(work) {
  let done = false
  return (...given) => {
    if (done) return undefined
    done = true
    return work(...given)
  }
}

/** What can be said before there is a key. Gives the header. */
function readToken(token, { clockTimestamp, nonce, allowInvalidAsymmetricKeyTypes }) {
  if (clockTimestamp && typeof clockTimestamp !== 'number') throw new JsonWebTokenError('clockTimestamp must be a number')
  if (nonce !== undefined && (typeof nonce !== 'string' || nonce.trim() === '')) {
    throw new JsonWebTokenError('nonce must be a non-empty string')
  }
  if (allowInvalidAsymmetricKeyTypes !== undefined && typeof allowInvalidAsymmetricKeyTypes !== 'boolean') {
    throw new JsonWebTokenError('allowInvalidAsymmetricKeyTypes must be a boolean')
  }
  if (!token) throw new JsonWebTokenError('jwt must be provided')
  if (typeof token !== 'string') throw new JsonWebTokenError('jwt must be a string')
  if (token.split('.').length !== 3) throw new JsonWebTokenError('jwt malformed')
  const parts = partsOf(token)
  const header = parts === null ? undefined : readHeader(parts[0])
  if (typeof header !== 'object' || header === null) throw new JsonWebTokenError('invalid token')
  return header
}

/** Verifies the signature, then the claims. */
function checkToken(token, header, material, options) {
  const signature = token.slice(token.lastIndexOf('.') + 1)
  if (signature === '' && material) throw new JsonWebTokenError('jwt signature is required')
  if (signature !== '' && !material) throw new JsonWebTokenError('secret or public key must be provided')
  if (signature === '' && !options.algorithms) {
    throw new JsonWebTokenError('please specify "none" in "algorithms" to verify unsigned tokens')
  }
  const key = material ? readVerifyingKey(material) : undefined
  const payload = verifiedPayload(token, header, key, options)
  checkClaims(payload, options)
  return options.complete === true ? { header, payload, signature } : payload
}

function readVerifyingKey(material) {
  try {
    return verifyingKey(material)
  } catch {
    throw new JsonWebTokenError('secretOrPublicKey is not valid key material')
  }
}

/** The payload, once the signature is verified with this key. */
function verifiedPayload(token, header, key, options) {
  checkKey(header.alg, key, options)
  try {
    // An unsigned token has no key, and the core refuses it for its `alg`.
    return key === undefined ? jws.verify(token, []) : readVerified(token, header, boundKey(key, header.alg), options)
  } catch (error) {
    throw error instanceof TokenError ? refusal(messageOf(error, token), error) : error
  }
}

function readVerified(token, header, key, { clockTimestamp }) {
  try {
    // The shortest way, for tokens that are valid by this library's own rules as well.
    const verifier = boundVerifier(key)
    if (verifier !== undefined) return verifier.verify(token, clockTimestamp ? { now: clockTimestamp } : undefined).claims
  } catch {
    // By jsonwebtoken's rules it may be valid, or refused for another reason.
  }
  const payload = readPayload(Buffer.from(jws.verify(token, key).payload), header)
  if (!isStrict(token, payload)) throw new JsonWebTokenError('invalid token')
  return payload
}

/** Whether the algorithm is allowed, and the key is one for it. */
function checkKey(alg, key, options) {
  const algorithms = options.algorithms || defaultAlgorithms(key)
  if (!algorithms.includes(alg)) throw new JsonWebTokenError('invalid algorithm')
  if (key === undefined) return
  const wanted = alg.startsWith('HS') ? 'secret' : 'public'
  if (key.type !== wanted) {
    const kind = wanted === 'secret' ? 'a symmetric' : 'an asymmetric'
    throw new JsonWebTokenError(`secretOrPublicKey must be ${kind} key when using ${alg}`)
  }
  if (!options.allowInvalidAsymmetricKeyTypes) checkKeyType(alg, key)
}

/** The words of jsonwebtoken where it has some for this. */
function messageOf({ code, message }, token) {
  if (code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') return 'invalid signature'
  if (code !== 'ERR_JWS_INVALID') return message
  const signature = token.slice(token.lastIndexOf('.') + 1)
  return Buffer.from(signature, 'base64url').toString('base64url') === signature ? 'invalid token' : 'invalid signature'
}

/** Whether nobody could read the claims otherwise: no object has two members of one name. */
function isStrict(token, payload) {
  if (typeof payload !== 'object' || Array.isArray(payload)) return true
  return inspectUnverified(token).payload !== null
}

module.exports = { verify }
