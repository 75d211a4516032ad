'use strict'

// How a failure becomes an error: what the addon reports, and what only JavaScript can see.

const { types } = require('node:util')
const native = require('../native.cjs')
const { fromNative } = require('./error.cjs')
const { optionName } = require('./names.cjs')

/** The core's names of options and functions, which have another spelling here. */
let known
const words = () => (known ??= new Set(checked(native.words())))

/** The error for an object that the addon reports a failure by. */
function toError({ code, message, claim, dpopNonce }) {
  return fromNative(code, message.includes('_') ? respelt(message) : message, claim, dpopNonce)
}

/** A message in JavaScript's spelling. What is called an option may be a name that the core does not know. */
function respelt(message) {
  return message.replace(/option `(\w+)`|\w*_\w*/g, (match, name) => {
    if (name !== undefined) return `option \`${optionName(name)}\``
    return words().has(match) ? optionName(match) : match
  })
}

/** The result of a native function that is an error: the only object with a code. */
const isFailure = (result) => typeof result === 'object' && result !== null && Object.hasOwn(result, 'code')

/** What a native function gave, or its failure as an error. */
function checked(result) {
  if (isFailure(result)) throw toError(result)
  return result
}

/** An error of JavaScript's own making, with what caused it. */
function failed(code, message, cause, claim) {
  const error = fromNative(code, message, claim)
  if (cause !== undefined) Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true })
  return error
}

const optionInvalid = (message, cause) => failed('ERR_OPTION_INVALID', message, cause)
/** For a method that was called without its object. */
const detachedFrom = (what) => optionInvalid(`this must be ${what}: call the method on one, and do not detach it`)

const claimsInvalid = (message, cause) => failed('ERR_JWT_INVALID', message, cause)

const KINDS = [
  [(value) => value === null, 'null'],
  [types.isPromise, 'a promise: await it'],
  [types.isProxy, 'a proxy: copy it first'],
  [Array.isArray, 'a list'],
  [types.isUint8Array, 'a Uint8Array'],
  [ArrayBuffer.isView, 'a view of an ArrayBuffer, but no Uint8Array'],
  [types.isAnyArrayBuffer, 'an ArrayBuffer: wrap it in a Uint8Array'],
  [types.isDate, 'a Date'],
  [types.isKeyObject, 'a KeyObject: use Key.fromKeyObject'],
  [() => true, 'an object'],
]

/**
 * What a value is, for messages, with what to do about it where that is plain. Nothing of the value
 * itself is ever in them.
 */
function described(value) {
  if (value === undefined) return 'undefined'
  if (typeof value !== 'object' && value !== null) return `a ${typeof value}`
  return KINDS.find(([is]) => is(value))[1]
}

module.exports = { checked, claimsInvalid, described, detachedFrom, failed, optionInvalid, toError }
