'use strict'

// The keys behind a URL, by a RemoteKeySet: what to fetch, when again, how long it may take and how
// much is read, the core says.

const { RemoteKeySet, TokenError, Verifier } = require('tokenseal')
const { Ageing } = require('./ageing.cjs')
const { JWKSNoMatchingKey } = require('./errors.cjs')
const { Selection, hidden, wantedBy } = require('./jwks_local.cjs')
const { customFetch, jwksCache, readRemoteOptions } = require('./jwks_options.cjs')
const { Watch } = require('./jwks_watch.cjs')
const { probe } = require('./probe.cjs')

/** What waives every check of claims: a probe is never accepted, and only asks for keys. */
const WAIVED = {
  allowAnyAudience: true,
  allowAnyIssuer: true,
  allowAnyType: true,
  allowMissingExp: true,
}

/** A function that returns the key for a token's header, and fetches the set when necessary. */
function createRemoteJWKSet(url, options) {
  const remote = new Remote(url, readRemoteOptions(url, options))
  return hidden(async (protectedHeader, token) => remote.keyFor(protectedHeader, token), {
    coolingDown: { get: () => remote.coolingDown, enumerable: true },
    fresh: { get: () => remote.fresh, enumerable: true },
    reload: { value: () => remote.reload(), enumerable: true },
    reloading: { get: () => remote.reloading, enumerable: true },
    jwks: { value: () => remote.jwks(), enumerable: true },
  })
}

class Remote {
  #url
  #options
  #clock = new Ageing()
  #current
  #reload

  constructor(url, options) {
    this.#url = url
    this.#options = options
    this.#current = this.#make()
    const seed = options.seed
    if (seed !== undefined) this.#current.keep(new Selection(seed.jwks), this.#clock.at(seed.uat))
  }

  /** A set that has fetched nothing yet. */
  #make() {
    const { driver, limits, cache } = this.#options
    const watch = new Watch(driver, this.#clock)
    const keys = new RemoteKeySet(this.#url, {
      ...limits,
      ...watch.driver,
      clock: () => this.#clock.now(),
    })
    const verifier = new Verifier({ keys, ...WAIVED })
    return new Fetched(keys, verifier, watch, cache, this.#clock)
  }

  async keyFor(protectedHeader, token) {
    const wanted = wantedBy(protectedHeader, token)
    const current = this.#current
    if (this.fresh) {
      try {
        return await current.selection.keyFor(protectedHeader, token)
      } catch (error) {
        // A key that is new may be there by now; the core says how often it is looked for at most.
        if (!(error instanceof JWKSNoMatchingKey) || this.coolingDown) throw error
      }
    }
    await current.fetch(wanted)
    if (current.selection === undefined) throw new JWKSNoMatchingKey()
    return current.selection.keyFor(protectedHeader, token)
  }

  get fresh() {
    return this.#isYoungerThan(this.#options.cacheMaxAge)
  }

  get coolingDown() {
    return this.#isYoungerThan(this.#options.cooldownDuration)
  }

  #isYoungerThan(milliseconds) {
    const { uat } = this.#current
    return uat !== undefined && (this.#clock.now() - uat) * 1000 < milliseconds
  }

  get reloading() {
    return this.#reload !== undefined || this.#current.isFetching
  }

  jwks() {
    return this.#current.selection?.jwks()
  }

  /**
   * Fetches the set whatever the core thinks of it: as one that is new. What was there stays until
   * the new one has come.
   */
  async reload() {
    this.#reload ??= this.#replace().finally(() => (this.#reload = undefined))
    return this.#reload
  }

  async #replace() {
    const next = this.#make()
    await next.fetch({ alg: 'ES256' })
    this.#current = next
  }
}

/** One RemoteKeySet, and the keys that it has last fetched. */
class Fetched {
  #keys
  #verifier
  #watch
  #cache
  #clock
  /** How often keys had come when they were last taken. */
  #taken = 0

  constructor(keys, verifier, watch, cache, clock) {
    this.#keys = keys
    this.#verifier = verifier
    this.#watch = watch
    this.#cache = cache
    this.#clock = clock
  }

  /** The keys, and when they arrived; undefined while there are none. */
  selection
  uat

  keep(selection, uat) {
    this.selection = selection
    this.uat = uat
  }

  get isFetching() {
    return this.#keys.status().fetching
  }

  /**
   * Has the core look for a key of this algorithm and id: it fetches the set if that may help, for
   * everybody who waits, and no oftener than its limits allow. Throws if there are no keys.
   */
  async fetch({ alg, kid }) {
    try {
      await this.#verifier.verifyAsync(probe(alg, kid))
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      if (error.code === 'ERR_JWKS_UNAVAILABLE') throw this.#watch.failure(error)
    }
    const { age, fetched, unchanged } = this.#keys.status()
    const arrivals = fetched + unchanged
    if (arrivals !== this.#taken) this.#take(age)
    this.#taken = arrivals
  }

  /**
   * The keys that the core has accepted: malformed ones, secrets and those that are too weak are
   * not among them.
   */
  #take(age) {
    const jwks = this.#keys.keys.toJwks()
    this.keep(new Selection(jwks), this.#clock.now() - age)
    if (this.#cache === undefined) return
    Object.assign(this.#cache, { uat: Date.now() - age * 1000, jwks: structuredClone(jwks) })
  }
}

module.exports = { createRemoteJWKSet, customFetch, jwksCache }
