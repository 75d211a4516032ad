'use strict'

// jose's own checks of claims, in its order and with its messages.

const { epoch, secondsOf } = require('./duration.cjs')
const { JWTClaimValidationFailed, JWTExpired } = require('./errors.cjs')
const { own } = require('./own.cjs')

/** Throws where the claims, or the `typ` of the header, are not what the options want. */
function checkClaims(payload, header, options) {
  checkType(payload, header, options)
  checkPresence(payload, options)
  checkNames(payload, options)
  checkTimes(payload, options)
}

const failed = (message, payload, claim, reason) =>
  new JWTClaimValidationFailed(message, payload, claim, reason)

function checkType(payload, header, { typ }) {
  if (typ === undefined) return
  const given = own(header, 'typ')
  if (typeof given === 'string' && mediaType(given) === mediaType(typ)) return
  throw failed('unexpected "typ" JWT header value', payload, 'typ', 'check_failed')
}

/** A media type, which may leave out "application/" (RFC 7515, section 4.1.9). */
const mediaType = (typ) =>
  typ.includes('/') ? typ.toLowerCase() : `application/${typ.toLowerCase()}`

/** Each check wants its claim; those that the caller names come last. */
function checkPresence(payload, options) {
  const { issuer, subject, audience, maxTokenAge, requiredClaims = [] } = options
  const wanted = [
    ...(issuer === undefined ? [] : ['iss']),
    ...(subject === undefined ? [] : ['sub']),
    ...(audience === undefined ? [] : ['aud']),
    ...(maxTokenAge === undefined ? [] : ['iat']),
    ...[...requiredClaims].reverse(),
  ]
  for (const claim of wanted) {
    if (Object.hasOwn(payload, claim)) continue
    throw failed(`missing required "${claim}" claim`, payload, claim, 'missing')
  }
}

function checkNames(payload, { issuer, subject, audience }) {
  const refuse = (claim) =>
    failed(`unexpected "${claim}" claim value`, payload, claim, 'check_failed')
  if (issuer !== undefined && ![issuer].flat().includes(own(payload, 'iss'))) throw refuse('iss')
  if (subject !== undefined && own(payload, 'sub') !== subject) throw refuse('sub')
  if (audience !== undefined && !isFor(own(payload, 'aud'), [audience].flat())) throw refuse('aud')
}

const isFor = (aud, wanted) => [aud].flat().some((name) => wanted.includes(name))

function checkTimes(payload, options) {
  const { currentDate = new Date(), maxTokenAge, clockTolerance = 0 } = options
  const now = epoch(currentDate)
  const tolerance = seconds(clockTolerance)
  const iat = timeOf(payload, 'iat', maxTokenAge !== undefined)
  const nbf = timeOf(payload, 'nbf')
  if (nbf !== undefined && nbf > now + tolerance) {
    throw failed('"nbf" claim timestamp check failed', payload, 'nbf', 'check_failed')
  }
  const exp = timeOf(payload, 'exp')
  if (exp !== undefined && exp <= now - tolerance) {
    throw new JWTExpired('"exp" claim timestamp check failed', payload, 'exp', 'check_failed')
  }
  if (maxTokenAge !== undefined) checkAge(payload, now - iat, seconds(maxTokenAge), tolerance)
}

/** A claim that says a time, or undefined where it is not there. */
function timeOf(payload, claim, isWanted = false) {
  const time = own(payload, claim)
  if (time === undefined && !isWanted) return undefined
  if (typeof time === 'number') return time
  throw failed(`"${claim}" claim must be a number`, payload, claim, 'invalid')
}

function checkAge(payload, age, most, tolerance) {
  const what = '"iat" claim timestamp check failed'
  if (age - tolerance > most) {
    throw new JWTExpired(`${what} (too far in the past)`, payload, 'iat', 'check_failed')
  }
  if (age < -tolerance) {
    throw failed(`${what} (it should be in the past)`, payload, 'iat', 'check_failed')
  }
}

const seconds = (span) => (typeof span === 'number' ? span : secondsOf(span))

module.exports = { checkClaims }
