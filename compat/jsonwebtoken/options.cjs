'use strict'

// The options and claims that jsonwebtoken takes when it signs, and what it says of others.

const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'HS256', 'HS384', 'HS512', 'none'],
]

const isString = (value) => typeof value === 'string'
const isBoolean = (value) => typeof value === 'boolean'
const isNumber = (value) => typeof value === 'number'
const isSpan = (value) => Number.isInteger(value) || (isString(value) && value !== '')

const SPAN = 'should be a number of seconds or string representing a timespan'

const OPTIONS = {
  expiresIn: [isSpan, SPAN],
  notBefore: [isSpan, SPAN],
  audience: [(value) => isString(value) || Array.isArray(value), 'must be a string or array'],
  algorithm: [(value) => ALGORITHMS.includes(value), 'must be a valid string enum value'],
  header: [isPlainObject, 'must be an object'],
  encoding: [isString, 'must be a string'],
  issuer: [isString, 'must be a string'],
  subject: [isString, 'must be a string'],
  jwtid: [isString, 'must be a string'],
  noTimestamp: [isBoolean, 'must be a boolean'],
  keyid: [isString, 'must be a string'],
  mutatePayload: [isBoolean, 'must be a boolean'],
  allowInsecureKeySizes: [isBoolean, 'must be a boolean'],
  allowInvalidAsymmetricKeyTypes: [isBoolean, 'must be a boolean'],
}

const CLAIMS = {
  iat: [isNumber, 'should be a number of seconds'],
  exp: [isNumber, 'should be a number of seconds'],
  nbf: [isNumber, 'should be a number of seconds'],
}

function checkOptions(options) {
  check(options, OPTIONS, 'options')
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(OPTIONS, name))
  if (unknown !== undefined) throw new Error(`"${unknown}" is not allowed in "options"`)
}

const checkPayload = (payload) => check(payload, CLAIMS, 'payload')

function check(object, rules, what) {
  if (!isPlainObject(object)) throw new Error(`Expected "${what}" to be a plain object.`)
  for (const name of Object.keys(object)) {
    const [isValid, message] = Object.hasOwn(rules, name) ? rules[name] : [() => true]
    if (!isValid(object[name])) throw new Error(`"${name}" ${message}`)
  }
}

/** Made by `{}` or without a prototype, in whichever realm. */
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
}

module.exports = { SPAN, checkOptions, checkPayload }
