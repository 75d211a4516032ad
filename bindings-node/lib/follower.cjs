'use strict'

// Checks with keys that change, or a list of revocations in a store. Where they may have to be fetched or read first, a check that cannot wait begins a
// flight and fails, and one that can waits for it. By a ring, a check that cannot wait goes on with the keys at hand.

const { TokenError } = require('./error.cjs')
const { handOver } = require('./events.cjs')
const { checked, toError } = require('./failure.cjs')
const { fill, readTokens } = require('./many.cjs')
const { readOptions, systemClock, takeBytes, timeOf, tokenInput, writeTimedOptions } = require('./options.cjs')
const { clockOf } = require('./ring_handle.cjs')
const { checkedToken } = require('./token.cjs')

class Follower {
  #native
  #examine
  #carriers
  #clock
  /** The clock of a set or a list, where that has one and the verifier has none. */
  #clockOfSets
  /** Whether there is a ring, and the clock of the first that has one. A ring itself is not kept, since its verifier may be removed. */
  #hasRing = false
  #clockOfRings
  #onEvent

  /**
   * @param {object} handle - The verifier of the addon.
   * @param {{ carriers: import('./carrier.cjs').Carrier[], rings: { clock?: Function }[] }} followed - What carries its sets and its lists, and its rings.
   * @param {{ clock?: Function, onEvent?: Function }} own - The caller's functions.
   */
  constructor(handle, followed, { clock, onEvent }) {
    this.#native = handle
    this.#examine = handle.examiner()
    this.#carriers = new Map()
    this.#clock = clock
    this.#onEvent = onEvent
    this.add(followed)
  }

  get followed() {
    return { carriers: [...this.#carriers.values()], rings: this.#hasRing ? [{ clock: this.#clockOfRings }] : [] }
  }

  /** Follows what one more verifier follows. */
  add({ carriers, rings }) {
    this.#hasRing ||= rings.length > 0
    this.#clockOfRings ??= clockOf(rings)
    for (const carrier of carriers) {
      this.#carriers.set(carrier.id, carrier)
      this.#clockOfSets ??= carrier.clock
    }
  }

  /** Keeps only the sets and lists that its verifier still has. Checks that have begun keep theirs. */
  prune() {
    const ids = new Set(checked(this.#native.followedIds()))
    this.#carriers = new Map([...this.#carriers].filter(([id]) => ids.has(id)))
  }

  async ready(seconds) {
    await Promise.all(this.followed.carriers.map((carrier) => carrier.ready(seconds)))
  }

  verify(token, options) {
    const input = tokenInput(token)
    if (options !== undefined) return this.#now(this.#examineWith(false, input, options))
    const clock = this.#clock ?? this.#clockOfSets ?? this.#clockOfRings
    // As cheap as a check by keys that are at hand, where no clock is the caller's.
    if (clock === undefined) return this.#now(this.#examine(input, systemClock(), undefined))
    const [now, when] = this.#times(undefined)
    return this.#now(this.#examine(input, now, when))
  }

  async verifyAsync(token, options) {
    const input = tokenInput(token)
    const carriers = this.#carriers
    if (options !== undefined) return this.#later(await this.#examineWith(true, input, options), carriers)
    const [now, when] = this.#times(undefined)
    return this.#later(await this.#native.examineLater(input, now, when), carriers)
  }

  /** Checks a token with what came with it. */
  #examineWith(later, input, options) {
    const given = readOptions(options)
    const beside = takeBytes(given, 'Verifier.verify')
    const [clock, when] = this.#clocks()
    return this.#native.examineWith(later, input, ...beside, writeTimedOptions(given, clock), when)
  }

  verifyMany(tokens, options) {
    const [now, when] = this.#times(options)
    const [results, readable] = readTokens(tokens)
    const came = checked(this.#native.examineMany(false, readable, now, when))
    return fill(results, came.map((result) => this.#nowOrError(result)))
  }

  async verifyManyAsync(tokens, options) {
    const [now, when] = this.#times(options)
    const [results, readable] = readTokens(tokens)
    const carriers = this.#carriers
    const came = checked(await this.#native.examineMany(true, readable, now, when))
    const settled = await Promise.allSettled(came.map((result) => this.#later(result, carriers)))
    return fill(results, settled.map(({ status, value, reason }) => (status === 'fulfilled' ? value : tokenError(reason))))
  }

  /** The time that claims are judged by, and that of the keys: where the caller's clock tells both, one look at it will do. */
  #times(options) {
    const [clock, when] = this.#clocks()
    return [timeOf(options, clock), when]
  }

  /** What tells the time that claims are judged by, and the time of the keys. */
  #clocks() {
    const clock = this.#clockOfKeys()
    const when = clock?.()
    return [() => (this.#clock !== undefined && this.#clock === clock ? when : (this.#clock ?? systemClock)()), when]
  }

  /** The time of the keys, where a clock tells it and not the system. */
  #when() {
    return this.#clockOfKeys()?.()
  }

  /** A ring's own clock, so that no other moves the ring. For sets that are fetched, the caller's, or that of a set which has its own. */
  #clockOfKeys() {
    const isFetched = this.#carriers.size > 0 || !this.#hasRing
    return this.#clockOfRings ?? (isFetched ? (this.#clock ?? this.#clockOfSets) : undefined)
  }

  /** What came of a check that cannot wait. */
  #now(result) {
    if (typeof result === 'string') return checkedToken(result)
    const { due, pending, ...came } = checked(result)
    this.#carrier(due, this.#carriers)?.begin()
    if (pending === undefined) return this.#end(came)
    const carrier = this.#carrier(checked(pending.set()), this.#carriers)
    const refused = checked(pending.giveUp())
    carrier?.begin()
    return this.#end(refused, carrier)
  }

  /** What comes of a check that can. */
  async #later(first, carriers) {
    let carrier
    for (let result = first; ; ) {
      if (typeof result === 'string') return checkedToken(result)
      const { due, pending, ...came } = checked(result)
      this.#carrier(due, carriers)?.begin()
      if (pending === undefined) return this.#end(came, carrier)
      carrier = this.#carrier(checked(pending.set()), carriers)
      result = await this.#resumed(pending, carrier)
    }
  }

  /** Waits for what a check needs, and goes on with it. */
  async #resumed(pending, carrier) {
    try {
      // A clock that stands still must not keep it waiting.
      const end = performance.now() + checked(pending.timeLeft(this.#when())) * 1000
      while (carrier !== undefined && performance.now() < end && !checked(pending.isSettled(this.#when()))) {
        const wake = carrier.begin()
        await carrier.change(Math.min(wake, checked(pending.timeLeft(this.#when())), (end - performance.now()) / 1000))
      }
      return await pending.resume(true, this.#when())
    } catch (error) {
      // Its place among those that wait is free again. What went wrong is the caller's clock, and no refusal to be told.
      pending.giveUp()
      throw error
    }
  }

  #end({ token, failure, events }, carrier) {
    if (events !== undefined) handOver(JSON.parse(events), this.#onEvent)
    if (failure === undefined) return checkedToken(token)
    throw carrier?.error(failure) ?? toError(failure)
  }

  #carrier(id, carriers) {
    return id === undefined || id === null ? undefined : (carriers.get(id) ?? this.#carriers.get(id))
  }

  #nowOrError(result) {
    try {
      return this.#now(result)
    } catch (error) {
      return tokenError(error)
    }
  }
}

/** The error of one token. What a clock has thrown is none, and reaches the caller. */
function tokenError(error) {
  if (!(error instanceof TokenError)) throw error
  return error
}

module.exports = { Follower }
