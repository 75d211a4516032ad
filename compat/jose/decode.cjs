'use strict'

// Reading a token without checking anything.

const { JWTInvalid } = require('./errors.cjs')
const { isObject } = require('./objects.cjs')
const { own } = require('./own.cjs')

/** The claims of a signed JWT. */
function decodeJwt(jwt) {
  if (typeof jwt !== 'string') {
    throw new JWTInvalid('JWTs must use Compact JWS serialization, JWT must be a string')
  }
  const parts = jwt.split('.', 6)
  if (parts.length === 5) {
    throw new JWTInvalid('Only JWTs using Compact JWS serialization can be decoded')
  }
  if (parts.length !== 3) throw new JWTInvalid('Invalid JWT')
  if (parts[1] === '') throw new JWTInvalid('JWTs must contain a payload')
  const claims = parsed(bytesOf(parts[1]))
  if (!isObject(claims)) throw new JWTInvalid('Invalid JWT Claims Set')
  return claims
}

function bytesOf(part) {
  if (BASE64URL.test(part)) return Buffer.from(part, 'base64url')
  throw new JWTInvalid('Failed to base64url decode the payload')
}

const BASE64URL = /^(?:[\w-]{4})*(?:[\w-]{2,3})?$/

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The JSON value; if it is invalid, an error that does not quote it. */
function parsed(bytes) {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch {
    throw new JWTInvalid('Failed to parse the decoded payload as JSON')
  }
}

/** The protected header of a token in any serialization. */
function decodeProtectedHeader(token) {
  const isToken = typeof token === 'object' && token !== null
  const segment = isToken ? own(token, 'protected') : segmentOf(token)
  if (isToken && segment === undefined) {
    throw new TypeError('Token does not contain a Protected Header')
  }
  const header = typeof segment === 'string' && segment !== '' ? headerOf(segment) : undefined
  if (!isObject(header)) throw new TypeError('Invalid Token or Protected Header formatting')
  return header
}

/** The first part of a compact token: three parts are signed, five are encrypted. */
function segmentOf(token) {
  if (typeof token !== 'string') return undefined
  const parts = token.split('.', 6)
  return parts.length === 3 || parts.length === 5 ? parts[0] : undefined
}

function headerOf(segment) {
  try {
    return parsed(bytesOf(segment))
  } catch (error) {
    if (error instanceof JWTInvalid) return undefined
    throw error
  }
}

module.exports = { decodeJwt, decodeProtectedHeader }
