'use strict'

// What jose refuses of a key before it is used, in its words. What a key is worth, the core says.

const { pairFor, secretFor } = require('./algorithms.cjs')
const { own } = require('./own.cjs')

/**
 * What a key may do: as jose and WebCrypto call it. PBES2 and ECDH-ES derive, however the token is
 * used.
 */
function usageOf(alg, usage) {
  if (usage === 'sign' || usage === 'verify') return usage
  if (alg.startsWith('PBES2') || alg.startsWith('ECDH')) return 'deriveBits'
  if (/^A\d{3}KW$/.test(alg) || alg.startsWith('RSA')) {
    return usage === 'encrypt' ? 'wrapKey' : 'unwrapKey'
  }
  return usage
}

/** Of what type a key must be for an algorithm and a usage: secret, private or public. */
function typeFor(alg, usage) {
  if (secretFor(alg) !== undefined) return 'secret'
  return usage === 'sign' || usage === 'decrypt' ? 'private' : 'public'
}

/** The error for anything that is not a key at all. */
function noKey(alg, value) {
  const forms =
    secretFor(alg) === undefined
      ? 'KeyObject, or JSON Web Key'
      : 'KeyObject, JSON Web Key, or Uint8Array'
  return new TypeError(
    `Key for the ${alg} algorithm must be one of type CryptoKey, ${forms}.${received(value)}`,
  )
}

/** What was given instead, never what it holds. */
function received(value) {
  if (value === undefined || value === null) return ` Received ${value}`
  if (typeof value === 'function' && value.name) return ` Received function ${value.name}`
  const name = typeof value === 'object' ? value.constructor?.name : undefined
  return name ? ` Received an instance of ${name}` : ''
}

/** Checks a KeyObject. */
function checkKeyObject({ type }, alg, usage) {
  const wanted = typeFor(alg, usage)
  if (type !== wanted) {
    throw new TypeError(`KeyObject instances must be of type "${wanted}" for the ${alg} algorithm`)
  }
}

/** Whether a value can be the `key_ops` of a JWK (RFC 7517, section 4.3). */
const isOperations = (value) =>
  Array.isArray(value) &&
  [...value].every((one) => typeof one === 'string') &&
  new Set(value).size === value.length

/** Checks the members of a JWK that say what may be done with it. */
function checkJwkMembers(jwk) {
  if (own(jwk, 'key_ops') !== undefined && !isOperations(jwk.key_ops)) {
    throw new TypeError('"key_ops" (Key Operations) Parameter must be an array of unique strings')
  }
  if (own(jwk, 'ext') !== undefined && typeof jwk.ext !== 'boolean') {
    throw new TypeError('"ext" (Extractable) Parameter must be a boolean')
  }
}

/** Checks a JWK, which is a copy of the caller's. */
function checkJwk(jwk, alg, usage) {
  const wanted = typeFor(alg, usage)
  checkJwkMembers(jwk)
  checkJwkType(jwk, wanted)
  const refuse = (member, what) =>
    new TypeError(`Invalid key for this operation, its "${member}" must ${what} when present`)
  const use = usage === 'sign' || usage === 'verify' ? 'sig' : 'enc'
  if (own(jwk, 'use') !== undefined && jwk.use !== use) throw refuse('use', `be "${use}"`)
  if (own(jwk, 'alg') !== undefined && jwk.alg !== alg) throw refuse('alg', `be "${alg}"`)
  const operations = own(jwk, 'key_ops')
  // Nothing is derived from a public key that is encrypted to.
  if (
    operations === undefined ||
    (wanted === 'public' && usage === 'encrypt' && alg.startsWith('ECDH'))
  ) {
    return
  }
  const operation = usageOf(alg, usage)
  if (!operations.includes(operation)) throw refuse('key_ops', `include "${operation}"`)
}

function checkJwkType(jwk, wanted) {
  if (wanted === 'secret') {
    if (jwk.kty === 'oct' && typeof own(jwk, 'k') === 'string') return
    throw new TypeError(
      'JSON Web Key for symmetric algorithms must have JWK "kty" (Key Type) equal to "oct" ' +
        'and the JWK "k" (Key Value) present',
    )
  }
  const secret = own(jwk, jwk.kty === 'AKP' ? 'priv' : 'd')
  const fits =
    jwk.kty !== 'oct' && (wanted === 'private' ? typeof secret === 'string' : secret === undefined)
  if (!fits) throw new TypeError(`JSON Web Key for this operation must be a ${wanted} JWK`)
}

/** Checks a CryptoKey, which knows what it is for. */
function checkCryptoKey(key, alg, usage) {
  const wanted = typeFor(alg, usage)
  if (wanted === 'secret' && secretFor(alg).crypto === undefined) {
    throw new TypeError('Key must be of type Uint8Array. Received an instance of CryptoKey')
  }
  if (key.type !== wanted) {
    throw new TypeError(`CryptoKey instances must be of type "${wanted}" for the ${alg} algorithm`)
  }
  checkCryptoAlgorithm(key.algorithm, alg)
  const operation = alg.startsWith('RSA') ? usage : usageOf(alg, usage)
  const isUsed = wanted !== 'public' || usage !== 'encrypt' || !alg.startsWith('ECDH')
  if (isUsed && !key.usages.includes(operation)) {
    throw unsupported(`its usages must include ${operation}.`)
  }
}

function checkCryptoAlgorithm(algorithm, alg) {
  const wanted = (secretFor(alg) ?? pairFor(alg)).crypto
  const names = wanted.name === 'ECDH' ? ['ECDH', 'X25519'] : [wanted.name]
  if (!names.includes(algorithm.name)) {
    throw unsupported(`its algorithm.name must be ${names.join(' or ')}`)
  }
  for (const member of ['hash', 'length', 'namedCurve']) {
    const has = member === 'hash' ? algorithm.hash?.name : algorithm[member]
    if (wanted[member] !== undefined && has !== wanted[member]) {
      throw unsupported(`its algorithm.${member} must be ${wanted[member]}`)
    }
  }
}

const unsupported = (what) => new TypeError(`CryptoKey does not support this operation, ${what}`)

module.exports = {
  checkCryptoKey,
  checkJwk,
  checkJwkMembers,
  checkKeyObject,
  isOperations,
  noKey,
  received,
}
