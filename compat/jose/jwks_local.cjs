'use strict'

// Which key of a JWK Set a token was signed with, by jose's rules: by `alg` and `kid`, exactly one.

const { pairFor, signsWith } = require('./algorithms.cjs')
const {
  JOSENotSupported,
  JWKSInvalid,
  JWKSMultipleMatchingKeys,
  JWKSNoMatchingKey,
} = require('./errors.cjs')
const { importJWK } = require('./import.cjs')
const { isOperations } = require('./key_checks.cjs')
const { own } = require('./own.cjs')

/** A function that returns the key of a set for a token's header. */
function createLocalJWKSet(jwks) {
  const set = new Selection(jwks)
  return hidden(async (protectedHeader, token) => set.keyFor(protectedHeader, token), {
    jwks: { value: () => set.jwks() },
  })
}

/** A function with members that nobody changes by accident. */
const hidden = (resolve, members) => Object.defineProperties(resolve, members)

/** The keys of one set, each imported once for each algorithm. */
class Selection {
  #jwks
  #imported = new Map()

  constructor(jwks) {
    if (!isSet(jwks)) throw new JWKSInvalid('JSON Web Key Set malformed')
    this.#jwks = structuredClone(jwks)
  }

  jwks() {
    return structuredClone(this.#jwks)
  }

  /** The one key that fits. */
  async keyFor(protectedHeader, token) {
    const { alg, kid } = wantedBy(protectedHeader, token)
    const found = this.#jwks.keys.filter((jwk) => fits(jwk, alg, kid))
    if (found.length === 0) throw new JWKSNoMatchingKey()
    if (found.length > 1) throw this.#several(found, alg)
    return this.#import(found[0], alg)
  }

  #several(found, alg) {
    const error = new JWKSMultipleMatchingKeys()
    const load = (jwk) => this.#import(jwk, alg)
    error[Symbol.asyncIterator] = async function* () {
      for (const jwk of found) {
        try {
          yield await load(jwk)
        } catch {
          // One that cannot be read is no key of this token's.
        }
      }
    }
    return error
  }

  async #import(jwk, alg) {
    let keys = this.#imported.get(jwk)
    if (keys === undefined) this.#imported.set(jwk, (keys = new Map()))
    let key = keys.get(alg)
    // The promise, so that calls at the same time have the same key.
    if (key === undefined) keys.set(alg, (key = importPublic(jwk, alg)))
    return key
  }
}

async function importPublic(jwk, alg) {
  const key = await importJWK({ ...jwk, ext: true }, alg)
  if (key.type !== 'public') throw new JWKSInvalid('JSON Web Key Set members must be public keys')
  return key
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSet = (jwks) => isObject(jwks) && Array.isArray(jwks.keys) && [...jwks.keys].every(isObject)

/**
 * The algorithm and the key that a header names. No secret is published: only the algorithms of key
 * pairs have keys in a set.
 */
function wantedBy(protectedHeader, token) {
  const { alg, kid } = { ...protectedHeader, ...token?.header }
  if (pairFor(alg) === undefined || !signsWith(alg)) {
    throw new JOSENotSupported('Unsupported "alg" value for a JSON Web Key Set')
  }
  return { alg, kid }
}

/** Whether a JWK can be the key of a token with this header. */
function fits(jwk, alg, kid) {
  const { type, crypto } = pairFor(alg)
  if (jwk.kty !== type) return false
  if (kid !== undefined && jwk.kid !== kid) return false
  if ((own(jwk, 'alg') !== undefined || type === 'AKP') && jwk.alg !== alg) return false
  if (own(jwk, 'use') !== undefined && jwk.use !== 'sig') return false
  const operations = own(jwk, 'key_ops')
  if (operations !== undefined && !(isOperations(operations) && operations.includes('verify'))) {
    return false
  }
  const curve = type === 'EC' ? crypto.namedCurve : type === 'OKP' ? crypto.name : undefined
  return curve === undefined || jwk.crv === curve
}

module.exports = { Selection, createLocalJWKSet, hidden, wantedBy }
