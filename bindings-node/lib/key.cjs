'use strict'

const { inspect, types } = require('node:util')
const native = require('../native.cjs')
const { published } = require('./exact.cjs')
const { checked, described, optionInvalid } = require('./failure.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { bytes, optionsText, readOptions, takeBytes, text, textIfGiven, withJsonText, withSecret, writeOptions } = require('./options.cjs')
const { refuseRing } = require('./recognized.cjs')

/** What only this file can hand to the constructor. */
const INTERNAL = Symbol('internal')

/** The native key inside a Key, whatever its prototype says; undefined inside anything else. */
let handleOf
/** The native set of one key alone, made once. */
let setOf

class Key {
  #native
  #set

  constructor(internal, handle) {
    if (internal !== INTERNAL) throw optionInvalid('a Key is made by Key.generate, Key.fromJwk and their like')
    this.#native = handle
  }

  static {
    handleOf = (value) => (typeof value === 'object' && value !== null && #native in value ? value.#native : undefined)
    setOf = (key) => (key.#set ??= checked(key.#native.toSet()))
  }

  static generate(alg, options) {
    return made(native.generateKey(false, text(alg, 'alg'), optionsText(options)))
  }

  static async generateAsync(alg, options) {
    return made(await native.generateKey(true, text(alg, 'alg'), optionsText(options)))
  }

  static fromJwk(jwk, options) {
    return withJsonText(jwk, 'jwk', (text) => made(native.keyFromJwk(text, optionsText(options))))
  }

  static fromPem(pem, alg, options) {
    return made(importPem(false, pem, alg, options))
  }

  static async fromPemAsync(pem, alg, options) {
    return made(await importPem(true, pem, alg, options))
  }

  static fromDer(der, alg, options) {
    return made(importDer(false, der, alg, options))
  }

  static async fromDerAsync(der, alg, options) {
    return made(await importDer(true, der, alg, options))
  }

  static fromCertificate(certificate, alg, options) {
    const source = types.isUint8Array(certificate) ? bytes(certificate, 'certificate') : text(certificate, 'certificate')
    return made(native.keyFromCertificate(source, text(alg, 'alg'), optionsText(options)))
  }

  static fromSecret(secret, alg, options) {
    const use = (source) => made(native.keyFromSecret(source, text(alg, 'alg'), optionsText(options)))
    return typeof secret === 'string' ? use(text(secret, 'secret')) : withSecret(secret, 'secret', use)
  }

  static fromPassword(password, alg, options) {
    const source = passwordBytes(password)
    const use = (copy) => made(native.keyFromPassword(copy, textIfGiven(alg, 'alg'), optionsText(options)))
    return withSecret(source, 'password', use)
  }

  static fromKeyObject(keyObject, alg, options) {
    const [type, exported] = exportKeyObject(keyObject)
    try {
      if (type === 'secret') return Key.fromSecret(exported, alg, options)
      return made(native.keyFromDer(false, exported, text(alg, 'alg'), undefined, optionsText(options)))
    } finally {
      exported.fill(0)
    }
  }

  get algorithm() {
    return checked(ownKey(this).algorithm())
  }

  get contentEncryption() {
    return checked(ownKey(this).contentEncryption())
  }

  get keyId() {
    return checked(ownKey(this).keyId())
  }

  get keyType() {
    return checked(ownKey(this).keyType())
  }

  get use() {
    return checked(ownKey(this).keyUse())
  }

  get isPrivate() {
    return checked(ownKey(this).isPrivate())
  }

  public() {
    return made(ownKey(this).publicKey())
  }

  withKeyId(keyId) {
    return made(ownKey(this).withKeyId(keyId === null ? undefined : text(keyId, 'keyId')))
  }

  toJwk(options) {
    return JSON.parse(checked(ownKey(this).toJwk(optionsText(options))))
  }

  toPem(options) {
    return checked(ownKey(this).toPem(optionsText(options)))
  }

  toDer(options) {
    return checked(ownKey(this).toDer(optionsText(options)))
  }

  thumbprint(hash) {
    return checked(ownKey(this).thumbprint(textIfGiven(hash, 'hash')))
  }

  thumbprintUri(hash) {
    return checked(ownKey(this).thumbprintUri(textIfGiven(hash, 'hash')))
  }

  equals(other) {
    return checked(ownKey(this).equals(nativeKey(other, 'other')))
  }

  /** What a console shows: never a secret. */
  [inspect.custom](depth, options) {
    if (handleOf(this) === undefined) return 'Key {}'
    const { algorithm, keyId, keyType, isPrivate } = this
    return `Key ${inspect({ keyType, algorithm, keyId, isPrivate }, options)}`
  }
}

/** The Key around what the addon made. */
const made = (result) => new Key(INTERNAL, checked(result))

function importPem(later, pem, alg, options) {
  const use = (source) =>
    withSecrets(options, 'Key.fromPem', (secrets, rest) => native.keyFromPem(later, source, text(alg, 'alg'), ...secrets, rest))
  return types.isUint8Array(pem) ? withSecret(pem, 'pem', use) : use(text(pem, 'pem'))
}

function importDer(later, der, alg, options) {
  const use = (source) =>
    withSecrets(options, 'Key.fromDer', (secrets, rest) => native.keyFromDer(later, source, text(alg, 'alg'), ...secrets, rest))
  return withSecret(der, 'der', use)
}

/** The bytes of one of Node's own keys, and of what type it is. */
function exportKeyObject(keyObject) {
  // A program with such a key has loaded the module; no other needs it.
  const { KeyObject } = require('node:crypto')
  return reading(OPTIONS, () => {
    if (!(keyObject instanceof KeyObject)) {
      throw optionInvalid(`keyObject must be a KeyObject of node:crypto, and this is ${described(keyObject)}`)
    }
    const { type } = keyObject
    const form = { public: { type: 'spki', format: 'der' }, private: { type: 'pkcs8', format: 'der' } }[type]
    const exported = keyObject.export(form)
    if (!types.isUint8Array(exported)) throw optionInvalid('keyObject cannot be exported')
    return [type, exported]
  })
}

/** A password's bytes; text is taken as UTF-8. */
const passwordBytes = (password) => (typeof password === 'string' ? new TextEncoder().encode(text(password, 'password')) : password)

/** Does something with the secrets among the options and with the other options, and leaves nothing of the secrets behind. */
function withSecrets(options, taker, work) {
  const given = readOptions(options)
  const secrets = takeBytes(given, taker)
  try {
    return work(secrets, writeOptions(given))
  } finally {
    for (const secret of secrets) secret?.fill(0)
  }
}

/** The native key inside an argument, or an error that names it. */
function nativeKey(value, what) {
  const handle = handleOf(value)
  if (handle !== undefined) return handle
  refuseRing(value)
  throw optionInvalid(`${what} must be a Key, and this is ${described(value)}${remedy(value)}`)
}

/** What makes a Key of something else. */
function remedy(value) {
  if (typeof value === 'string' || types.isUint8Array(value)) return ': use Key.fromPem, Key.fromJwk or Key.fromSecret'
  const isObject = typeof value === 'object' && value !== null && !types.isProxy(value)
  return isObject && Object.hasOwn(value, 'kty') ? ': use Key.fromJwk' : ''
}

const ownKey = (value) => nativeKey(value, 'this')

/** The same if there may be none: undefined and null mean none. */
const nativeKeyIfGiven = (value, what) => (value === undefined || value === null ? undefined : nativeKey(value, what))

module.exports = { Key: published(Key), handleOf, made, nativeKey, nativeKeyIfGiven, remedy, setOf }
