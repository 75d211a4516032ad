'use strict'

const native = require('../native.cjs')
const { Pending, decrypted, prepareDecrypt } = require('./external.cjs')
const { checked } = require('./failure.cjs')
const { nativeSet } = require('./keyset.cjs')
const { bytes, optionsText, readOptions, takeBytes, tokenOrObject, writeOptions } = require('./options.cjs')

function encrypt(plaintext, keys, options) {
  const content = bytes(plaintext, 'a plaintext')
  const set = nativeSet(keys)
  const given = readOptions(options)
  const aad = takeBytes(given, 'aad')
  return checked(native.jweEncrypt(content, set, writeOptions(given), aad))
}

function decrypt(token, keys, options) {
  return decrypted(checked(native.jweDecrypt(tokenOrObject(token), nativeSet(keys), optionsText(options))))
}

module.exports = { Pending, decrypt, encrypt, prepareDecrypt }
