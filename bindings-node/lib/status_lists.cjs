'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { takeOnEvent } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked } = require('./failure.cjs')
const { takeVerifying } = require('./handles.cjs')
const { readOptions, takeDriver, writeOptions } = require('./options.cjs')
const { statusLists } = require('./recognized.cjs')

class StatusLists {
  constructor(options) {
    const given = readOptions(options)
    const driver = { ...takeDriver(given, ['fetch']), onEvent: takeOnEvent(given) }
    const { keys, carriers, rings } = takeVerifying(given, 'StatusLists')
    statusLists.set(this, new Driver(checked(native.newStatusLists(keys, writeOptions(given))), { carriers, rings }, driver))
  }

  /** What a console shows: not the addresses. */
  [inspect.custom]() {
    return 'StatusLists {}'
  }
}

/** Fetches the lists that tokens name. Verifiers that share a list share its fetcher. */
class Driver {
  #functions
  /** By the ids of the lists, as long as a verifier follows them. */
  #carriers = new Map()

  constructor(handle, { carriers, rings }, functions) {
    this.native = handle
    this.id = checked(handle.id())
    /** Fetches the keys that verify the lists, and the rings that have them, if they are not the verifier's. */
    this.keys = { carriers, rings }
    this.#functions = functions
  }

  carrierOf(list, clock) {
    const id = checked(list.id())
    const known = this.#carriers.get(id)?.deref()
    if (known !== undefined) return known
    for (const [other, carrier] of this.#carriers) if (carrier.deref() === undefined) this.#carriers.delete(other)
    const carrier = require('./carrier.cjs').fetching(list, { ...this.#functions, clock })
    this.#carriers.set(id, new WeakRef(carrier))
    return carrier
  }
}

module.exports = { StatusLists: published(StatusLists) }
