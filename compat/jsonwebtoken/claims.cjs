'use strict'

// jsonwebtoken's own checks of claims, in its order and with its messages.

const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require('./errors.cjs')
const { after } = require('./timespan.cjs')

/** Throws where a claim is not what the options want. */
function checkClaims(payload, options) {
  const now = options.clockTimestamp || Math.floor(Date.now() / 1000)
  const tolerance = options.clockTolerance || 0
  checkTimes(payload, options, now, tolerance)
  checkAudience(payload, options)
  checkNames(payload, options)
  if (options.maxAge) checkAge(payload, options, now, tolerance)
}

function checkTimes({ nbf, exp }, options, now, tolerance) {
  if (nbf !== undefined && !options.ignoreNotBefore) {
    if (typeof nbf !== 'number') throw new JsonWebTokenError('invalid nbf value')
    if (nbf > now + tolerance) throw new NotBeforeError('jwt not active', new Date(nbf * 1000))
  }
  if (exp !== undefined && !options.ignoreExpiration) {
    if (typeof exp !== 'number') throw new JsonWebTokenError('invalid exp value')
    if (now >= exp + tolerance) throw new TokenExpiredError('jwt expired', new Date(exp * 1000))
  }
}

function checkAudience({ aud }, { audience }) {
  if (!audience) return
  const wanted = Array.isArray(audience) ? audience : [audience]
  const given = Array.isArray(aud) ? aud : [aud]
  const fits = (want, name) => (want instanceof RegExp ? want.test(name) : want === name)
  if (!given.some((name) => wanted.some((want) => fits(want, name)))) {
    throw new JsonWebTokenError(`jwt audience invalid. expected: ${wanted.join(' or ')}`)
  }
}

function checkNames(payload, options) {
  const { issuer } = options
  const other = Array.isArray(issuer) ? !issuer.includes(payload.iss) : typeof issuer === 'string' && payload.iss !== issuer
  if (issuer && other) throw new JsonWebTokenError(`jwt issuer invalid. expected: ${issuer}`)
  for (const [option, claim] of [
    ['subject', 'sub'],
    ['jwtid', 'jti'],
    ['nonce', 'nonce'],
  ]) {
    if (options[option] && payload[claim] !== options[option]) {
      throw new JsonWebTokenError(`jwt ${option} invalid. expected: ${options[option]}`)
    }
  }
}

function checkAge({ iat }, { maxAge }, now, tolerance) {
  if (typeof iat !== 'number') throw new JsonWebTokenError('iat required when maxAge is specified')
  // As there: an `iat` of 0 is taken for none.
  const end = after(maxAge, iat || Math.floor(Date.now() / 1000))
  if (end === undefined) {
    throw new JsonWebTokenError('"maxAge" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60')
  }
  if (now >= end + tolerance) throw new TokenExpiredError('maxAge exceeded', new Date(end * 1000))
}

module.exports = { checkClaims }
