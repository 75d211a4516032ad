'use strict'

const native = require('../native.cjs')
const { claimsText } = require('./claims.cjs')
const { checked, optionInvalid, published } = require('./failure.cjs')
const { nativeKeyIfGiven } = require('./keys.cjs')
const { currentTime, readOptions, take, timedOptionsText, writeOptions } = require('./options.cjs')

class Issuer {
  #native
  #make

  constructor(options) {
    const given = readOptions(options)
    const [signingKey, encryptionKey] = ['signingKey', 'encryptionKey'].map((name) => nativeKeyIfGiven(take(given, name), name))
    this.#native = checked(native.newIssuer(signingKey, encryptionKey, writeOptions(given)))
    this.#make = this.#native.maker()
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw optionInvalid('this must be an Issuer')
    return value
  }

  issue(claims, options) {
    const issuer = Issuer.#of(this)
    if (options === undefined) {
      const make = issuer.#make
      return checked(make(claimsText(claims), currentTime()))
    }
    return checked(issuer.#native.issue(false, claimsText(claims), timedOptionsText(options)))
  }

  async issueAsync(claims, options) {
    return checked(await Issuer.#of(this).#native.issue(true, claimsText(claims), timedOptionsText(options)))
  }
}

module.exports = { Issuer: published(Issuer) }
