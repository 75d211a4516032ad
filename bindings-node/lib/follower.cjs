'use strict'

// Checks with keys that change, a list of revocations in a store, or status lists. If these may
// need fetching or reading first, a check that cannot wait starts a flight and fails, and one that
// can waits for it. With a ring, a check that cannot wait continues with the keys at hand.

const { TokenError } = require('./error.cjs')
const { handOver } = require('./events.cjs')
const { checked, toError } = require('./failure.cjs')
const { fill, readTokens } = require('./many.cjs')
const { readOptions, systemClock, takeBytes, timeOf, tokenInput, writeTimedOptions } = require('./options.cjs')
const { clockOf } = require('./recognized.cjs')
const { Remembered, checkedToken } = require('./token.cjs')

class Follower {
  #native
  #examine
  #remembered = new Remembered()
  /** By ids: what carries all that it follows, what fetches status lists that a token has named, and what knows how. Checks that have begun keep theirs. */
  #held = { carriers: new Map(), found: new Map(), lists: new Map() }
  #clock
  /** The clock of a set or a list that has one, and whether there is another that goes by the system's. */
  #clockOfSets
  #isOnSystemTime = false
  /** Whether there is a ring, and the clock of the first that has one. A ring itself is not kept, since its verifier may be removed. */
  #hasRing = false
  #clockOfRings
  #onEvent

  /**
   * @param {object} handle - The verifier of the addon.
   * @param {{ carriers: import('./carrier.cjs').Carrier[], rings: { clock?: Function }[], lists: object[] }} followed - What carries its sets and its lists,
   * its rings, and what fetches status lists.
   * @param {{ clock?: Function, onEvent?: Function }} own - The caller's functions.
   */
  constructor(handle, followed, { clock, onEvent }) {
    this.#native = handle
    this.#examine = handle.examiner()
    this.#clock = clock
    this.#onEvent = onEvent
    this.add(followed)
  }

  get followed() {
    const { carriers, lists } = this.#held
    return { carriers: [...carriers.values()], rings: this.#hasRing ? [{ clock: this.#clockOfRings }] : [], lists: [...lists.values()] }
  }

  /** Follows what one more verifier follows. */
  add({ carriers, rings, lists }) {
    this.#hasRing ||= rings.length > 0
    this.#clockOfRings ??= clockOf(rings)
    for (const carrier of carriers) {
      this.#held.carriers.set(carrier.id, carrier)
      this.#clockOfSets ??= carrier.clock
      this.#isOnSystemTime ||= carrier.clock === undefined
    }
    for (const one of lists) this.#held.lists.set(one.id, one)
    // Those that are allowed by their own names are there from the beginning, and a start can wait for them.
    if (lists.length > 0) for (const list of checked(this.#native.statusLists(true))) this.#follow(list, this.#held.carriers)
  }

  /** Keeps only what its verifier still follows. */
  prune() {
    const kept = (map, ids) => new Map([...map].filter(([id]) => ids.has(id)))
    const [ids, listsIds] = [new Set(checked(this.#native.followedIds())), new Set(checked(this.#native.statusListsIds()))]
    const { carriers, found, lists } = this.#held
    this.#held = { carriers: kept(carriers, ids), found: kept(found, ids), lists: kept(lists, listsIds) }
  }

  /** What fetches a status list, kept among others. */
  #follow(list, among) {
    const carrier = this.#held.lists.get(checked(list.listsId()))?.carrierOf(list, this.#clockOfKeys())
    if (carrier !== undefined) among.set(carrier.id, carrier)
    return carrier
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
    const held = this.#held
    if (options !== undefined) return this.#later(await this.#examineWith(true, input, options), held)
    const [now, when] = this.#times(undefined)
    return this.#later(await this.#native.examineLater(input, now, when), held)
  }

  /** Checks a token again, from its kept texts. It cannot wait. */
  again(kept, options) {
    this.#now(checked(this.#native.examineAgain(...kept, ...this.#times(options))))
  }

  /** The same, and waits. */
  async againAsync(kept, options) {
    const held = this.#held
    await this.#later(checked(this.#native.examineAgain(...kept, ...this.#times(options))), held)
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
    const held = this.#held
    const came = checked(await this.#native.examineMany(true, readable, now, when))
    const settled = await Promise.allSettled(came.map((result) => this.#later(result, held)))
    return fill(results, settled.map(({ status, value, reason }) => (status === 'fulfilled' ? value : tokenError(reason))))
  }

  /**
   * The time that claims are judged by, and that of the keys: if the caller's clock gives both, one
   * reading is enough.
   */
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

  /** A ring's own clock, so that no other moves the ring. Sets that are fetched go by theirs, or the system's; what has none yet by the caller's. */
  #clockOfKeys() {
    const isFetched = this.#held.carriers.size > 0 || this.#held.lists.size > 0 || !this.#hasRing
    if (this.#clockOfRings !== undefined || !isFetched) return this.#clockOfRings
    return this.#clockOfSets ?? (this.#isOnSystemTime ? undefined : this.#clock)
  }

  /** Asks the addon about a request by a function of the time, and gives the text of its answer. It cannot wait. */
  ask(asking) {
    const result = asking(...this.#times(undefined))
    return typeof result === 'string' ? result : this.#answer(this.#settledNow(result)[0])
  }

  /** The same, and waits. */
  async askAsync(asking) {
    const held = this.#held
    const result = await asking(...this.#times(undefined))
    return typeof result === 'string' ? result : this.#answer((await this.#settled(result, held))[0])
  }

  /** The same: the text itself, if there is nothing to wait for. */
  askSoon(asking) {
    const held = this.#held
    const result = asking(...this.#times(undefined))
    return typeof result === 'string' ? result : this.#settled(result, held).then(([came]) => this.#answer(came))
  }

  /** The outcome of a check that cannot wait. */
  #now(result) {
    return this.#remembered.token(result) ?? this.#end(...this.#settledNow(result))
  }

  /** The outcome of a check that can. */
  async #later(result, held) {
    return typeof result === 'string' ? checkedToken(result) : this.#end(...(await this.#settled(result, held)))
  }

  /** How a check ends that cannot wait, and what carries that for which it would have waited. */
  #settledNow(result) {
    const { due, pending, ...came } = checked(result)
    this.#carrier(due, this.#held)?.begin()
    if (pending === undefined) return [came]
    const carrier = this.#carrier(checked(pending.followed()), this.#held)
    const refused = checked(pending.giveUp())
    carrier?.begin()
    return [refused, carrier]
  }

  /** How one ends that can, and what carries that for which it has waited last. */
  async #settled(first, held) {
    let carrier
    for (let result = first; ; ) {
      if (typeof result === 'string') return [result, carrier]
      const { due, pending, ...came } = checked(result)
      this.#carrier(due, held)?.begin()
      if (pending === undefined) return [came, carrier]
      carrier = this.#carrier(checked(pending.followed()), held)
      result = await this.#resumed(pending, carrier)
    }
  }

  /** Waits for what a check needs, and continues it. */
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
      // Its place among those that wait is free again. The failure is the caller's clock's, not a
      // refusal to report.
      pending.giveUp()
      throw error
    }
  }

  /** The text of an answer. */
  #answer(came) {
    if (typeof came === 'string') return came
    if (came.events !== undefined) handOver(JSON.parse(came.events), this.#onEvent)
    return came.answer
  }

  #end(came, carrier) {
    if (typeof came === 'string') return checkedToken(came)
    const { token, failure, events } = came
    if (events !== undefined) handOver(JSON.parse(events), this.#onEvent)
    if (failure === undefined) return checkedToken(token)
    throw carrier?.error(failure) ?? toError(failure)
  }

  /** What carries something that a check has met, which may be a status list that no token has named before. */
  #carrier(followed, held) {
    if (followed === undefined || followed === null) return undefined
    const id = checked(followed.id())
    const known = [held, this.#held].map(({ carriers, found }) => carriers.get(id) ?? found.get(id)).find((carrier) => carrier !== undefined)
    if (known !== undefined) return known
    // What has given way to it is forgotten.
    this.prune()
    return this.#follow(followed, this.#held.found)
  }

  #nowOrError(result) {
    try {
      return this.#now(result)
    } catch (error) {
      return tokenError(error)
    }
  }
}

/** The error of one token. What a clock threw is not one, and reaches the caller. */
function tokenError(error) {
  if (!(error instanceof TokenError)) throw error
  return error
}

module.exports = { Follower }
