'use strict'

// Packages hand on options that are not jsonwebtoken's, such as koa-jwt's `secret` and `tokenKey`, and nobody can change their code. Unlike
// the surface, this package ignores them, as jsonwebtoken does; what looks like a misspelt option is refused still.

const { nearest } = require('./nearest.cjs')

const VERIFY = [
  ...['algorithms', 'allowInvalidAsymmetricKeyTypes', 'allowWeakSecret', 'audience', 'clockTimestamp', 'clockTolerance', 'complete'],
  ...['ignoreExpiration', 'ignoreNotBefore', 'issuer', 'jwtid', 'maxAge', 'nonce', 'subject'],
]
const DECODE = ['complete', 'json']

/** Options of `sign`: whoever shares one object between the two means no other option by them. */
const SIGN = ['algorithm', 'encoding', 'expiresIn', 'header', 'keyid', 'mutatePayload', 'noTimestamp', 'notBefore']

const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A function that leaves out the options that are none. What is no object of options, it leaves as it is. */
function withoutOthers(known) {
  const names = new Set(known)
  const isMeant = (name) => names.has(name) || (!SIGN.includes(name) && nearest(name, known) !== undefined)
  return (options) => {
    if (!isPlain(options)) return options
    const given = Object.getOwnPropertyNames(options)
    if (given.every((name) => names.has(name))) return options
    return Object.fromEntries(given.filter(isMeant).map((name) => [name, options[name]]))
  }
}

module.exports = { DECODE, VERIFY, decodeOptions: withoutOthers(DECODE), verifyOptions: withoutOthers(VERIFY) }
