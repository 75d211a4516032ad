'use strict'

// The options of each function, checked once, where a call enters. One that is misspelt or of the
// wrong type is a TypeError, and never a check that is left out. What has passed is a copy that
// nobody else holds.

const { types } = require('node:util')
const { secondsOf } = require('./duration.cjs')
const { isObject } = require('./objects.cjs')
const { own } = require('./own.cjs')

const isString = (value) => typeof value === 'string'
const isList = (value) => Array.isArray(value) && [...value].every(isString)
const isOneOrList = (value) => isString(value) || isList(value)
const isBoolean = (value) => typeof value === 'boolean'
const isLimit = (value) => value === Infinity || (Number.isSafeInteger(value) && value > 0)
const isCritical = (value) => isObject(value) && Object.values(value).every(isBoolean)
const isDate = (value) => types.isDate(value) && !Number.isNaN(value.getTime())

/** Refuses anything but a time span: text, or a number that is not negative. */
const checkSpan = (name, otherwise) => (value) => {
  if (!isString(value) && typeof value !== 'number') throw new TypeError(otherwise)
  const seconds = isString(value) ? secondsOf(value) : value
  if (!Number.isFinite(seconds) || seconds < 0) throw new TypeError(`Invalid ${name} option input`)
}

/** Refuses what does not fit, in these words. */
const check = (fits, message) => (value) => {
  if (!fits(value)) throw new TypeError(message)
}

const names = (option) => ({
  [option]: check(isList, `"${option}" option must be an array of strings`),
})

const COMMON = {
  crit: check(isCritical, '"crit" option must be an object whose values are booleans'),
  // Not of jose, which takes any secret.
  allowWeakSecret: check(isBoolean, '"allowWeakSecret" option must be a boolean'),
}

const CLAIMS = {
  audience: check(isOneOrList, '"audience" option must be a string or an array of strings'),
  clockTolerance: checkSpan('clockTolerance', 'Invalid clockTolerance option type'),
  currentDate: check(isDate, 'Invalid currentDate option input'),
  issuer: check(isOneOrList, '"issuer" option must be a string or an array of strings'),
  maxTokenAge: checkSpan('maxTokenAge', 'Invalid time period format'),
  ...names('requiredClaims'),
  subject: check(isString, '"subject" option must be a string'),
  typ: check(isString, '"typ" option must be a string'),
}

const VERIFY = { ...COMMON, ...names('algorithms') }

const DECRYPT = {
  ...COMMON,
  ...names('keyManagementAlgorithms'),
  ...names('contentEncryptionAlgorithms'),
  maxPBES2Count: check(isLimit, 'maxPBES2Count must be a positive safe integer or Infinity'),
  maxDecompressedLength: check(
    (value) => value === 0 || isLimit(value),
    'maxDecompressedLength must be 0, a positive safe integer, or Infinity',
  ),
}

const SHARED = {
  // Not of jose, which lets every recipient know the content key of a shared secret.
  allowSharedContentKey: check(isBoolean, '"allowSharedContentKey" option must be a boolean'),
}

/** The options by these rules, as a copy. Each is read once; one that is undefined is not there. */
const reader = (rules) => (options) => {
  const copy = Object.create(null)
  if (options === undefined || options === null) return copy
  // Inherited properties would be overlooked, or could come from anywhere.
  if (!isObject(options)) throw new TypeError('options must be a plain object')
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(rules, name))
  if (unknown !== undefined) {
    const known = Object.keys(rules).sort().join(', ')
    throw new TypeError(`"${unknown}" is no option of this function, which has: ${known}`)
  }
  for (const [name, checkValue] of Object.entries(rules)) {
    const given = own(options, name)
    if (given === undefined) continue
    const value = Array.isArray(given) ? [...given] : given
    checkValue(value)
    copy[name] = name === 'crit' ? { ...value } : value
  }
  return copy
}

module.exports = {
  claimsOptions: reader(CLAIMS),
  decryptOptions: reader(DECRYPT),
  jwtDecryptOptions: reader({ ...DECRYPT, ...CLAIMS }),
  jwtVerifyOptions: reader({ ...VERIFY, ...CLAIMS }),
  makeOptions: reader(COMMON),
  sharedOptions: reader(SHARED),
  verifyOptions: reader(VERIFY),
}
