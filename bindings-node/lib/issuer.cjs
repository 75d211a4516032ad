'use strict'

const native = require('../native.cjs')
const { claimsText } = require('./claims.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom } = require('./failure.cjs')
const { takeHandles } = require('./handles.cjs')
const { readOptions, systemClock, take, timedOptionsText, writeOptions } = require('./options.cjs')
const { carrierOf } = require('./remote_handle.cjs')

class Issuer {
  #native
  #make
  #clock
  /** What fetches the recipient's keys, where they are published. */
  #recipient

  constructor(options) {
    const given = readOptions(options)
    this.#recipient = carrierOf(given.get('encryptionKey'))
    if (this.#recipient !== undefined) take(given, 'encryptionKey')
    const { clock = systemClock, signingKey, encryptionKey } = takeHandles(given, 'Issuer')
    this.#native = checked(native.newIssuer(signingKey, encryptionKey, this.#recipient?.native, writeOptions(given)))
    this.#make = this.#native.maker()
    this.#clock = clock
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('an Issuer')
    return value
  }

  issue(claims, options) {
    const issuer = Issuer.#of(this)
    if (issuer.#recipient !== undefined) return issuer.#made(issuer.#issueTo(claims, options))
    if (options === undefined) {
      const make = issuer.#make
      return checked(make(claimsText(claims), issuer.#clock()))
    }
    return checked(issuer.#native.issue(false, claimsText(claims), timedOptionsText(options, issuer.#clock)))
  }

  async issueAsync(claims, options) {
    const issuer = Issuer.#of(this)
    if (issuer.#recipient === undefined) {
      return checked(await issuer.#native.issue(true, claimsText(claims), timedOptionsText(options, issuer.#clock)))
    }
    const read = [claimsText(claims), timedOptionsText(options, issuer.#clock)]
    await issuer.#recipient.ready()
    return issuer.#made(await issuer.#native.issueRemote(true, ...read, issuer.#recipient.when()))
  }

  #issueTo(claims, options) {
    return this.#native.issueRemote(false, claimsText(claims), timedOptionsText(options, this.#clock), this.#recipient.when())
  }

  /** The token; the recipient's keys are fetched if it is time. */
  #made(result) {
    const { token, failure, due } = checked(result)
    if (due) this.#recipient.begin()
    if (failure !== undefined) throw this.#recipient.error(failure)
    return token
  }
}

module.exports = { Issuer: published(Issuer) }
