'use strict'

// Tokens for several are tried one by one, as there. What that costs is bounded as the core bounds
// it for a token that it is given as a whole.

/** No token has more signatures or recipients than this. */
const MOST_ENTRIES = 1000
/** No more of them are tried. */
const MOST_ATTEMPTS = 16

/** Counts what trying the parts of a token costs. */
class Attempts {
  #tried = 0
  #iterations = 0

  /** Whether one more may be tried, which costs so many iterations. */
  allow(iterations = 0, mostIterations = 0) {
    this.#tried++
    this.#iterations += iterations
    return this.#tried <= MOST_ATTEMPTS && this.#iterations <= mostIterations
  }
}

module.exports = { Attempts, MOST_ENTRIES }
