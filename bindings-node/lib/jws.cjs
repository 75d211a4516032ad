'use strict'

const native = require('../native.cjs')
const { checked } = require('./failure.cjs')
const { nativeSet } = require('./keyset.cjs')
const { bytes, jsonIfGiven, optionsText, readOptions, takeBytes, tokenOrObject, writeOptions } = require('./options.cjs')

function sign(payload, keys, options) {
  return checked(native.jwsSign(bytes(payload, 'a payload'), nativeSet(keys), optionsText(options)))
}

function verify(token, keys, options) {
  const text = tokenOrObject(token)
  const set = nativeSet(keys)
  const given = readOptions(options)
  const detached = takeBytes(given, 'payload')
  const { payload, header, unprotected, keyId, verified } = checked(native.jwsVerify(text, set, writeOptions(given), detached))
  return { payload, header: JSON.parse(header), unprotected: jsonIfGiven(unprotected), keyId: keyId ?? null, verified }
}

module.exports = { sign, verify }
