'use strict'

const native = require('../native.cjs')
const { checked } = require('./failure.cjs')
const { nativeKey } = require('./keys.cjs')
const { nativeSet } = require('./keyset.cjs')
const { bytes, optionsText, tokenText } = require('./options.cjs')

function sign(payload, key, options) {
  return checked(native.jwsSign(bytes(payload, 'a payload'), nativeKey(key), optionsText(options)))
}

function verify(token, keys, options) {
  const { content, header, keyId } = checked(native.jwsVerify(tokenText(token), nativeSet(keys), optionsText(options)))
  return { payload: content, header: JSON.parse(header), keyId: keyId ?? null }
}

module.exports = { sign, verify }
