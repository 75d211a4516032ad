'use strict'

// Claims from their JSON.

const { TokenError, inspectUnverified } = require('tokenseal')
const { JWTInvalid } = require('./errors.cjs')
const { isObject } = require('./objects.cjs')

/** The header of a token that holds the claims, for the core to read them. */
const HEADER = Buffer.from('{"alg":"HS256"}').toString('base64url')

/** The claims. Nobody can read them otherwise: no object has two members of one name. */
function claimsOf(bytes) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  try {
    const claims = JSON.parse(buffer.toString())
    if (isObject(claims) && isStrict(buffer)) return claims
  } catch (error) {
    if (error instanceof TokenError) throw refused(error)
    // The words of JSON.parse quote what it could not read.
    if (!(error instanceof SyntaxError)) throw error
  }
  throw refused()
}

/** Whether the core reads claims as well, which takes strict JSON alone. */
const isStrict = (buffer) =>
  inspectUnverified(`${HEADER}.${buffer.toString('base64url')}.AA`).payload !== null

const refused = (cause) =>
  new JWTInvalid('JWT Claims Set must be a top-level JSON object', cause && { cause })

module.exports = { claimsOf }
