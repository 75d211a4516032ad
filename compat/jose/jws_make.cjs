'use strict'

// Signing in the compact and flattened serialization. This reads the headers as jose does; the core
// writes and signs.

const { jws } = require('tokenseal')
const { JOSENotSupported, JWSInvalid } = require('./errors.cjs')
const headers = require('./headers.cjs')
const { keyFor } = require('./keys.cjs')
const { makeOptions } = require('./options.cjs')
const { own } = require('./own.cjs')
const { Once, checkBytes, defineSetters } = require('./setters.cjs')
const { inCore, isSlow } = require('./work.cjs')

const { criticalNames, encodes, ifAny, joined, normalized, without } = headers

/** What the core gets other than in a header. */
const TOLD = ['alg', 'b64', 'crit']

/** Makes a JWS in the flattened serialization. */
class FlattenedSign {
  #payload
  #given = new Once()

  static {
    const setters = ['setProtectedHeader', 'setUnprotectedHeader']
    defineSetters(this, (own) => own.#given, setters)
  }

  constructor(payload) {
    this.#payload = checkBytes(payload, 'payload')
  }

  async sign(key, options) {
    const read = makeOptions(options)
    return signFlattened(this.#payload, signatureOf(this.#given, read), key, read)
  }
}

/** Makes a JWS in the compact serialization. */
class CompactSign {
  #payload
  #given = new Once()

  static {
    defineSetters(this, (own) => own.#given, ['setProtectedHeader'])
  }

  constructor(payload) {
    this.#payload = checkBytes(payload, 'payload')
  }

  async sign(key, options) {
    return signCompact(this.#payload, this.#given, key, makeOptions(options), ({ isUnencoded }) => {
      if (!isUnencoded) return
      throw new TypeError('use the flattened module for creating JWS with b64: false')
    })
  }
}

/** Signs in the compact serialization. `check` looks at what the headers say first. */
async function signCompact(payload, headers, key, options, check) {
  const signature = signatureOf(headers, options, check)
  return sign(payload, signature, key, options, { serialization: 'compact' })
}

/** Signs in the flattened serialization. A payload that is not encoded is left out, as there. */
async function signFlattened(payload, signature, key, options) {
  const unencoded = signature.isUnencoded ? { b64: false, detached: true } : {}
  const form = { serialization: 'flattened', ...unencoded }
  return { payload: '', ...JSON.parse(await sign(payload, signature, key, options, form)) }
}

/** What the set headers say about a signature. */
function signatureOf(given, { crit }, check) {
  const set = ['setProtectedHeader', 'setUnprotectedHeader'].map((name) => given.get(name))
  if (set.every((header) => header === undefined)) {
    const setters = 'either setProtectedHeader or setUnprotectedHeader'
    throw new JWSInvalid(`${setters} must be called before #sign()`)
  }
  const [protectedHeader, unprotected] = set.map((header) => normalized(header, JWSInvalid))
  const header = joined(protectedHeader, unprotected)
  if (header === undefined) {
    const names = 'JWS Protected and JWS Unprotected Header Parameter names'
    throw new JWSInvalid(`${names} must be disjoint`)
  }
  const critical = criticalToMake(crit, protectedHeader, header)
  const isUnencoded = critical.includes('b64') && !encodes(protectedHeader)
  const signature = { critical, header, isUnencoded, protectedHeader, unprotected }
  check?.(signature)
  checkMakeable(signature)
  return signature
}

function criticalToMake(crit, protectedHeader, header) {
  const critical = criticalNames(JWSInvalid, { ...crit, b64: true }, protectedHeader, header)
  if (new Set(critical).size === critical.length) return critical
  throw new JWSInvalid('"crit" (Critical) Header Parameter MUST NOT contain duplicate values')
}

function checkMakeable({ header, isUnencoded }) {
  const alg = own(header, 'alg')
  if (typeof alg !== 'string' || alg === '') {
    throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing or invalid')
  }
  // The core writes `b64` only where it changes something, and then makes it critical.
  if (Object.hasOwn(header, 'b64') && !isUnencoded) {
    throw new JOSENotSupported(
      'a "b64" that is true, or is not in "crit", is not written: leave it out, which means true',
    )
  }
}

/** Signs what the headers say. */
async function sign(payload, signature, material, options, form) {
  const { critical, header, protectedHeader, unprotected } = signature
  const key = keyFor(material, header.alg, 'sign', options)
  const names = critical.filter((name) => name !== 'b64')
  const unprotectedExtra = ifAny(without(TOLD, unprotected))
  const how = {
    ...form,
    header: without(TOLD, protectedHeader),
    ...(names.length > 0 && { critical: names }),
    ...(unprotectedExtra && { unprotected: unprotectedExtra }),
  }
  const work = isSlow(header.alg) ? jws.signAsync : jws.sign
  return inCore('JWS', () => work(payload, key, how))
}

module.exports = { CompactSign, FlattenedSign, signCompact, signFlattened, signatureOf }
