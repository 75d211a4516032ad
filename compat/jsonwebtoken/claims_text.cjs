'use strict'

// Claims as the JSON text that is signed, with those that options of `sign` add.

const { SPAN } = require('./options.cjs')
const { own } = require('./own.cjs')
const { after } = require('./timespan.cjs')

/** Options that become claims, in the order in which they are written. */
const CLAIMS = [
  { option: 'audience', claim: 'aud' },
  { option: 'issuer', claim: 'iss' },
  { option: 'subject', claim: 'sub' },
  { option: 'jwtid', claim: 'jti' },
]

/** The claims as JSON. */
function claimsText(claims) {
  try {
    return JSON.stringify(claims)
  } catch (error) {
    // Its words for this quote names of the payload.
    const isCircular = error instanceof TypeError && error.message.startsWith('Converting circular structure')
    throw isCircular ? new TypeError('the payload holds itself, and cannot be written as JSON') : error
  }
}

/** Adds to the claims what the options say. */
function withClaims(claims, options) {
  const issued = own(claims, 'iat') || Math.floor(Date.now() / 1000)
  if (options.noTimestamp === true) delete claims.iat
  else claims.iat = issued
  if (options.notBefore !== undefined) claims.nbf = timeAfter(issued, 'notBefore', options.notBefore)
  if (options.expiresIn !== undefined) claims.exp = timeAfter(issued, 'expiresIn', options.expiresIn)
  for (const { option, claim } of CLAIMS) {
    if (options[option] === undefined) continue
    if (own(claims, claim) !== undefined) {
      throw new Error(`Bad "options.${option}" option. The payload already has an "${claim}" property.`)
    }
    claims[claim] = options[option]
  }
  return claims
}

function timeAfter(issued, option, span) {
  const time = after(span, issued)
  if (time === undefined) throw new Error(`"${option}" ${SPAN} eg: "1d", "20h", 60`)
  return time
}

module.exports = { CLAIMS, claimsText, withClaims }
