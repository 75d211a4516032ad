// Checks tokens of a service for a while, as another service would: with keys that it fetches. What is refused is remembered.

import { setTimeout } from 'node:timers/promises'

import { RemoteKeySet, TokenError, Verifier, inspectUnverified } from '../../index.mjs'

/** A token is checked again when it is about as old as this, in seconds. */
const LATER = 4

export class Load {
  #address
  #verifier
  #waiting = []
  /** Of each token that was refused its key, why, and how old it was. */
  refused = []
  checked = 0
  signers = new Set()
  workers = new Set()

  constructor(address) {
    this.#address = address
    const keys = new RemoteKeySet(`${address}/jwks.json`, { allowHttp: true, minAge: '1s', maxAge: '1s' })
    this.#verifier = new Verifier({ keys })
  }

  /** Asks for tokens and checks them, and those of before, until the time has come. */
  async run(until) {
    while (Date.now() < until) {
      const now = Date.now() / 1000
      const again = this.#waiting.filter(({ seen }) => now - seen >= LATER)
      this.#waiting = this.#waiting.filter(({ seen }) => now - seen < LATER)
      const fresh = await this.#fetch()
      await Promise.all([...fresh, ...again].map((one) => this.#check(one)))
      // Of each answer one is enough for later.
      this.#waiting.push(...fresh.slice(0, 1))
      await setTimeout(20)
    }
  }

  async fetchOne() {
    return (await this.#fetch())[0].token
  }

  async #fetch() {
    const answer = await fetch(`${this.#address}/tokens`)
    if (answer.status !== 200) throw new Error(`the service answers with ${answer.status}`)
    const seen = Date.now() / 1000
    return (await answer.json()).map((token) => ({ token, seen }))
  }

  async #check({ token, seen }) {
    const { header, claims } = inspectUnverified(token)
    const code = await this.failureOf(token)
    const at = Date.now() / 1000
    // On a machine that stood still it may have come too late.
    if (code === 'ERR_JWT_EXPIRED' && at >= claims.exp) return
    this.checked++
    this.signers.add(header.kid)
    this.workers.add(claims.sub)
    if (code !== undefined) this.refused.push({ keyId: header.kid, code, age: at - seen })
  }

  /** The code that a token is refused with; undefined if it is accepted. */
  async failureOf(token) {
    try {
      await this.#verifier.verifyAsync(token)
      return undefined
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      return error.code
    }
  }
}
