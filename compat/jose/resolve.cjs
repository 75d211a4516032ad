'use strict'

// Keys that a function finds, by what a token says about itself.

const { types } = require('node:util')
const { importJWK } = require('./import.cjs')

/** The key: the caller's own, or the one that the caller's function finds. */
const resolveKey = (key, header, token) => (typeof key === 'function' ? key(header, token) : key)

/** What a result says about a key that a function found; nothing about one that was given. */
async function resolvedBy(key, found, alg) {
  return typeof key === 'function' ? { key: await shownKey(found, alg) } : {}
}

/** What was made of the same KeyObject before, by algorithm. */
const shown = new WeakMap()

/** A key as jose shows it: a CryptoKey, or the bytes of a secret. */
async function shownKey(key, alg) {
  if (!types.isKeyObject(key)) return isJwk(key) ? importJWK({ ...key }, alg) : key
  if (key.type === 'secret') return key.export()
  if (!shown.has(key)) shown.set(key, new Map())
  const known = shown.get(key)
  if (!known.has(alg)) known.set(alg, await importJWK(key.export({ format: 'jwk' }), alg))
  return known.get(alg)
}

const isJwk = (key) => typeof key?.kty === 'string'

module.exports = { resolveKey, resolvedBy }
