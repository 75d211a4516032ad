'use strict'

const { fromNative, ...errors } = require('./errors.cjs')
const { Unsigned, prepare } = require('./lib/external.cjs')
const jwe = require('./lib/jwe.cjs')
const jws = require('./lib/jws.cjs')
const { Issuer, Verifier, decrypt, encrypt, inspectUnverified, seal, sign, unseal, verify } = require('./lib/jwt.cjs')
const { Key } = require('./lib/keys.cjs')
const { KeySet } = require('./lib/keyset.cjs')
const { Token } = require('./lib/token.cjs')

module.exports = {
  ...errors,
  Issuer,
  Key,
  KeySet,
  Token,
  Unsigned,
  Verifier,
  decrypt,
  encrypt,
  inspectUnverified,
  jwe,
  jws,
  prepare,
  seal,
  sign,
  unseal,
  verify,
}
