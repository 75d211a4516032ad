'use strict'

// What jsonwebtoken takes as a key, read by Node as it does there.

const PEM = '-----BEGIN '

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
  // Anything that is not a key is a secret, or nothing.
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

module.exports = { signingKey, verifyingKey }
