'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { spelt } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, detachedFrom } = require('./failure.cjs')
const { optionsText } = require('./options.cjs')
const { cacheOf, caches } = require('./recognized.cjs')

class ReplayCache {
  constructor(options, cache = { native: checked(native.newReplayCache(optionsText(options))) }) {
    caches.set(this, cache)
  }

  static redis(client, options) {
    const handle = checked(native.replayCacheInStore(optionsText(options)))
    return new ReplayCache(undefined, { native: handle, carrier: require('./following.cjs').following(handle, {}, client) })
  }

  status() {
    return spelt(JSON.parse(checked(own(this).native.status())))
  }

  /** What a console shows: how it is, which says nothing of the proofs. */
  [inspect.custom](depth, options) {
    return cacheOf(this) === undefined ? 'ReplayCache {}' : `ReplayCache ${inspect(this.status(), options)}`
  }
}

function own(value) {
  const cache = cacheOf(value)
  if (cache === undefined) throw detachedFrom('a ReplayCache')
  return cache
}

/** A cache that a verifier has made for itself. */
const madeCache = (handle) => new ReplayCache(undefined, { native: handle })

module.exports = { ReplayCache: published(ReplayCache), madeCache }
