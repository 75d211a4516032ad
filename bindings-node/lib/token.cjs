'use strict'

const { inspect } = require('node:util')
const { readClaims } = require('./claims.cjs')
const { optionInvalid, published } = require('./failure.cjs')

const INTERNAL = Symbol('internal')

/** A token that was checked. It holds the texts that the addon gave, and parses each when it is asked for. */
class Token {
  #payload
  #headerText
  #outerHeaderText
  #claims
  #header
  #outerHeader
  #keyId
  #kind
  #decryptionKeyId

  constructor(internal, texts) {
    if (internal !== INTERNAL) throw optionInvalid('a Token comes from checking one')
    ;[this.#payload, this.#headerText, this.#keyId, this.#kind, this.#outerHeaderText, this.#decryptionKeyId] = texts
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#payload in value)) throw optionInvalid('a Token is wanted')
    return value
  }

  get claims() {
    const own = Token.#of(this)
    return (own.#claims ??= readClaims(own.#payload))
  }

  get payload() {
    return new TextEncoder().encode(Token.#of(this).#payload)
  }

  get header() {
    const own = Token.#of(this)
    return (own.#header ??= JSON.parse(own.#headerText))
  }

  get outerHeader() {
    const own = Token.#of(this)
    return own.#outerHeaderText === null ? null : (own.#outerHeader ??= JSON.parse(own.#outerHeaderText))
  }

  get keyId() {
    return Token.#of(this).#keyId
  }

  get decryptionKeyId() {
    return Token.#of(this).#decryptionKeyId
  }

  get kind() {
    return Token.#of(this).#kind
  }

  /** A claim of its own: never what every object inherits. */
  get(name) {
    if (typeof name !== 'string') throw optionInvalid('the name of a claim must be a string')
    const { claims } = Token.#of(this)
    return Object.hasOwn(claims, name) ? claims[name] : undefined
  }

  /** What a console shows: not the claims, which were perhaps encrypted for a reason. */
  [inspect.custom](depth, options) {
    if (typeof this !== 'object' || this === null || !(#payload in this)) return 'Token {}'
    const { kind, keyId, header } = this
    return `Token ${inspect({ kind, keyId, header }, options)}`
  }
}

const checkedToken = (texts) => new Token(INTERNAL, texts)

/** What an unchecked token says of itself. Not a class that users can tell from an object. */
function inspectedToken([kind, header, payload]) {
  let claims
  return {
    kind,
    header: JSON.parse(header),
    get claims() {
      return payload === null ? null : (claims ??= readClaims(payload))
    },
    get payload() {
      return payload === null ? null : new TextEncoder().encode(payload)
    },
  }
}

module.exports = { Token: published(Token), checkedToken, inspectedToken }
