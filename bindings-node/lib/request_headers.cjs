'use strict'

// The headers of a request, in whatever form the platform has them, for the addon: only those that the core looks at, since each costs something to carry.

const { types } = require('node:util')
const native = require('../native.cjs')
const { checked, described, optionInvalid } = require('./failure.cjs')
const { OPTIONS, reading } = require('./json.cjs')

/** Their names, in lower case, and how long these are: usually the length alone rules a header out. */
const NAMES = new Set(checked(native.resourceHeaders()))
const LENGTHS = new Set([...NAMES].map((name) => name.length))

/** Names and values in turn. */
const readHeaders = (headers) => reading(OPTIONS, () => headersOf(headers))

function headersOf(headers) {
  const kept = []
  if (Array.isArray(headers)) readList(headers, kept)
  else if (typeof headers !== 'object' || headers === null || types.isProxy(headers)) throw malformed(headers)
  else if (typeof headers[Symbol.iterator] === 'function') for (const pair of headers) readPair(pair, kept)
  else for (const name of Object.keys(headers)) keepAll(name, headers[name], kept)
  return kept
}

/** A flat list, as `rawHeaders` of Node is, or a list of pairs. */
function readList(list, kept) {
  if (typeof list[0] !== 'string') {
    for (let at = 0; at < list.length; at++) readPair(list[at], kept)
    return
  }
  if (list.length % 2 !== 0) throw optionInvalid('headers must be names and values in turn, and the last name has no value')
  for (let at = 0; at < list.length; at += 2) keep(list[at], list[at + 1], kept)
}

function readPair(pair, kept) {
  if (!Array.isArray(pair) || pair.length !== 2) throw malformed(pair)
  keep(pair[0], pair[1], kept)
}

/** A header of an object: Node has lists of values, and undefined for what is not there. */
function keepAll(name, value, kept) {
  if (value === undefined) return
  for (const one of Array.isArray(value) ? value : [value]) keep(name, one, kept)
}

function keep(name, value, kept) {
  if (typeof name !== 'string') throw malformed(name)
  if (!LENGTHS.has(name.length)) return
  const known = name.toLowerCase()
  if (!NAMES.has(known)) return
  if (typeof value !== 'string') throw malformed(value)
  kept.push(known, value)
}

const malformed = (found) =>
  optionInvalid(`headers must be names and values in turn, a list of such pairs, a Headers or an object by name, and here is ${described(found)}`)

module.exports = { readHeaders }
