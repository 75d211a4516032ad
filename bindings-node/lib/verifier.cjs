'use strict'

const native = require('../native.cjs')
const { fetching, readySeconds } = require('./carrier.cjs')
const { described } = require('./described.cjs')
const { takeOnEvent } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom, optionInvalid, toError } = require('./failure.cjs')
const { Follower } = require('./follower.cjs')
const { takeHandles, takeRings } = require('./handles.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { fill, readTokens } = require('./many.cjs')
const { optionsText, readOptions, systemClock, take, text, timeOf, tokenInput, writeOptions } = require('./options.cjs')
const { carrierOf } = require('./remote_handle.cjs')
const { takeDriver } = require('./remote_key_set.cjs')
const { listCarrierOf } = require('./revocations_handle.cjs')
const { ringCarriers } = require('./ring_handle.cjs')
const { checkedToken } = require('./token.cjs')

class Verifier {
  #native
  #check
  #clock
  /** Where its keys may have to be fetched or rotate here, its list is kept in a store, or somebody watches. */
  #follower

  constructor(options, { handle, carriers, rings, clock, onEvent } = compiled(options)) {
    this.#native = handle
    this.#check = handle.checker()
    this.#clock = clock ?? systemClock
    const isFollowed = onEvent !== undefined || rings.length > 0 || checked(handle.isRemote())
    this.#follower = isFollowed ? new Follower(handle, { carriers, rings }, { clock, onEvent }) : undefined
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('a Verifier')
    return value
  }

  static forIssuer(issuer, options) {
    const given = readOptions(options)
    const [driver, onEvent, ofList] = [takeDriver(given), takeOnEvent(given), listCarriers(given)]
    const { clock, decryptionKeys, revocations, rings } = takeShared(given)
    const handle = checked(native.verifierForIssuer(text(issuer, 'issuer'), decryptionKeys, revocations, writeOptions(given)))
    const ofKeys = checked(handle.remotes()).map((set) => fetching(set, { ...driver, clock, onEvent }))
    return new Verifier(undefined, { handle, carriers: [...ofKeys, ...ofList, ...ringCarriers(rings)], rings, clock, onEvent })
  }

  static byIssuer(verifiers, options) {
    const given = readOptions(options)
    const onEvent = takeOnEvent(given)
    const { clock, decryptionKeys, revocations, rings: own } = takeShared(given)
    const members = reading(OPTIONS, () => membersOf(verifiers)).map((one) => Verifier.#of(one))
    const handles = members.map((one) => one.#native)
    const handle = checked(native.verifierByIssuer(handles, decryptionKeys, revocations, writeOptions(given)))
    const carriers = [...members.flatMap((one) => one.#followed.carriers), ...ringCarriers(own)]
    const rings = [...own, ...members.flatMap((one) => one.#followed.rings)]
    return new Verifier(undefined, { handle, carriers, rings, clock, onEvent })
  }

  get #followed() {
    return this.#follower?.followed ?? { carriers: [], rings: [] }
  }

  add(verifier) {
    const [whole, one] = [Verifier.#of(this), Verifier.#of(verifier)]
    checked(whole.#native.add(one.#native))
    whole.#follower.add(one.#followed)
  }

  remove(issuer) {
    const whole = Verifier.#of(this)
    const isRemoved = checked(whole.#native.remove(text(issuer, 'issuer')))
    whole.#follower.prune()
    return isRemoved
  }

  async ready(options) {
    const verifier = Verifier.#of(this)
    // Read before anything else: a wrong option is one, whatever keys there are.
    const seconds = readySeconds(optionsText(options))
    await verifier.#follower?.ready(seconds)
  }

  verify(token, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verify(token, options)
    const check = verifier.#check
    const result = check(tokenInput(token), timeOf(options, verifier.#clock))
    if (typeof result !== 'string') throw toError(result)
    return checkedToken(result)
  }

  async verifyAsync(token, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verifyAsync(token, options)
    return checkedToken(checked(await verifier.#native.verifyLater(tokenInput(token), timeOf(options, verifier.#clock))))
  }

  /** Every token has its own place in the result, whatever is wrong with it. */
  verifyMany(tokens, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verifyMany(tokens, options)
    const now = timeOf(options, verifier.#clock)
    const [results, readable] = readTokens(tokens)
    return fill(results, checked(verifier.#native.verifyMany(false, readable, now)).map(tokenOrError))
  }

  async verifyManyAsync(tokens, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verifyManyAsync(tokens, options)
    const now = timeOf(options, verifier.#clock)
    const [results, readable] = readTokens(tokens)
    return fill(results, checked(await verifier.#native.verifyMany(true, readable, now)).map(tokenOrError))
  }
}

/** What a verifier is made of. */
function compiled(options) {
  const given = readOptions(options)
  const onEvent = takeOnEvent(given)
  const carrier = carrierOf(given.get('keys'))
  const ofList = listCarriers(given)
  if (carrier !== undefined) take(given, 'keys')
  const { handles, rings } = takeRings(given, ['keys', 'decryptionKeys'])
  const { clock, ...others } = takeHandles(given, 'Verifier')
  const { keys = carrier?.native, decryptionKeys, revocations } = { ...others, ...handles }
  const handle = checked(native.newVerifier(keys, decryptionKeys, revocations, writeOptions(given)))
  return { handle, carriers: [...(carrier === undefined ? [] : [carrier]), ...ofList, ...ringCarriers(rings)], rings, clock, onEvent }
}

/** What carries the list of revocations among the options, where that is kept in a store. */
function listCarriers(given) {
  const carrier = listCarrierOf(given.get('revocations'))
  return carrier === undefined ? [] : [carrier]
}

/** What a verifier has besides the keys that verify, where those come from elsewhere. */
function takeShared(given) {
  const { handles, rings } = takeRings(given, ['decryptionKeys'])
  return { ...takeHandles(given, 'Verifier', ['decryptionKeys', 'revocations']), ...handles, rings }
}

/** A copy of the list. */
function membersOf(verifiers) {
  if (!Array.isArray(verifiers)) throw optionInvalid(`verifiers must be a list of Verifiers, and this is ${described(verifiers)}`)
  const members = []
  for (let index = 0; index < verifiers.length; index++) {
    if (!(index in verifiers)) throw optionInvalid('verifiers has a gap: fill it, or leave it out')
    members.push(verifiers[index])
  }
  return members
}

const tokenOrError = (outcome) => (typeof outcome === 'string' ? checkedToken(outcome) : toError(outcome))

module.exports = { Verifier: published(Verifier) }
