'use strict'

// What jsonwebtoken takes as a key, read by Node as it does there, and then as a Key of this library, bound to one algorithm.

const { Key, Verifier } = require('tokenseal')

const PEM = '-----BEGIN '

const EC_ALGORITHMS = ['ES256', 'ES384', 'ES512']
const PSS_ALGORITHMS = ['PS256', 'PS384', 'PS512']
const ALGORITHMS = { ec: EC_ALGORITHMS, rsa: ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'], 'rsa-pss': PSS_ALGORITHMS }
const CURVES = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' }

/** Loaded by the first call: a program that starts need not wait for it. */
let loaded
const crypto = () => (loaded ??= require('node:crypto'))

/** The private key or secret that signs; undefined where it is neither. */
const signingKey = (material) => readKey(material, crypto().createPrivateKey)

/** The public key or secret that verifies; of a private key, its public half. Undefined where it is neither. */
const verifyingKey = (material) => (typeof material === 'string' ? rememberedKey(material) : readKey(material, crypto().createPublicKey))

function readKey(material, create) {
  if (material instanceof crypto().KeyObject) return material
  // Node reads text and bytes as PEM only: asking it about anything else costs more than verifying.
  const isBytes = ArrayBuffer.isView(material) || material instanceof ArrayBuffer
  const isKey = isBytes ? bytesOf(material).includes(PEM) : typeof material !== 'string' || material.includes(PEM)
  const key = isKey ? madeBy(create, material) : undefined
  // What is no key is a secret, or nothing.
  return key ?? madeBy(crypto().createSecretKey, typeof material === 'string' ? Buffer.from(material) : material)
}

/** What one of Node's functions makes of some material; undefined where it refuses it, for whatever reason. */
function madeBy(create, material) {
  try {
    return create(material)
  } catch (error) {
    // Node names everything that it refuses by a code. Anything else is a mistake of somebody's program.
    if (typeof error?.code === 'string') return undefined
    throw error
  }
}

const bytesOf = (view) => (ArrayBuffer.isView(view) ? Buffer.from(view.buffer, view.byteOffset, view.byteLength) : Buffer.from(view))

/** Public keys that were given as text lately. Secrets and private keys are never kept. */
const remembered = new Map()
const MOST_REMEMBERED = 32

function rememberedKey(text) {
  const isPublic = /^-----BEGIN (?:PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----/.test(text)
  const known = isPublic ? remembered.get(text) : undefined
  if (known !== undefined) return known
  const key = readKey(text, crypto().createPublicKey)
  if (isPublic && key?.type === 'public') {
    if (remembered.size === MOST_REMEMBERED) remembered.delete(remembered.keys().next().value)
    remembered.set(text, key)
  }
  return key
}

/** The keys of this library for each KeyObject, by algorithm. */
const bound = new WeakMap()

/** The same key, bound to an algorithm. What the core refuses is a TokenError. */
function boundKey(key, algorithm, { allowWeakSecret = false }) {
  let keys = bound.get(key)
  if (keys === undefined) bound.set(key, (keys = new Map()))
  // One that was allowed to be weak is not there for who does not allow it.
  const name = allowWeakSecret ? `${algorithm}, weak` : algorithm
  let found = keys.get(name)
  if (found === undefined) keys.set(name, (found = bind(key, algorithm, allowWeakSecret)))
  return found
}

function bind(key, algorithm, allowWeakSecret) {
  const type = { secret: undefined, public: 'spki', private: 'pkcs8' }[key.type]
  const bytes = type === undefined ? key.export() : key.export({ type, format: 'der' })
  try {
    return type === undefined ? Key.fromSecret(bytes, algorithm, { allowWeakSecret }) : Key.fromDer(bytes, algorithm)
  } finally {
    if (type !== 'spki') bytes.fill(0)
  }
}

/** What waives every check of claims: they are jsonwebtoken's to make. `exp` and `nbf` cannot be waived. */
const WAIVED = { allowAnyAudience: true, allowAnyIssuer: true, allowAnyType: true, allowMissingExp: true }

const verifiers = new WeakMap()

/** A verifier of what this key has signed, from its second use on: for a single token it is not worth its making. */
function boundVerifier(key) {
  let verifier = verifiers.get(key)
  if (verifier === undefined) {
    const isKnown = verifiers.has(key)
    verifiers.set(key, (verifier = isKnown ? new Verifier({ keys: key, ...WAIVED }) : undefined))
  }
  return verifier
}

/** The check that `allowInvalidAsymmetricKeyTypes` waives there; here the core makes it again. */
function checkKeyType(algorithm, key) {
  const type = key.asymmetricKeyType
  if (type === undefined) return
  const allowed = Object.hasOwn(ALGORITHMS, type) ? ALGORITHMS[type] : undefined
  if (allowed === undefined) throw new Error(`Unknown key type "${type}".`)
  if (!allowed.includes(algorithm)) throw new Error(`"alg" parameter for "${type}" key type must be one of: ${allowed.join(', ')}.`)
  if (type === 'ec' && key.asymmetricKeyDetails.namedCurve !== CURVES[algorithm]) {
    throw new Error(`"alg" parameter "${algorithm}" requires curve "${CURVES[algorithm]}".`)
  }
}

/** What is accepted where `algorithms` is not given. */
function defaultAlgorithms(key) {
  if (key.type === 'secret') return ['HS256', 'HS384', 'HS512']
  return key.asymmetricKeyType === 'ec' ? EC_ALGORITHMS : ALGORITHMS.rsa
}

module.exports = { boundKey, boundVerifier, checkKeyType, defaultAlgorithms, signingKey, verifyingKey }
