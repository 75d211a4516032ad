'use strict'

// Many tokens at once: each has its own place in the result, whatever is wrong with it.

const { described, optionInvalid } = require('./failure.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { tokenInput } = require('./options.cjs')

/** For each token, itself or the error if it is not one; and the tokens alone. */
function readTokens(tokens) {
  const results = reading(OPTIONS, () => eachToken(tokens))
  return [results, results.filter((result) => !(result instanceof Error))]
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

/** The outcomes of the tokens, in their places. */
function fill(results, outcomes) {
  const next = outcomes.values()
  return results.map((result) => (result instanceof Error ? result : next.next().value))
}

module.exports = { fill, readTokens }
