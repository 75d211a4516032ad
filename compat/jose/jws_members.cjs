'use strict'

// The members of a JWS in the JSON serializations: each is read once, and has the right type.

const { JWSInvalid } = require('./errors.cjs')
const { readProtected } = require('./headers.cjs')
const { isObject } = require('./objects.cjs')
const { own } = require('./own.cjs')
const { MOST_ENTRIES } = require('./several.cjs')

const MEMBERS = ['protected', 'header', 'payload', 'signature']

/** Each member of a token in the flattened serialization, in this order. */
const valuesOf = (token) => MEMBERS.map((name) => own(token, name))

/** A token in the flattened serialization, as a copy. */
function membersOf(token) {
  if (!isObject(token)) throw new JWSInvalid('Flattened JWS must be an object')
  const [segment, header, payload, signature] = valuesOf(token)
  if (segment === undefined && header === undefined) {
    throw new JWSInvalid('Flattened JWS must have either of the "protected" or "header" members')
  }
  if (segment !== undefined && typeof segment !== 'string') {
    throw new JWSInvalid('JWS Protected Header incorrect type')
  }
  if (payload === undefined) throw new JWSInvalid('JWS Payload missing')
  if (typeof signature !== 'string') throw new JWSInvalid('JWS Signature missing or incorrect type')
  if (header !== undefined && !isObject(header)) {
    throw new JWSInvalid('JWS Unprotected Header incorrect type')
  }
  return {
    payload: payload instanceof Uint8Array ? new Uint8Array(payload) : payload,
    signature,
    ...(segment !== undefined && { protected: segment }),
    ...(header !== undefined && { header: JSON.parse(JSON.stringify(header)) }),
  }
}

/** The signatures of a token in the general serialization, each as a token of its own. */
function entriesOf(token) {
  if (!isObject(token)) throw new JWSInvalid('General JWS must be an object')
  const [payload, signatures] = [own(token, 'payload'), own(token, 'signatures')]
  if (!Array.isArray(signatures) || ![...signatures].every(isObject)) {
    throw new JWSInvalid('JWS Signatures missing or incorrect type')
  }
  if (signatures.length > MOST_ENTRIES) throw new JWSInvalid('JWS has too many signatures')
  const entries = signatures.map((entry) => {
    const members = ['protected', 'header', 'signature'].map((name) => [name, own(entry, name)])
    return { payload, ...Object.fromEntries(members) }
  })
  if (new Set(entries.map(isUnencoded)).size > 1) {
    throw new JWSInvalid('inconsistent use of JWS Unencoded Payload (RFC7797)')
  }
  return entries
}

/** Whether a signature is over the payload as it is. One that cannot be read is like any other. */
function isUnencoded({ protected: segment }) {
  try {
    const header = readProtected(segment, JWSInvalid, 'JWS')
    return own(header, 'b64') === false && own(header, 'crit').includes('b64')
  } catch {
    return false
  }
}

module.exports = { entriesOf, membersOf, valuesOf }
