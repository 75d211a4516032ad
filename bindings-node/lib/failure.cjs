'use strict'

// How a failure becomes an error: what the addon reports, and what only JavaScript can see.

const { fromNative } = require('./error.cjs')
const { optionName } = require('./names.cjs')

/** Codes whose messages speak of options, which have another spelling here than in the core. */
const SPEAKS_OF_OPTIONS = new Set(['ERR_OPTION_INVALID', 'ERR_JOSE_LIMIT_EXCEEDED', 'ERR_JWT_CLAIM_MISMATCH'])

/** The error for an object that the addon reports a failure by. */
function toError({ code, message, claim }) {
  const text = SPEAKS_OF_OPTIONS.has(code) ? message.replace(/\w*_\w*/g, optionName) : message
  return fromNative(code, text, claim)
}

/** The result of a native function that is an error: the only object with a code. */
const isFailure = (result) => typeof result === 'object' && result !== null && result.code !== undefined

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
const claimsInvalid = (message, cause) => failed('ERR_JWT_INVALID', message, cause)

/**
 * The class as users see it. Calling it without `new` is a wrong use like any other, and not a TypeError without a code.
 */
function published(Class) {
  const apply = () => {
    throw optionInvalid(`${Class.name} is a class: it cannot be called without new`)
  }
  const proxy = new Proxy(Class, { apply })
  Object.defineProperty(Class.prototype, 'constructor', { value: proxy, writable: true, configurable: true })
  return proxy
}

module.exports = { checked, claimsInvalid, failed, optionInvalid, published, toError }
