'use strict'

// What the routes for events have in common: security events that are pushed (RFC 8935), and logouts (OpenID Connect Back-Channel Logout 1.0). Which verifier
// and which list of revocations are theirs, the caller says; what is refused, and how it is answered, the core.

const { TokenError } = require('../lib/error.cjs')
const { MAX_BODY_BYTES, eventAnswer, logoutAnswer, logoutToken } = require('../lib/http.cjs')

/** A function of the body, as text, that applies the logout in it and gives the answer. */
const logoutOf = (verifier, revocations, options) => (body) =>
  answered(logoutAnswer, async () => revocations.applyEventsAsync(await verifier.verifyAsync(logoutToken(body)), options))

/** The same for a security event, which is the body. */
const eventOf = (verifier, revocations, options) => (body) =>
  answered(eventAnswer, async () => revocations.applyEventsAsync(await verifier.verifyAsync(body), options))

async function answered(answer, apply) {
  try {
    await apply()
    return answer()
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return answer(error)
  }
}

/** The body of a request of `node:http`, as text, whether or not a parser has been at it. */
async function bodyOf(request) {
  return request.readableDidRead ? textOf(request.body) : readWhole(request)
}

/** The same of one of `fetch`. */
const bodyOfFetch = ({ body }) => readWhole(body ?? [])

/** No more is kept than the core needs for refusing it. The rest is read all the same: the connection would not end, nor serve the next request. */
async function readWhole(parts) {
  const kept = []
  let length = 0
  for await (const part of parts) {
    if (length <= MAX_BODY_BYTES) kept.push(part)
    length += part.length
  }
  return Buffer.concat(kept).toString()
}

/** What a parser has made of a body, as text again: of a form, every field that it had. */
function textOf(body = '') {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Buffer.from(body).toString()
  return new URLSearchParams(Object.entries(body).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]))).toString()
}

module.exports = { bodyOf, bodyOfFetch, eventOf, logoutOf, readWhole }
