'use strict'

const { decodeOptions } = require('./options.cjs')
const { own } = require('./own.cjs')

/** Three parts; only the last may be empty. */
const FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** Reads a token without checking anything; null if it is not a token. */
function decode(token, options) {
  const { complete, json } = decodeOptions(options)
  const parts = partsOf(token)
  const header = parts === null ? undefined : readHeader(parts[0])
  if (!header) return null
  const payload = readPayload(Buffer.from(parts[1], 'base64'), header, json)
  // A SyntaxError, as there, which does not quote what it could not read.
  if (payload === undefined) throw new SyntaxError('the payload is not JSON')
  return complete === true ? { header, payload, signature: parts[2] } : payload
}

function partsOf(token) {
  const text = typeof token === 'string' || Buffer.isBuffer(token) ? token.toString() : ''
  return FORM.test(text) ? text.split('.') : null
}

/** The header, or undefined if it is not JSON. */
const readHeader = (part) => parsed(Buffer.from(part, 'base64').toString())

/** Headers of tokens that were verified lately, which mostly are the same: nobody fills this with tokens that are refused. */
const headers = new Map()
const [MOST_HEADERS, LONGEST_HEADER] = [32, 200]

/** The same, for read-only use: it may be shared. */
const sharedHeader = (part) => headers.get(part) ?? readHeader(part)

/** Remembers the header of a token that was verified. */
function keepHeader(part, header) {
  if (part.length > LONGEST_HEADER || headers.has(part)) return
  if (headers.size === MOST_HEADERS) headers.delete(headers.keys().next().value)
  // A copy: a part of a text keeps all of it in memory.
  headers.set(Buffer.from(part, 'latin1').toString('latin1'), header)
}

/**
 * The payload: what JSON says if the header says that it is JSON, else an object if it is one, else text. Undefined where it should be JSON and
 * is not.
 */
function readPayload(bytes, header, json) {
  const text = bytes.toString()
  const payload = own(header, 'typ') === 'JWT' || json === true ? parsed(text) : text
  if (typeof payload !== 'string') return payload
  const object = parsed(payload)
  return typeof object === 'object' && object !== null ? object : payload
}

/** The value of JSON text, or undefined if it is invalid. */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

module.exports = { decode, keepHeader, partsOf, readHeader, readPayload, sharedHeader }
