'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { published } = require('./exact.cjs')
const { checked, described, detachedFrom, optionInvalid } = require('./failure.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { handleOf, made, nativeKey, remedy, setOf } = require('./key.cjs')
const { optionsText, text, withJsonText } = require('./options.cjs')
const { refuseRemote, refuseRing } = require('./recognized.cjs')

const INTERNAL = Symbol('internal')

/** The native set inside a KeySet; undefined inside anything else. */
let handleOfSet

class KeySet {
  #native
  #keys

  constructor(keys, handle) {
    this.#native = keys === INTERNAL ? handle : nativeSet(keys, 'keys')
  }

  static {
    handleOfSet = (value) => (typeof value === 'object' && value !== null && #native in value ? value.#native : undefined)
  }

  static fromJwks(jwks, options) {
    return withJsonText(jwks, 'jwks', (text) => new KeySet(INTERNAL, checked(native.keySetFromJwks(text, optionsText(options)))))
  }

  get size() {
    return checked(ownSet(this).size())
  }

  /** What was set aside when the set was read. */
  get rejected() {
    const rejected = checked(ownSet(this).rejected())
    return rejected.map(({ index, keyId, reason, message }) => ({ index, keyId: keyId ?? null, code: reason, message }))
  }

  get(keyId) {
    const key = checked(ownSet(this).get(text(keyId, 'keyId')))
    return key === null ? undefined : made(key)
  }

  [Symbol.iterator]() {
    const set = ownSet(this)
    return (this.#keys ??= checked(set.keys()).map(made)).values()
  }

  toJwks(options) {
    return JSON.parse(checked(ownSet(this).toJwks(optionsText(options))))
  }

  /** What a console shows: never a secret. */
  [inspect.custom](depth, options) {
    return handleOfSet(this) === undefined ? 'KeySet {}' : `KeySet(${this.size}) ${inspect([...this], options)}`
  }
}

function ownSet(value) {
  const handle = handleOfSet(value)
  if (handle === undefined) throw detachedFrom('a KeySet')
  return handle
}

/** The native set for what stands where keys are wanted: a Key, a list of them, a KeySet. */
function nativeSet(keys, what) {
  if (handleOf(keys) !== undefined) return setOf(keys)
  const set = handleOfSet(keys)
  if (set !== undefined) return set
  refuseRemote(keys, what)
  refuseRing(keys)
  return checked(native.keySetOf(reading(OPTIONS, () => nativeKeys(keys, what))))
}

function nativeKeys(keys, what) {
  if (!Array.isArray(keys)) throw optionInvalid(`${what} must be a Key, a list of keys or a KeySet, and this is ${described(keys)}${remedy(keys)}`)
  const handles = []
  // By index, so that a list with a huge length and nothing in it ends at once.
  for (let index = 0; index < keys.length; index++) handles.push(nativeKey(keys[index], `each of ${what}`))
  return handles
}

/** The same if there may be none: undefined and null mean none. */
const nativeSetIfGiven = (keys, what) => (keys === undefined || keys === null ? undefined : nativeSet(keys, what))

/** A set of the addon's, as its users see it. */
const madeSet = (handle) => new KeySet(INTERNAL, handle)

module.exports = { KeySet: published(KeySet), madeSet, nativeSet, nativeSetIfGiven }
