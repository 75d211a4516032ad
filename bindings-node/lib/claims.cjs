'use strict'

// Claims: to JSON text and back, without a number that changes on the way.

const { types } = require('node:util')
const { failed, optionInvalid } = require('./failure.cjs')
const { CLAIMS, writeJson } = require('./json.cjs')
const { bytes } = require('./options.cjs')

/** Claims for the core: an object is written as JSON, bytes are JSON text already. */
function claimsText(claims) {
  if (types.isUint8Array(claims)) return bytes(claims, 'claims')
  if (typeof claims !== 'object' || claims === null) throw optionInvalid('claims must be an object, or a Uint8Array of JSON text')
  return writeJson(claims, CLAIMS)
}

/** Claims that the core has checked, as an object. `__proto__` is a member like any other: JSON.parse makes it so. */
function readClaims(text) {
  // The smallest integer that a number cannot hold has sixteen digits.
  if (/\d{16}/.test(text)) checkIntegers(text)
  return JSON.parse(text)
}

/** The tokens of strict JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]:]/g

/** Refuses an integer that would become another one. */
function checkIntegers(text) {
  let depth = 0
  let name = ''
  let claim
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (token === ':') claim = depth === 1 ? JSON.parse(name) : claim
    else if (token[0] === '"') name = token
    else if (/^-?\d{16,}$/.test(token) && BigInt(token) !== BigInt(Number(token))) {
      throw failed('ERR_JWT_CLAIM_INVALID', 'the claim holds an integer that a JavaScript number cannot', undefined, claim)
    }
  }
}

module.exports = { claimsText, readClaims }
