'use strict'

// What access rules have decided, as the one text that the addon gives (`src/access.rs`): two digits, the status, the reason, then the rule and
// everything as JSON. The last is missing where nothing is needed and nothing challenged.

const { inspect } = require('node:util')
const { spelt } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { detachedFrom, optionInvalid, toError } = require('./failure.cjs')

const INTERNAL = Symbol('internal')
const SEPARATOR = '\u001f'
const REASON = 5

class Decision {
  #text

  constructor(internal, text) {
    if (internal !== INTERNAL) throw optionInvalid('a Decision comes from asking AccessRules')
    this.#text = text
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#text in value)) throw detachedFrom('a Decision')
    return value.#text
  }

  get allowed() {
    return Decision.#of(this)[0] === '1'
  }

  get onlyReported() {
    return Decision.#of(this)[1] === '1'
  }

  get status() {
    return Number(Decision.#of(this).slice(2, REASON))
  }

  get reason() {
    const text = Decision.#of(this)
    return text.slice(REASON, text.indexOf(SEPARATOR))
  }

  get rule() {
    return JSON.parse(Decision.#of(this).split(SEPARATOR)[1])
  }

  get needed() {
    return spelt(whole(Decision.#of(this)).needed)
  }

  get challenges() {
    return whole(Decision.#of(this)).challenges
  }

  toJSON() {
    const { allowed, onlyReported, status, reason, rule, needed, challenges } = this
    return { allowed, onlyReported, status, reason, rule, needed, challenges }
  }

  [inspect.custom](depth, options) {
    return typeof this === 'object' && this !== null && #text in this ? `Decision ${inspect(this.toJSON(), options)}` : 'Decision {}'
  }
}

/** What a decision needs and challenges. A new object for each reader, who may change it. */
function whole(text) {
  const json = text.split(SEPARATOR)[2]
  return json === undefined ? { needed: null, challenges: [] } : JSON.parse(json)
}

const decided = (text) => new Decision(INTERNAL, text)

/** The error of a request that is denied, which has the decision, and its fault and status; or another. */
function deniedError(failure) {
  const error = toError(failure)
  const { decision, fault, status } = failure
  if (decision === undefined) return error
  const own = { decision: decided(decision), fault, status }
  for (const [name, value] of Object.entries(own)) Object.defineProperty(error, name, { value, writable: true, configurable: true })
  return error
}

module.exports = { Decision: published(Decision), decided, deniedError }
