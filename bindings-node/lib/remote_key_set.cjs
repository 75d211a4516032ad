'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { spelt, takeOnEvent } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, described, detachedFrom, optionInvalid } = require('./failure.cjs')
const { takeHandles } = require('./handles.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { nativeKey } = require('./key.cjs')
const { madeSet } = require('./key_set.cjs')
const { isUrl, optionsText, readOptions, takeDriver, text, writeOptions } = require('./options.cjs')
const { remoteOf, remotes } = require('./recognized.cjs')

/** Loaded by programs that fetch keys. */
const carrying = () => require('./carrier.cjs')

class RemoteKeySet {
  constructor(url, options) {
    const [place, given] = isOptions(url, options) ? [undefined, readOptions(url)] : [readUrl(url), readOptions(options)]
    const own = { ...takeDriver(given), onEvent: takeOnEvent(given) }
    const { clock, snapshotKey } = takeHandles(given, 'RemoteKeySet')
    const handle = checked(native.newRemoteKeySet(place, snapshotKey, writeOptions(given), clock?.()))
    remotes.set(this, { native: handle, carrier: carrying().fetching(checked(handle.followed()), { ...own, clock }) })
  }

  async ready(options) {
    await own(this).carrier.ready(carrying().readySeconds(optionsText(options)))
  }

  get keys() {
    return madeSet(checked(own(this).native.keys()))
  }

  status() {
    const { native, carrier } = own(this)
    return spelt(JSON.parse(checked(native.status(carrier.when()))))
  }

  snapshot(key) {
    return checked(own(this).native.snapshot(nativeKey(key, 'key')))
  }

  /** What a console shows: not the address, which may be a secret. */
  [inspect.custom]() {
    return remoteOf(this) === undefined ? 'RemoteKeySet {}' : `RemoteKeySet(${this.keys.size})`
  }
}

function own(value) {
  const remote = remoteOf(value)
  if (remote === undefined) throw detachedFrom('a RemoteKeySet')
  return remote
}

/** Whether the first argument is the options, which say where the keys are. */
const isOptions = (first, second) => second === undefined && typeof first === 'object' && first !== null && !isUrl(first)

function readUrl(url) {
  if (url === undefined || url === null) return undefined
  if (isUrl(url)) return reading(OPTIONS, () => url.href)
  if (typeof url !== 'string') throw optionInvalid(`url must be a string or a URL, and this is ${described(url)}`)
  return text(url, 'url')
}

module.exports = { RemoteKeySet: published(RemoteKeySet) }
