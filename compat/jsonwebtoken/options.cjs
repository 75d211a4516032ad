'use strict'

// The options of each function, checked once, where a call enters, by one table each. An option that is misspelt, empty or of the wrong type is an
// error, and never a check that is left out. What has passed is a copy that nobody else holds and that inherits nothing.

const { types } = require('node:util')
const { JsonWebTokenError } = require('./errors.cjs')
const { nearest } = require('./nearest.cjs')
const { after } = require('./timespan.cjs')

const SIGNING = new Set([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'HS256', 'HS384', 'HS512', 'none'],
])
const SPAN = 'should be a number of seconds or string representing a timespan'

const isString = (value) => typeof value === 'string'
const isBoolean = (value) => typeof value === 'boolean'
const isText = (value) => isString(value) && value.trim() !== ''
const isPattern = (value) => isText(value) || types.isRegExp(value)
const isOneOrList = (isItem) => (value) => (Array.isArray(value) ? [...value].every(isItem) : isItem(value))
const isAge = (value) => Number.isFinite(value) || (isString(value) && after(value, 0) !== undefined)
const isWholeOrText = (value) => Number.isInteger(value) || (isString(value) && value !== '')

/** Options of `sign`, each with what it must be. The words, and plain errors, are jsonwebtoken's. */
const SIGN = rules({
  expiresIn: [isWholeOrText, `"expiresIn" ${SPAN}`],
  notBefore: [isWholeOrText, `"notBefore" ${SPAN}`],
  audience: [(value) => isString(value) || Array.isArray(value), '"audience" must be a string or array'],
  algorithm: [(value) => SIGNING.has(value), '"algorithm" must be a valid string enum value'],
  header: [isPlainObject, '"header" must be an object'],
  encoding: [isString, '"encoding" must be a string'],
  issuer: [isString, '"issuer" must be a string'],
  subject: [isString, '"subject" must be a string'],
  jwtid: [isString, '"jwtid" must be a string'],
  noTimestamp: [isBoolean, '"noTimestamp" must be a boolean'],
  keyid: [isString, '"keyid" must be a string'],
  mutatePayload: [isBoolean, '"mutatePayload" must be a boolean'],
  allowInsecureKeySizes: [isBoolean, '"allowInsecureKeySizes" must be a boolean'],
  allowInvalidAsymmetricKeyTypes: [isBoolean, '"allowInvalidAsymmetricKeyTypes" must be a boolean'],
  // Not of jsonwebtoken, which takes any secret.
  allowWeakSecret: [isBoolean, '"allowWeakSecret" must be a boolean'],
})

/** Options of `verify`. jsonwebtoken checks the type of three of them; the others it takes or ignores as they are. */
const VERIFY = rules({
  clockTimestamp: [Number.isFinite, 'clockTimestamp must be a number'],
  nonce: [isText, 'nonce must be a non-empty string'],
  allowInvalidAsymmetricKeyTypes: [isBoolean, 'allowInvalidAsymmetricKeyTypes must be a boolean'],
  allowWeakSecret: [isBoolean, 'allowWeakSecret must be a boolean'],
  algorithms: [(value) => Array.isArray(value) && [...value].every(isText), 'algorithms must be an array of strings'],
  audience: [isOneOrList(isPattern), 'audience must be a non-empty string, a RegExp, or an array of them'],
  clockTolerance: [Number.isFinite, 'clockTolerance must be a number of seconds'],
  complete: [isBoolean, 'complete must be a boolean'],
  ignoreExpiration: [isBoolean, 'ignoreExpiration must be a boolean'],
  ignoreNotBefore: [isBoolean, 'ignoreNotBefore must be a boolean'],
  issuer: [isOneOrList(isText), 'issuer must be a non-empty string, or an array of them'],
  jwtid: [isText, 'jwtid must be a non-empty string'],
  maxAge: [isAge, `"maxAge" ${SPAN} eg: "1d", "20h", 60`],
  subject: [isText, 'subject must be a non-empty string'],
})

const DECODE = rules({
  complete: [isBoolean, 'complete must be a boolean'],
  json: [isBoolean, 'json must be a boolean'],
})

/** As a list, which is gone through for each token. */
const CLAIMS = [
  { name: 'iat', message: '"iat" should be a number of seconds' },
  { name: 'exp', message: '"exp" should be a number of seconds' },
  { name: 'nbf', message: '"nbf" should be a number of seconds' },
]

/** By name, in an order that is the same each time. */
function rules(byName) {
  return new Map(Object.entries(byName).map(([name, [isValid, message]]) => [name, { isValid, message }]))
}

const NOT_PLAIN = 'Expected "options" to be a plain object.'
const refuseToSign = (message) => new Error(message)
const refuse = (message) => new JsonWebTokenError(message)

/** As in jsonwebtoken, an option of `sign` that is undefined is one of the wrong type. */
const signOptions = (options) => copied(options, SIGN, { error: refuseToSign })
const verifyOptions = (options) => copied(options, VERIFY, { error: refuse, lenient: true, suggests: true })
const decodeOptions = (options) => copied(options, DECODE, { error: refuse, lenient: true, suggests: true })

/** What has passed. It inherits nothing, and is faster than an object without a prototype. */
function Checked() {}
Checked.prototype = Object.freeze(Object.create(null))

/** The options as a copy. Each is read once. `lenient`: one that is undefined is none. */
function copied(options, known, { error, lenient = false, suggests = false }) {
  const copy = new Checked()
  if (options === undefined || options === null) return copy
  if (!isPlainObject(options)) throw error(NOT_PLAIN)
  for (const name of ownNames(options)) {
    const rule = known.get(name)
    if (rule === undefined) throw error(unknown(name, suggests ? known : undefined))
    const given = options[name]
    if (given === undefined && lenient) continue
    const value = Array.isArray(given) ? [...given] : given
    if (!rule.isValid(value)) throw error(rule.message)
    copy[name] = value
  }
  return copy
}

/** As `Reflect.ownKeys`, which takes ten times as long where no name is a symbol. */
function ownNames(object) {
  const symbols = Object.getOwnPropertySymbols(object)
  return symbols.length === 0 ? Object.getOwnPropertyNames(object) : symbols
}

function unknown(name, known) {
  const text = `"${String(name)}" is not allowed in "options"`
  const meant = known === undefined ? undefined : nearest(String(name), [...known.keys()])
  return meant === undefined ? text : `${text}: did you mean "${meant}"?`
}

/** Throws for claims that `sign` does not take. */
function checkPayload(payload) {
  if (!isPlainObject(payload)) throw new Error('Expected "payload" to be a plain object.')
  for (const { name, message } of CLAIMS) {
    if (Object.hasOwn(payload, name) && !Number.isFinite(payload[name])) throw new Error(message)
  }
}

/** Made by `{}` or without a prototype, in whichever realm. */
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  if (prototype === Object.prototype) return true
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
}

module.exports = { SPAN, checkPayload, decodeOptions, signOptions, verifyOptions }
