'use strict'

const { Key, TokenError, jws } = require('tokenseal')
const { refusal } = require('./errors.cjs')
const { boundKey, checkKeyType, signingKey } = require('./keys.cjs')
const { SPAN, checkPayload, signOptions } = require('./options.cjs')
const { own } = require('./own.cjs')
const { after } = require('./timespan.cjs')

/** Options that become claims, in the order in which they are written. */
const CLAIMS = { audience: 'aud', issuer: 'iss', subject: 'sub', jwtid: 'jti' }
const FOR_OBJECTS = ['expiresIn', 'notBefore', 'noTimestamp', ...Object.keys(CLAIMS)]

/** Signs a payload; with a callback, the token and every error go there. */
function sign(payload, secretOrPrivateKey, options, callback) {
  if (typeof options === 'function') return sign(payload, secretOrPrivateKey, {}, options)
  if (!callback) return makeToken(payload, secretOrPrivateKey, options)
  let token
  try {
    token = makeToken(payload, secretOrPrivateKey, options)
  } catch (error) {
    return callback(error)
  }
  process.nextTick(callback, null, token)
  return undefined
}

function makeToken(payload, material, given) {
  const options = signOptions(given)
  const isObject = typeof payload === 'object' && !Buffer.isBuffer(payload)
  const header = { alg: options.algorithm ?? 'HS256', typ: isObject ? 'JWT' : undefined, kid: options.keyid, ...options.header }
  const key = readSigningKey(material, options)
  checkKind(header.alg, key, options)
  if (isObject) checkClaims(payload, options)
  else checkPlain(payload, options)
  if (options.allowInvalidAsymmetricKeyTypes !== true && key !== undefined) checkKeyType(header.alg, key)
  const text = isObject ? claimsText(options.mutatePayload === true ? payload : { ...payload }, options) : String(payload)
  return signedToken(Buffer.from(text, options.encoding || 'utf8'), key, header, options)
}

function readSigningKey(material, { algorithm }) {
  if (!material) {
    if (algorithm !== 'none') throw new Error('secretOrPrivateKey must have a value')
    return undefined
  }
  const key = signingKey(material)
  if (key === undefined) throw new Error('secretOrPrivateKey is not valid key material')
  return key
}

function checkKind(alg, key, { allowInsecureKeySizes }) {
  if (typeof alg !== 'string') throw new Error('"algorithm" must be a valid string enum value')
  if (alg.startsWith('HS') && key?.type !== 'secret') {
    throw new Error(`secretOrPrivateKey must be a symmetric key when using ${alg}`)
  }
  if (!/^(?:RS|PS|ES)/.test(alg)) return
  if (key?.type !== 'private') throw new Error(`secretOrPrivateKey must be an asymmetric key when using ${alg}`)
  if (allowInsecureKeySizes !== true && !alg.startsWith('ES') && key.asymmetricKeyDetails.modulusLength < 2048) {
    throw new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${alg}`)
  }
}

function checkClaims(payload, options) {
  checkPayload(payload)
  if (own(payload, 'exp') !== undefined && options.expiresIn !== undefined) throw taken('expiresIn', 'exp')
  if (own(payload, 'nbf') !== undefined && options.notBefore !== undefined) throw taken('notBefore', 'nbf')
}

const taken = (option, claim) => new Error(`Bad "options.${option}" option the payload already has an "${claim}" property.`)

/** A payload that is not an object: text, or the bytes of one. */
function checkPlain(payload, options) {
  if (payload === undefined) throw new Error('payload is required')
  const wrong = FOR_OBJECTS.filter((name) => options[name] !== undefined)
  if (wrong.length > 0) throw new Error(`invalid ${wrong.join(',')} option for ${typeof payload} payload`)
}

/** The claims with what the options say, as JSON. */
function claimsText(payload, options) {
  const claims = withClaims(payload, options)
  try {
    return JSON.stringify(claims)
  } catch (error) {
    // Its words for this quote names of the payload.
    const isCircular = error instanceof TypeError && error.message.startsWith('Converting circular structure')
    throw isCircular ? new TypeError('the payload holds itself, and cannot be written as JSON') : error
  }
}

/** Adds to the claims what the options say. */
function withClaims(claims, options) {
  const issued = own(claims, 'iat') || Math.floor(Date.now() / 1000)
  if (options.noTimestamp === true) delete claims.iat
  else claims.iat = issued
  addTime(claims, 'nbf', issued, 'notBefore', options)
  addTime(claims, 'exp', issued, 'expiresIn', options)
  for (const [option, claim] of Object.entries(CLAIMS)) {
    if (options[option] === undefined) continue
    if (own(claims, claim) !== undefined) {
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

function signedToken(bytes, key, { alg, ...header }, options) {
  try {
    // The core has no `none`: it says so itself.
    const own = key === undefined || alg === 'none' ? Key.generate(alg) : boundKey(key, alg, options)
    return jws.sign(bytes, own, { header: JSON.parse(JSON.stringify(header)) })
  } catch (error) {
    throw error instanceof TokenError ? refusal(error.message, error) : error
  }
}

module.exports = { sign }
