'use strict'

const native = require('../native.cjs')
const { published } = require('./exact.cjs')
const { checked, described, detachedFrom, optionInvalid, toError } = require('./failure.cjs')
const { takeHandles, takeRings, takeVerifying } = require('./handles.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { optionsText, readOptions, systemClock, takeBytes, takeDriver, text, timeOf, tokenInput, writeOptions, writeTimedOptions } = require('./options.cjs')
const { cacheOf, listCarrierOf, ringCarriers, statusListsOf } = require('./recognized.cjs')
const { Remembered, checkedToken, keptTexts } = require('./token.cjs')

/** Loaded when they are first needed: a check with keys at hand needs none of them. */
const carrying = () => require('./carrier.cjs')
const follower = (...given) => new (require('./follower.cjs').Follower)(...given)
const many = () => require('./many.cjs')
const takeOnEvent = (options) => (options.has('onEvent') ? require('./events.cjs').takeOnEvent(options) : undefined)

/** What a ProtectedResource needs of a Verifier; undefined for anything else. */
let partsOf

class Verifier {
  #native
  #check
  #remembered = new Remembered()
  #clock
  /** If its keys may need fetching or rotate here, its list is kept in a store, or there is an event function. */
  #follower
  /** Whether it decrypts tokens, which may take long. */
  #decrypts
  /** The cache of used proofs that it was given, or that it has made and somebody has asked for. */
  #replays

  constructor(options, { handle, carriers, rings, lists, clock, onEvent, replays, decrypts } = compiled(options)) {
    this.#native = handle
    this.#decrypts = decrypts
    this.#replays = replays
    this.#check = handle.checker()
    this.#clock = clock ?? systemClock
    const isFollowed = onEvent !== undefined || rings.length > 0 || checked(handle.isRemote())
    this.#follower = isFollowed ? follower(handle, { carriers, rings, lists }, { clock, onEvent }) : undefined
  }

  static {
    partsOf = (value) => {
      if (typeof value !== 'object' || value === null || !(#native in value)) return undefined
      return { handle: value.#native, follower: value.#follower, clock: value.#clock, decrypts: value.#decrypts }
    }
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#native in value)) throw detachedFrom('a Verifier')
    return value
  }

  static forIssuer(issuer, options) {
    const given = readOptions(options)
    const [driver, onEvent, beside, replays] = [takeDriver(given), takeOnEvent(given), besideKeys(given), given.get('replays') ?? undefined]
    const { clock, decryptionKeys, revocations, statusLists, rings: own, ...proofs } = takeShared(given, ['replays', 'nonceKey'])
    const handles = [decryptionKeys, revocations, statusLists, proofs.replays, proofs.nonceKey]
    const handle = checked(native.verifierForIssuer(text(issuer, 'issuer'), ...handles, writeOptions(given)))
    const ofKeys = checked(handle.remotes()).map((set) => carrying().fetching(set, { ...driver, clock, onEvent }))
    const carriers = [...ofKeys, ...beside.carriers, ...ringCarriers(own)]
    const followed = { carriers, rings: [...own, ...beside.rings], lists: beside.lists }
    return new Verifier(undefined, { handle, ...followed, clock, onEvent, replays, decrypts: decryptionKeys !== undefined })
  }

  static byIssuer(verifiers, options) {
    const given = readOptions(options)
    const onEvent = takeOnEvent(given)
    const { clock, decryptionKeys, revocations, statusLists, rings: own } = takeShared(given)
    const members = reading(OPTIONS, () => membersOf(verifiers)).map((one) => Verifier.#of(one))
    const handles = members.map((one) => one.#native)
    const handle = checked(native.verifierByIssuer(handles, decryptionKeys, revocations, statusLists, writeOptions(given)))
    const carriers = [...members.flatMap((one) => one.#followed.carriers), ...ringCarriers(own)]
    const rings = [...own, ...members.flatMap((one) => one.#followed.rings)]
    const lists = members.flatMap((one) => one.#followed.lists)
    return new Verifier(undefined, { handle, carriers, rings, lists, clock, onEvent, decrypts: decryptionKeys !== undefined })
  }

  get #followed() {
    return this.#follower?.followed ?? { carriers: [], rings: [], lists: [] }
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
    const seconds = carrying().readySeconds(optionsText(options))
    await verifier.#follower?.ready(seconds)
  }

  verify(token, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verify(token, options)
    if (options !== undefined) return checkedToken(checked(verifier.#verifyWith(false, token, options)))
    const check = verifier.#check
    const clock = verifier.#clock
    const result = check(tokenInput(token), clock())
    const found = verifier.#remembered.token(result)
    if (found === undefined) throw toError(result)
    return found
  }

  async verifyAsync(token, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verifyAsync(token, options)
    if (options !== undefined) return checkedToken(checked(await verifier.#verifyWith(true, token, options)))
    const clock = verifier.#clock
    return checkedToken(checked(await verifier.#native.verifyLater(tokenInput(token), clock())))
  }

  /** Checks a token with what came with it. */
  #verifyWith(later, token, options) {
    const input = tokenInput(token)
    const given = readOptions(options)
    const beside = takeBytes(given, 'Verifier.verify')
    return this.#native.verifyWith(later, input, ...beside, writeTimedOptions(given, this.#clock))
  }

  /** Every token has its own place in the result, whatever is wrong with it. */
  verifyMany(tokens, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verifyMany(tokens, options)
    const now = timeOf(options, verifier.#clock)
    const [results, readable] = many().readTokens(tokens)
    return many().fill(results, checked(verifier.#native.verifyMany(false, readable, now)).map(tokenOrError))
  }

  async verifyManyAsync(tokens, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.verifyManyAsync(tokens, options)
    const now = timeOf(options, verifier.#clock)
    const [results, readable] = many().readTokens(tokens)
    return many().fill(results, checked(await verifier.#native.verifyMany(true, readable, now)).map(tokenOrError))
  }

  stillValid(token, options) {
    const verifier = Verifier.#of(this)
    const kept = keptOf(token)
    if (verifier.#follower !== undefined) return verifier.#follower.again(kept, options)
    const result = checked(verifier.#native.examineAgain(...kept, timeOf(options, verifier.#clock), undefined))
    if (typeof result !== 'string') throw toError(result.failure)
  }

  async stillValidAsync(token, options) {
    const verifier = Verifier.#of(this)
    if (verifier.#follower !== undefined) return verifier.#follower.againAsync(keptOf(token), options)
    verifier.stillValid(token, options)
  }

  dpopNonce(options) {
    const verifier = Verifier.#of(this)
    return checked(verifier.#native.dpopNonce(timeOf(options, verifier.#clock)))
  }

  get replays() {
    const verifier = Verifier.#of(this)
    if (verifier.#replays === undefined) {
      const handle = checked(verifier.#native.replays())
      verifier.#replays = handle === null ? null : require('./replay_cache.cjs').madeCache(handle)
    }
    return verifier.#replays
  }
}

/** What a verifier is made of. */
function compiled(options) {
  const given = readOptions(options)
  const onEvent = takeOnEvent(given)
  const [beside, replays] = [besideKeys(given), given.get('replays') ?? undefined]
  const { carriers: ofKeys, rings: own, clock, ...handles } = takeVerifying(given, 'Verifier')
  const crossing = [handles.keys, handles.decryptionKeys, handles.revocations, handles.statusLists, handles.replays, handles.nonceKey]
  const handle = checked(native.newVerifier(...crossing, writeOptions(given)))
  const [carriers, rings] = [[...ofKeys, ...beside.carriers], [...own, ...beside.rings]]
  return { handle, carriers, rings, lists: beside.lists, clock, onEvent, replays, decrypts: handles.decryptionKeys !== undefined }
}

/** What is followed among the options besides keys: a list of revocations and a cache of used proofs that are kept in a store, and status lists. */
function besideKeys(given) {
  const lists = statusListsOf(given.get('statusLists'))
  const carriers = [listCarrierOf(given.get('revocations')), cacheOf(given.get('replays'))?.carrier, ...(lists?.keys.carriers ?? [])]
  return { carriers: carriers.filter((carrier) => carrier !== undefined), rings: lists?.keys.rings ?? [], lists: lists === undefined ? [] : [lists] }
}

/** What a verifier has besides the keys that verify, where those come from elsewhere. */
function takeShared(given, names = []) {
  const { handles, rings } = takeRings(given, ['decryptionKeys'])
  return { ...takeHandles(given, 'Verifier', ['decryptionKeys', 'revocations', 'statusLists', ...names]), ...handles, rings }
}

/** What is kept of a token. */
function keptOf(token) {
  const kept = keptTexts(token)
  if (kept === undefined) throw optionInvalid(`token must be a Token that was checked, and this is ${described(token)}`)
  return kept
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

module.exports = { Verifier: published(Verifier), partsOf }
