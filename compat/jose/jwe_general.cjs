'use strict'

const { jwe } = require('tokenseal')
const { JWEInvalid } = require('./errors.cjs')
const { ifAny, normalized, without } = require('./headers.cjs')
const { isDirect, notAlone } = require('./jwe_headers.cjs')
const { TOLD, authenticated, encryptTo, readHeaders } = require('./jwe_make.cjs')
const { partiesOf } = require('./key_management.cjs')
const { keyFor } = require('./keys.cjs')
const { makeOptions, sharedOptions } = require('./options.cjs')
const { Once, checkBytes, defineSetters } = require('./setters.cjs')
const { inCore, isSlow } = require('./work.cjs')

/** One recipient of a GeneralEncrypt. */
class IndividualRecipient {
  #token
  #key
  #options
  #given = new Once()

  static {
    const setters = ['setUnprotectedHeader', 'setKeyManagementParameters']
    defineSetters(this, (own) => own.#given, setters)
  }

  constructor(token, key, options) {
    this.#token = token
    this.#key = key
    this.#options = options
  }

  addRecipient(...given) {
    return this.#token.addRecipient(...given)
  }

  encrypt(...given) {
    return this.#token.encrypt(...given)
  }

  done() {
    return this.#token
  }

  /** What it is made of. */
  static read(one) {
    return {
      key: one.#key,
      options: makeOptions(one.#options),
      parameters: one.#given.get('setKeyManagementParameters'),
      unprotected: one.#given.get('setUnprotectedHeader'),
    }
  }
}

/** Makes a JWE in the general serialization. */
class GeneralEncrypt {
  #plaintext
  #aad
  #given = new Once()
  #recipients = []

  static {
    const setters = ['setProtectedHeader', 'setSharedUnprotectedHeader']
    defineSetters(this, (own) => own.#given, setters)
  }

  constructor(plaintext) {
    this.#plaintext = plaintext
  }

  addRecipient(key, options) {
    const recipient = new IndividualRecipient(this, key, options)
    this.#recipients.push(recipient)
    return recipient
  }

  setAdditionalAuthenticatedData(aad) {
    this.#aad = aad
    return this
  }

  async encrypt(options) {
    const { allowSharedContentKey } = sharedOptions(options)
    if (this.#recipients.length === 0) throw new JWEInvalid('at least one recipient must be added')
    const plaintext = checkBytes(this.#plaintext, 'plaintext')
    const headers = ['setProtectedHeader', 'setSharedUnprotectedHeader'].map((name) =>
      this.#given.get(name),
    )
    const messages = messagesOf(this.#recipients.map(IndividualRecipient.read), headers)
    for (const message of messages) message.aad = this.#aad
    const [only, ...others] = messages
    const text =
      others.length === 0
        ? await encryptTo(only.key, plaintext, only, 'general')
        : await encryptToAll(messages, plaintext, allowSharedContentKey)
    return JSON.parse(text)
  }
}

/** What to encrypt for each recipient; their headers must agree. */
function messagesOf(recipients, [protectedHeader, shared]) {
  const areShared = protectedHeader !== undefined || shared !== undefined
  if (!areShared && recipients.some(({ unprotected }) => unprotected === undefined)) {
    const setters = 'either setProtectedHeader, setUnprotectedHeader, or sharedUnprotectedHeader'
    throw new JWEInvalid(`${setters} must be called before #encrypt()`)
  }
  // Each is read once, however many share it.
  const headers = [protectedHeader, shared].map((header) => normalized(header, JWEInvalid))
  const messages = recipients.map(({ key, options, parameters, unprotected }) => {
    return { ...readHeaders([...headers, unprotected], options), key, options, parameters }
  })
  const direct = messages.find(({ alg }) => isDirect(alg))
  if (messages.length > 1 && direct !== undefined) throw notAlone(direct.alg)
  if (new Set(messages.map(({ enc }) => enc)).size > 1) {
    const what = 'JWE "enc" (Encryption Algorithm) Header Parameter'
    throw new JWEInvalid(`${what} must be the same for all recipients`)
  }
  return messages
}

/** Encrypts once to several recipients. */
async function encryptToAll(messages, plaintext, allowSharedContentKey) {
  const [{ aad, compress, enc, protectedHeader, shared }] = messages
  const keys = messages.map(({ alg, key, options }) =>
    keyFor(key, alg, 'encrypt', { allowWeakSecret: options.allowWeakSecret }),
  )
  const recipientHeaders = messages.map(({ alg, parameters, unprotected }) => ({
    ...without(TOLD, unprotected),
    ...partiesOf(parameters, alg),
  }))
  const sharedExtra = ifAny(without(TOLD, shared))
  const how = {
    serialization: 'general',
    compress,
    enc,
    header: without(TOLD, protectedHeader),
    recipientHeaders,
    ...(sharedExtra && { unprotected: sharedExtra }),
    ...(allowSharedContentKey && { allowSharedContentKey }),
    ...authenticated(aad),
  }
  const work = messages.some(({ alg }) => isSlow(alg)) ? jwe.encryptAsync : jwe.encrypt
  return inCore('JWE', () => work(plaintext, keys, how))
}

module.exports = { GeneralEncrypt }
