'use strict'

const { Key, TokenError, jws } = require('tokenseal')
const { boundKey } = require('./bound.cjs')
const { CLAIMS, claimsText, withClaims } = require('./claims_text.cjs')
const { refusal } = require('./errors.cjs')
const { checkKeyType } = require('./key_types.cjs')
const { signingKey } = require('./keys.cjs')
const { checkPayload, signOptions } = require('./options.cjs')
const { own } = require('./own.cjs')
const { usualToken } = require('./usual_token.cjs')

/** Header parameters that are text. */
const TEXTS = ['kid', 'typ', 'cty']

/** Options that are for claims alone. */
const FOR_OBJECTS = ['expiresIn', 'notBefore', 'noTimestamp', ...CLAIMS.map(({ option }) => option)]

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
  const alg = algorithmOf(options)
  const key = readSigningKey(material, options)
  checkKind(alg, key, options)
  if (isObject) checkClaims(payload, options)
  else checkPlain(payload, options)
  if (options.allowInvalidAsymmetricKeyTypes !== true && key !== undefined) checkKeyType(alg, key)
  if (!isObject) return signedToken(String(payload), key, undefined, options)
  const token = usualToken(payload, key, options)
  if (token !== undefined) return token
  const claims = withClaims(options.mutatePayload === true ? payload : { ...payload }, options)
  return signedToken(claimsText(claims), key, 'JWT', options)
}

/** The algorithm: the one in `header` takes precedence. */
function algorithmOf({ algorithm = 'HS256', header }) {
  return header === undefined ? algorithm : { alg: algorithm, ...header }.alg
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
  if (!isAsymmetric(alg)) return
  if (key?.type !== 'private') throw new Error(`secretOrPrivateKey must be an asymmetric key when using ${alg}`)
  if (allowInsecureKeySizes !== true && !alg.startsWith('ES') && key.asymmetricKeyDetails.modulusLength < 2048) {
    throw new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${alg}`)
  }
}

const isAsymmetric = (alg) => alg.startsWith('ES') || alg.startsWith('RS') || alg.startsWith('PS')

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

function signedToken(text, key, typ, options) {
  const { alg, ...header } = { alg: options.algorithm ?? 'HS256', typ, kid: options.keyid, ...options.header }
  const bytes = Buffer.from(text, options.encoding || 'utf8')
  try {
    // The core has no `none`: it says so itself.
    const signing = key === undefined || alg === 'none' ? Key.generate(alg) : boundKey(key, alg, options)
    return jws.sign(bytes, signing, { header: withoutNulls(JSON.parse(JSON.stringify(header))) })
  } catch (error) {
    throw error instanceof TokenError ? refusal(error.message, error) : error
  }
}

/** jsonwebtoken writes a `kid` that is null, and some read it as absent. Here it is absent. */
function withoutNulls(header) {
  for (const name of TEXTS) if (header[name] === null) delete header[name]
  return header
}

module.exports = { sign }
