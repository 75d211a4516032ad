'use strict'

// Values written as JSON text: options, keys and claims, each by its own rules. Unlike JSON.stringify, nothing is lost in silence:
// what JSON cannot say is refused.

const { types } = require('node:util')
const { TokenError } = require('./error.cjs')
const { claimsInvalid, described, optionInvalid } = require('./failure.cjs')

/** Deeper than the core ever reads, so that it is the core that refuses. */
const DEEPEST = 150

/**
 * How a kind of value is written:
 * - refuse: makes the error for what JSON cannot say
 * - keeps: whether a member that is undefined is written, as null
 * - lenient: whether bigints, dates (as seconds), toJSON and objects of any class are taken
 */
const OPTIONS = { refuse: optionInvalid, keeps: true, lenient: false }
const KEYS = { refuse: optionInvalid, keeps: false, lenient: false }
const CLAIMS = { refuse: claimsInvalid, keeps: false, lenient: true }

/** The text of a value. Every member is read once; what a getter or a proxy throws is the cause of the error. */
function writeJson(value, rules) {
  return reading(rules, () => write(value, rules, []))
}

/** Does what reads a caller's objects. */
function reading(rules, work) {
  try {
    return work()
  } catch (error) {
    throw error instanceof TokenError ? error : rules.refuse('a value cannot be read', error)
  }
}

function write(value, rules, ancestors) {
  switch (typeof value) {
    case 'string':
      return writeString(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'null'
    case 'number':
      if (!Number.isFinite(value)) throw rules.refuse('NaN and infinities cannot be written as JSON')
      return rules === OPTIONS ? writeNumber(value) : String(value)
    case 'bigint':
      if (!rules.lenient) throw rules.refuse('a bigint cannot stand here: use a number')
      return String(value)
    case 'object':
      return value === null ? 'null' : writeObject(value, rules, ancestors)
    default:
      throw rules.refuse('symbols and functions cannot be written as JSON')
  }
}

/**
 * A number of an option. Beyond 64 bits it has an exponent, since the core refuses integers that
 * it would have to round.
 */
const writeNumber = (number) => (number >= 2 ** 64 || number < -(2 ** 63) ? number.toExponential() : String(number))

/** Text that JSON writes as it is: no quotes, backslashes, control characters, surrogates. Most is so, and is sooner written by hand. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/

const writeString = (text) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))

function writeObject(value, rules, ancestors) {
  if (ancestors.includes(value)) throw rules.refuse('a value contains itself, which cannot be written as JSON')
  if (ancestors.length > DEEPEST) return 'null'
  if (rules.lenient && types.isDate(value)) return write(Math.floor(seconds(value)), rules, ancestors)
  if (!rules.lenient && types.isProxy(value)) throw rules.refuse('a plain object is wanted, and this is a proxy: copy it first')
  ancestors.push(value)
  const text = Array.isArray(value) ? writeArray(value, rules, ancestors) : writeOther(value, rules, ancestors)
  ancestors.pop()
  return text
}

function writeOther(value, rules, ancestors) {
  if (!rules.lenient) return writePlain(value, rules, ancestors)
  if (isContainer(value)) throw rules.refuse('a Map, a Set, a buffer, a promise or a boxed value cannot be written as JSON: convert it first')
  if (typeof value.toJSON !== 'function') return writeMembers(value, rules, ancestors)
  const own = value.toJSON()
  if (own !== value && (!isObject(own) || Array.isArray(own) || types.isDate(own))) return write(own, rules, ancestors)
  if (isContainer(own)) throw rules.refuse('toJSON returns a value that cannot be written as JSON')
  return writeMembers(own, rules, ancestors)
}

function writeArray(array, rules, ancestors) {
  const parts = []
  for (let index = 0; index < array.length; index++) {
    if (!(index in array)) throw rules.refuse('a list has a gap: fill it, or leave it out')
    parts.push(write(array[index], rules, ancestors))
  }
  return `[${parts.join(',')}]`
}

/** The members of an object of any class: those that JSON.stringify would write. */
function writeMembers(object, rules, ancestors) {
  let text = ''
  for (const name of Object.keys(object)) {
    const value = object[name]
    if (value === undefined) continue
    text += text === '' ? '{' : ','
    text += writeName(name)
    // Most claims are text.
    text += typeof value === 'string' ? writeString(value) : write(value, rules, ancestors)
  }
  return text === '' ? '{}' : `${text}}`
}

/** The members of a plain object. */
function writePlain(object, rules, ancestors) {
  let text = ''
  for (const [name, value] of membersOf(object, rules)) {
    if (value === undefined && !rules.keeps) continue
    text += `${text === '' ? '{' : ','}${writeName(name)}${write(value, rules, ancestors)}`
  }
  return text === '' ? '{}' : `${text}}`
}

/** Names as they are written, with the colon: a program has few, and writes each again and again. */
const names = new Map()
const [MOST_NAMES, LONGEST_NAME] = [256, 32]

function writeName(name) {
  const known = names.get(name)
  if (known !== undefined) return known
  const written = `${writeString(name)}:`
  if (names.size === MOST_NAMES) names.clear()
  if (name.length <= LONGEST_NAME) names.set(name, written)
  return written
}

/** Name and value of each member, read once. A member that would be overlooked, hidden or inherited, is refused. */
function membersOf(object, rules) {
  if (types.isProxy(object) || !isPlain(object)) throw rules.refuse(`a plain object is wanted, and this is ${described(object)} of another class: copy its members`)
  return ownNames(object).map((name) => {
    if (typeof name === 'symbol') throw rules.refuse('a name is a symbol, which cannot be written as JSON')
    return [name, object[name]]
  })
}

/** As `Reflect.ownKeys`, which takes several times as long where no name is a symbol. */
function ownNames(object) {
  const hasSymbols = Object.getOwnPropertySymbols(object).length > 0
  return hasSymbols ? Reflect.ownKeys(object) : Object.getOwnPropertyNames(object)
}

const isObject = (value) => typeof value === 'object' && value !== null

/** Made by `{}` or without a prototype, in whichever realm. */
function isPlain(object) {
  const prototype = Object.getPrototypeOf(object)
  if (prototype === null || prototype === Object.prototype) return true
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}

/** What JSON.stringify would write as `{}`, or as something nobody wants. */
function isContainer(value) {
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return true
  return types.isMap(value) || types.isSet(value) || types.isPromise(value) || types.isBoxedPrimitive(value)
}

/** A date as seconds since the epoch; NaN if it is invalid. */
const seconds = (date) => Date.prototype.getTime.call(date) / 1000

module.exports = { CLAIMS, KEYS, OPTIONS, membersOf, reading, seconds, writeJson }
