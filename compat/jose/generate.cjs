'use strict'

// New keys, as CryptoKeys.

const crypto = require('node:crypto')
const { promisify } = require('node:util')
const { pairFor, secretFor } = require('./algorithms.cjs')
const { JOSENotSupported } = require('./errors.cjs')
const { extractableOf, readOptions } = require('./key_options.cjs')
const { adopt } = require('./material.cjs')
const { CURVES, importDer } = require('./pem.cjs')

const { subtle } = globalThis.crypto
const generatePair = promisify(crypto.generateKeyPair)

/** A new pair of keys. The private one is not extractable, unless `extractable` says so. */
async function generateKeyPair(alg, options) {
  const pair = pairFor(alg)
  if (pair === undefined) {
    throw new JOSENotSupported('Invalid or unsupported "alg" (Algorithm) value')
  }
  const { extractable = false, ...given } = readOptions(options, [
    'crv',
    'extractable',
    'modulusLength',
  ])
  const { publicKey, privateKey } = await generated(alg, parametersOf(alg, pair, given))
  const der = privateKey.export({ type: 'pkcs8', format: 'der' })
  try {
    return {
      publicKey: await importDer(
        'spki',
        publicKey.export({ type: 'spki', format: 'der' }),
        alg,
        true,
      ),
      privateKey: await importDer('pkcs8', der, alg, extractable),
    }
  } finally {
    der.fill(0)
  }
}

async function generated(alg, { type, ...parameters }) {
  try {
    return await generatePair(type, parameters)
  } catch (cause) {
    throw new JOSENotSupported(`alg ${alg} is not supported by this version of Node.js`, { cause })
  }
}

/** What Node makes such a pair from. */
function parametersOf(alg, { type, crypto: algorithm }, { modulusLength = 2048, crv }) {
  if (type === 'RSA') {
    if (!Number.isInteger(modulusLength) || modulusLength < 2048) {
      throw unsupported('modulusLength', '2048 bits or larger keys must be used')
    }
    return { type: 'rsa', modulusLength }
  }
  if (type === 'AKP') return { type: algorithm.name.toLowerCase() }
  const curve = curveOf(alg, algorithm, crv)
  if (curve === 'Ed25519' || curve === 'X25519') return { type: curve.toLowerCase() }
  return { type: 'ec', namedCurve: curve }
}

const AGREEMENT = Object.values(CURVES).map(({ name, namedCurve = name }) => namedCurve)

function curveOf(alg, { name, namedCurve = name }, crv) {
  if (name === 'ECDH') {
    if (crv === undefined) return 'P-256'
    if (AGREEMENT.includes(crv)) return crv
    throw unsupported('crv', 'supported values are P-256, P-384, P-521, and X25519')
  }
  if (crv === undefined || crv === namedCurve) return namedCurve
  throw unsupported('crv', `the only supported value for ${alg} is ${namedCurve}`)
}

const unsupported = (option, what) =>
  new JOSENotSupported(`Invalid or unsupported ${option} option provided, ${what}`)

/** A new secret: a CryptoKey, or bytes for the algorithms for which WebCrypto has no keys. */
async function generateSecret(alg, options) {
  const extractable = extractableOf(options) ?? false
  const secret = secretFor(alg)
  if (secret === undefined || secret.crypto?.name === 'PBKDF2') {
    throw new JOSENotSupported('Invalid or unsupported "alg" (Algorithm) value')
  }
  const bytes = new Uint8Array(bitsOf(alg) / 8)
  crypto.webcrypto.getRandomValues(bytes)
  if (secret.crypto === undefined) return bytes
  try {
    const key = await subtle.importKey('raw', bytes, secret.crypto, extractable, secret.usages)
    return extractable ? key : adopt(key, crypto.createSecretKey(bytes))
  } finally {
    bytes.fill(0)
  }
}

/**
 * The length of a secret: that of its hash, that in its name, and of AES-CBC with HMAC the length
 * of both keys.
 */
const bitsOf = (alg) => Number(/^HS|-HS/.test(alg) ? alg.slice(-3) : alg.slice(1, 4))

module.exports = { generateKeyPair, generateSecret }
