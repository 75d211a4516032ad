'use strict'

// Keys in PEM as CryptoKeys.

const { X509Certificate, createPrivateKey, createPublicKey } = require('node:crypto')
const { pairFor } = require('./algorithms.cjs')
const { JOSENotSupported } = require('./errors.cjs')
const { extractableOf } = require('./key_options.cjs')
const { adopt } = require('./material.cjs')
const { own } = require('./own.cjs')

const { subtle } = globalThis.crypto

/** A public key in PEM (SPKI). */
async function importSPKI(spki, alg, options) {
  return importDer(
    'spki',
    pemBytes(spki, 'PUBLIC KEY', '"spki" must be SPKI formatted string'),
    alg,
    extractableOf(options),
  )
}

/** A private key in PEM (PKCS #8). */
async function importPKCS8(pkcs8, alg, options) {
  return importDer(
    'pkcs8',
    pemBytes(pkcs8, 'PRIVATE KEY', '"pkcs8" must be PKCS#8 formatted string'),
    alg,
    extractableOf(options),
  )
}

/**
 * The public key of a certificate in PEM. The caller must decide whether to trust the certificate.
 */
async function importX509(x509, alg, options) {
  const extractable = extractableOf(options)
  checkBeginning(x509, 'CERTIFICATE', '"x509" must be X.509 formatted string')
  return importDer('spki', spkiOf(x509), alg, extractable)
}

function spkiOf(x509) {
  try {
    const { publicKey } = new X509Certificate(pemBytes(x509, 'CERTIFICATE'))
    return publicKey.export({ type: 'spki', format: 'der' })
  } catch (cause) {
    throw new TypeError('Failed to parse the X.509 certificate', { cause })
  }
}

/** The bytes between the lines of PEM that begin some text. */
function pemBytes(text, label, refusal) {
  checkBeginning(text, label, refusal)
  const base64 = text.replace(`-----BEGIN ${label}-----`, '').replace(`-----END ${label}-----`, '')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

function checkBeginning(text, label, refusal) {
  if (typeof text !== 'string' || !text.startsWith(`-----BEGIN ${label}-----`)) {
    throw new TypeError(refusal)
  }
}

async function importDer(format, der, alg, extractable) {
  const pair = pairFor(alg)
  if (pair === undefined) {
    throw new JOSENotSupported('Invalid or unsupported "alg" (Algorithm) value')
  }
  const type = format === 'spki' ? 'public' : 'private'
  const algorithm = pair.type === 'ECDH' ? agreementOf(der, type) : pair.crypto
  const key = await subtle.importKey(
    format,
    der,
    algorithm,
    extractable ?? type === 'public',
    pair.usages[type],
  )
  return key.extractable ? key : adopt(key, keyObjectOf(der, type))
}

const keyObjectOf = (der, type) => {
  const [create, format] =
    type === 'public' ? [createPublicKey, 'spki'] : [createPrivateKey, 'pkcs8']
  return create({ key: Buffer.from(der), type: format, format: 'der' })
}

/**
 * What WebCrypto calls the curves of ECDH-ES, by Node's name of the curve or of the type of key.
 */
const CURVES = {
  prime256v1: { name: 'ECDH', namedCurve: 'P-256' },
  secp384r1: { name: 'ECDH', namedCurve: 'P-384' },
  secp521r1: { name: 'ECDH', namedCurve: 'P-521' },
  x25519: { name: 'X25519' },
}

/** The algorithm of a key for ECDH-ES, whose curve is its own. */
function agreementOf(der, type) {
  let curve
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = keyObjectOf(der, type)
    curve = asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType
  } catch (cause) {
    throw new JOSENotSupported('Invalid or unsupported key format', { cause })
  }
  const algorithm = own(CURVES, curve)
  if (algorithm === undefined) throw new JOSENotSupported('Invalid or unsupported key format')
  return algorithm
}

module.exports = { CURVES, importDer, importPKCS8, importSPKI, importX509 }
