// The operations `day.begin` and `day.check` (tests/remote/README.md): a RemoteKeySet by a clock that is set, and a Verifier that follows it.

import { setTimeout as sleep } from 'node:timers/promises'

import { RemoteKeySet, TokenError, Verifier } from '../index.mjs'
import { camel } from './operations.mjs'

let day

/** A status as every language spells it. */
function snake(status) {
  const spelt = (value) => (value !== null && typeof value === 'object' ? snake(value) : value)
  const name = (camel) => camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(Object.entries(status).map(([own, value]) => [name(own), spelt(value)]))
}

export async function performDay({ operation, input, options }) {
  if (operation === 'day.begin') {
    day = new Day(input, options)
    return { status: snake(day.keys.status()) }
  }
  return day.check(input)
}

class Day {
  #now = 0

  constructor({ url, verifier }, options) {
    const clock = () => this.#now
    this.keys = new RemoteKeySet(url, { ...camel(options), clock })
    this.verifier = new Verifier({ keys: this.keys, ...camel(verifier), clock })
  }

  async check({ now, tokens }) {
    this.#now = now
    const outcomes = []
    for (const token of tokens) outcomes.push(await this.#outcome(token))
    return { outcomes, status: snake(this.keys.status()) }
  }

  async #outcome(token) {
    let outcome = 'accepted'
    try {
      await this.verifier.verifyAsync(token)
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      outcome = error.code
    }
    // A request that nobody waits for is carried at the time at which it began.
    while (this.keys.status().fetching) await sleep(0)
    return outcome
  }
}
