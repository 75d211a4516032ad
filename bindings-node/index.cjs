'use strict'

const { fromNative, ...errors } = require('./lib/error.cjs')
const { exactly } = require('./lib/exact.cjs')
const jwt = require('./lib/jwt.cjs')
const { Key } = require('./lib/key.cjs')
const { KeySet } = require('./lib/key_set.cjs')
const { laterClass, laterModule } = require('./lib/later.cjs')
const { Token } = require('./lib/token.cjs')
const { Verifier } = require('./lib/verifier.cjs')

const rules = {
  AccessRules: laterClass('AccessRules', () => require('./lib/access_rules.cjs').AccessRules),
  Answer: laterClass('Answer', () => require('./lib/answer.cjs').Answer),
  Decision: laterClass('Decision', () => require('./lib/decision.cjs').Decision),
  ProtectedResource: laterClass('ProtectedResource', () => require('./lib/protected_resource.cjs').ProtectedResource),
}

const classes = {
  Issuer: laterClass('Issuer', () => require('./lib/issuer.cjs').Issuer),
  Key,
  KeyRing: laterClass('KeyRing', () => require('./lib/key_ring.cjs').KeyRing),
  KeySet,
  RemoteKeySet: laterClass('RemoteKeySet', () => require('./lib/remote_key_set.cjs').RemoteKeySet),
  ReplayCache: laterClass('ReplayCache', () => require('./lib/replay_cache.cjs').ReplayCache),
  Revocations: laterClass('Revocations', () => require('./lib/revocations.cjs').Revocations),
  StatusList: laterClass('StatusList', () => require('./lib/status_list.cjs').StatusList),
  StatusLists: laterClass('StatusLists', () => require('./lib/status_lists.cjs').StatusLists),
  Token,
  Unsigned: laterClass('Unsigned', () => require('./lib/external.cjs').Unsigned),
  Verifier,
}

const modules = {
  dpop: laterModule(['prepare', 'prove', 'proveAsync'], () => require('./lib/dpop.cjs')),
  http: laterModule(['MAX_BODY_BYTES', 'eventAnswer', 'logoutAnswer', 'logoutToken'], () => require('./lib/http.cjs')),
  jwe: laterModule(['Pending', 'decrypt', 'decryptAsync', 'encrypt', 'encryptAsync', 'prepareDecrypt'], () => require('./lib/jwe.cjs')),
  jws: laterModule(['sign', 'signAsync', 'verify', 'verifyAsync'], () => require('./lib/jws.cjs')),
}

function prepare(claims, publicKey, options) {
  return require('./lib/external.cjs').prepare(claims, publicKey, options)
}

module.exports = { ...errors, ...jwt, ...classes, ...rules, ...modules, ...exactly({ prepare }) }
