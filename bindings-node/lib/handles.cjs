'use strict'

// Options that are not values: keys, certificates, lists of revocations and caches of used proofs, which cross to the addon as what they are, and the
// clock, which stays here.

const { types } = require('node:util')
const { described, optionInvalid } = require('./failure.cjs')
const { seconds } = require('./json.cjs')
const { handleOf, nativeKey, nativeKeyIfGiven } = require('./key.cjs')
const { nativeSetIfGiven } = require('./key_set.cjs')
const { BESIDE } = require('./option_table.cjs')
const { bytes, take, text } = require('./options.cjs')
const { nativeCacheIfGiven, nativeListIfGiven, nativeStatusListsIfGiven, remoteOf, ringCarriers, ringOf } = require('./recognized.cjs')

/**
 * Takes the handles out of the options, by their names. Without a clock it is the system's that tells the time.
 *
 * @param {Map} options - The options.
 * @param {string} taker - The function that takes them.
 * @param {string[]} [names] - Only these, and the clock.
 */
function takeHandles(options, taker, names) {
  const handles = {}
  for (const name of Object.keys(BESIDE[taker])) {
    const kind = BESIDE[taker][name]
    const isWanted = kind === 'Clock' || names === undefined || names.includes(name)
    if (isWanted) handles[name] = READERS[kind](take(options, name), name)
  }
  return handles
}

/** A function that returns the time in seconds, from the one that its owner wrote; undefined if there is none. */
function clockIfGiven(clock, what) {
  if (clock === undefined || clock === null) return undefined
  if (typeof clock !== 'function') throw optionInvalid(`${what} must be a function, and this is ${described(clock)}`)
  return () => {
    const time = clock()
    const now = types.isDate(time) ? seconds(time) : time
    if (!Number.isFinite(now)) throw optionInvalid(`${what} must return seconds since the epoch, or a Date`)
    return now
  }
}

/** Takes a clock out of options; undefined if there is none. */
const takeClock = (options) => clockIfGiven(take(options, 'clock'), 'clock')

/** A key where null is refused: a setting that is not set must not switch off what the key is for. */
const keyNotNull = (key, what) => (key === undefined ? undefined : nativeKey(key, what))

/**
 * What a token is bound to: a key, or a certificate as text or as bytes. Null is refused: an unset
 * setting must not produce an unbound token.
 */
function confirmationIfGiven(value, what) {
  if (value === undefined) return undefined
  const key = handleOf(value)
  if (key !== undefined) return key
  if (typeof value === 'string') return text(value, what)
  if (types.isUint8Array(value)) return bytes(value, what)
  throw optionInvalid(`${what} must be a Key, or a certificate as a string or a Uint8Array, and this is ${described(value)}`)
}

const READERS = {
  AccessRules: (rules, what) => require('./access_rules.cjs').nativeRulesIfGiven(rules, what),
  Clock: clockIfGiven,
  Confirmation: confirmationIfGiven,
  Key: nativeKeyIfGiven,
  KeyNotNull: keyNotNull,
  Keys: nativeSetIfGiven,
  ReplayCache: nativeCacheIfGiven,
  Revocations: nativeListIfGiven,
  StatusLists: nativeStatusListsIfGiven,
}

/** Takes the rings that were given instead of keys out of the options: the addon's by their names, and all of them. */
function takeRings(options, names) {
  const taken = names.map((name) => [name, ringOf(options.get(name))]).filter(([, ring]) => ring !== undefined)
  for (const [name] of taken) take(options, name)
  return { handles: Object.fromEntries(taken.map(([name, ring]) => [name, ring.native])), rings: taken.map(([, ring]) => ring) }
}

/**
 * Takes the handles out of the options of what verifies by keys from wherever: a set that is fetched and rings may stand for `keys`. Besides them, what
 * carries those, and all rings.
 */
function takeVerifying(options, taker) {
  const remote = remoteOf(options.get('keys'))
  if (remote !== undefined) take(options, 'keys')
  const { handles, rings } = takeRings(options, ['keys', 'decryptionKeys'])
  const { keys = remote?.native, ...others } = { ...takeHandles(options, taker), ...handles }
  return { keys, ...others, carriers: [...(remote === undefined ? [] : [remote.carrier]), ...ringCarriers(rings)], rings }
}

module.exports = { takeClock, takeHandles, takeRings, takeVerifying }
