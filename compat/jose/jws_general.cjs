'use strict'

const { JWSInvalid } = require('./errors.cjs')
const { signFlattened, signatureOf } = require('./jws_make.cjs')
const { makeOptions } = require('./options.cjs')
const { Once, checkBytes, defineSetters } = require('./setters.cjs')

/** One signature of a GeneralSign. */
class IndividualSignature {
  #token
  #key
  #options
  #given = new Once()

  static {
    const setters = ['setProtectedHeader', 'setUnprotectedHeader']
    defineSetters(this, (own) => own.#given, setters)
  }

  constructor(token, key, options) {
    this.#token = token
    this.#key = key
    this.#options = options
  }

  addSignature(...given) {
    return this.#token.addSignature(...given)
  }

  sign(...given) {
    return this.#token.sign(...given)
  }

  done() {
    return this.#token
  }

  /** What it is made of. */
  static read(one) {
    const options = makeOptions(one.#options)
    return { key: one.#key, options, signature: signatureOf(one.#given, options) }
  }
}

/** Makes a JWS in the general serialization. */
class GeneralSign {
  #payload
  #signatures = []

  constructor(payload) {
    this.#payload = payload
  }

  addSignature(key, options) {
    const signature = new IndividualSignature(this, key, options)
    this.#signatures.push(signature)
    return signature
  }

  async sign() {
    if (this.#signatures.length === 0) {
      throw new JWSInvalid('at least one signature must be added')
    }
    const payload = checkBytes(this.#payload, 'payload')
    const read = this.#signatures.map((one) => IndividualSignature.read(one))
    if (new Set(read.map(({ signature }) => signature.isUnencoded)).size > 1) {
      throw new JWSInvalid('inconsistent use of JWS Unencoded Payload (RFC7797)')
    }
    const sign = ({ key, options, signature }) => signFlattened(payload, signature, key, options)
    const tokens = await Promise.all(read.map(sign))
    const signatures = tokens.map(({ payload: _, ...signature }) => signature)
    return { payload: tokens[0].payload, signatures }
  }
}

module.exports = { GeneralSign }
