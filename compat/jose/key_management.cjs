'use strict'

// The caller's parameters for the key management of a token.

const { JOSENotSupported } = require('./errors.cjs')
const { isObject } = require('./objects.cjs')

const PARTIES = ['apu', 'apv']
/** What only a test may choose, and the iterations for a password, which the core chooses. */
const CHOSEN = ['epk', 'iv', 'p2c', 'p2s']

/** The header parameters for an algorithm: of all that can be given, ECDH-ES has two. */
function partiesOf(parameters, alg) {
  if (parameters === undefined) return {}
  if (!isObject(parameters)) throw new TypeError('key management parameters must be an object')
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) checkParameter(name, value)
  if (!alg.startsWith('ECDH-ES')) return {}
  return Object.fromEntries(
    given.map(([name, value]) => [name, Buffer.from(value).toString('base64url')]),
  )
}

function checkParameter(name, value) {
  if (CHOSEN.includes(name)) {
    throw new JOSENotSupported(`"${name}" is chosen by the library for each token: leave it out`)
  }
  if (!PARTIES.includes(name)) throw new TypeError(`"${name}" is no key management parameter`)
  if (!(value instanceof Uint8Array)) throw new TypeError(`"${name}" must be a Uint8Array`)
}

/** Refuses what would make the encryption of two tokens the same. */
function refuseChosen(headers) {
  for (const [setter, what] of [
    ['setContentEncryptionKey', 'the content encryption key'],
    ['setInitializationVector', 'the initialization vector'],
  ]) {
    if (headers.get(setter) === undefined) continue
    throw new JOSENotSupported(`${what} is random for each token: do not call ${setter}`)
  }
}

module.exports = { partiesOf, refuseChosen }
