'use strict'

const native = require('../native.cjs')
const { TokenError } = require('./error.cjs')
const { exactly } = require('./exact.cjs')
const { checked, described, optionInvalid } = require('./failure.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { text } = require('./options.cjs')

function eventAnswer(error) {
  return JSON.parse(checked(native.httpEventAnswer(...told(error))))
}

function logoutAnswer(error) {
  return JSON.parse(checked(native.httpLogoutAnswer(...told(error))))
}

function logoutToken(body) {
  return checked(native.httpLogoutToken(text(body, 'body')))
}

/** The code and the claim of an error; nothing for none. One of others is no verdict on a token, and has no code here. */
function told(error) {
  if (error === undefined || error === null) return [undefined, undefined]
  return reading(OPTIONS, () => codeAndClaim(error))
}

function codeAndClaim(error) {
  if (error instanceof TokenError) return [String(error.code), error.claim === undefined ? undefined : String(error.claim)]
  if (error instanceof Error) return ['', undefined]
  throw optionInvalid(`error must be an error, or null, and this is ${described(error)}`)
}

const MAX_BODY_BYTES = checked(native.httpMaxBodyBytes())

module.exports = { MAX_BODY_BYTES, ...exactly({ eventAnswer, logoutAnswer, logoutToken }, 'http.') }
