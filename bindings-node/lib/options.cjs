'use strict'

// Arguments and options: what has the wrong type is refused here, and everything else is left to the core. Which options there are, only the core
// and the generated table know.

const { fileURLToPath } = require('node:url')
const { types } = require('node:util')
const native = require('../native.cjs')
const { checked, described, optionInvalid } = require('./failure.cjs')
const { KEYS, membersOf, OPTIONS, reading, seconds, writeJson } = require('./json.cjs')
const { coreName } = require('./names.cjs')
const { BESIDE, TIMES } = require('./option_table.cjs')

/** The members of options, by their names here. Those not given at all are none. */
function readOptions(options) {
  if (options === undefined) return new Map()
  if (typeof options === 'function') throw optionInvalid('options must be an object, and this is a function: no callback is taken')
  if (typeof options !== 'object' || options === null) throw optionInvalid(`options must be an object, and this is ${described(options)}`)
  return reading(OPTIONS, () => new Map(membersOf(options, OPTIONS)))
}

/** Takes a member out of the options. */
function take(options, name) {
  const value = options.get(name)
  options.delete(name)
  return value
}

/** Takes out of the options what a driver needs: the caller's own functions. */
function takeDriver(options, names = ['fetch', 'headers']) {
  const functions = names.map((name) => {
    const value = take(options, name) ?? undefined
    if (value !== undefined && typeof value !== 'function') throw optionInvalid(`${name} must be a function, and this is ${described(value)}`)
    return [name, value]
  })
  return Object.fromEntries(functions)
}

/** Options as the core reads them. */
const optionsText = (options) => writeOptions(readOptions(options))

/** The same, with the time that the clock tells unless there is a `now`. */
const timedOptionsText = (options, clock) => writeTimedOptions(readOptions(options), clock)

/**
 * Options, undefined if there are none, and the system's time: for functions of the addon that
 * take the time separately. A `now` among the options prevails there.
 */
const optionsAndTime = (options) =>
  options === undefined ? [undefined, systemClock()] : writeOptionsAndTime(readOptions(options))

function writeOptionsAndTime(given) {
  if (given.get('now') === undefined || given.get('now') === null) given.delete('now')
  return [given.size === 0 ? undefined : writeOptions(given), systemClock()]
}

/**
 * JSON text with the core's names. An undefined member is null: the core knows where that is allowed. For its message, the names of those stand
 * in a line before the text.
 */
function writeOptions(given) {
  let text = ''
  let undefinedNames = ''
  for (const [name, value] of given) {
    text += text === '' ? '{' : ','
    // A Date will do for a time.
    const time = TIMES.includes(name) && types.isDate(value) ? seconds(value) : value
    text += writeCoreName(name) + writeOption(name, time)
    if (value !== undefined || !/^\w+$/.test(name)) continue
    undefinedNames += `${undefinedNames === '' ? '' : ','}${coreName(name)}`
  }
  text = text === '' ? '{}' : `${text}}`
  return undefinedNames === '' ? text : `${undefinedNames}\n${text}`
}

/** Names of options as they are written, with the colon. Only wrong ones could be many. */
const coreNames = new Map()
const MOST_CORE_NAMES = 256

function writeCoreName(name) {
  const known = coreNames.get(name)
  if (known !== undefined) return known
  const written = `${JSON.stringify(coreName(name))}:`
  if (coreNames.size < MOST_CORE_NAMES && name.length <= 40) coreNames.set(name, written)
  return written
}

/** The value of an option, or an error that names the option. */
function writeOption(name, value) {
  try {
    return writeJson(value, OPTIONS)
  } catch (error) {
    throw /^\w{1,40}$/.test(name) ? optionInvalid(`option \`${name}\`: ${error.message}`, error.cause) : error
  }
}

function writeTimedOptions(given, clock = systemClock) {
  if (given.get('now') === undefined || given.get('now') === null) given.set('now', clock())
  return writeOptions(given)
}

/** The time of a check with options that were compiled before. */
function timeOf(options, clock) {
  if (options === undefined) return clock()
  return checked(native.givenTime(optionsText(options))) ?? clock()
}

const systemClock = () => Date.now() / 1000

/** A text that has a meaning as bytes. */
function text(value, what) {
  if (typeof value !== 'string') throw optionInvalid(`${what} must be a string, and this is ${described(value)}`)
  if (!value.isWellFormed()) throw optionInvalid(`${what} holds half of a surrogate pair, which has no form in UTF-8`)
  return value
}

/** The same, unless it was left out. */
const textIfGiven = (value, what) => (value === undefined ? undefined : text(value, what))

const isUrl = (value) => typeof value === 'object' && value !== null && !types.isProxy(value) && value instanceof URL

/** The path of a file, which may be a URL as everywhere in Node. */
const pathOf = (path) => (isUrl(path) ? reading(OPTIONS, () => fileURLToPath(path)) : text(path, 'path'))

/** A copy of bytes: nobody changes it while it is read, and its memory is there. */
function bytes(value, what) {
  if (!types.isUint8Array(value)) throw optionInvalid(`${what} must be a Uint8Array, and this is ${described(value)}`)
  try {
    return new Uint8Array(value)
  } catch (error) {
    throw optionInvalid(`${what} cannot be read`, error)
  }
}

/** Does something with a copy of bytes, and leaves nothing of it behind. */
function withSecret(value, what, work) {
  const copy = bytes(value, what)
  try {
    return work(copy)
  } finally {
    copy.fill(0)
  }
}

/**
 * A token, as text or as bytes, which the addon copies: it knows how many are worth it. The core
 * refuses anything that is not a token at all.
 */
function tokenInput(token) {
  if (typeof token === 'string' || types.isUint8Array(token)) return token
  throw optionInvalid(`token must be a string or a Uint8Array, and this is ${described(token)}`)
}

/** The same, or the object that a JSON serialization is. */
function tokenOrObject(token) {
  const isObject = typeof token === 'object' && token !== null && !types.isUint8Array(token)
  return isObject ? writeJson(token, KEYS) : tokenInput(token)
}

/** Bytes, unless they were left out: undefined and null mean none. */
const bytesIfGiven = (value, what) => (value === undefined || value === null ? undefined : bytes(value, what))

/** The bytes of a secret, for the caller to overwrite; text is taken as UTF-8. */
function secretIfGiven(value, what) {
  return typeof value === 'string' ? new TextEncoder().encode(text(value, what)) : bytesIfGiven(value, what)
}

const READERS = { Bytes: bytesIfGiven, Secret: secretIfGiven }

/** Takes out of the options the bytes that cross next to them, in the order in which the addon takes them. */
function takeBytes(options, taker) {
  return Object.entries(BESIDE[taker]).map(([name, kind]) => READERS[kind](take(options, name), name))
}

/** A value from JSON text that may be missing. */
const jsonIfGiven = (text) => (text === undefined || text === null ? null : JSON.parse(text))

/** Does something with the JSON text of a key or of a set: given as text, as bytes, or as an object that it is written from. */
function withJsonText(value, what, work) {
  if (types.isUint8Array(value)) return withSecret(value, what, work)
  if (typeof value === 'string') return work(text(value, what))
  if (typeof value === 'object' && value !== null) return work(writeJson(value, KEYS))
  throw optionInvalid(`${what} must be an object, or JSON text as a string or a Uint8Array, and this is ${described(value)}`)
}

module.exports = {
  bytes,
  isUrl,
  jsonIfGiven,
  optionsAndTime,
  optionsText,
  pathOf,
  readOptions,
  systemClock,
  take,
  takeBytes,
  takeDriver,
  text,
  textIfGiven,
  timeOf,
  timedOptionsText,
  tokenInput,
  tokenOrObject,
  withJsonText,
  withSecret,
  writeOptions,
  writeOptionsAndTime,
  writeTimedOptions,
}
