'use strict'

const native = require('../native.cjs')
const { checked } = require('./failure.cjs')
const { nativeSet } = require('./keyset.cjs')
const { bytes, jsonIfGiven, optionsText, readOptions, takeBytes, tokenOrObject, writeOptions } = require('./options.cjs')

function encrypt(plaintext, keys, options) {
  const content = bytes(plaintext, 'a plaintext')
  const set = nativeSet(keys)
  const given = readOptions(options)
  const aad = takeBytes(given, 'aad')
  return checked(native.jweEncrypt(content, set, writeOptions(given), aad))
}

function decrypt(token, keys, options) {
  const decrypted = checked(native.jweDecrypt(tokenOrObject(token), nativeSet(keys), optionsText(options)))
  return {
    plaintext: decrypted.plaintext,
    header: JSON.parse(decrypted.header),
    unprotected: jsonIfGiven(decrypted.unprotected),
    recipientHeader: jsonIfGiven(decrypted.recipientHeader),
    aad: decrypted.aad ?? null,
    recipient: decrypted.recipient,
    keyId: decrypted.keyId ?? null,
  }
}

module.exports = { decrypt, encrypt }
