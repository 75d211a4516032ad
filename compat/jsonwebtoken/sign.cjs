'use strict'

const { Key, TokenError, jws } = require('tokenseal')
const { refusal } = require('./errors.cjs')
const { boundKey, checkKeyType, signingKey } = require('./keys.cjs')
const { SPAN, checkOptions, checkPayload } = require('./options.cjs')
const { after } = require('./timespan.cjs')

/** Options that become claims, in the order in which they are written. */
const CLAIMS = { audience: 'aud', issuer: 'iss', subject: 'sub', jwtid: 'jti' }
const FOR_OBJECTS = ['expiresIn', 'notBefore', 'noTimestamp', ...Object.keys(CLAIMS)]

/** Signs a payload; with a callback, the token and every error go there. */
function sign(payload, secretOrPrivateKey, options, callback) {
  if (typeof options === 'function') return sign(payload, secretOrPrivateKey, {}, options)
  if (!callback) return makeToken(payload, secretOrPrivateKey, options || {})
  let token
  try {
    token = makeToken(payload, secretOrPrivateKey, options || {})
  } catch (error) {
    return callback(error)
  }
  process.nextTick(callback, null, token)
  return undefined
}

function makeToken(payload, material, options) {
  const isObject = typeof payload === 'object' && !Buffer.isBuffer(payload)
  const header = { alg: options.algorithm || 'HS256', typ: isObject ? 'JWT' : undefined, kid: options.keyid, ...options.header }
  const key = readSigningKey(material, options)
  checkKind(header.alg, key, options)
  if (isObject) checkClaims(payload, options)
  else checkPlain(payload, options)
  checkOptions(options)
  if (!options.allowInvalidAsymmetricKeyTypes && key !== undefined) checkKeyType(header.alg, key)
  const text = isObject ? JSON.stringify(withClaims(options.mutatePayload ? payload : { ...payload }, options)) : String(payload)
  return signedToken(Buffer.from(text, options.encoding || 'utf8'), key, header)
}

function readSigningKey(material, { algorithm }) {
  if (!material) {
    if (algorithm !== 'none') throw new Error('secretOrPrivateKey must have a value')
    return undefined
  }
  try {
    return signingKey(material)
  } catch {
    throw new Error('secretOrPrivateKey is not valid key material')
  }
}

function checkKind(alg, key, { allowInsecureKeySizes }) {
  if (typeof alg !== 'string') throw new Error('"algorithm" must be a valid string enum value')
  if (alg.startsWith('HS') && key?.type !== 'secret') {
    throw new Error(`secretOrPrivateKey must be a symmetric key when using ${alg}`)
  }
  if (!/^(?:RS|PS|ES)/.test(alg)) return
  if (key?.type !== 'private') throw new Error(`secretOrPrivateKey must be an asymmetric key when using ${alg}`)
  if (!allowInsecureKeySizes && !alg.startsWith('ES') && key.asymmetricKeyDetails.modulusLength < 2048) {
    throw new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${alg}`)
  }
}

function checkClaims(payload, options) {
  checkPayload(payload)
  if (payload.exp !== undefined && options.expiresIn !== undefined) throw taken('expiresIn', 'exp')
  if (payload.nbf !== undefined && options.notBefore !== undefined) throw taken('notBefore', 'nbf')
}

const taken = (option, claim) => new Error(`Bad "options.${option}" option the payload already has an "${claim}" property.`)

/** A payload that is not an object: text, or the bytes of one. */
function checkPlain(payload, options) {
  if (payload === undefined) throw new Error('payload is required')
  const wrong = FOR_OBJECTS.filter((name) => options[name] !== undefined)
  if (wrong.length > 0) throw new Error(`invalid ${wrong.join(',')} option for ${typeof payload} payload`)
}

/** Adds to the claims what the options say. */
function withClaims(claims, options) {
  const issued = claims.iat || Math.floor(Date.now() / 1000)
  if (options.noTimestamp) delete claims.iat
  else claims.iat = issued
  addTime(claims, 'nbf', issued, 'notBefore', options)
  addTime(claims, 'exp', issued, 'expiresIn', options)
  for (const [option, claim] of Object.entries(CLAIMS)) {
    if (options[option] === undefined) continue
    if (claims[claim] !== undefined) {
      throw new Error(`Bad "options.${option}" option. The payload already has an "${claim}" property.`)
    }
    claims[claim] = options[option]
  }
  return claims
}

function addTime(claims, claim, issued, option, options) {
  if (options[option] === undefined) return
  claims[claim] = after(options[option], issued)
  if (claims[claim] === undefined) throw new Error(`"${option}" ${SPAN} eg: "1d", "20h", 60`)
}

function signedToken(bytes, key, { alg, ...header }) {
  try {
    // The core has no `none`: it says so itself.
    const own = key === undefined || alg === 'none' ? Key.generate(alg) : boundKey(key, alg)
    return jws.sign(bytes, own, { header: JSON.parse(JSON.stringify(header)) })
  } catch (error) {
    throw error instanceof TokenError ? refusal(error.message, error) : error
  }
}

module.exports = { sign }
