'use strict'

// Follows a list of revocations or a ring in a store: the only thing here that runs by itself, so
// that a check that cannot wait finds it read.

const { Carrier, LONGEST } = require('./carrier.cjs')
const { storeClient } = require('./drivers/store.cjs')
const { warn } = require('./events.cjs')
const { checked } = require('./failure.cjs')

/** After a failure that is no store's, such as a clock's, and at most so often, in seconds: a timer must not become a loop. */
const AGAIN = 1
const SHORTEST = 0.005

/** Ends the connections of what nobody holds any more. */
const forgotten = new FinalizationRegistry((client) => client.close())

/**
 * What carries a list or a ring of the addon's by a client of the caller's, and follows it from now
 * on as long as somebody holds it.
 */
function following(handle, own, callersClient) {
  const client = storeClient(callersClient)
  const timer = new Timer()
  const carrier = new Carrier(checked(handle.followed()), own, (request) => client.send(request), timer)
  timer.follow(carrier)
  forgotten.register(carrier, client)
  return carrier
}

/** It keeps neither the process nor the carrier. */
class Timer {
  #carrier
  #timeout

  follow(carrier) {
    this.#carrier = new WeakRef(carrier)
    this.set(0)
  }

  set(seconds) {
    clearTimeout(this.#timeout)
    this.#timeout = setTimeout(() => this.#begin(), Math.min(Math.max(seconds, SHORTEST), LONGEST) * 1000)
    this.#timeout.unref?.()
  }

  #begin() {
    try {
      this.#carrier.deref()?.begin()
    } catch (error) {
      warn(error)
      this.set(AGAIN)
    }
  }
}

module.exports = { following }
