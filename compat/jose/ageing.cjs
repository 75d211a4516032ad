'use strict'

/**
 * The time by which keys age. It advances with `Date` or the monotonic clock, whichever advances
 * more: a program that fakes `Date` sees keys age, and setting a clock back keeps none fresh.
 */
class Ageing {
  #now = Date.now() / 1000
  #wall = Date.now()
  #monotonic = performance.now()

  /** Seconds since the epoch; never less than before. */
  now() {
    const [wall, monotonic] = [Date.now(), performance.now()]
    this.#now += Math.max(wall - this.#wall, monotonic - this.#monotonic, 0) / 1000
    this.#wall = wall
    this.#monotonic = monotonic
    return this.#now
  }

  /** This clock's reading for a time in milliseconds by `Date`. */
  at(milliseconds) {
    return this.now() - (Date.now() - milliseconds) / 1000
  }
}

module.exports = { Ageing }
