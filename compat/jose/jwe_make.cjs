'use strict'

// Encrypting to one recipient. This reads the headers as jose does; the core writes and encrypts.

const { jwe } = require('tokenseal')
const { JOSENotSupported, JWEInvalid } = require('./errors.cjs')
const { criticalNames, ifAny, joined, normalized, without } = require('./headers.cjs')
const { checkContentEncryption, isCompressed } = require('./jwe_headers.cjs')
const { partiesOf, refuseChosen } = require('./key_management.cjs')
const { keyFor } = require('./keys.cjs')
const { isObject } = require('./objects.cjs')
const { makeOptions } = require('./options.cjs')
const { own } = require('./own.cjs')
const { Once, checkBytes, defineSetters } = require('./setters.cjs')
const { inCore, isSlow } = require('./work.cjs')

/** What the core gets other than in a header. */
const TOLD = ['alg', 'crit', 'enc', 'zip']

const OF_COMPACT = [
  'setContentEncryptionKey',
  'setInitializationVector',
  'setProtectedHeader',
  'setKeyManagementParameters',
]
const OF_FLATTENED = [...OF_COMPACT, 'setSharedUnprotectedHeader', 'setUnprotectedHeader']

/** Makes a JWE in the flattened serialization. */
class FlattenedEncrypt {
  #plaintext
  #aad
  #given = new Once()

  static {
    defineSetters(this, (own) => own.#given, OF_FLATTENED)
  }

  constructor(plaintext) {
    this.#plaintext = checkBytes(plaintext, 'plaintext')
  }

  setAdditionalAuthenticatedData(aad) {
    this.#aad = aad
    return this
  }

  async encrypt(key, options) {
    const message = messageOf(this.#given, options)
    message.aad = this.#aad
    return JSON.parse(await encryptTo(key, this.#plaintext, message, 'flattened'))
  }
}

/** Makes a JWE in the compact serialization. */
class CompactEncrypt {
  #plaintext
  #given = new Once()

  static {
    defineSetters(this, (own) => own.#given, OF_COMPACT)
  }

  constructor(plaintext) {
    this.#plaintext = checkBytes(plaintext, 'plaintext')
  }

  async encrypt(key, options) {
    return encryptCompact(this.#plaintext, this.#given, key, options)
  }
}

/** Encrypts in the compact serialization. `replicated` is written into the header besides. */
async function encryptCompact(plaintext, given, key, options, replicated) {
  return encryptTo(key, plaintext, messageOf(given, options, replicated), 'compact')
}

/** What the setters say about a token for one recipient. */
function messageOf(given, givenOptions, replicated) {
  const protectedGiven = given.get('setProtectedHeader')
  const headers = [
    replicated && isObject(protectedGiven) ? { ...protectedGiven, ...replicated } : protectedGiven,
    given.get('setSharedUnprotectedHeader'),
    given.get('setUnprotectedHeader'),
  ]
  if (headers.every((header) => header === undefined)) {
    const setters = 'either setProtectedHeader, setUnprotectedHeader, or sharedUnprotectedHeader'
    throw new JWEInvalid(`${setters} must be called before #encrypt()`)
  }
  const options = makeOptions(givenOptions)
  refuseChosen(given)
  const parameters = given.get('setKeyManagementParameters')
  return { ...readHeaders(headers, options), options, parameters }
}

/** The headers of one recipient: the protected one, the one that all share, and its own. */
function readHeaders(given, { crit }) {
  const [protectedHeader, shared, unprotected] = given.map((one) => normalized(one, JWEInvalid))
  const header = joined(protectedHeader, shared, unprotected)
  if (header === undefined) throw notDisjoint()
  if (criticalNames(JWEInvalid, { ...crit }, protectedHeader, header).length > 0) {
    throw new JOSENotSupported('"crit" is not written into encrypted tokens: leave it out')
  }
  const compress = isCompressed(protectedHeader, header)
  const alg = parameterOf(header, 'alg', 'Algorithm')
  const enc = parameterOf(header, 'enc', 'Encryption Algorithm')
  checkContentEncryption(enc)
  refuseGenerated(header, alg)
  return { alg, compress, enc, protectedHeader, shared, unprotected }
}

const notDisjoint = () => {
  const headers = 'JWE Protected, JWE Shared Unprotected and JWE Per-Recipient Header'
  return new JWEInvalid(`${headers} Parameter names must be disjoint`)
}

/** What key management writes by itself, and with which algorithms. */
const GENERATED = { epk: /^ECDH-ES/, iv: /GCMKW$/, tag: /GCMKW$/, p2s: /^PBES2/, p2c: /^PBES2/ }

/** Refuses a parameter that is not for the caller to write. */
function refuseGenerated(header, alg) {
  const name = Object.keys(GENERATED).find((one) => Object.hasOwn(header, one))
  if (name === undefined) return
  if (GENERATED[name].test(alg)) throw notDisjoint()
  throw new JWEInvalid(`"${name}" is written by the library: leave it out of the headers`)
}

function parameterOf(header, name, what) {
  const value = own(header, name)
  if (typeof value === 'string' && value !== '') return value
  throw new JWEInvalid(`JWE "${name}" (${what}) Header Parameter missing or invalid`)
}

/** Encrypts to one recipient, in any serialization. */
async function encryptTo(material, plaintext, message, serialization) {
  const { aad, alg, compress, enc, options, parameters, protectedHeader } = message
  const { allowWeakSecret } = options
  const key = keyFor(material, alg, 'encrypt', { enc, allowWeakSecret })
  const shared = ifAny(without(TOLD, message.shared))
  const unprotected = ifAny(without(TOLD, message.unprotected))
  const how = {
    serialization,
    compress,
    ...(alg !== 'dir' && { enc }),
    header: { ...without(TOLD, protectedHeader), ...partiesOf(parameters, alg) },
    ...(shared && { unprotected: shared }),
    ...(unprotected && { recipientHeaders: [unprotected] }),
    ...authenticated(aad),
  }
  const work = isSlow(alg) ? jwe.encryptAsync : jwe.encrypt
  return inCore('JWE', () => work(plaintext, key, how))
}

/** What is authenticated besides; nothing, if it is empty. */
function authenticated(aad) {
  if (aad === undefined) return {}
  const bytes = checkBytes(aad, 'JWE Additional Authenticated Data')
  return bytes.length === 0 ? {} : { aad: bytes }
}

module.exports = {
  CompactEncrypt,
  FlattenedEncrypt,
  TOLD,
  authenticated,
  encryptCompact,
  encryptTo,
  readHeaders,
}
