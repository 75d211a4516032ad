'use strict'

// The answer to a request, as the one text that the addon gives (`src/resource.rs`): the status and the code of an error that was ignored, the headers as
// JSON, the decision, the token, and of one that refuses the body and the error as JSON. Each part is read when it is asked for.

const { inspect } = require('node:util')
const { decided, deniedError } = require('./decision.cjs')
const { published } = require('./exact.cjs')
const { detachedFrom, optionInvalid } = require('./failure.cjs')
const { checkedToken } = require('./token.cjs')

const INTERNAL = Symbol('internal')
const SEPARATOR = '\u001e'
const [STATUS, HEADERS, DECISION, TOKEN, BODY, ERROR] = [0, 1, 2, 3, 4, 5]

class Answer {
  #parts
  #token
  #error
  /** The request, which can be asked about again. */
  #asked

  /** The code of the error of a token that a rule has ignored. */
  #ignored

  constructor(internal, text, asked, before) {
    if (internal !== INTERNAL) throw optionInvalid('an Answer comes from checking a request to a ProtectedResource')
    this.#parts = text.split(SEPARATOR)
    this.#asked = asked
    this.#ignored = before?.#ignored
    if (before !== undefined && this.allowed) this.#token = before.token
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#parts in value)) throw detachedFrom('an Answer')
    return value
  }

  get allowed() {
    return Answer.#of(this).#parts.length <= BODY
  }

  get status() {
    return Number.parseInt(Answer.#of(this).#parts[STATUS], 10)
  }

  get grpcStatus() {
    const { length, [ERROR]: error } = Answer.#of(this).#parts
    return length <= BODY ? 0 : JSON.parse(error).grpcStatus
  }

  /** New for each reader, who may add others. */
  get headers() {
    const json = Answer.#of(this).#parts[HEADERS]
    return json === '' ? [] : JSON.parse(json)
  }

  get body() {
    return Answer.#of(this).#parts[BODY] ?? ''
  }

  get token() {
    const own = Answer.#of(this)
    return (own.#token ??= own.#parts[TOKEN] === '' ? null : checkedToken(own.#parts[TOKEN]))
  }

  get error() {
    const own = Answer.#of(this)
    return own.#parts.length <= BODY ? null : (own.#error ??= errorOf(own.#parts))
  }

  get decision() {
    const text = Answer.#of(this).#parts[DECISION]
    return text === '' ? null : decided(text)
  }

  again(options) {
    const own = Answer.#of(this)
    if (!own.allowed) return own
    own.#ignored ??= own.#parts[STATUS].split(' ')[1]
    return new Answer(INTERNAL, own.#asked.again(own.token, own.#ignored, options), own.#asked, own)
  }

  /** What a console shows: not the claims. */
  [inspect.custom](depth, options) {
    if (typeof this !== 'object' || this === null || !(#parts in this)) return 'Answer {}'
    const { allowed, status, error } = this
    return `Answer ${inspect({ allowed, status, code: error?.code ?? null }, options)}`
  }
}

function errorOf(parts) {
  const { fault, status, grpcStatus, ...failure } = JSON.parse(parts[ERROR])
  return deniedError(fault === null ? failure : { ...failure, fault, status, decision: parts[DECISION] })
}

const answered = (text, asked) => new Answer(INTERNAL, text, asked)

module.exports = { Answer: published(Answer), answered }
