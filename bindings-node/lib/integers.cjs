'use strict'

// The integers of JSON text that a JavaScript number cannot hold. They are found in the text, where they are still exact.

/**
 * The tokens of strict JSON, except strings, which are found by hand: a pattern for them needs a
 * stack as deep as they are long.
 */
const TOKEN = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|["{}[\]:]/g

/** Every integer of sixteen digits or more, its position, and the claim that holds it. */
function* longIntegers(text) {
  let depth = 0
  let name = ''
  let claim
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const [token] = found
    const end = token === '"' ? endOfString(text, TOKEN.lastIndex) : TOKEN.lastIndex
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (token === ':') claim = depth === 1 ? JSON.parse(name) : claim
    else if (token === '"') name = text.slice(found.index, end)
    else if (/^-?\d{16,}$/.test(token)) yield { digits: token, start: found.index, end, claim }
    // The pattern is shared: the receiver of an integer may have used it.
    TOKEN.lastIndex = end
  }
}

/** The index after the closing quote of a string, whose opening quote stands before `at`. */
function endOfString(text, at) {
  const [QUOTE, BACKSLASH] = [34, 92]
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at + 1
}

/** The claim that holds an integer which would become another one, or undefined. */
function claimOfLostInteger(text) {
  for (const { digits, claim } of longIntegers(text)) if (BigInt(digits) !== BigInt(Number(digits))) return claim
  return undefined
}

/** The value of JSON text in which every integer beyond 2^53 - 1 is a bigint. */
function parseWithBigInts(text) {
  const found = [...longIntegers(text)].filter(({ digits }) => !Number.isSafeInteger(Number(digits)))
  if (found.length === 0) return JSON.parse(text)
  // Nobody can have written this into a claim. The module is loaded here, for few ever come so far.
  const mark = require('node:crypto').randomUUID()
  const parts = []
  let written = 0
  for (const { digits, start, end } of found) {
    parts.push(text.slice(written, start), `"${mark}${digits}"`)
    written = end
  }
  const isMarked = (value) => typeof value === 'string' && value.startsWith(mark)
  const revive = (name, value) => (isMarked(value) ? BigInt(value.slice(mark.length)) : value)
  return JSON.parse(parts.join('') + text.slice(written), revive)
}

module.exports = { claimOfLostInteger, parseWithBigInts }
