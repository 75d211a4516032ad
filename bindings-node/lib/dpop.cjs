'use strict'

const native = require('../native.cjs')
const { exactly } = require('./exact.cjs')
const { unsignedOf } = require('./external.cjs')
const { checked } = require('./failure.cjs')
const { nativeKey } = require('./key.cjs')
const { text, timedOptionsText } = require('./options.cjs')

/** What the addon is given to make a proof. */
const proving = (key, method, url, options) => [nativeKey(key, 'key'), text(method, 'method'), text(url, 'url'), timedOptionsText(options)]

const prove = (key, method, url, options) => checked(native.dpopProve(false, ...proving(key, method, url, options)))
const proveAsync = async (key, method, url, options) => checked(await native.dpopProve(true, ...proving(key, method, url, options)))

function prepare(publicKey, method, url, options) {
  const of = nativeKey(publicKey, 'publicKey')
  return unsignedOf(native.dpopPrepare(of, text(method, 'method'), text(url, 'url'), timedOptionsText(options)))
}

module.exports = exactly({ prepare, prove, proveAsync }, 'dpop.')
