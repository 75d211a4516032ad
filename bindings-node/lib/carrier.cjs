'use strict'

// What carries the flights of one set of keys: at most one at a time, for everybody who waits. What to fetch and when, the core says.

const native = require('../native.cjs')
const { get } = require('./drivers/fetch.cjs')
const { handOver, warn } = require('./events.cjs')
const { checked, toError } = require('./failure.cjs')

/** The longest that a timer can be set to, in seconds. */
const LONGEST = 2 ** 31 / 1000 - 1

class Carrier {
  #own
  #onEvent
  #isFlying = false
  #waiting = new Set()
  #cause

  /**
   * @param {object} handle - The set of the addon.
   * @param {{ clock?: Function, fetch?: Function, headers?: Function, onEvent?: Function }} own - The caller's functions.
   */
  constructor(handle, { clock, onEvent, ...own }) {
    this.native = handle
    this.id = checked(handle.id())
    this.clock = clock
    this.#own = own
    this.#onEvent = onEvent
  }

  /** The time of the machine: that of a test's clock, or none, which is the system's. */
  when() {
    return this.clock?.()
  }

  /** Begins a flight, if there is none and the core has reason for one. Gives in how many seconds to ask again, unless one ends before. */
  begin() {
    if (this.#isFlying) return LONGEST
    const turn = JSON.parse(checked(this.native.poll(this.when())))
    if (turn.fetches.length === 0) return Math.min(turn.wake ?? LONGEST, LONGEST)
    this.#isFlying = true
    // It never rejects: nobody may be there to wait for it.
    void this.#fly(turn)
    return LONGEST
  }

  async #fly(first) {
    try {
      for (let turn = first; turn !== undefined; ) turn = await this.#carry(turn)
    } catch (error) {
      warn(error)
    }
    this.#isFlying = false
    for (const wake of this.#waiting) wake()
  }

  /** Does what a turn asks for, and gives the next; undefined after the last. */
  async #carry({ fetches: [request], events }) {
    handOver(events, this.#onEvent)
    if (request === undefined) return undefined
    const { answer, body, cause } = await get(request, this.#own)
    this.#cause = cause
    return JSON.parse(checked(await this.native.tell(true, JSON.stringify(answer), body, this.when())))
  }

  /** Resolves when a flight has ended, or so many seconds later. It keeps the process, for somebody waits. */
  change(seconds) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.min(seconds, LONGEST) * 1000)
      this.#waiting.add(wake)
    })
  }

  /** Waits until there are keys, or throws why there are none; as long as a call may wait for keys, if nobody says how long. */
  async ready(seconds = checked(this.native.longestWait())) {
    const end = performance.now() + seconds * 1000
    while (!checked(this.native.isReady(this.when()))) {
      const wake = this.begin()
      const rest = (end - performance.now()) / 1000
      if (rest <= 0) throw this.error(this.native.unavailable())
      await this.change(Math.min(wake, rest))
    }
  }

  /** The error of a failure, with what a function of the caller's threw where that is why there are no keys. */
  error(failure) {
    const error = toError(failure)
    const isCaused = this.#cause !== undefined && failure.code === 'ERR_JWKS_UNAVAILABLE'
    if (isCaused) Object.defineProperty(error, 'cause', { value: this.#cause, writable: true, configurable: true })
    return error
  }
}

/** How many seconds `ready` waits. */
const readySeconds = (optionsJson) => checked(native.readySeconds(optionsJson))

module.exports = { Carrier, readySeconds }
