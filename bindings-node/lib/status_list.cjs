'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { published } = require('./exact.cjs')
const { checked, described, detachedFrom, optionInvalid } = require('./failure.cjs')
const { nativeKey } = require('./key.cjs')
const { readOptions, text, writeTimedOptions } = require('./options.cjs')
const { ringOf } = require('./recognized.cjs')

const INTERNAL = Symbol('internal')
/** No list has more statuses, and a number is exact up to here. */
const MOST = Number.MAX_SAFE_INTEGER
const [VALID, INVALID, SUSPENDED] = checked(native.statuses())

class StatusList {
  static VALID = VALID
  static INVALID = INVALID
  static SUSPENDED = SUSPENDED

  #native

  constructor(capacity, bits) {
    this.#native = capacity === INTERNAL ? bits : checked(native.newStatusList(whole(capacity, 'capacity'), whole(bits, 'bits', 255)))
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('a StatusList')
    return value.#native
  }

  static fromState(state) {
    return new StatusList(INTERNAL, checked(native.statusListFromState(text(state, 'state'))))
  }

  get capacity() {
    return checked(StatusList.#of(this).sizes())[0]
  }

  get bits() {
    return checked(StatusList.#of(this).sizes())[1]
  }

  get free() {
    return checked(StatusList.#of(this).sizes())[2]
  }

  allocate() {
    return checked(StatusList.#of(this).allocate())
  }

  set(index, status) {
    checked(StatusList.#of(this).set(whole(index, 'index'), whole(status, 'status', 255)))
  }

  get(index) {
    return checked(StatusList.#of(this).get(whole(index, 'index')))
  }

  claim(uri, index) {
    return JSON.parse(checked(StatusList.#of(this).claim(text(uri, 'uri'), whole(index, 'index'))))
  }

  toState() {
    return checked(StatusList.#of(this).toState(false))
  }

  async toStateAsync() {
    return checked(await StatusList.#of(this).toState(true))
  }

  toJwt(key, uri, options) {
    const list = StatusList.#of(this)
    return checked(list.toJwt(false, ...signing(key, uri, options)))
  }

  async toJwtAsync(key, uri, options) {
    const list = StatusList.#of(this)
    await ringOf(key)?.carrier?.settle()
    return checked(await list.toJwt(true, ...signing(key, uri, options)))
  }

  /** What a console shows: no status. */
  [inspect.custom](depth, options) {
    if (typeof this !== 'object' || this === null || !(#native in this)) return 'StatusList {}'
    const [capacity, bits, free] = checked(this.#native.sizes())
    return `StatusList ${inspect({ capacity, bits, free }, options)}`
  }
}

/** What signs a list, where it is published, and how long it is valid. */
function signing(key, uri, options) {
  const ring = ringOf(key)
  return [ring?.native ?? nativeKey(key, 'key'), text(uri, 'uri'), writeTimedOptions(readOptions(options), ring?.clock)]
}

/** A number that crosses as an integer, which has no other form there. */
function whole(number, what, most = MOST) {
  if (typeof number !== 'number') throw optionInvalid(`${what} must be a number, and this is ${described(number)}`)
  if (!Number.isInteger(number) || number < 0 || number > most) throw optionInvalid(`${what} must be a whole number from 0 to ${most}`)
  return number
}

module.exports = { StatusList: published(StatusList) }
