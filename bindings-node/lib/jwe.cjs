'use strict'

const native = require('../native.cjs')
const { Pending, decrypted, prepareDecrypt } = require('./external.cjs')
const { exactly } = require('./exact.cjs')
const { checked } = require('./failure.cjs')
const { nativeSet } = require('./key_set.cjs')
const { bytes, optionsText, readOptions, takeBytes, tokenOrObject, writeOptions } = require('./options.cjs')

/** What the addon is given to encrypt bytes. */
function encrypting(plaintext, keys, options) {
  const given = readOptions(options)
  const beside = takeBytes(given, 'jwe.encrypt')
  return [bytes(plaintext, 'plaintext'), nativeSet(keys, 'keys'), ...beside, writeOptions(given)]
}

const decrypting = (token, keys, options) => [tokenOrObject(token), nativeSet(keys, 'keys'), optionsText(options)]

const encrypt = (plaintext, keys, options) => checked(native.jweEncrypt(false, ...encrypting(plaintext, keys, options)))
const encryptAsync = async (plaintext, keys, options) => checked(await native.jweEncrypt(true, ...encrypting(plaintext, keys, options)))

const decrypt = (token, keys, options) => decrypted(checked(native.jweDecrypt(false, ...decrypting(token, keys, options))))
const decryptAsync = async (token, keys, options) => decrypted(checked(await native.jweDecrypt(true, ...decrypting(token, keys, options))))

module.exports = {
  Pending,
  ...exactly({ decrypt, decryptAsync, encrypt, encryptAsync, prepareDecrypt }, 'jwe.'),
}
