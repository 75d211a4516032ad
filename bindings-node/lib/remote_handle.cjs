'use strict'

// Which objects are sets of keys that are fetched. It stands by itself, so that what takes keys need not know how they are fetched.

const native = require('../native.cjs')
const { checked } = require('./failure.cjs')

const remotes = new WeakMap()

/** A set of the addon's, and what fetches its keys; undefined for anything but a RemoteKeySet. */
const remoteOf = (value) => remotes.get(value)

/** Refuses a RemoteKeySet where keys must be at hand. */
function refuseRemote(value, what) {
  if (remotes.has(value)) checked(native.remoteRefused(what))
}

module.exports = { refuseRemote, remoteOf, remotes }
