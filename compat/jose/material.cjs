'use strict'

// The material of keys that this module made or read itself: of a CryptoKey, a KeyObject, which
// nobody else can reach.

const { KeyObject } = require('node:crypto')
const { JOSENotSupported } = require('./errors.cjs')

/** The KeyObject of each CryptoKey that was made here. */
const adopted = new WeakMap()

/** Remembers what a CryptoKey was made from; returns the CryptoKey. */
function adopt(cryptoKey, keyObject) {
  adopted.set(cryptoKey, keyObject)
  return cryptoKey
}

/**
 * The KeyObject of a CryptoKey. Node.js returns it even for a key that is not extractable, until
 * version 28: the core needs the key to use it. Nothing that this module returns exposes it.
 */
function materialOf(cryptoKey) {
  const known = adopted.get(cryptoKey)
  if (known !== undefined) return known
  try {
    return KeyObject.from(cryptoKey)
  } catch (cause) {
    if (cryptoKey.extractable) throw cause
    throw new JOSENotSupported(
      'this CryptoKey is not extractable, and this version of Node.js gives it to no library: ' +
        'make or import it as extractable, or by the functions of this module',
      { cause },
    )
  }
}

module.exports = { adopt, materialOf }
