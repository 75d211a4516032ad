'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { answered } = require('./answer.cjs')
const { published } = require('./exact.cjs')
const { checked, described, detachedFrom, optionInvalid } = require('./failure.cjs')
const { takeHandles } = require('./handles.cjs')
const { readOptions, takeBytes, text, writeOptions } = require('./options.cjs')
const { readHeaders } = require('./request_headers.cjs')
const { provenClaims } = require('./token.cjs')
const { partsOf } = require('./verifier.cjs')

const INTERNAL = Symbol('internal')

/** The addon's numbers for what comes with a request, besides those for the claims of a token. */
const [NOTHING, CLAIMS, ERROR] = [0, 1, 4]

/** The same resource behind a router that ignores this, unless its maker has said what routers ignore; anything else as it is. For adapters. */
let ignoring

/** The answer of `checkAsync`, and a promise of it only if something must be waited for. For adapters. */
let checkSoon

class ProtectedResource {
  #native
  /** What it is made of: the verifier, the handles and the other options. */
  #made
  /** What follows the keys and lists of the verifier, if there is something to follow; else its clock. */
  #follower
  #clock
  /** Whether checks are for the thread pool: decrypting may take long, and verifying does not. */
  #isSlow

  constructor(verifier, options) {
    this.#made = verifier === INTERNAL ? options : read(verifier, options)
    const { parts, handles, given } = this.#made
    this.#native = checked(native.newProtectedResource(parts.handle, handles.rules, handles.csrfKey, writeOptions(given)))
    this.#follower = parts.follower
    this.#clock = parts.clock
    this.#isSlow = parts.decrypts
  }

  static {
    ignoring = (value, ignores) => {
      if (typeof value !== 'object' || value === null || !(#native in value)) return value
      const { handles, given } = value.#made
      if (handles.rules === undefined || given.has('ignores') || ignores.length === 0) return value
      return new ProtectedResource(INTERNAL, { ...value.#made, given: new Map([...given, ['ignores', ignores]]) })
    }
    checkSoon = (value, ...request) => {
      // Another method in its place, that of a test or of a class that is derived, is asked as it is.
      const isOwn = typeof value === 'object' && value !== null && #native in value && value.checkAsync === checkAsync
      return isOwn && !value.#isSlow ? value.#checkSoon(...request) : value.checkAsync(...request)
    }
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('a ProtectedResource')
    return value
  }

  check(method, path, headers, options) {
    const resource = ProtectedResource.#of(this)
    const [ask, asked] = resource.#asking(false, method, path, headers, options)
    if (resource.#follower !== undefined) return answered(resource.#follower.ask(ask), asked)
    return answered(whole(ask(resource.#clock(), undefined)), asked)
  }

  async checkAsync(method, path, headers, options) {
    const resource = ProtectedResource.#of(this)
    const [ask, asked] = resource.#asking(resource.#isSlow, method, path, headers, options)
    if (resource.#follower !== undefined) return answered(await resource.#follower.askAsync(ask), asked)
    const result = ask(resource.#clock(), undefined)
    return answered(whole(resource.#isSlow ? await result : result), asked)
  }

  #checkSoon(method, path, headers, options) {
    const [ask, asked] = this.#asking(false, method, path, headers, options)
    if (this.#follower === undefined) return answered(whole(ask(this.#clock(), undefined)), asked)
    const text = this.#follower.askSoon(ask)
    return typeof text === 'string' ? answered(text, asked) : text.then((later) => answered(later, asked))
  }

  metadata() {
    return ProtectedResource.#of(this).#published(0)
  }

  get metadataPath() {
    return ProtectedResource.#of(this).#published(1)
  }

  get metadataUrl() {
    return ProtectedResource.#of(this).#published(2)
  }

  csrfToken(token) {
    return checked(ProtectedResource.#of(this).#native.csrfToken(text(token, 'token')))
  }

  #published(place) {
    return checked(this.#native.metadata())?.[place] ?? null
  }

  /** What asks the addon about a request, at a time, and the request for asking again. Everything is read before. */
  #asking(later, method, path, headers, options) {
    const asked = new Asked(this.#native, text(method, 'method'), text(path, 'path'), readHeaders(headers))
    if (options === undefined) return [(now, when) => asked.check(later, undefined, undefined, now, when), asked]
    const given = readOptions(options)
    const [certificate] = takeBytes(given, 'ProtectedResource.check')
    const json = writeOptions(given)
    asked.now = given.get('now') ?? undefined
    return [(now, when) => asked.check(later, certificate, json, now, when), asked]
  }

  /** What a console shows: no key. */
  [inspect.custom](depth, options) {
    if (typeof this !== 'object' || this === null || !(#native in this)) return 'ProtectedResource {}'
    const { metadataUrl } = this
    return `ProtectedResource ${inspect({ metadataUrl }, options)}`
  }
}

/** A request to a resource. */
class Asked {
  /** The time of its check, also of those that follow. */
  now

  constructor(native, method, path, headers) {
    this.native = native
    this.method = method
    this.path = path
    this.headers = headers
  }

  check(later, certificate, json, now, when) {
    this.now ??= now
    return this.native.check(later, this.method, this.path, this.headers, certificate, json, now, when)
  }

  /** Answers it once more, by the token or the ignored error that its check gave. */
  again(token, ignored, options) {
    const given = readOptions(options)
    if (!given.has('now')) given.set('now', this.now)
    return checked(this.native.answerAgain(this.method, this.path, this.headers, ...brought(token, ignored), writeOptions(given)))
  }
}

/** What came with a request: how the addon calls it, and its text. */
function brought(token, ignored) {
  if (token === null) return ignored === undefined ? [NOTHING, ''] : [ERROR, ignored]
  const [proven, claims] = provenClaims(token)
  return [CLAIMS + proven, claims]
}

/** What a resource is made of, from what its maker gives. */
function read(verifier, options) {
  const parts = partsOf(verifier)
  if (parts === undefined) throw optionInvalid(`verifier must be a Verifier, and this is ${described(verifier)}`)
  const given = readOptions(options)
  return { parts, handles: takeHandles(given, 'ProtectedResource'), given }
}

/** The text of an answer, whatever else the addon says. */
const whole = (result) => (typeof result === 'string' ? result : checked(result).answer)

const publishedResource = published(ProtectedResource)
const { checkAsync } = ProtectedResource.prototype

module.exports = { ProtectedResource: publishedResource, checkSoon, ignoring }
