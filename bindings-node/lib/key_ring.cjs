'use strict'

const { inspect, types } = require('node:util')
const native = require('../native.cjs')
const { spelt, takeOnEvent } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, described, detachedFrom, optionInvalid } = require('./failure.cjs')
const { takeClock, takeHandles } = require('./handles.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { made, nativeKey } = require('./key.cjs')
const { madeSet, nativeSet } = require('./key_set.cjs')
const { bytes, optionsText, pathOf, readOptions, systemClock, take, text, textIfGiven, timeOf, writeOptions } = require('./options.cjs')
const { listCarrierOf, nativeList, ringOf, rings } = require('./recognized.cjs')

const INTERNAL = Symbol('internal')

/** Loaded when a change is waited for. */
const acted = (...given) => require('./ring_actions.cjs').acted(...given)

class KeyRing {
  constructor(internal, result, clock, carrier) {
    if (internal !== INTERNAL) throw optionInvalid('a KeyRing is made by KeyRing.create, KeyRing.open, KeyRing.redis or KeyRing.fromJwe')
    rings.set(this, { native: checked(result), clock, carrier })
  }

  static create(algorithms, options) {
    const names = reading(OPTIONS, () => namesOf(algorithms))
    const given = readOptions(options)
    const { clock, keys } = takeHandles(given, 'KeyRing.create')
    const now = takeTime(given, clock)
    return new KeyRing(INTERNAL, native.createKeyRing(names, keys, now, writeOptions(given)), clock)
  }

  static open(path, protectWith, options) {
    return opened(options, (...more) => native.openKeyRing(pathOf(path), nativeSet(protectWith, 'protectWith'), ...more))
  }

  static async redis(client, protectWith, options) {
    const given = readOptions(options)
    const [onEvent, clock, create] = [takeOnEvent(given), takeClock(given), ringIfGiven(take(given, 'create'))]
    const keys = nativeSet(protectWith, 'protectWith')
    const handle = checked(native.keyRingInStore(keys, create?.native, (clock ?? systemClock)(), writeOptions(given)))
    const carrier = require('./following.cjs').following(handle, { clock, onEvent }, client)
    await carrier.ready()
    return new KeyRing(INTERNAL, handle, clock, carrier)
  }

  static fromJwe(jwe, protectWith, options) {
    const source = types.isUint8Array(jwe) ? bytes(jwe, 'jwe') : text(jwe, 'jwe')
    return opened(options, (...more) => native.keyRingFromJwe(source, nativeSet(protectWith, 'protectWith'), ...more))
  }

  static wrappedKey(path) {
    return checked(native.keyRingWrappedKey(pathOf(path))) ?? null
  }

  save(path, protectWith, options) {
    const ring = own(this)
    const [wrappedKey, given] = takeWrappedKey(options)
    checked(ring.native.save(pathOf(path), nativeKey(protectWith, 'protectWith'), wrappedKey, writeOptions(given)))
  }

  toJwe(protectWith, options) {
    const ring = own(this)
    const [wrappedKey, given] = takeWrappedKey(options)
    return checked(ring.native.toJwe(nativeKey(protectWith, 'protectWith'), wrappedKey, writeOptions(given)))
  }

  rewrap(protectWith, options) {
    const ring = own(this)
    const [wrappedKey, given] = takeWrappedKey(options)
    checked(ring.native.rewrap(nativeKey(protectWith, 'protectWith'), wrappedKey, lastTime(given, ring.clock)))
  }

  async rewrapAsync(protectWith, options) {
    const ring = own(this)
    const [wrappedKey, given] = takeWrappedKey(options)
    const key = nativeKey(protectWith, 'protectWith')
    const now = lastTime(given, ring.clock)
    checked(await acted(ring, ring.native.beginRewrap(key, wrappedKey, now, ring.clock?.())))
  }

  advance(options) {
    const ring = own(this)
    return read(ring.native.advance(time(options, ring)))
  }

  async advanceAsync(options) {
    const ring = own(this)
    return read(await acted(ring, ring.native.beginAdvance(time(options, ring), ring.clock?.())))
  }

  revoke(keyId, options) {
    const ring = own(this)
    return read(ring.native.revoke(text(keyId, 'keyId'), time(options, ring)))
  }

  async revokeAsync(keyId, options) {
    const ring = own(this)
    return read(await acted(ring, ring.native.beginRevoke(text(keyId, 'keyId'), time(options, ring), ring.clock?.())))
  }

  useRevocations(revocations, issuer) {
    const ring = own(this)
    checked(ring.native.useRevocations(nativeList(revocations, 'revocations'), text(issuer, 'issuer')))
    ring.listCarrier = listCarrierOf(revocations)
  }

  add(key, options) {
    const ring = own(this)
    return read(ring.native.add(nativeKey(key, 'key'), time(options, ring)))
  }

  async addAsync(key, options) {
    const ring = own(this)
    return read(await acted(ring, ring.native.beginAdd(nativeKey(key, 'key'), time(options, ring), ring.clock?.())))
  }

  async ready(options) {
    const ring = own(this)
    const seconds = require('./carrier.cjs').readySeconds(optionsText(options))
    await ring.carrier?.ready(seconds)
  }

  toJwks(options) {
    const ring = own(this)
    const jwks = JSON.parse(checked(ring.native.toJwks(time(options, ring))))
    // What is due of a ring in a store is done there, and published next time.
    ring.carrier?.begin()
    return jwks
  }

  cacheControl() {
    return checked(own(this).native.cacheControl())
  }

  keys(options) {
    const ring = own(this)
    return read(ring.native.keys(time(options, ring)))
  }

  status(options) {
    const ring = own(this)
    return read(ring.native.status(time(options, ring)))
  }

  signingKey(options) {
    const ring = own(this)
    const given = readOptions(options)
    const alg = textIfGiven(take(given, 'alg') ?? undefined, 'alg')
    return made(ring.native.signingKey(alg, lastTime(given, ring.clock)))
  }

  toKeySet(options) {
    const ring = own(this)
    return madeSet(checked(ring.native.toKeySet(time(options, ring))))
  }

  /** What a console shows: never a secret. */
  [inspect.custom]() {
    const ring = ringOf(this)
    return ring === undefined ? 'KeyRing {}' : checked(ring.native.shown())
  }
}

function own(value) {
  const ring = ringOf(value)
  if (ring === undefined) throw detachedFrom('a KeyRing')
  return ring
}

/** A ring to begin with. */
function ringIfGiven(ring) {
  if (ring === undefined || ring === null) return undefined
  const found = ringOf(ring)
  if (found === undefined) throw optionInvalid(`create must be a KeyRing, and this is ${described(ring)}`)
  return found
}

/** A ring that was made before. */
function opened(options, open) {
  const given = readOptions(options)
  const clock = takeClock(given)
  return new KeyRing(INTERNAL, open((clock ?? systemClock)(), writeOptions(given)), clock)
}

/** The time that the options give, or the ring's clock. */
const time = (options, { clock = systemClock }) => timeOf(options, clock)

/** The same of options that have none but `now` left. */
const lastTime = (given, clock = systemClock) => checked(native.givenTime(writeOptions(given))) ?? clock()

/** Takes the time out of options that have others left. */
const takeTime = (given, clock) => lastTime(new Map(given.has('now') ? [['now', take(given, 'now')]] : []), clock)

/** Takes out of the options what a KMS made of the key that protects a ring. */
function takeWrappedKey(options) {
  const given = readOptions(options)
  const wrappedKey = take(given, 'wrappedKey') ?? undefined
  return [wrappedKey === undefined ? undefined : bytes(wrappedKey, 'wrappedKey'), given]
}

/** The names of one algorithm or several. */
function namesOf(algorithms) {
  if (typeof algorithms === 'string') return [text(algorithms, 'algorithms')]
  if (!Array.isArray(algorithms)) throw optionInvalid(`algorithms must be a name or a list of names, and this is ${described(algorithms)}`)
  const names = []
  // By index, so that a list with a huge length and nothing in it ends at once.
  for (let index = 0; index < algorithms.length; index++) names.push(text(algorithms[index], 'each of algorithms'))
  return names
}

/** JSON text of the addon's, with the names of its members in JavaScript's spelling. */
const read = (result) => spelt(JSON.parse(checked(result)))

module.exports = { KeyRing: published(KeyRing) }
