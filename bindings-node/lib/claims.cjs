'use strict'

// Claims: to JSON text and back, without a number that changes on the way.

const { types } = require('node:util')
const { described, failed, optionInvalid } = require('./failure.cjs')
const { CLAIMS, writeJson } = require('./json.cjs')
const { bytes } = require('./options.cjs')

/** Claims for the core: an object is written as JSON, bytes are JSON text already. */
function claimsText(claims) {
  if (types.isUint8Array(claims)) return bytes(claims, 'claims')
  if (typeof claims !== 'object' || claims === null) {
    throw optionInvalid(`claims must be an object, or a Uint8Array of JSON text, and this is ${described(claims)}`)
  }
  return writeJson(claims, CLAIMS)
}

/** The same for a function of the addon that copies the bytes itself, safe from concurrent writes. */
const claimsInput = (claims) => (types.isUint8Array(claims) ? claims : claimsText(claims))

/** Claims that the core has checked. JSON.parse makes `__proto__` a member like any other. */
function readClaims(claims, holdsLongNumber) {
  if (holdsLongNumber) {
    // Long numbers are rare.
    const claim = require('./integers.cjs').claimOfLostInteger(claims)
    if (claim !== undefined) {
      throw failed('ERR_JWT_CLAIM_INVALID', 'the claim holds an integer beyond 2^53, which a number cannot hold: read claimsWithBigInts()', undefined, claim)
    }
  }
  return JSON.parse(claims)
}

module.exports = { claimsInput, claimsText, readClaims }
