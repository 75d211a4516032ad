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

/** The tokens of strict JSON, but for strings, which are found by hand: a pattern for them needs a stack as deep as they are long. */
const TOKEN = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|["{}[\]:]/g

/** Refuses an integer that would become another one. */
function checkIntegers(text) {
  let depth = 0
  let name = ''
  let claim
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const [token] = found
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (token === ':') claim = depth === 1 ? JSON.parse(name) : claim
    else if (token === '"') {
      const start = TOKEN.lastIndex - 1
      TOKEN.lastIndex = endOfString(text, TOKEN.lastIndex)
      name = text.slice(start, TOKEN.lastIndex)
    } else if (/^-?\d{16,}$/.test(token) && BigInt(token) !== BigInt(Number(token))) {
      throw failed('ERR_JWT_CLAIM_INVALID', 'the claim holds an integer that a JavaScript number cannot', undefined, claim)
    }
  }
}

/** The index after the closing quote of a string, whose opening quote stands before `at`. */
function endOfString(text, at) {
  const QUOTE = 34
  const BACKSLASH = 92
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at + 1
}

module.exports = { claimsText, readClaims }
