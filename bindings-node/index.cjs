'use strict'

const { AccessRules } = require('./lib/access_rules.cjs')
const { Answer } = require('./lib/answer.cjs')
const { Decision } = require('./lib/decision.cjs')
const dpop = require('./lib/dpop.cjs')
const { fromNative, ...errors } = require('./lib/error.cjs')
const { exactly } = require('./lib/exact.cjs')
const { Unsigned, prepare } = require('./lib/external.cjs')
const http = require('./lib/http.cjs')
const { Issuer } = require('./lib/issuer.cjs')
const jwe = require('./lib/jwe.cjs')
const jws = require('./lib/jws.cjs')
const jwt = require('./lib/jwt.cjs')
const { Key } = require('./lib/key.cjs')
const { KeyRing } = require('./lib/key_ring.cjs')
const { KeySet } = require('./lib/key_set.cjs')
const { ProtectedResource } = require('./lib/protected_resource.cjs')
const { RemoteKeySet } = require('./lib/remote_key_set.cjs')
const { ReplayCache } = require('./lib/replay_cache.cjs')
const { Revocations } = require('./lib/revocations.cjs')
const { StatusList } = require('./lib/status_list.cjs')
const { StatusLists } = require('./lib/status_lists.cjs')
const { Token } = require('./lib/token.cjs')
const { Verifier } = require('./lib/verifier.cjs')

const rules = { AccessRules, Answer, Decision, ProtectedResource }
const classes = { Issuer, Key, KeyRing, KeySet, RemoteKeySet, ReplayCache, Revocations, StatusList, StatusLists, Token, Unsigned, Verifier }

module.exports = { ...errors, ...jwt, ...classes, ...rules, dpop, http, jwe, jws, ...exactly({ prepare }) }
