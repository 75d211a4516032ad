'use strict'

// The members of a JWE in the JSON serializations: each is read once, and has the right type.

const { JWEInvalid } = require('./errors.cjs')
const { isDirect, notAlone } = require('./jwe_headers.cjs')
const { isObject } = require('./objects.cjs')
const { own } = require('./own.cjs')
const { MOST_ENTRIES } = require('./several.cjs')

const isText = (value) => typeof value === 'string'
const isTextIfGiven = (value) => value === undefined || isText(value)
const isObjectIfGiven = (value) => value === undefined || isObject(value)

/** Each member in jose's order: what it must be, and what is said where it is not. */
const MEMBERS = [
  ['iv', isTextIfGiven, 'JWE Initialization Vector incorrect type'],
  ['ciphertext', isText, 'JWE Ciphertext missing or incorrect type'],
  ['tag', isTextIfGiven, 'JWE Authentication Tag incorrect type'],
  ['protected', isTextIfGiven, 'JWE Protected Header incorrect type'],
  ['encrypted_key', isTextIfGiven, 'JWE Encrypted Key incorrect type'],
  ['aad', isTextIfGiven, 'JWE AAD incorrect type'],
  ['header', isObjectIfGiven, 'JWE Per-Recipient Unprotected Header incorrect type'],
  ['unprotected', isObjectIfGiven, 'JWE Shared Unprotected Header incorrect type'],
]

/** The members of a token in the flattened serialization. */
function membersOf(token) {
  if (!isObject(token)) throw new JWEInvalid('Flattened JWE must be an object')
  const members = Object.fromEntries(MEMBERS.map(([name]) => [name, own(token, name)]))
  const { protected: segment, header, unprotected } = members
  if ([segment, header, unprotected].every((one) => one === undefined)) {
    throw new JWEInvalid('JOSE Header missing')
  }
  const wrong = MEMBERS.find(([name, fits]) => !fits(members[name]))
  if (wrong !== undefined) throw new JWEInvalid(wrong[2])
  // The code that finds the key can change headers.
  const copied = (value) => (isObject(value) ? JSON.parse(JSON.stringify(value)) : value)
  return Object.fromEntries(MEMBERS.map(([name]) => [name, copied(members[name])]))
}

/** What jose says about members that are not base64url. The core reports everything else. */
function checkEncoding(token) {
  const isEncoded = (name) => /^[\w-]*$/.test(own(token, name) ?? '')
  const wrong = ['ciphertext', 'iv', 'tag'].find((name) => !isEncoded(name))
  if (wrong !== undefined) throw new JWEInvalid(`Failed to base64url decode the ${wrong}`)
  if (/^[\0-\x7f]*$/.test(own(token, 'aad') ?? '')) return
  throw new JWEInvalid('The aad is not a valid base64url string')
}

/** The recipients of a token in the general serialization, each with a token of its own. */
function entriesOf(token) {
  if (!isObject(token)) throw new JWEInvalid('General JWE must be an object')
  const recipients = own(token, 'recipients')
  if (!Array.isArray(recipients) || ![...recipients].every(isObject)) {
    throw new JWEInvalid('JWE Recipients missing or incorrect type')
  }
  if (recipients.length === 0) throw new JWEInvalid('JWE Recipients has no members')
  if (recipients.length > MOST_ENTRIES) throw new JWEInvalid('JWE has too many recipients')
  const take = (object, ...names) => names.map((name) => [name, own(object, name)])
  const shared = take(token, 'aad', 'ciphertext', 'iv', 'protected', 'tag', 'unprotected')
  const entries = recipients.map((recipient) =>
    Object.fromEntries([...shared, ...take(recipient, 'header', 'encrypted_key')]),
  )
  if (entries.length > 1) entries.forEach(refuseDirect)
  return entries
}

/** Refuses a recipient who must be alone. A header that cannot be read is left for later. */
function refuseDirect({ header, protected: segment, unprotected }) {
  const alg = [header, unprotected, protectedOf(segment)]
    .filter(isObject)
    .map((one) => own(one, 'alg'))
    .find((one) => one !== undefined)
  if (isDirect(alg)) throw notAlone(alg)
}

function protectedOf(segment) {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString())
  } catch {
    return undefined
  }
}

module.exports = { checkEncoding, entriesOf, membersOf }
