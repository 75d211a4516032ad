'use strict'

// Keys that never leave their hardware or service: prepared here, used there, completed here.

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { claimsText } = require('./claims.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom, optionInvalid } = require('./failure.cjs')
const { made, nativeKey } = require('./key.cjs')
const { bytes, jsonIfGiven, optionsText, timedOptionsText, tokenInput, withSecret } = require('./options.cjs')

const INTERNAL = Symbol('internal')

/** A token or a proof that lacks its signature. */
class Unsigned {
  #native

  constructor(internal, handle) {
    if (internal !== INTERNAL) throw optionInvalid('an Unsigned comes from prepare, or dpop.prepare')
    this.#native = handle
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('an Unsigned')
    return value.#native
  }

  get signingInput() {
    return checked(Unsigned.#of(this).signingInput())
  }

  complete(signature, options) {
    return checked(Unsigned.#of(this).complete(bytes(signature, 'signature'), optionsText(options)))
  }

  /** What a console shows: not the claims. */
  [inspect.custom]() {
    return 'Unsigned {}'
  }
}

/** A token that waits for what its private key gives. */
class Pending {
  #native

  constructor(internal, handle) {
    if (internal !== INTERNAL) throw optionInvalid('a Pending comes from prepareDecrypt')
    this.#native = handle
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('a Pending')
    return value.#native
  }

  get peerKey() {
    const key = checked(Pending.#of(this).peerKey())
    return key === null ? null : made(key)
  }

  get encryptedKey() {
    return checked(Pending.#of(this).encryptedKey())
  }

  complete(secret) {
    const handle = Pending.#of(this)
    return withSecret(secret, 'secret', (copy) => decrypted(checked(handle.complete(copy))))
  }

  [inspect.custom]() {
    return 'Pending {}'
  }
}

function prepare(claims, publicKey, options) {
  return unsignedOf(native.prepare(claimsText(claims), nativeKey(publicKey, 'publicKey'), timedOptionsText(options)))
}

/** What the addon has prepared. */
const unsignedOf = (result) => new Unsigned(INTERNAL, checked(result))

function prepareDecrypt(token, publicKey, options) {
  return new Pending(
    INTERNAL,
    checked(native.jwePrepareDecrypt(tokenInput(token), nativeKey(publicKey, 'publicKey'), optionsText(options))),
  )
}

/** What was decrypted, as its users see it. */
const decrypted = (found) => ({
  plaintext: found.plaintext,
  header: JSON.parse(found.header),
  unprotected: jsonIfGiven(found.unprotected),
  recipientHeader: jsonIfGiven(found.recipientHeader),
  aad: found.aad ?? null,
  recipient: found.recipient,
  keyId: found.keyId ?? null,
})

module.exports = { Pending: published(Pending), Unsigned: published(Unsigned), decrypted, prepare, prepareDecrypt, unsignedOf }
