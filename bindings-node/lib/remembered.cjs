'use strict'

// Tokens that a verifier remembers. The addon decides which are; it gives each once as text, and then by a number, and says which have left.

const { checkedToken, rememberedToken } = require('./token.cjs')

class Remembered {
  #records = new Map()

  /** The token, if that is what the addon gave: undefined for a failure, and for a check that has more to say. */
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

module.exports = { Remembered }
