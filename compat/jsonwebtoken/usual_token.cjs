'use strict'

// The shortest way to sign: claims that are valid by this library's own rules as well, under the usual header, by an issuer that is made
// once for each key. Whatever else there is, jsonwebtoken's rules decide.

const { TokenError } = require('tokenseal')
const { boundIssuer } = require('./bound.cjs')
const { CLAIMS, claimsText } = require('./claims_text.cjs')
const { own } = require('./own.cjs')
const { after } = require('./timespan.cjs')

/** The token; undefined if jsonwebtoken's rules must make or refuse it. */
function usualToken(payload, key, options) {
  if (key === undefined || !isUsual(payload, options)) return undefined
  const claims = usualClaims(payload, options) ?? usualText(payload, options)
  if (claims === undefined) return undefined
  try {
    const expires = options.expiresIn !== undefined || own(payload, 'exp') !== undefined
    return boundIssuer(key, options.algorithm ?? 'HS256', options, expires)?.issue(claims)
  } catch (error) {
    if (error instanceof TokenError) return undefined
    throw error
  }
}

/** Whether an issuer writes the header that these options ask for, and JSON what the payload says. */
function isUsual(payload, { algorithm, encoding, header, keyid, mutatePayload, noTimestamp }) {
  if (header !== undefined || keyid !== undefined || encoding || algorithm === 'none') return false
  return mutatePayload !== true && noTimestamp !== true && payload.toJSON === undefined
}

/** Claims inherit nothing, so that each name is like any other. */
function Claims() {}
Claims.prototype = Object.freeze(Object.create(null))

/** The claims as an object; undefined where this library would not write it as JSON.stringify does. */
function usualClaims(payload, options) {
  if (Array.isArray(options.audience)) return undefined
  // Member by member: V8 takes many times as long to put members into a copy that it has made as one.
  const claims = new Claims()
  for (const name of Object.keys(payload)) {
    const value = payload[name]
    if (!isWrittenAlike(value)) return undefined
    claims[name] = value
  }
  return addClaims(claims, payload, options) ? claims : undefined
}

/** Objects are not, nor what is no finite number. */
function isWrittenAlike(value) {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value === 'string' || typeof value === 'boolean' || value === undefined || value === null
}

/** Both as JSON text. */
function usualText(payload, options) {
  const added = new Claims()
  if (!addClaims(added, payload, options)) return undefined
  const [claims, rest] = [claimsText(payload), JSON.stringify(added)]
  if (rest === '{}') return Buffer.from(claims)
  return Buffer.from(claims === '{}' ? rest : `${claims.slice(0, -1)},${rest.slice(1)}`)
}

/** Adds what the options say; false if the payload has one of these claims, or a span is invalid. */
function addClaims(claims, payload, options) {
  const { notBefore, expiresIn } = options
  const given = own(payload, 'iat')
  if (!given && Object.hasOwn(payload, 'iat')) return false
  const issued = given || Math.floor(Date.now() / 1000)
  if (!given) claims.iat = issued
  if (notBefore !== undefined) {
    const nbf = after(notBefore, issued)
    if (nbf === undefined || Object.hasOwn(payload, 'nbf')) return false
    claims.nbf = nbf
  }
  if (expiresIn !== undefined) {
    const exp = after(expiresIn, issued)
    if (exp === undefined || Object.hasOwn(payload, 'exp')) return false
    claims.exp = exp
  }
  for (const { option, claim } of CLAIMS) {
    const value = options[option]
    if (value === undefined) continue
    if (Object.hasOwn(payload, claim)) return false
    claims[claim] = value
  }
  return true
}

module.exports = { usualToken }
