'use strict'

// Options that are not values: keys, which cross to the addon as what they are, and the clock, which stays here.

const { types } = require('node:util')
const { described } = require('./described.cjs')
const { optionInvalid } = require('./failure.cjs')
const { seconds } = require('./json.cjs')
const { nativeKeyIfGiven } = require('./key.cjs')
const { nativeSetIfGiven } = require('./key_set.cjs')
const { BESIDE } = require('./option_table.cjs')
const { systemClock, take } = require('./options.cjs')

const READERS = { Key: nativeKeyIfGiven, Keys: nativeSetIfGiven }

/** Takes the handles out of the options: the clock, and the others in the order in which the addon takes them. */
function takeHandles(options, taker) {
  let clock = systemClock
  const handles = []
  for (const [name, kind] of Object.entries(BESIDE[taker])) {
    const value = take(options, name)
    if (kind === 'Clock') clock = clockIfGiven(value, name)
    else handles.push(READERS[kind](value, name))
  }
  return { clock, handles }
}

/** A function that gives the time in seconds, from one that its owner wrote; the system's if there is none. */
function clockIfGiven(clock, what) {
  if (clock === undefined || clock === null) return systemClock
  if (typeof clock !== 'function') throw optionInvalid(`${what} must be a function, and this is ${described(clock)}`)
  return () => {
    const time = clock()
    const now = types.isDate(time) ? seconds(time) : time
    if (!Number.isFinite(now)) throw optionInvalid(`${what} must return seconds since the epoch, or a Date`)
    return now
  }
}

module.exports = { takeHandles }
