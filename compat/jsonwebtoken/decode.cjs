'use strict'

/** Three parts of which only the last may be empty. */
const FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** Reads a token without checking anything; null where it is none. */
function decode(token, options) {
  const { complete, json } = options || {}
  const parts = partsOf(token)
  const header = parts === null ? undefined : readHeader(parts[0])
  if (!header) return null
  const payload = readPayload(Buffer.from(parts[1], 'base64'), header, json)
  return complete === true ? { header, payload, signature: parts[2] } : payload
}

function partsOf(token) {
  const text = typeof token === 'string' || Buffer.isBuffer(token) ? token.toString() : ''
  return FORM.test(text) ? text.split('.') : null
}

/** The header, or undefined where it is no JSON. */
function readHeader(part) {
  try {
    return JSON.parse(Buffer.from(part, 'base64').toString())
  } catch {
    return undefined
  }
}

/** The payload: what JSON says if the header says that it is JSON, else an object if it is one, else text. */
function readPayload(bytes, header, json) {
  const text = bytes.toString()
  const payload = header.typ === 'JWT' || json ? JSON.parse(text) : text
  if (typeof payload !== 'string') return payload
  try {
    const object = JSON.parse(payload)
    return typeof object === 'object' && object !== null ? object : payload
  } catch {
    return payload
  }
}

module.exports = { decode, partsOf, readHeader, readPayload }
