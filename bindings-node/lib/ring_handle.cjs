'use strict'

// Which objects are rings of keys. It stands by itself, so that what takes keys need not know how a ring is kept.

const native = require('../native.cjs')
const { checked } = require('./failure.cjs')

const rings = new WeakMap()

/** A ring of the addon's, the clock that it was given, and what carries it and its list; undefined for anything but a KeyRing. */
const ringOf = (value) => rings.get(value)

/** Refuses a KeyRing where keys must be at hand. */
function refuseRing(value) {
  if (rings.has(value)) checked(native.ringRefused())
}

/** The clock of the first ring that has one: a test's, for all of them. */
const clockOf = (ringsOfOne) => ringsOfOne.find(({ clock }) => clock !== undefined)?.clock

/** What carries those of the rings that are kept in a store, each once. */
const ringCarriers = (ringsOfOne) => [...new Set(ringsOfOne.map(({ carrier }) => carrier).filter((carrier) => carrier !== undefined))]

module.exports = { clockOf, refuseRing, ringCarriers, ringOf, rings }
