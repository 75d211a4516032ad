'use strict'

// One request, by `fetch`: no redirect, no cache, no credentials, one time limit for all of it, and no more bytes than are wanted.
// It decides nothing: the core says what to send, and makes of the answer what it likes.

const { optionInvalid } = require('../failure.cjs')
const { reasonOf } = require('./reason.cjs')

/**
 * Makes a request of the core's, and gives the answer to tell, its body, and what the caller's own function threw, if it did. It never rejects.
 *
 * @param {object} request - What the core asks for.
 * @param {{ fetch?: Function, headers?: Function }} own - The caller's functions.
 */
async function get(request, own) {
  const controller = new AbortController()
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, request.timeout * 1000, failed(request, 'timeout'))
    // Waiters for the flight have their own timers. An idle process is not kept alive.
    timer.unref?.()
  })
  try {
    // A function of the caller's may ignore the signal: the flight ends all the same.
    return await Promise.race([exchange(request, own, controller.signal), late])
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

async function exchange(request, own, signal) {
  let headers
  try {
    headers = await headersOf(request, own.headers)
  } catch (cause) {
    return { ...failed(request, 'connect'), cause }
  }
  try {
    // Looked up for each request, so that what stands in for it in tests is found.
    const send = own.fetch ?? globalThis.fetch
    const response = await send(request.url, {
      method: 'GET',
      // Flights are minutes apart. A connection that was kept may be dead by then, and `fetch` would not open another.
      headers: { ...headers, connection: 'close' },
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    })
    // From a function that follows redirects although it was told not to.
    if (response.redirected) return failed(request, 'url_not_allowed')
    const body = await readBody(response.body, request.max_bytes)
    if (body === undefined) return failed(request, 'too_large')
    return { answer: { id: request.id, ...readHead(response) }, body }
  } catch (error) {
    return failed(request, reasonOf(error))
  }
}

const failed = ({ id }, why) => ({ answer: { id, failed: why }, body: new Uint8Array() })

/** The core's headers, and those of the caller's that it lacks, if they may be sent. */
async function headersOf({ headers, with_caller_headers: withCallers }, own) {
  const sent = new Map(headers)
  if (own === undefined || !withCallers) return Object.fromEntries(sent)
  const taken = new Set(headers.map(([name]) => name.toLowerCase()))
  for (const [name, value] of readHeaders(await own())) if (!taken.has(name)) sent.set(name, value)
  return Object.fromEntries(sent)
}

/** What the caller's function gave. The message of a failure has none of it: it is often a secret. */
function readHeaders(given) {
  try {
    return [...new Headers(given ?? {})]
  } catch {
    throw optionInvalid('headers must return an object with the names and values of headers')
  }
}

/** The status and the headers of an answer. The caller's function may return anything: what is not an answer throws. */
function readHead({ status, headers }) {
  if (!Number.isInteger(status) || status < 0 || status > 999) throw new TypeError('no status')
  return { status, headers: Array.from(headers, ([name, value]) => [String(name).toWellFormed(), String(value).toWellFormed()]) }
}

/** The bytes of a body; undefined if there are more than wanted, whose rest is not read. */
async function readBody(body, most) {
  const chunks = []
  let length = 0
  // Leaving the loop cancels the body.
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

module.exports = { get }
