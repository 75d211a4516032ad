'use strict'

const native = require('../native.cjs')
const { claimsText } = require('./claims.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom, optionInvalid } = require('./failure.cjs')
const { takeHandles } = require('./handles.cjs')
const { readOptions, systemClock, timedOptionsText, writeOptions } = require('./options.cjs')

class Issuer {
  #native
  #make
  #clock

  constructor(options) {
    const given = readOptions(options)
    const { clock = systemClock, signingKey, encryptionKey } = takeHandles(given, 'Issuer')
    this.#native = checked(native.newIssuer(signingKey, encryptionKey, writeOptions(given)))
    this.#make = this.#native.maker()
    this.#clock = clock
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('an Issuer')
    return value
  }

  issue(claims, options) {
    const issuer = Issuer.#of(this)
    if (options === undefined) {
      const make = issuer.#make
      return checked(make(claimsText(claims), issuer.#clock()))
    }
    return checked(issuer.#native.issue(false, claimsText(claims), timedOptionsText(options, issuer.#clock)))
  }

  async issueAsync(claims, options) {
    const issuer = Issuer.#of(this)
    return checked(await issuer.#native.issue(true, claimsText(claims), timedOptionsText(options, issuer.#clock)))
  }
}

module.exports = { Issuer: published(Issuer) }
