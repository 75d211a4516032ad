'use strict'

// jsonwebtoken's own checks of claims, in its order and with its messages. A claim is what the token says, and never what every object inherits.

const { types } = require('node:util')
const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require('./errors.cjs')
const { own } = require('./own.cjs')
const { after } = require('./timespan.cjs')

/** Throws where a claim is not what the options want. */
function checkClaims(payload, options) {
  const now = options.clockTimestamp || Math.floor(Date.now() / 1000)
  const tolerance = options.clockTolerance ?? 0
  checkTimes(payload, options, now, tolerance)
  checkAudience(own(payload, 'aud'), options)
  checkNames(payload, options)
  if (options.maxAge !== undefined) checkAge(own(payload, 'iat'), options, now, tolerance)
}

function checkTimes(payload, options, now, tolerance) {
  const [nbf, exp] = [own(payload, 'nbf'), own(payload, 'exp')]
  if (nbf !== undefined && options.ignoreNotBefore !== true) {
    if (typeof nbf !== 'number') throw new JsonWebTokenError('invalid nbf value')
    if (nbf > now + tolerance) throw new NotBeforeError('jwt not active', new Date(nbf * 1000))
  }
  if (exp !== undefined && options.ignoreExpiration !== true) {
    if (typeof exp !== 'number') throw new JsonWebTokenError('invalid exp value')
    if (now >= exp + tolerance) throw new TokenExpiredError('jwt expired', new Date(exp * 1000))
  }
}

function checkAudience(aud, { audience }) {
  if (audience === undefined || (typeof audience === 'string' && aud === audience)) return
  const wanted = Array.isArray(audience) ? audience : [audience]
  const given = Array.isArray(aud) ? aud : [aud]
  if (!given.some((name) => wanted.some((want) => fits(want, name)))) {
    throw new JsonWebTokenError(`jwt audience invalid. expected: ${wanted.join(' or ')}`)
  }
}

/** A pattern fits text alone: a token without an audience has not the audience "undefined". */
function fits(want, name) {
  if (!types.isRegExp(want)) return want === name
  // With the flags `g` and `y`, a pattern continues from where it last stopped.
  if (want.global || want.sticky) want.lastIndex = 0
  return typeof name === 'string' && want.test(name)
}

/** Options that must be what a claim is, and the claim. */
const NAMES = [
  ['subject', 'sub'],
  ['jwtid', 'jti'],
  ['nonce', 'nonce'],
]

function checkNames(payload, options) {
  const { issuer } = options
  if (issuer !== undefined && !isIssuer(issuer, own(payload, 'iss'))) {
    throw new JsonWebTokenError(`jwt issuer invalid. expected: ${issuer}`)
  }
  for (const [option, claim] of NAMES) {
    const wanted = options[option]
    if (wanted !== undefined && own(payload, claim) !== wanted) {
      throw new JsonWebTokenError(`jwt ${option} invalid. expected: ${wanted}`)
    }
  }
}

const isIssuer = (wanted, iss) => (Array.isArray(wanted) ? wanted.includes(iss) : wanted === iss)

function checkAge(iat, { maxAge }, now, tolerance) {
  if (typeof iat !== 'number') throw new JsonWebTokenError('iat required when maxAge is specified')
  // As there: an `iat` of 0 is taken for none.
  const end = after(maxAge, iat || Math.floor(Date.now() / 1000))
  if (now >= end + tolerance) throw new TokenExpiredError('maxAge exceeded', new Date(end * 1000))
}

module.exports = { checkClaims }
