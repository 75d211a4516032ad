'use strict'

const native = require('../native.cjs')
const { Pending, decrypted, prepareDecrypt } = require('./external.cjs')
const { checked } = require('./failure.cjs')
const { nativeKey } = require('./keys.cjs')
const { nativeSet } = require('./keyset.cjs')
const { bytes, optionsText, tokenText } = require('./options.cjs')

function encrypt(plaintext, key, options) {
  return checked(native.jweEncrypt(bytes(plaintext, 'a plaintext'), nativeKey(key), optionsText(options)))
}

function decrypt(token, keys, options) {
  return decrypted(checked(native.jweDecrypt(tokenText(token), nativeSet(keys), optionsText(options))))
}

module.exports = { Pending, decrypt, encrypt, prepareDecrypt }
