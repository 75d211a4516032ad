'use strict'

// Which objects are the status lists that a verifier looks tokens up in. It stands by itself, so that what takes them need not know how they are fetched.

const { described } = require('./described.cjs')
const { optionInvalid } = require('./failure.cjs')

const statusLists = new WeakMap()

/** Lists of the addon's, and what fetches each; undefined for anything but a StatusLists. */
const statusListsOf = (value) => statusLists.get(value)

/** The addon's lists, if given. A null setting must not drop the check. */
function nativeStatusListsIfGiven(value, what) {
  if (value === undefined) return undefined
  const lists = statusListsOf(value)
  if (lists === undefined) throw optionInvalid(`${what} must be a StatusLists, and this is ${described(value)}`)
  return lists.native
}

module.exports = { nativeStatusListsIfGiven, statusLists, statusListsOf }
