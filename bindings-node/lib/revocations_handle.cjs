'use strict'

// Which objects are lists of revocations. It stands by itself, so that what takes one need not know how a list is written to.

const { described } = require('./described.cjs')
const { optionInvalid } = require('./failure.cjs')

const lists = new WeakMap()

/** A list of the addon's, the clock that it was given, and what carries it; undefined for anything but a Revocations. */
const listOf = (value) => lists.get(value)

/** What carries a list that is kept in a store; undefined for any other. */
const listCarrierOf = (value) => listOf(value)?.carrier

/** The list of the addon's. */
function nativeList(revocations, what) {
  const list = listOf(revocations)
  if (list === undefined) throw optionInvalid(`${what} must be a Revocations, and this is ${described(revocations)}`)
  return list.native
}

/** The same if there may be none. A null setting must not drop the check. */
const nativeListIfGiven = (revocations, what) => (revocations === undefined ? undefined : nativeList(revocations, what))

module.exports = { listCarrierOf, listOf, lists, nativeList, nativeListIfGiven }
