'use strict'

const { TokenError, inspectUnverified, jws } = require('tokenseal')
const { boundKey, boundVerifier } = require('./bound.cjs')
const { checkClaims } = require('./claims.cjs')
const { keepHeader, partsOf, readHeader, readPayload, sharedHeader } = require('./decode.cjs')
const { JsonWebTokenError, refusal } = require('./errors.cjs')
const { askForKey } = require('./key_provider.cjs')
const { checkKeyType, defaultAlgorithms } = require('./key_types.cjs')
const { verifyingKey } = require('./keys.cjs')
const { verifyOptions } = require('./options.cjs')
const { own } = require('./own.cjs')

/**
 * Verifies a token and checks its claims; with a callback, the result and every error go there. Only then may the key be a function.
 */
function verify(token, secretOrPublicKey, options, callback) {
  if (typeof options === 'function' && !callback) return verify(token, secretOrPublicKey, {}, options)
  if (callback) return verifyFor(callback, token, secretOrPublicKey, options)
  const given = verifyOptions(options)
  const parts = readToken(token)
  if (typeof secretOrPublicKey !== 'function') return checkToken(token, parts, secretOrPublicKey, given)
  throw new JsonWebTokenError('verify must be called asynchronous if secret or public key is provided as a callback')
}

/** The same for a callback, which is called once. What it throws itself is its caller's. */
function verifyFor(callback, token, secretOrPublicKey, options) {
  const read = outcomeOf(() => [verifyOptions(options), readToken(token)])
  if (read.hasFailed) return callback(read.error)
  const [given, parts] = read.value
  const finish = (key) => {
    const { hasFailed, error, value } = outcomeOf(() => checkToken(token, parts, key, given))
    return hasFailed ? callback(error) : callback(null, value)
  }
  if (typeof secretOrPublicKey !== 'function') return finish(secretOrPublicKey)
  const refuse = (error) => callback(new JsonWebTokenError(`error in secret or public key callback: ${error?.message}`))
  return askForKey(secretOrPublicKey, readHeader(parts[0]), finish, refuse)
}

/** What a step of the work gives, or the error that it throws. */
function outcomeOf(work) {
  try {
    return { hasFailed: false, value: work() }
  } catch (error) {
    return { hasFailed: true, error }
  }
}

/** What can be said before there is a key. Gives the three parts. */
function readToken(token) {
  if (!token) throw new JsonWebTokenError('jwt must be provided')
  if (typeof token !== 'string') throw new JsonWebTokenError('jwt must be a string')
  const parts = partsOf(token)
  if (parts === null) throw new JsonWebTokenError(token.split('.').length === 3 ? 'invalid token' : 'jwt malformed')
  const header = sharedHeader(parts[0])
  if (typeof header !== 'object' || header === null) throw new JsonWebTokenError('invalid token')
  return parts
}

/** Verifies the signature, then the claims. */
function checkToken(token, [first, , signature], material, options) {
  if (signature === '' && material) throw new JsonWebTokenError('jwt signature is required')
  if (signature !== '' && !material) throw new JsonWebTokenError('secret or public key must be provided')
  if (signature === '' && options.algorithms === undefined) {
    throw new JsonWebTokenError('please specify "none" in "algorithms" to verify unsigned tokens')
  }
  const key = material ? verifyingKey(material) : undefined
  if (material && key === undefined) throw new JsonWebTokenError('secretOrPublicKey is not valid key material')
  const header = sharedHeader(first)
  const payload = verifiedPayload(token, header, key, options)
  keepHeader(first, header)
  checkClaims(payload, options)
  return options.complete === true ? { header: readHeader(first), payload, signature } : payload
}

/** The payload, once the signature is verified with this key. */
function verifiedPayload(token, header, key, options) {
  const alg = own(header, 'alg')
  checkKey(alg, key, options)
  try {
    // An unsigned token has no key, and the core refuses it for its `alg`.
    return key === undefined ? jws.verify(token, []) : readVerified(token, header, key, options)
  } catch (error) {
    throw error instanceof TokenError ? refusal(messageOf(error, token), error) : error
  }
}

function readVerified(token, header, key, options) {
  const alg = own(header, 'alg')
  const claims = claimsByOurRules(token, boundVerifier(key, alg, options), options)
  if (claims !== undefined) return claims
  const payload = readPayload(Buffer.from(jws.verify(token, boundKey(key, alg, options)).payload), header)
  if (payload === undefined || !isStrict(token, payload)) throw new JsonWebTokenError('invalid token')
  return payload
}

/** The shortest way: the claims of a token that is valid by this library's own rules as well. Undefined if it is not, or the key is new. */
function claimsByOurRules(token, verifier, { clockTimestamp }) {
  if (verifier === undefined) return undefined
  try {
    return verifier.verify(token, clockTimestamp ? { now: clockTimestamp } : undefined).claims
  } catch (error) {
    // By jsonwebtoken's rules it may be valid, or refused for another reason.
    if (error instanceof TokenError) return undefined
    throw error
  }
}

/** Whether the algorithm is allowed, and the key is one for it. */
function checkKey(alg, key, options) {
  const algorithms = options.algorithms ?? defaultAlgorithms(key)
  if (!algorithms.includes(alg)) throw new JsonWebTokenError('invalid algorithm')
  if (key === undefined) return
  const wanted = alg.startsWith('HS') ? 'secret' : 'public'
  if (key.type !== wanted) {
    const kind = wanted === 'secret' ? 'a symmetric' : 'an asymmetric'
    throw new JsonWebTokenError(`secretOrPublicKey must be ${kind} key when using ${alg}`)
  }
  if (options.allowInvalidAsymmetricKeyTypes !== true) checkKeyType(alg, key)
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
