'use strict'

// Verifying a JWS in any serialization. This finds the key and speaks as jose does; whether the
// signature is that key's, the core decides.

const { jws } = require('tokenseal')
const errors = require('./errors.cjs')
const { criticalNames, encodes, joined, readProtected } = require('./headers.cjs')
const { entriesOf, membersOf, valuesOf } = require('./jws_members.cjs')
const { keyFor } = require('./keys.cjs')
const { verifyOptions } = require('./options.cjs')
const { own } = require('./own.cjs')
const { translating } = require('./refusals.cjs')
const { resolveKey, resolvedBy } = require('./resolve.cjs')
const { Attempts } = require('./several.cjs')

const { JOSEAlgNotAllowed, JWSInvalid, JWSSignatureVerificationFailed } = errors

/** Verifies a JWS in the compact serialization. */
async function compactVerify(token, key, options) {
  const found = await readCompact(token, key, verifyOptions(options))
  return { payload: found.payload, protectedHeader: found.protectedHeader, ...found.resolved }
}

/** Verifies a JWS in the flattened serialization. */
async function flattenedVerify(token, key, options) {
  const given = verifyOptions(options)
  return resultOf(await verifyFlattened(token, key, given))
}

/** Verifies the first signature that can be verified of a JWS in the general serialization. */
async function generalVerify(token, key, options) {
  const given = verifyOptions(options)
  const attempts = new Attempts()
  for (const entry of entriesOf(token)) {
    try {
      return resultOf(await verifyFlattened(entry, key, given, attempts))
    } catch {
      // Another signature may be the one that the key is for.
    }
  }
  throw new JWSSignatureVerificationFailed()
}

const resultOf = ({ payload, protectedHeader, unprotectedHeader, resolved }) => ({
  payload,
  ...(protectedHeader && { protectedHeader }),
  ...(unprotectedHeader && { unprotectedHeader }),
  ...resolved,
})

/** Verifies a JWS in the compact serialization, by options that have been read. */
async function readCompact(token, key, options) {
  const text = token instanceof Uint8Array ? Buffer.from(token).toString() : token
  if (typeof text !== 'string') throw new JWSInvalid('Compact JWS must be a string or Uint8Array')
  const parts = text.split('.', 4)
  if (parts.length !== 3) throw new JWSInvalid('Invalid Compact JWS')
  const [segment, payload, signature] = parts
  const members = { payload, protected: segment, signature }
  return verify(members, [text], key, options, { isCompact: true })
}

/** Verifies one signature, if the attempt is allowed. */
async function verifyFlattened(token, key, options, attempts) {
  const members = membersOf(token)
  const { payload, ...others } = members
  // The core takes a payload of bytes next to the token.
  const isText = typeof payload === 'string'
  const input = isText ? [JSON.stringify(members)] : [JSON.stringify(others), payload]
  return verify(members, input, key, options, { attempts })
}

/** Verifies what the core parsed, with its key. The code that finds the key may change `token`. */
async function verify(token, [input, payload], key, options, { attempts, isCompact = false }) {
  const { alg, critical, isUnencoded, protectedHeader } = readHeaders(token, options, isCompact)
  const material = await resolveKey(key, protectedHeader ?? {}, token)
  const bound = keyFor(material, alg, 'verify', options)
  if (!isUnencoded && !/^[\0-\x7f]*$/.test(token.payload)) {
    throw new JWSInvalid('The payload is not a valid base64url string')
  }
  if (attempts?.allow() === false) throw new JWSInvalid('JWS has too many signatures to try')
  const how = {
    ...(critical.size > 0 && { critical: [...critical] }),
    ...(payload !== undefined && { payload }),
  }
  const found = translating('JWS', () => jws.verify(input, bound, how))
  return {
    payload: found.payload,
    protectedHeader: protectedHeader && found.header,
    unprotectedHeader: found.unprotected ?? undefined,
    isUnencoded,
    resolved: await resolvedBy(key, material, alg),
  }
}

/** What must be known about the headers before there is a key. */
function readHeaders(token, { algorithms, crit }, isCompact) {
  const [segment, unprotected, payload] = valuesOf(token)
  const isProtected = segment !== undefined
  const protectedHeader = isProtected ? readProtected(segment, JWSInvalid, 'JWS') : undefined
  const header = joined(protectedHeader, unprotected)
  if (header === undefined) {
    const names = 'JWS Protected and JWS Unprotected Header Parameter names'
    throw new JWSInvalid(`${names} must be disjoint`)
  }
  // What `b64` means is known, whatever the caller says.
  const recognized = { ...crit, b64: true }
  const critical = new Set(criticalNames(JWSInvalid, recognized, protectedHeader, header))
  const isUnencoded = critical.delete('b64') && !encodes(protectedHeader)
  const alg = own(header, 'alg')
  if (typeof alg !== 'string' || alg === '') {
    throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing or invalid')
  }
  if (algorithms !== undefined && !algorithms.includes(alg)) {
    throw new JOSEAlgNotAllowed('"alg" (Algorithm) Header Parameter value not allowed')
  }
  checkPayload(payload, isUnencoded)
  if (isUnencoded && typeof payload === 'string') checkCharacters(payload, isCompact)
  return { alg, critical, isUnencoded, protectedHeader }
}

function checkPayload(payload, isUnencoded) {
  if (typeof payload === 'string') return
  if (!isUnencoded) throw new JWSInvalid('JWS Payload must be a string')
  if (payload instanceof Uint8Array) return
  throw new JWSInvalid('JWS Payload must be a string or an Uint8Array instance')
}

/** What may appear unencoded in a token (RFC 7797, sections 5.2 and 5.3). */
function checkCharacters(payload, isCompact) {
  if (isCompact && !/^[\x20-\x7e]*$/.test(payload)) {
    const what = 'JWS Compact Serialization payload'
    throw new JWSInvalid(`${what} must use only ASCII characters`)
  }
  const [wrong] = /[\p{Cs}\p{Cn}]/u.exec(payload) ?? []
  if (wrong === undefined) return
  const rule = /\p{Cs}/u.test(wrong)
    ? 'must be a well-formed Unicode string'
    : 'must not contain unassigned Unicode code points'
  throw new JWSInvalid(`JWS Payload ${rule}`)
}

module.exports = { compactVerify, flattenedVerify, generalVerify, readCompact }
