'use strict'

// What a list is to revoke or to withdraw, as the addon takes it.

const native = require('../native.cjs')
const { checked, described, optionInvalid } = require('./failure.cjs')
const { OPTIONS, writeJson } = require('./json.cjs')
const { text, timedOptionsText } = require('./options.cjs')
const { protectedTexts } = require('./token.cjs')

/** A token that was checked. */
function token({ clock }, token, options) {
  const [header, claims] = textsOf(token)
  return checked(native.revokeToken(header, claims, timedOptionsText(options, clock)))
}

/** What the events of a token that was checked say: several changes. */
function events({ clock }, token, options) {
  const [header, claims] = textsOf(token)
  return checked(native.changesOfEvents(header, claims, timedOptionsText(options, clock)))
}

const id = ({ clock }, issuer, tokenId, options) =>
  checked(native.revokeId(textOrNull(issuer, 'issuer'), text(tokenId, 'tokenId'), timedOptionsText(options, clock)))

const session = ({ clock }, issuer, sessionId, options) =>
  checked(native.revokeSession(textOrNull(issuer, 'issuer'), text(sessionId, 'sessionId'), timedOptionsText(options, clock)))

const key = ({ clock }, issuer, keyId, options) =>
  checked(native.revokeKey(textOrNull(issuer, 'issuer'), text(keyId, 'keyId'), timedOptionsText(options, clock)))

const subject = ({ clock }, issuer, subject, options) =>
  checked(native.revokeSubject(textOrNull(issuer, 'issuer'), text(subject, 'subject'), timedOptionsText(options, clock)))

const issuer = ({ clock }, issuer, options) => checked(native.revokeIssuer(text(issuer, 'issuer'), timedOptionsText(options, clock)))

const withdrawal = ({ clock }, entry, options) => checked(native.withdraw(entryText(entry), timedOptionsText(options, clock)))

/** The header and the claims of a token that was checked. */
function textsOf(token) {
  const texts = protectedTexts(token)
  if (texts === undefined) throw optionInvalid(`token must be a Token, as a verifier gives it, and this is ${described(token)}`)
  return texts
}

/** A text where null has a meaning of its own, so that what was merely forgotten must not pass for it. */
function textOrNull(value, what) {
  if (value === undefined) throw optionInvalid(`${what} must be a string or null, and this is undefined`)
  return value === null ? undefined : text(value, what)
}

/** An entry as the core takes it: its id, or JSON text that has it. */
function entryText(entry) {
  if (typeof entry === 'string') return text(entry, 'entry')
  if (typeof entry === 'object' && entry !== null) return writeJson(entry, OPTIONS)
  throw optionInvalid(`entry must be an entry of a list, or its id, and this is ${described(entry)}`)
}

module.exports = { events, id, issuer, key, session, subject, token, withdrawal }
