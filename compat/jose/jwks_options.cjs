'use strict'

// The options of createRemoteJWKSet, as a RemoteKeySet has them.

const { types } = require('node:util')
const { own } = require('./own.cjs')

/** The option that fetches instead of `fetch`. */
const customFetch = Symbol('customFetch')
/** The option that holds a set between the lives of a process. */
const jwksCache = Symbol('jwksCache')

const OPTIONS = ['cacheMaxAge', 'cooldownDuration', 'headers', 'timeoutDuration']
const ACCEPT = 'application/json, application/jwk-set+json'
/** The longest that the core takes: longer than any process lives. */
const LONGEST = 100 * 366 * 86_400

/** Reads the options; a TypeError if one is wrong. */
function readRemoteOptions(url, options) {
  if (!(url instanceof URL)) throw new TypeError('url must be an instance of URL')
  const given = options ?? {}
  if (typeof given !== 'object') throw new TypeError('options must be an object')
  const unknown = Object.keys(given).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined) {
    throw new TypeError(
      `"${unknown}" is no option of this function, which has: ${OPTIONS.join(', ')}`,
    )
  }
  const timeout = milliseconds(given, 'timeoutDuration', 5000)
  if (!Number.isInteger(timeout)) {
    throw new TypeError('"timeoutDuration" option must be a non-negative integer')
  }
  const cooldownDuration = milliseconds(given, 'cooldownDuration', 30_000)
  const cacheMaxAge = milliseconds(given, 'cacheMaxAge', 600_000)
  const age = wholeSeconds(cacheMaxAge)
  const cache = given[jwksCache]
  return {
    cache: readCache(cache),
    cacheMaxAge,
    cooldownDuration,
    driver: {
      fetch: readFetch(given[customFetch]),
      headers: readHeaders(own(given, 'headers')),
      timeout,
    },
    // A lifetime of the server's changes nothing, and keys that cannot be fetched again are not
    // used any longer, as there.
    limits: {
      allowHttp: url.protocol === 'http:',
      cooldown: wholeSeconds(cooldownDuration),
      defaultAge: age,
      maxAge: age,
      minAge: age,
      stale: 0,
      timeout: Math.min(wholeSeconds(timeout), 60),
    },
    seed: seedOf(cache, cacheMaxAge),
  }
}

/** What was kept, if it can still be used. */
function seedOf(cache, cacheMaxAge) {
  const { jwks, uat } = { ...cache }
  if (typeof uat !== 'number' || jwks === undefined) return undefined
  const age = Date.now() - uat
  return age >= 0 && age < cacheMaxAge ? { jwks, uat } : undefined
}

function milliseconds(options, name, byDefault) {
  const value = own(options, name) ?? byDefault
  if (typeof value !== 'number') throw new TypeError(`"${name}" option must be a number`)
  if (Number.isNaN(value)) throw new TypeError(`"${name}" option must not be NaN`)
  if (value < 0) {
    throw new TypeError(
      name === 'timeoutDuration'
        ? '"timeoutDuration" option must be a non-negative integer'
        : `"${name}" option must not be negative`,
    )
  }
  return value
}

/** The core counts in seconds. */
const wholeSeconds = (value) => Math.min(Math.max(Math.ceil(value / 1000), 1), LONGEST)

function readFetch(value) {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError('[customFetch] option must be a function')
  }
  return value
}

function readCache(value) {
  if (
    value !== undefined &&
    (typeof value !== 'object' || value === null || types.isProxy(value))
  ) {
    throw new TypeError('[jwksCache] option must be an object')
  }
  return value
}

/** The headers of every request: the caller's, and what they do not have. */
function readHeaders(given) {
  const headers = new Headers(given)
  if (!headers.has('user-agent')) headers.set('user-agent', 'tokenseal')
  if (!headers.has('accept')) headers.set('accept', ACCEPT)
  return headers
}

module.exports = { customFetch, jwksCache, readRemoteOptions }
