'use strict'

// The headers of a token that is read or made: what jose says about them, in its order and with its
// messages. The core reads and writes them again, by its own rules.

const { JOSENotSupported, JWSInvalid } = require('./errors.cjs')
const { isObject } = require('./objects.cjs')
const { own } = require('./own.cjs')

/** The object that a protected header encodes. Nothing protects it before the token is checked. */
function readProtected(segment, Invalid, kind) {
  const refuse = (cause) => new Invalid(`${kind} Protected Header is invalid`, cause && { cause })
  let header
  try {
    header = JSON.parse(Buffer.from(segment, 'base64url').toString())
  } catch (error) {
    throw refuse(error)
  }
  if (!isObject(header)) throw refuse()
  return header
}

/** A header to write, as JSON writes it: read once, a copy, without what JSON lacks. */
function normalized(header, Invalid) {
  if (header === undefined) return undefined
  let copy
  try {
    copy = JSON.parse(JSON.stringify(header))
  } catch (cause) {
    throw new Invalid('JOSE Header is not valid JSON', { cause })
  }
  if (!isObject(copy) || !isObjectLike(header))
    throw new Invalid('JOSE Header is not a JSON object')
  return copy
}

/** A Date and its like are no header, whatever JSON makes of them. */
const isObjectLike = (value) =>
  typeof value === 'object' && Object.prototype.toString.call(value) === '[object Object]'

/** All headers as one; undefined where two of them name the same parameter. */
function joined(...headers) {
  const given = headers.filter((header) => header !== undefined)
  const names = given.flatMap((header) => Object.keys(header))
  return new Set(names).size === names.length ? join(given) : undefined
}

/** `__proto__` is a name like any other. */
const join = (headers) => Object.fromEntries(headers.flatMap((header) => Object.entries(header)))

/**
 * Checks `crit` (RFC 7515, section 4.1.11), and returns the names in it. `recognized` has each
 * name that the caller understands, and whether it must be protected.
 */
function criticalNames(Invalid, recognized, protectedHeader, header) {
  const crit = protectedHeader && own(protectedHeader, 'crit')
  if (Object.hasOwn(header, 'crit') && crit === undefined) {
    throw new Invalid('"crit" (Critical) Header Parameter MUST be integrity protected')
  }
  if (crit === undefined) return []
  const isName = (name) => typeof name === 'string' && name !== ''
  if (!Array.isArray(crit) || crit.length === 0 || !crit.every(isName)) {
    throw new Invalid(
      '"crit" (Critical) Header Parameter MUST be an array of non-empty strings when present',
    )
  }
  for (const name of crit) checkCritical(name, Invalid, recognized, protectedHeader, header)
  return crit
}

function checkCritical(name, Invalid, recognized, protectedHeader, header) {
  const what = `Extension Header Parameter "${name}"`
  if (!Object.hasOwn(recognized, name)) throw new JOSENotSupported(`${what} is not recognized`)
  if (!Object.hasOwn(header, name)) throw new Invalid(`${what} is missing`)
  if (recognized[name] && !Object.hasOwn(protectedHeader, name)) {
    throw new Invalid(`${what} MUST be integrity protected`)
  }
}

/** Whether a critical `b64` says that the payload is encoded. */
function encodes({ b64 }) {
  if (typeof b64 === 'boolean') return b64
  throw new JWSInvalid('The "b64" (base64url-encode payload) Header Parameter must be a boolean')
}

/** The caller's header parameters, without those that the core gets separately. */
const without = (names, header = {}) =>
  Object.fromEntries(Object.entries(header).filter(([name]) => !names.includes(name)))

/** A header, or undefined where it has no parameters. */
const ifAny = (header) => (Object.keys(header).length === 0 ? undefined : header)

module.exports = { criticalNames, encodes, ifAny, joined, normalized, readProtected, without }
