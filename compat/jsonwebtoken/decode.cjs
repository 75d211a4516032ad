'use strict'

const { decodeOptions } = require('./options.cjs')
const { own } = require('./own.cjs')

/** Three parts of which only the last may be empty. */
const FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** Reads a token without checking anything; null where it is none. */
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

/** The header, or undefined where it is no JSON. */
const readHeader = (part) => parsed(Buffer.from(part, 'base64').toString())

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

/** The value of JSON text, or undefined where it is none. */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

module.exports = { decode, partsOf, readHeader, readPayload }
