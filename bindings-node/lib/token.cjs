'use strict'

const { inspect } = require('node:util')
const { readClaims } = require('./claims.cjs')
const { published } = require('./exact.cjs')
const { described, detachedFrom, optionInvalid } = require('./failure.cjs')

const INTERNAL = Symbol('internal')

// The text that the addon gives for a token, which `bridge/src/packed/text.rs` describes: one digit for the kind, one that says whether the claims
// hold a long number, one for how possession was proven, and five JSON texts with a separator between them.

const KINDS = ['signed', 'encrypted', 'nested']
const [CLAIMS, HEADER, KEY_ID, OUTER_HEADER, DECRYPTION_KEY_ID] = [0, 1, 2, 3, 4]
const SEPARATOR = '\u001f'
const DIGITS = 3
const WAYS = [null, 'dpop', 'certificate']

/** The JSON text of a member. The claims are found as fast as a character is, and what comes later is short. */
function member(packed, place) {
  let start = DIGITS
  for (let count = 0; count < place; count++) start = packed.indexOf(SEPARATOR, start) + 1
  const end = packed.indexOf(SEPARATOR, start)
  return end === -1 ? packed.slice(start) : packed.slice(start, end)
}

/** Whether so many digits follow each other in the claims that they may be an integer which a number cannot hold. */
const holdsLongNumber = (packed) => packed[1] === '1'

/** How the possession of what a Token is bound to was proven, as a digit, and its claims as JSON text; undefined for anything else. */
let provenClaims

/** The header and the claims of a Token as JSON texts, exactly as they were protected; undefined for anything else. */
let protectedTexts

/** The same, and the keyId of the key that verified it: what a check needs that looks at a Token again; undefined for anything else. */
let keptTexts

/** Keeps with a Token, and gives, the check of the request that it came with; nothing for anything else. */
let keepRequest, requestOf

/** A token that was checked. It holds the one text that the addon gave, and parses a member of it whenever it is asked for. */
class Token {
  #packed
  /** For looking up single claims, and never handed out. */
  #claims
  /** The check of the request that it came with, which an adapter keeps. */
  #request
  /**
   * What all tokens with the same text share, if their verifier remembers it: the claims once they
   * were read, and whether none of them can be changed.
   */
  #record

  constructor(internal, packed, record) {
    if (internal !== INTERNAL) throw optionInvalid('a Token comes from checking one')
    this.#packed = packed
    this.#record = record
  }

  static {
    provenClaims = (value) =>
      typeof value === 'object' && value !== null && #packed in value ? [Number(value.#packed[2]), member(value.#packed, CLAIMS)] : undefined
    protectedTexts = (value) =>
      typeof value === 'object' && value !== null && #packed in value ? [member(value.#packed, HEADER), member(value.#packed, CLAIMS)] : undefined
    keepRequest = (value, request) => {
      if (typeof value === 'object' && value !== null && #packed in value) value.#request = request
    }
    requestOf = (value) => (typeof value === 'object' && value !== null && #packed in value ? value.#request : undefined)
    keptTexts = (value) => {
      const texts = protectedTexts(value)
      return texts === undefined ? undefined : [...texts, JSON.parse(member(value.#packed, KEY_ID))]
    }
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#packed in value)) throw detachedFrom('a Token')
    return value
  }

  /** New for each reader, who may change them. */
  get claims() {
    const own = Token.#of(this)
    if (own.#record === undefined) return own.#read()
    const claims = own.#shared()
    return own.#record.isFlat ? { ...claims } : copied(claims)
  }

  #read() {
    return readClaims(member(this.#packed, CLAIMS), holdsLongNumber(this.#packed))
  }

  /** The claims that no reader gets. */
  #shared() {
    const record = this.#record
    if (record === undefined) return (this.#claims ??= this.#read())
    if (record.claims === undefined) {
      record.claims = this.#read()
      record.isFlat = !Object.values(record.claims).some(canChange)
    }
    return record.claims
  }

  claimsWithBigInts() {
    // Few ask for them.
    return require('./integers.cjs').parseWithBigInts(member(Token.#of(this).#packed, CLAIMS))
  }

  get payload() {
    return new TextEncoder().encode(member(Token.#of(this).#packed, CLAIMS))
  }

  get header() {
    return JSON.parse(member(Token.#of(this).#packed, HEADER))
  }

  get outerHeader() {
    return JSON.parse(member(Token.#of(this).#packed, OUTER_HEADER))
  }

  get keyId() {
    return JSON.parse(member(Token.#of(this).#packed, KEY_ID))
  }

  get decryptionKeyId() {
    return JSON.parse(member(Token.#of(this).#packed, DECRYPTION_KEY_ID))
  }

  get kind() {
    return KINDS[Token.#of(this).#packed[0]]
  }

  get provenBy() {
    return WAYS[Token.#of(this).#packed[2]]
  }

  /** A claim of its own: never what every object inherits. */
  get(name) {
    if (typeof name !== 'string') throw optionInvalid(`name must be a string, and this is ${described(name)}`)
    const own = Token.#of(this)
    const claims = own.#shared()
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined
    return canChange(value) ? copied(value) : value
  }

  /** What a console shows: not the claims, which were perhaps encrypted for a reason. */
  [inspect.custom](depth, options) {
    if (typeof this !== 'object' || this === null || !(#packed in this)) return 'Token {}'
    const { kind, keyId, header } = this
    return `Token ${inspect({ kind, keyId, header }, options)}`
  }
}

const canChange = (value) => typeof value === 'object' && value !== null

/** A copy of what JSON can hold. A claim that is called `__proto__` is a member like any other. */
function copied(value) {
  if (Array.isArray(value)) return value.map((element) => (canChange(element) ? copied(element) : element))
  const copy = { ...value }
  for (const name of Object.keys(copy)) if (canChange(copy[name])) copy[name] = copied(copy[name])
  return copy
}

const checkedToken = (packed) => new Token(INTERNAL, packed, undefined)

/** One of the tokens that share a record. Each is a separate object, which belongs to the caller of the check. */
const rememberedToken = (record) => new Token(INTERNAL, record.packed, record)

/**
 * Tokens that a verifier remembers. The addon decides which are; it gives each once as text, and
 * then by a number, and says which have left.
 */
class Remembered {
  #records = new Map()

  /**
   * The token, if that is what the addon gave: undefined for a failure, and for a check that has
   * more to say.
   */
  token(result) {
    if (typeof result === 'string') return checkedToken(result)
    if (typeof result === 'number') return rememberedToken(this.#records.get(result))
    if (result.remembered === undefined) return undefined
    for (const number of result.gone) this.#records.delete(number)
    const record = { packed: result.packed, claims: undefined, isFlat: false }
    this.#records.set(result.remembered, record)
    return rememberedToken(record)
  }
}

/** What an unchecked token says about itself. Not a class that users can tell from an object. */
function inspectedToken([kind, header, payload]) {
  return {
    kind,
    header: JSON.parse(header),
    get claims() {
      return payload === null ? null : readClaims(payload, true)
    },
    get payload() {
      return payload === null ? null : new TextEncoder().encode(payload)
    },
  }
}

module.exports = {
  Remembered,
  Token: published(Token),
  checkedToken,
  inspectedToken,
  keepRequest,
  keptTexts,
  protectedTexts,
  provenClaims,
  requestOf,
}
