'use strict'

// Keys as CryptoKeys, read by WebCrypto, so that programs keep using them as before. The core
// reads them when they are used.

const { createPrivateKey, createPublicKey } = require('node:crypto')
const { pairFor } = require('./algorithms.cjs')
const { decode } = require('./base64url.cjs')
const { JOSENotSupported } = require('./errors.cjs')
const { checkJwkMembers } = require('./key_checks.cjs')
const { extractableOf } = require('./key_options.cjs')
const { adopt } = require('./material.cjs')
const { own } = require('./own.cjs')
const { importPKCS8, importSPKI, importX509 } = require('./pem.cjs')

const { subtle } = globalThis.crypto

/** A key from a JWK: a CryptoKey, or the bytes of an `oct` JWK. */
async function importJWK(jwk, alg, options) {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) {
    throw new TypeError('JWK must be an object')
  }
  const extractable = extractableOf(options)
  const members = { ...jwk }
  checkJwkMembers(members)
  const { kty } = members
  if (kty === 'oct') {
    if (typeof members.k !== 'string') {
      throw new TypeError('missing "k" (Key Value) Parameter value')
    }
    return decode(members.k)
  }
  if (!['RSA', 'EC', 'OKP', 'AKP'].includes(kty)) {
    throw new JOSENotSupported('Unsupported "kty" (Key Type) Parameter value')
  }
  return fromJwk(members, algorithmOf(members, alg), extractable)
}

function algorithmOf({ kty, alg: bound }, alg) {
  if (kty === 'AKP') {
    if (typeof bound !== 'string' || bound === '') {
      throw new TypeError('missing "alg" (Algorithm) Parameter value')
    }
    if (alg !== undefined && alg !== bound) {
      throw new TypeError('JWK alg and alg option value mismatch')
    }
    return bound
  }
  if (!alg && !bound) {
    throw new TypeError('"alg" argument is required when "jwk.alg" is not present')
  }
  return alg || bound
}

async function fromJwk({ alg: _, use, ...members }, alg, extractable) {
  const pair = pairFor(alg)
  const algorithm = pair && algorithmOfJwk(pair, members)
  if (algorithm === undefined) {
    throw new JOSENotSupported('Invalid or unsupported JWK "alg" (Algorithm) Parameter value')
  }
  const type =
    own(members, members.kty === 'AKP' ? 'priv' : 'd') === undefined ? 'public' : 'private'
  const isExtractable = extractable ?? members.ext ?? type === 'public'
  const jwk = members.kty === 'AKP' ? { ...members, alg } : members
  // jose checks a JWK's declared use when the key is used; WebCrypto gets its permitted operations.
  const key = await subtle.importKey(
    'jwk',
    { ...jwk, ext: true },
    algorithm,
    isExtractable,
    members.key_ops ?? pair.usages[type],
  )
  const create = type === 'public' ? createPublicKey : createPrivateKey
  return key.extractable ? key : adopt(key, create({ key: jwk, format: 'jwk' }))
}

/**
 * The algorithm of WebCrypto for a JWK; undefined where the JWK is of another type than the
 * algorithm wants.
 */
function algorithmOfJwk({ type, crypto }, { kty, crv }) {
  if (type !== 'ECDH') return type === kty ? crypto : undefined
  if (kty === 'EC') return { ...crypto, namedCurve: crv }
  return kty === 'OKP' && crv === 'X25519' ? { name: 'X25519' } : undefined
}

module.exports = { importJWK, importPKCS8, importSPKI, importX509 }
