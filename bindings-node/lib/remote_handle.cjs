'use strict'

// Which objects are sets of keys that are fetched. It stands by itself, so that what takes keys need not know how they are fetched.

const native = require('../native.cjs')
const { checked } = require('./failure.cjs')

const carriers = new WeakMap()

/** What fetches the keys of a RemoteKeySet; undefined for anything else. */
const carrierOf = (value) => carriers.get(value)

/** Refuses a RemoteKeySet where keys must be at hand. */
function refuseRemote(value, what) {
  if (carriers.has(value)) checked(native.remoteRefused(what))
}

module.exports = { carrierOf, carriers, refuseRemote }
