'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { described } = require('./described.cjs')
const { spelt } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom, optionInvalid } = require('./failure.cjs')
const { takeClock } = require('./handles.cjs')
const { OPTIONS, writeJson } = require('./json.cjs')
const { bytes, readOptions, text, timedOptionsText, writeOptions } = require('./options.cjs')
const { listOf, lists } = require('./revocations_handle.cjs')
const { protectedTexts } = require('./token.cjs')

class Revocations {
  constructor(options, list = made(options, (text) => native.newRevocations(text))) {
    lists.set(this, list)
  }

  static fromSnapshot(snapshot, options) {
    const copy = bytes(snapshot, 'snapshot')
    return new Revocations(undefined, made(options, (text) => native.revocationsFromSnapshot(copy, text)))
  }

  revoke(token, options) {
    const { native, clock } = own(this)
    const [header, claims] = textsOf(token)
    return read(native.revoke(header, claims, timedOptionsText(options, clock)))
  }

  revokeId(issuer, tokenId, options) {
    const { native, clock } = own(this)
    return read(native.revokeId(textOrNull(issuer, 'issuer'), text(tokenId, 'tokenId'), timedOptionsText(options, clock)))
  }

  revokeSession(issuer, sessionId, options) {
    const { native, clock } = own(this)
    return read(native.revokeSession(textOrNull(issuer, 'issuer'), text(sessionId, 'sessionId'), timedOptionsText(options, clock)))
  }

  revokeKey(issuer, keyId, options) {
    const { native, clock } = own(this)
    return read(native.revokeKey(textOrNull(issuer, 'issuer'), text(keyId, 'keyId'), timedOptionsText(options, clock)))
  }

  revokeSubject(issuer, subject, options) {
    const { native, clock } = own(this)
    return read(native.revokeSubject(textOrNull(issuer, 'issuer'), text(subject, 'subject'), timedOptionsText(options, clock)))
  }

  revokeIssuer(issuer, options) {
    const { native, clock } = own(this)
    return read(native.revokeIssuer(text(issuer, 'issuer'), timedOptionsText(options, clock)))
  }

  withdraw(entry, options) {
    const { native, clock } = own(this)
    return read(native.withdraw(entryText(entry), timedOptionsText(options, clock)))
  }

  entries(options) {
    const { native, clock } = own(this)
    return read(native.entries(timedOptionsText(options, clock)))
  }

  snapshot() {
    return checked(own(this).native.snapshot())
  }

  merge(snapshot) {
    const { native } = own(this)
    checked(native.merge(bytes(snapshot, 'snapshot')))
  }

  status() {
    return read(own(this).native.status())
  }

  /** What a console shows: how many entries there are, and nothing of them. */
  [inspect.custom]() {
    const list = listOf(this)
    return list === undefined ? 'Revocations {}' : checked(list.native.shown())
  }
}

function own(value) {
  const list = listOf(value)
  if (list === undefined) throw detachedFrom('a Revocations')
  return list
}

/** A list of the addon's, made by the text of its options, and its clock. */
function made(options, make) {
  const given = readOptions(options)
  const clock = takeClock(given)
  return { native: checked(make(writeOptions(given))), clock }
}

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

/** JSON text of the addon's, with the names of its members in JavaScript's spelling. */
const read = (result) => spelt(JSON.parse(checked(result)))

module.exports = { Revocations: published(Revocations) }
