'use strict'

// Carries the requests of whatever is followed, such as a set of keys or a ring in a store, for
// all who wait. The core says what to send and when.

const native = require('../native.cjs')
const { get } = require('./drivers/fetch.cjs')
const { handOver, warn } = require('./events.cjs')
const { checked, toError } = require('./failure.cjs')

/** The longest that a timer can be set to, in seconds. */
const LONGEST = 2 ** 31 / 1000 - 1

class Carrier {
  #followed
  #send
  #timer
  #onEvent
  #flights = 0
  #waiting = new Set()
  #cause

  /**
   * @param {object} followed - What the addon follows.
   * @param {{ clock?: Function, onEvent?: Function }} own - The caller's functions.
   * @param {(request: object) => Promise<object>} send - Makes one request, and never rejects.
   * @param {object} [timer] - What begins requests when it is time, where nobody has to ask for them.
   */
  constructor(followed, { clock, onEvent }, send, timer) {
    this.#followed = followed
    this.id = checked(followed.id())
    this.clock = clock
    this.#onEvent = onEvent
    this.#send = send
    this.#timer = timer
  }

  /** The time of the machine: that of a test's clock, or none, which is the system's. */
  when() {
    return this.clock?.()
  }

  /** Begins what the core has reason for. Gives in how many seconds to ask again, unless a request ends before. */
  begin() {
    // One flight of a set serves everyone. A list's reads and writes are sent in parallel.
    if (this.#flights > 0 && this.#timer === undefined) return LONGEST
    return this.#take(JSON.parse(checked(this.#followed.poll(this.when()))))
  }

  /** Does what a turn asks for. */
  #take({ fetches, stores = [], events, wake }) {
    handOver(events, this.#onEvent)
    const requests = [...fetches, ...stores]
    // They never reject: nobody may be there to wait for them.
    for (const request of requests) void this.#fly(request)
    this.#timer?.set(wake ?? LONGEST)
    return requests.length > 0 ? LONGEST : Math.min(wake ?? LONGEST, LONGEST)
  }

  async #fly(request) {
    this.#flights += 1
    try {
      const { answer, body, cause } = await this.#send(request)
      this.#cause = cause
      this.#take(JSON.parse(checked(await this.#followed.tell(true, JSON.stringify(answer), body, this.when()))))
    } catch (error) {
      warn(error)
    }
    this.#flights -= 1
    for (const wake of this.#waiting) wake()
  }

  /** Resolves when a request has ended, or so many seconds later. It keeps the process, for somebody waits. */
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

  /** Waits until a check could be decided, or throws why it cannot; as long as a call may wait, if nobody says how long. */
  async ready(seconds = checked(this.#followed.longestWait())) {
    const end = performance.now() + seconds * 1000
    while (!checked(this.#followed.isReady(this.when()))) {
      const wake = this.begin()
      const rest = (end - performance.now()) / 1000
      if (rest <= 0) throw this.error(this.#followed.unavailable())
      await this.change(Math.min(wake, rest))
    }
  }

  /** Waits for a ring that nobody has looked at for some time, unless its store fails: the keys at hand serve on. */
  async settle() {
    const landed = checked(this.#followed.landed())
    const end = performance.now() + checked(this.#followed.longestWait()) * 1000
    while (checked(this.#followed.wouldWait(this.when())) && checked(this.#followed.landed()) === landed && performance.now() < end) {
      const wake = this.begin()
      await this.change(Math.min(wake, (end - performance.now()) / 1000))
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

/** What fetches keys or a status list. */
const fetching = (followed, { fetch, headers, ...own }) => new Carrier(followed, own, (request) => get(request, { fetch, headers }))

/** How many seconds `ready` waits. */
const readySeconds = (optionsJson) => checked(native.readySeconds(optionsJson))

module.exports = { Carrier, LONGEST, fetching, readySeconds }
