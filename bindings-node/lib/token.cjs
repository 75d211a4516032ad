'use strict'

const { inspect } = require('node:util')
const { readClaims } = require('./claims.cjs')
const { optionInvalid, published } = require('./failure.cjs')
const { parseWithBigInts } = require('./integers.cjs')

const INTERNAL = Symbol('internal')

/** The characters at the end of what the addon gives: how long the claims are, seven bits each, and whether they hold a long number. */
const [DIGITS, MARKS] = [5, 1]
const TAIL = DIGITS + MARKS

/**
 * A token that was checked. It holds the one text that the addon gave, and parses each part when it is asked for: the claims, which come
 * first, and the list of everything else.
 */
class Token {
  #packed
  #claims
  #rest

  constructor(internal, packed) {
    if (internal !== INTERNAL) throw optionInvalid('a Token comes from checking one')
    this.#packed = packed
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#packed in value)) throw optionInvalid('this must be a Token')
    return value
  }

  static #claimsText(own) {
    return own.#packed.slice(0, claimsEnd(own.#packed))
  }

  /** Kind, header, outer header, keyId and decryptionKeyId. */
  static #restOf(value) {
    const own = Token.#of(value)
    return (own.#rest ??= JSON.parse(own.#packed.slice(claimsEnd(own.#packed), -TAIL)))
  }

  get claims() {
    const own = Token.#of(this)
    return (own.#claims ??= readClaims(Token.#claimsText(own), holdsLongNumber(own.#packed)))
  }

  claimsWithBigInts() {
    return parseWithBigInts(Token.#claimsText(Token.#of(this)))
  }

  get payload() {
    return new TextEncoder().encode(Token.#claimsText(Token.#of(this)))
  }

  get header() {
    return Token.#restOf(this)[1]
  }

  get outerHeader() {
    return Token.#restOf(this)[2]
  }

  get keyId() {
    return Token.#restOf(this)[3]
  }

  get decryptionKeyId() {
    return Token.#restOf(this)[4]
  }

  get kind() {
    return Token.#restOf(this)[0]
  }

  /** A claim of its own: never what every object inherits. */
  get(name) {
    if (typeof name !== 'string') throw optionInvalid('name must be a string')
    const { claims } = Token.#of(this)
    return Object.hasOwn(claims, name) ? claims[name] : undefined
  }

  /** What a console shows: not the claims, which were perhaps encrypted for a reason. */
  [inspect.custom](depth, options) {
    if (typeof this !== 'object' || this === null || !(#packed in this)) return 'Token {}'
    const { kind, keyId, header } = this
    return `Token ${inspect({ kind, keyId, header }, options)}`
  }
}

/** Where the claims end. */
function claimsEnd(packed) {
  let end = 0
  const start = packed.length - TAIL
  for (let at = start; at < start + DIGITS; at++) end = end * 128 + packed.charCodeAt(at)
  return end
}

/** Whether so many digits follow each other in the claims that they may be an integer which a number cannot hold. */
const holdsLongNumber = (packed) => packed.charCodeAt(packed.length - MARKS) === 1

const checkedToken = (packed) => new Token(INTERNAL, packed)

/** What an unchecked token says of itself. Not a class that users can tell from an object. */
function inspectedToken([kind, header, payload]) {
  let claims
  return {
    kind,
    header: JSON.parse(header),
    get claims() {
      return payload === null ? null : (claims ??= readClaims(payload, true))
    },
    get payload() {
      return payload === null ? null : new TextEncoder().encode(payload)
    },
  }
}

module.exports = { Token: published(Token), checkedToken, inspectedToken }
