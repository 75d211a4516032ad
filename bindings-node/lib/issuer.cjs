'use strict'

const native = require('../native.cjs')
const { claimsInput, claimsText } = require('./claims.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom, toError } = require('./failure.cjs')
const { takeHandles, takeRings } = require('./handles.cjs')
const { readOptions, systemClock, take, writeOptions, writeTimedOptions } = require('./options.cjs')
const { clockOf, remoteOf, ringCarriers } = require('./recognized.cjs')

class Issuer {
  #native
  #make
  #clock
  /** Fetches the recipient's keys, if they are published. */
  #recipient
  /** Carries its rings, if they are kept in a store. */
  #ringCarriers
  /** The time by which keys change, if they do. */
  #when

  constructor(options) {
    const given = readOptions(options)
    const remote = remoteOf(given.get('encryptionKey'))
    this.#recipient = remote?.carrier
    if (remote !== undefined) take(given, 'encryptionKey')
    const { handles, rings } = takeRings(given, ['signingKey', 'encryptionKey'])
    const { clock = systemClock, ...keys } = takeHandles(given, 'Issuer')
    const { signingKey, encryptionKey = remote?.native } = { ...keys, ...handles }
    this.#native = checked(native.newIssuer(signingKey, encryptionKey, writeOptions(given)))
    this.#ringCarriers = ringCarriers(rings)
    this.#make = this.#native.maker()
    this.#clock = clock
    if (rings.length > 0 || this.#recipient !== undefined) this.#when = clockOf(rings) ?? (() => this.#recipient?.when())
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('an Issuer')
    return value
  }

  issue(claims, options) {
    const issuer = Issuer.#of(this)
    if (issuer.#when !== undefined) return issuer.#made(issuer.#issueAt(claims, options))
    if (options === undefined) {
      const make = issuer.#make
      return checked(make(claimsInput(claims), issuer.#clock()))
    }
    return checked(issuer.#native.issue(false, ...issuer.#read(claims, options)))
  }

  async issueAsync(claims, options) {
    const issuer = Issuer.#of(this)
    if (issuer.#when === undefined) {
      return checked(await issuer.#native.issue(true, ...issuer.#read(claims, options)))
    }
    const read = issuer.#read(claims, options)
    await issuer.#recipient?.ready()
    await Promise.all(issuer.#ringCarriers.map((carrier) => carrier.settle()))
    return issuer.#made(await issuer.#native.issueAt(true, ...read, issuer.#when()))
  }

  #issueAt(claims, options) {
    return this.#native.issueAt(false, ...this.#read(claims, options), this.#when())
  }

  /** The claims, what the token is to be bound to, and the options. */
  #read(claims, options) {
    const given = readOptions(options)
    const { confirm } = takeHandles(given, 'Issuer.issue')
    return [claimsText(claims), confirm, writeTimedOptions(given, this.#clock)]
  }

  /** The token; the recipient's keys are fetched, and rings are read or advanced, if it is time. */
  #made(result) {
    const { token, failure, due } = checked(result)
    if (due) for (const carrier of [this.#recipient, ...this.#ringCarriers]) carrier?.begin()
    if (failure !== undefined) throw this.#recipient?.error(failure) ?? toError(failure)
    return token
  }
}

module.exports = { Issuer: published(Issuer) }
