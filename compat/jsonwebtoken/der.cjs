'use strict'

// Keys as DER for the core, which knows a curve by its name alone (RFC 5480, section 2.1.1).

/** The bytes of an asymmetric KeyObject. */
function derOf(key) {
  const type = key.type === 'private' ? 'pkcs8' : 'spki'
  const bytes = key.export({ type, format: 'der' })
  if (key.asymmetricKeyType !== 'ec' || !spellsOutCurve(bytes)) return bytes
  const same = named(key)
  // A curve without a name here: the core says what is wrong.
  if (same === undefined) return bytes
  if (type === 'pkcs8') bytes.fill(0)
  return same.export({ type, format: 'der' })
}

/** The object identifier id-ecPublicKey, which stands before the curve: a name, or a sequence of parameters. */
const EC_PUBLIC_KEY = Buffer.from('06072a8648ce3d0201', 'hex')
const SEQUENCE = 0x30

function spellsOutCurve(der) {
  const at = der.indexOf(EC_PUBLIC_KEY)
  return at !== -1 && der[at + EC_PUBLIC_KEY.length] === SEQUENCE
}

/**
 * The same key with a named curve; undefined if the curve has no name as a JWK. OpenSSL names a
 * curve only if every parameter is that curve's, including the generator: with another one, anyone
 * could make a private key for a known public key.
 */
function named(key) {
  const { createPrivateKey, createPublicKey } = require('node:crypto')
  const create = key.type === 'private' ? createPrivateKey : createPublicKey
  try {
    return create({ key: key.export({ format: 'jwk' }), format: 'jwk' })
  } catch (error) {
    if (error?.code === 'ERR_CRYPTO_JWK_UNSUPPORTED_CURVE') return undefined
    throw error
  }
}

module.exports = { derOf }
