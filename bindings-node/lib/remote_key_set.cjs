'use strict'

const { inspect, types } = require('node:util')
const native = require('../native.cjs')
const { fetching, readySeconds } = require('./carrier.cjs')
const { described } = require('./described.cjs')
const { spelt, takeOnEvent } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom, optionInvalid } = require('./failure.cjs')
const { takeHandles } = require('./handles.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { nativeKey } = require('./key.cjs')
const { madeSet } = require('./key_set.cjs')
const { optionsText, readOptions, take, text, writeOptions } = require('./options.cjs')
const { remoteOf, remotes } = require('./remote_handle.cjs')

class RemoteKeySet {
  constructor(url, options) {
    const [place, given] = isOptions(url, options) ? [undefined, readOptions(url)] : [readUrl(url), readOptions(options)]
    const own = { ...takeDriver(given), onEvent: takeOnEvent(given) }
    const { clock, snapshotKey } = takeHandles(given, 'RemoteKeySet')
    const handle = checked(native.newRemoteKeySet(place, snapshotKey, writeOptions(given), clock?.()))
    remotes.set(this, { native: handle, carrier: fetching(checked(handle.followed()), { ...own, clock }) })
  }

  async ready(options) {
    await own(this).carrier.ready(readySeconds(optionsText(options)))
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

const isUrl = (value) => typeof value === 'object' && !types.isProxy(value) && value instanceof URL

function readUrl(url) {
  if (url === undefined || url === null) return undefined
  if (isUrl(url)) return reading(OPTIONS, () => url.href)
  if (typeof url !== 'string') throw optionInvalid(`url must be a string or a URL, and this is ${described(url)}`)
  return text(url, 'url')
}

/** Takes out of the options what the driver needs: the caller's own functions. */
function takeDriver(options, names = ['fetch', 'headers']) {
  const functions = names.map((name) => {
    const value = take(options, name) ?? undefined
    if (value !== undefined && typeof value !== 'function') throw optionInvalid(`${name} must be a function, and this is ${described(value)}`)
    return [name, value]
  })
  return Object.fromEntries(functions)
}

module.exports = { RemoteKeySet: published(RemoteKeySet), takeDriver }
