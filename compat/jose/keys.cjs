'use strict'

// What jose takes as a key, as a Key of this library that is bound to one algorithm.

const { types } = require('node:util')
const { Key, TokenError } = require('tokenseal')
const { pairFor, secretFor, signsWith } = require('./algorithms.cjs')
const { JOSENotSupported, JWKInvalid } = require('./errors.cjs')
const { checkCryptoKey, checkJwk, checkKeyObject, noKey } = require('./key_checks.cjs')
const { materialOf } = require('./material.cjs')
const { own } = require('./own.cjs')
const { mistake, translate } = require('./refusals.cjs')

/**
 * The Key for a CryptoKey, KeyObject, JWK or Uint8Array, for `alg` and a usage: 'sign', 'verify',
 * 'encrypt' or 'decrypt'. For `dir`, `enc` is needed. It has no `keyId`, so that the `kid` of a
 * header is the caller's.
 *
 * Synchronous. Throws a TypeError or JOSENotSupported as jose does, with the TokenError as `cause`
 * where the core refuses.
 */
function keyFor(input, alg, usage, { enc, allowWeakSecret = false } = {}) {
  checkAlgorithm(alg, usage)
  const target = { alg, enc: alg === 'dir' ? enc : undefined, allowWeakSecret }
  // In its words, a key of `dir` is one for the content encryption.
  const name = target.enc ?? alg
  try {
    return read(input, name, usage, target)
  } catch (error) {
    throw refusalOf(error, name)
  }
}

/** The error for a key that the core refuses. Of an RSA key that is too short, jose has words. */
function refusalOf(error, alg) {
  if (error?.code !== 'ERR_KEY_WEAK' || pairFor(alg)?.type !== 'RSA') return translate(error)
  const refusal = new TypeError(`${alg} requires key modulusLength to be 2048 bits or larger`)
  return Object.assign(refusal, { cause: error, code: error.code })
}

function checkAlgorithm(alg, usage) {
  if (usage === 'sign' || usage === 'verify') {
    if (!isKnown(alg) || !signsWith(alg)) {
      throw new JOSENotSupported(
        `alg ${alg} is not supported either by JOSE or your javascript runtime`,
      )
    }
  } else if (alg !== 'dir' && (!isKnown(alg) || signsWith(alg))) {
    throw new JOSENotSupported('Invalid or unsupported "alg" (JWE Algorithm) header value')
  }
}

const isKnown = (alg) => (pairFor(alg) ?? secretFor(alg)) !== undefined

function read(input, name, usage, target) {
  if (types.isUint8Array(input)) {
    if (secretFor(name) === undefined) throw noKey(name, input)
    // Bytes can change: a Key of them is made for each call.
    return fromBytes(input, target)
  }
  if (types.isKeyObject(input)) {
    checkKeyObject(input, name, usage)
    return remembered(input, target, () => fromKeyObject(input, target))
  }
  if (types.isCryptoKey(input)) {
    checkCryptoKey(input, name, usage)
    return remembered(input, target, () => fromKeyObject(materialOf(input), target))
  }
  if (typeof input !== 'object' || input === null || typeof input.kty !== 'string') {
    throw noKey(name, input)
  }
  const jwk = { ...input }
  checkJwk(jwk, name, usage)
  return remembered(input, target, () => fromJwk(jwk, target), jwk)
}

/** Keys by the object that they were made of, for as long as that lives. */
const bound = new WeakMap()

/**
 * The Key that was made of an object before, or a new one. An object that can change is compared
 * with what it was then.
 */
function remembered(object, { alg, enc, allowWeakSecret }, make, members) {
  let known = bound.get(object)
  if (known === undefined || !isSame(known.members, members)) {
    bound.set(object, (known = { keys: new Map(), members: copyOf(members) }))
  }
  // A key that was allowed to be weak is invisible to callers that do not allow it.
  const name = `${alg} ${enc} ${allowWeakSecret}`
  let key = known.keys.get(name)
  if (key === undefined) known.keys.set(name, (key = make()))
  return key
}

/** The members of a JWK as they are now: lists can change as well. */
const copyOf = (members) =>
  members &&
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, copied(value)]))
const copied = (value) => (Array.isArray(value) ? [...value] : value)

function isSame(before, now) {
  if (before === now) return true
  const names = Object.keys(now)
  return (
    names.length === Object.keys(before).length &&
    names.every((name) => isEqual(own(before, name), now[name]))
  )
}

function isEqual(before, now) {
  if (!Array.isArray(now)) return before === now && (typeof now !== 'object' || now === null)
  return (
    Array.isArray(before) &&
    before.length === now.length &&
    now.every((value, index) => isEqual(before[index], value))
  )
}

function fromBytes(secret, { alg, enc, allowWeakSecret }) {
  try {
    if (alg.startsWith('PBES2')) return Key.fromPassword(secret, alg)
    return Key.fromSecret(secret, alg, { enc, allowWeakSecret })
  } catch (error) {
    // Bytes of the wrong length are no malformed JWK.
    throw error instanceof TokenError ? mistake(error) : error
  }
}

function fromKeyObject(keyObject, target) {
  const type = { secret: undefined, public: 'spki', private: 'pkcs8' }[keyObject.type]
  const bytes = type === undefined ? keyObject.export() : keyObject.export({ type, format: 'der' })
  try {
    return type === undefined ? fromBytes(bytes, target) : Key.fromDer(bytes, target.alg)
  } finally {
    if (type !== 'spki') bytes.fill(0)
  }
}

/**
 * A JWK; its `kid` is no matter of the key, and the `alg` of a key for `dir` is its content
 * encryption.
 */
function fromJwk({ kid, alg: _, ...members }, target) {
  const { alg, enc, allowWeakSecret } = target
  if (!alg.startsWith('PBES2')) {
    return Key.fromJwk({ ...members, alg }, { alg, enc, allowWeakSecret })
  }
  const password = Buffer.from(members.k, 'base64url')
  try {
    if (password.toString('base64url') !== members.k) {
      throw new JWKInvalid('the JWK "k" (Key Value) of a password is not base64url')
    }
    return fromBytes(password, target)
  } finally {
    password.fill(0)
  }
}

module.exports = { keyFor }
