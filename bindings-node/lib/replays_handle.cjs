'use strict'

// Which objects are caches of used proofs. It stands by itself, so that what takes one need not know how one is made.

const { described } = require('./described.cjs')
const { optionInvalid } = require('./failure.cjs')

const caches = new WeakMap()

/** A cache of the addon's, and what carries it if it is kept in a store; undefined for anything but a ReplayCache. */
const cacheOf = (value) => caches.get(value)

/** The addon's cache, if one was given: undefined and null mean none. */
function nativeCacheIfGiven(replays, what) {
  if (replays === undefined || replays === null) return undefined
  const cache = cacheOf(replays)
  if (cache === undefined) throw optionInvalid(`${what} must be a ReplayCache, and this is ${described(replays)}`)
  return cache.native
}

module.exports = { cacheOf, caches, nativeCacheIfGiven }
