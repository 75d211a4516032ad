'use strict'

// JSON Web Tokens: the functions of one line. Each has a form that does the work on the thread pool, and differs in nothing else.

const native = require('../native.cjs')
const { claimsInput } = require('./claims.cjs')
const { exactly } = require('./exact.cjs')
const { checked } = require('./failure.cjs')
const { nativeKey } = require('./key.cjs')
const { nativeSet } = require('./key_set.cjs')
const { optionsAndTime, readOptions, take, tokenInput, writeOptionsAndTime } = require('./options.cjs')
const { checkedToken, inspectedToken } = require('./token.cjs')

/** What the addon is given to sign or to encrypt claims. */
const making = (claims, key, options) => [claimsInput(claims), nativeKey(key, 'key'), ...optionsAndTime(options)]

function sealing(claims, options) {
  const given = readOptions(options)
  const [signWith, encryptTo] = ['signWith', 'encryptTo'].map((name) => nativeKey(take(given, name), name))
  return [claimsInput(claims), signWith, encryptTo, ...writeOptionsAndTime(given)]
}

/** What the addon is given to verify or to decrypt a token. */
const reading = (token, keys, options) => [tokenInput(token), nativeSet(keys, 'keys'), ...optionsAndTime(options)]

function unsealing(token, options) {
  const given = readOptions(options)
  const [decryptWith, verifyWith] = ['decryptWith', 'verifyWith'].map((name) => nativeSet(take(given, name), name))
  return [tokenInput(token), decryptWith, verifyWith, ...writeOptionsAndTime(given)]
}

const sign = (claims, key, options) => checked(native.sign(false, ...making(claims, key, options)))
const signAsync = async (claims, key, options) => checked(await native.sign(true, ...making(claims, key, options)))

const encrypt = (claims, key, options) => checked(native.encrypt(false, ...making(claims, key, options)))
const encryptAsync = async (claims, key, options) => checked(await native.encrypt(true, ...making(claims, key, options)))

const seal = (claims, options) => checked(native.seal(false, ...sealing(claims, options)))
const sealAsync = async (claims, options) => checked(await native.seal(true, ...sealing(claims, options)))

const verify = (token, keys, options) => checkedToken(checked(native.verify(false, ...reading(token, keys, options))))
const verifyAsync = async (token, keys, options) => checkedToken(checked(await native.verify(true, ...reading(token, keys, options))))

const decrypt = (token, keys, options) => checkedToken(checked(native.decrypt(false, ...reading(token, keys, options))))
const decryptAsync = async (token, keys, options) => checkedToken(checked(await native.decrypt(true, ...reading(token, keys, options))))

const unseal = (token, options) => checkedToken(checked(native.unseal(false, ...unsealing(token, options))))
const unsealAsync = async (token, options) => checkedToken(checked(await native.unseal(true, ...unsealing(token, options))))

const inspectUnverified = (token) => inspectedToken(checked(native.inspectUnverified(tokenInput(token))))

module.exports = exactly({
  decrypt,
  decryptAsync,
  encrypt,
  encryptAsync,
  inspectUnverified,
  seal,
  sealAsync,
  sign,
  signAsync,
  unseal,
  unsealAsync,
  verify,
  verifyAsync,
})
