'use strict'

const native = require('../native.cjs')
const { described } = require('./described.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom, optionInvalid, toError } = require('./failure.cjs')
const { takeHandles } = require('./handles.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { readOptions, timeOf, tokenInput, writeOptions } = require('./options.cjs')
const { checkedToken } = require('./token.cjs')

class Verifier {
  #native
  #check
  #clock

  constructor(options) {
    const given = readOptions(options)
    const { clock, handles } = takeHandles(given, 'Verifier')
    this.#native = checked(native.newVerifier(...handles, writeOptions(given)))
    this.#check = this.#native.checker()
    this.#clock = clock
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('a Verifier')
    return value
  }

  verify(token, options) {
    const verifier = Verifier.#of(this)
    const check = verifier.#check
    const result = check(tokenInput(token), timeOf(options, verifier.#clock))
    if (typeof result !== 'string') throw toError(result)
    return checkedToken(result)
  }

  async verifyAsync(token, options) {
    const verifier = Verifier.#of(this)
    return checkedToken(checked(await verifier.#native.verifyLater(tokenInput(token), timeOf(options, verifier.#clock))))
  }

  /** Every token has its own place in the result, whatever is wrong with it. */
  verifyMany(tokens, options) {
    const verifier = Verifier.#of(this)
    const [results, readable, now] = readTokens(tokens, options, verifier.#clock)
    return fill(results, checked(verifier.#native.verifyMany(false, readable, now)))
  }

  async verifyManyAsync(tokens, options) {
    const verifier = Verifier.#of(this)
    const [results, readable, now] = readTokens(tokens, options, verifier.#clock)
    return fill(results, checked(await verifier.#native.verifyMany(true, readable, now)))
  }
}

/** What there is to check: for each token itself, or the error of what is none; the tokens alone; and the time. */
function readTokens(tokens, options, clock) {
  const now = timeOf(options, clock)
  const results = reading(OPTIONS, () => eachToken(tokens))
  return [results, results.filter((result) => !(result instanceof Error)), now]
}

function eachToken(tokens) {
  if (!Array.isArray(tokens)) throw optionInvalid(`tokens must be a list, and this is ${described(tokens)}`)
  const read = []
  for (let index = 0; index < tokens.length; index++) {
    // A list with a huge length and nothing in it ends at once.
    if (!(index in tokens)) throw optionInvalid('tokens has a gap: fill it, or leave it out')
    const token = tokens[index]
    try {
      read.push(tokenInput(token))
    } catch (error) {
      read.push(error)
    }
  }
  return read
}

/** The results in their places. */
function fill(results, outcomes) {
  const next = outcomes.values()
  return results.map((result) => {
    if (result instanceof Error) return result
    const outcome = next.next().value
    return typeof outcome === 'string' ? checkedToken(outcome) : toError(outcome)
  })
}

module.exports = { Verifier: published(Verifier) }
