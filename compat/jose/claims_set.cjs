'use strict'

// Claims as jose builds them: a copy of what was given, then one setter for each registered claim.

const { types } = require('node:util')
const { epoch, secondsOf } = require('./duration.cjs')
const { isObject } = require('./objects.cjs')
const { own } = require('./own.cjs')

const TIMES = ['exp', 'nbf', 'iat']

/** What all classes that make a JWT have in common. */
class ProduceJWT {
  #claims

  constructor(payload = {}) {
    if (!isObject(payload)) throw new TypeError('JWT Claims Set MUST be an object')
    this.#claims = structuredClone(payload)
  }

  setIssuer(issuer) {
    return this.#set('iss', checkText('iss', issuer))
  }

  setSubject(subject) {
    return this.#set('sub', checkText('sub', subject))
  }

  setAudience(audience) {
    const isText = (value) => typeof value === 'string'
    if (!isText(audience) && !(Array.isArray(audience) && [...audience].every(isText))) {
      throw new TypeError('"aud" claim must be a string or an array of strings')
    }
    return this.#set('aud', Array.isArray(audience) ? [...audience] : audience)
  }

  setJti(jwtId) {
    return this.#set('jti', checkText('jti', jwtId))
  }

  setNotBefore(input) {
    return this.#set('nbf', timeOf('setNotBefore', input))
  }

  setExpirationTime(input) {
    return this.#set('exp', timeOf('setExpirationTime', input))
  }

  setIssuedAt(input) {
    return this.#set('iat', timeOf('setIssuedAt', input === undefined ? new Date() : input))
  }

  #set(claim, value) {
    this.#claims[claim] = value
    return this
  }

  /** A claim of a set, or undefined. */
  static claimOf(producer, claim) {
    return own(producer.#claims, claim)
  }

  /** The claims as JSON. */
  static bytesOf(producer) {
    const claims = producer.#claims
    for (const claim of TIMES) {
      const time = own(claims, claim)
      if (typeof time !== 'number' || Number.isFinite(time)) continue
      throw new TypeError(`"${claim}" claim must be a finite number`)
    }
    return Buffer.from(jsonOf(claims))
  }
}

function jsonOf(claims) {
  try {
    return JSON.stringify(claims)
  } catch (error) {
    // Its words for this quote names of the claims.
    const isCircular = error instanceof TypeError && error.message.startsWith('Converting circular')
    throw isCircular ? new TypeError('the claims hold themselves, which JSON cannot say') : error
  }
}

function checkText(claim, value) {
  if (typeof value === 'string') return value
  throw new TypeError(`"${claim}" claim must be a string`)
}

/** Seconds since the epoch: a number or a Date says them, a span of time is counted from now. */
function timeOf(setter, input) {
  if (!types.isDate(input) && typeof input !== 'number') {
    return epoch(new Date()) + secondsOf(input)
  }
  const time = types.isDate(input) ? epoch(input) : input
  if (!Number.isFinite(time)) throw new TypeError(`Invalid ${setter} input`)
  return time
}

module.exports = { ProduceJWT }
