'use strict'

// Keys as text: PEM, JWK, and the thumbprint of a JWK.

const { types } = require('node:util')
const { createHash } = require('node:crypto')
const { encode } = require('./base64url.cjs')
const { JOSENotSupported, JWKInvalid } = require('./errors.cjs')
const { received } = require('./key_checks.cjs')
const { materialOf } = require('./material.cjs')
const { own } = require('./own.cjs')

/** A public key as PEM (SPKI). */
const exportSPKI = async (key) => pemOf(key, 'public', 'spki')

/** A private key as PEM (PKCS #8). */
const exportPKCS8 = async (key) => pemOf(key, 'private', 'pkcs8')

function pemOf(key, type, format) {
  if (!types.isCryptoKey(key) && !types.isKeyObject(key)) {
    throw new TypeError(`Key must be one of type CryptoKey or KeyObject.${received(key)}`)
  }
  if (types.isCryptoKey(key) && !key.extractable) {
    throw new TypeError('CryptoKey is not extractable')
  }
  if (key.type !== type) throw new TypeError(`key is not a ${type} key`)
  const pem = keyObjectOf(key).export({ type: format, format: 'pem' })
  // As there: of a KeyObject what Node gives, and of a CryptoKey the same without its last line
  // break.
  return types.isCryptoKey(key) ? pem.trimEnd() : pem
}

const keyObjectOf = (key) => (types.isCryptoKey(key) ? materialOf(key) : key)

/** A key as JWK. */
async function exportJWK(key) {
  if (types.isUint8Array(key)) return { kty: 'oct', k: encode(key) }
  if (!types.isCryptoKey(key) && !types.isKeyObject(key)) {
    throw new TypeError(
      `Key must be one of type CryptoKey, KeyObject, or Uint8Array.${received(key)}`,
    )
  }
  if (types.isKeyObject(key)) return key.export({ format: 'jwk' })
  if (!key.extractable) throw new TypeError('non-extractable CryptoKey cannot be exported as a JWK')
  const { ext, key_ops, alg, use, ...jwk } = await globalThis.crypto.subtle.exportKey('jwk', key)
  // The algorithm is part of this type of key alone.
  return jwk.kty === 'AKP' ? { ...jwk, alg } : jwk
}

/**
 * The members that a thumbprint is made of, in their order, and what they are called (RFC 7638, RFC
 * 8037, RFC 9964).
 */
const MEMBERS = {
  AKP: { alg: '"alg" (Algorithm) Parameter', kty: undefined, pub: '"pub" (Public key) Parameter' },
  EC: {
    crv: '"crv" (Curve) Parameter',
    kty: undefined,
    x: '"x" (X Coordinate) Parameter',
    y: '"y" (Y Coordinate) Parameter',
  },
  OKP: {
    crv: '"crv" (Subtype of Key Pair) Parameter',
    kty: undefined,
    x: '"x" (Public Key) Parameter',
  },
  RSA: { e: '"e" (Exponent) Parameter', kty: undefined, n: '"n" (Modulus) Parameter' },
  oct: { k: '"k" (Key Value) Parameter', kty: undefined },
}

/** The thumbprint of a key (RFC 7638). */
async function calculateJwkThumbprint(key, digestAlgorithm = 'sha256') {
  if (!['sha256', 'sha384', 'sha512'].includes(digestAlgorithm)) {
    throw new TypeError('digestAlgorithm must one of "sha256", "sha384", or "sha512"')
  }
  const jwk = await jwkOf(key)
  const members = own(MEMBERS, jwk.kty)
  if (members === undefined) {
    throw new JOSENotSupported('"kty" (Key Type) Parameter missing or unsupported')
  }
  const parts = Object.entries(members).map(([name, called]) => {
    const value = own(jwk, name)
    if (typeof value !== 'string' || !isMember(name, value)) {
      throw new JWKInvalid(`${called} missing or invalid`)
    }
    return [name, value]
  })
  return createHash(digestAlgorithm)
    .update(JSON.stringify(Object.fromEntries(parts)))
    .digest('base64url')
}

/** Whether a value can be hashed. An empty secret has a thumbprint as well. */
const isMember = (name, value) => /^[ -~]+$/.test(value) || (name === 'k' && value === '')

async function jwkOf(key) {
  if (types.isCryptoKey(key) || types.isKeyObject(key)) return exportJWK(key)
  if (typeof key === 'object' && key !== null && typeof key.kty === 'string') return { ...key }
  throw new TypeError(
    `Key must be one of type CryptoKey, KeyObject, or JSON Web Key.${received(key)}`,
  )
}

/** The thumbprint of a key as a URI (RFC 9278). */
async function calculateJwkThumbprintUri(key, digestAlgorithm = 'sha256') {
  const thumbprint = await calculateJwkThumbprint(key, digestAlgorithm)
  return `urn:ietf:params:oauth:jwk-thumbprint:sha-${digestAlgorithm.slice(-3)}:${thumbprint}`
}

module.exports = {
  calculateJwkThumbprint,
  calculateJwkThumbprintUri,
  exportJWK,
  exportPKCS8,
  exportSPKI,
}
