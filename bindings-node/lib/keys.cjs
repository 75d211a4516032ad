'use strict'

const { inspect, types } = require('node:util')
const native = require('../native.cjs')
const { checked, optionInvalid, published } = require('./failure.cjs')
const { bytes, jsonText, optionsText, readOptions, take, text, textIfGiven, withSecret, writeOptions } = require('./options.cjs')

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
    setOf = (key) => (key.#set ??= key.#native.toSet())
  }

  static generate(alg, options) {
    return made(native.generateKey(text(alg, 'alg'), optionsText(options)))
  }

  static fromJwk(jwk, options) {
    return made(native.keyFromJwk(jsonText(jwk, 'a JWK'), optionsText(options)))
  }

  static fromPem(pem, alg, options) {
    const use = (source) =>
      withPassword(options, (password, rest) => made(native.keyFromPem(source, text(alg, 'alg'), password, rest)))
    return types.isUint8Array(pem) ? withSecret(pem, 'PEM', use) : use(text(pem, 'PEM'))
  }

  static fromDer(der, alg, options) {
    const use = (source) =>
      withPassword(options, (password, rest) => made(native.keyFromDer(source, text(alg, 'alg'), password, rest)))
    return withSecret(der, 'DER', use)
  }

  static fromCertificate(certificate, alg, options) {
    const source = types.isUint8Array(certificate) ? bytes(certificate, 'a certificate') : text(certificate, 'a certificate')
    return made(native.keyFromCertificate(source, text(alg, 'alg'), optionsText(options)))
  }

  static fromSecret(secret, alg, options) {
    return withSecret(secret, 'a secret', (copy) => made(native.keyFromSecret(copy, text(alg, 'alg'), optionsText(options))))
  }

  static fromPassword(password, alg, options) {
    const source = passwordBytes(password)
    const use = (copy) => made(native.keyFromPassword(copy, textIfGiven(alg, 'alg'), optionsText(options)))
    return withSecret(source, 'a password', use)
  }

  get algorithm() {
    return nativeKey(this).algorithm()
  }

  get contentEncryption() {
    return nativeKey(this).contentEncryption()
  }

  get keyId() {
    return nativeKey(this).keyId()
  }

  get keyType() {
    return nativeKey(this).keyType()
  }

  get use() {
    return nativeKey(this).keyUse()
  }

  get isPrivate() {
    return nativeKey(this).isPrivate()
  }

  public() {
    return made(nativeKey(this).publicKey())
  }

  toJwk(options) {
    return JSON.parse(checked(nativeKey(this).toJwk(optionsText(options))))
  }

  toPem(options) {
    return checked(nativeKey(this).toPem(optionsText(options)))
  }

  toDer(options) {
    return checked(nativeKey(this).toDer(optionsText(options)))
  }

  thumbprint(hash) {
    return checked(nativeKey(this).thumbprint(textIfGiven(hash, 'hash')))
  }

  thumbprintUri(hash) {
    return checked(nativeKey(this).thumbprintUri(textIfGiven(hash, 'hash')))
  }

  equals(other) {
    return checked(nativeKey(this).equals(nativeKey(other)))
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

/** A password's bytes; text is taken as UTF-8. */
const passwordBytes = (password) =>
  typeof password === 'string' ? new TextEncoder().encode(text(password, 'a password')) : password

/** Does something with the password among the options, if there is one, and with the other options. */
function withPassword(options, work) {
  const given = readOptions(options)
  const password = take(given, 'password')
  const rest = writeOptions(given)
  if (password === undefined || password === null) return work(undefined, rest)
  return withSecret(passwordBytes(password), 'a password', (copy) => work(copy, rest))
}

/** The native key inside, or an error. */
function nativeKey(value) {
  const handle = handleOf(value)
  if (handle === undefined) throw optionInvalid('a Key is wanted')
  return handle
}

module.exports = { Key: published(Key), handleOf, made, nativeKey, setOf }
