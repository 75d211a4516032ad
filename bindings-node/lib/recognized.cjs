'use strict'

// Which objects are what a check follows or asks besides its token: sets that are fetched, rings,
// lists of revocations, caches of used proofs, status lists. It stands by itself, so that what
// takes one need not know how it is fetched, kept or written to.

const native = require('../native.cjs')
const { checked, described, optionInvalid } = require('./failure.cjs')

const remotes = new WeakMap()
const rings = new WeakMap()
const lists = new WeakMap()
const caches = new WeakMap()
const statusLists = new WeakMap()

/** A set of the addon's, and what fetches its keys; undefined for anything but a RemoteKeySet. */
const remoteOf = (value) => remotes.get(value)

/**
 * A ring of the addon's, the clock that it was given, and what carries it and its list; undefined
 * for anything but a KeyRing.
 */
const ringOf = (value) => rings.get(value)

/**
 * A list of the addon's, the clock that it was given, and what carries it; undefined for anything
 * but a Revocations.
 */
const listOf = (value) => lists.get(value)

/**
 * A cache of the addon's, and what carries it if it is kept in a store; undefined for anything but
 * a ReplayCache.
 */
const cacheOf = (value) => caches.get(value)

/** Lists of the addon's, and what fetches each; undefined for anything but a StatusLists. */
const statusListsOf = (value) => statusLists.get(value)

/** Refuses a RemoteKeySet where keys must be at hand. */
function refuseRemote(value, what) {
  if (remotes.has(value)) checked(native.remoteRefused(what))
}

/** Refuses a KeyRing where keys must be at hand. */
function refuseRing(value) {
  if (rings.has(value)) checked(native.ringRefused())
}

/** The clock of the first ring that has one: a test's, for all of them. */
const clockOf = (ringsOfOne) => ringsOfOne.find(({ clock }) => clock !== undefined)?.clock

/** What carries those of the rings that are kept in a store, each once. */
const ringCarriers = (ringsOfOne) => [...new Set(ringsOfOne.map(({ carrier }) => carrier).filter((carrier) => carrier !== undefined))]

/** What carries a list that is kept in a store; undefined for any other. */
const listCarrierOf = (value) => listOf(value)?.carrier

/** The addon's list of revocations. */
const nativeList = (revocations, what) => nativeIn(lists, revocations, what, 'a Revocations')

/** The same if there may be none. A null setting must not drop the check. */
const nativeListIfGiven = (revocations, what) => (revocations === undefined ? undefined : nativeList(revocations, what))

/** The addon's cache, if one was given: undefined and null mean none. */
const nativeCacheIfGiven = (replays, what) => (replays === undefined || replays === null ? undefined : nativeIn(caches, replays, what, 'a ReplayCache'))

/** The addon's status lists, if given. A null setting must not drop the check. */
const nativeStatusListsIfGiven = (value, what) => (value === undefined ? undefined : nativeIn(statusLists, value, what, 'a StatusLists'))

function nativeIn(known, value, what, kind) {
  const found = known.get(value)
  if (found === undefined) throw optionInvalid(`${what} must be ${kind}, and this is ${described(value)}`)
  return found.native
}

module.exports = {
  cacheOf,
  caches,
  clockOf,
  listCarrierOf,
  listOf,
  lists,
  nativeCacheIfGiven,
  nativeList,
  nativeListIfGiven,
  nativeStatusListsIfGiven,
  refuseRemote,
  refuseRing,
  remoteOf,
  remotes,
  ringCarriers,
  ringOf,
  rings,
  statusLists,
  statusListsOf,
}
