'use strict'

// JSON Web Tokens: the functions of one line, and the same with keys and options given once.

const native = require('../native.cjs')
const { claimsText } = require('./claims.cjs')
const { checked, isFailure, optionInvalid, published, toError } = require('./failure.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { nativeKey } = require('./keys.cjs')
const { nativeSet, nativeSetIfGiven } = require('./keyset.cjs')
const { readOptions, take, timeOf, timedOptionsText, tokenText, writeOptions, writeTimedOptions } = require('./options.cjs')
const { checkedToken, inspectedToken } = require('./token.cjs')

const nativeKeyIfGiven = (key) => (key === undefined || key === null ? undefined : nativeKey(key))

function sign(claims, key, options) {
  return checked(native.sign(claimsText(claims), nativeKey(key), timedOptionsText(options)))
}

function encrypt(claims, key, options) {
  return checked(native.encrypt(claimsText(claims), nativeKey(key), timedOptionsText(options)))
}

function seal(claims, options) {
  const given = readOptions(options)
  const [signWith, encryptTo] = [take(given, 'signWith'), take(given, 'encryptTo')].map(nativeKey)
  return checked(native.seal(claimsText(claims), signWith, encryptTo, writeTimedOptions(given)))
}

function verify(token, keys, options) {
  return checkedToken(checked(native.verify(tokenText(token), nativeSet(keys), timedOptionsText(options))))
}

function decrypt(token, keys, options) {
  return checkedToken(checked(native.decrypt(tokenText(token), nativeSet(keys), timedOptionsText(options))))
}

function unseal(token, options) {
  const given = readOptions(options)
  const [decryptWith, verifyWith] = [take(given, 'decryptWith'), take(given, 'verifyWith')].map(nativeSet)
  return checkedToken(checked(native.unseal(tokenText(token), decryptWith, verifyWith, writeTimedOptions(given))))
}

function inspectUnverified(token) {
  return inspectedToken(checked(native.inspectUnverified(tokenText(token))))
}

class Issuer {
  #native

  constructor(options) {
    const given = readOptions(options)
    const [signingKey, encryptionKey] = [take(given, 'signingKey'), take(given, 'encryptionKey')].map(nativeKeyIfGiven)
    this.#native = checked(native.newIssuer(signingKey, encryptionKey, writeOptions(given)))
  }

  issue(claims, options) {
    if (!isObject(this) || !(#native in this)) throw optionInvalid('an Issuer is wanted')
    return checked(this.#native.issue(claimsText(claims), timedOptionsText(options)))
  }
}

class Verifier {
  #native

  constructor(options) {
    const given = readOptions(options)
    const [keys, decryptionKeys] = [take(given, 'keys'), take(given, 'decryptionKeys')].map(nativeSetIfGiven)
    this.#native = checked(native.newVerifier(keys, decryptionKeys, writeOptions(given)))
  }

  verify(token, options) {
    if (!isObject(this) || !(#native in this)) throw optionInvalid('a Verifier is wanted')
    return checkedToken(checked(this.#native.verify(tokenText(token), timeOf(options))))
  }

  /** Every token has its own place in the result, whatever is wrong with it. */
  verifyMany(tokens, options) {
    if (!isObject(this) || !(#native in this)) throw optionInvalid('a Verifier is wanted')
    const now = timeOf(options)
    const results = reading(OPTIONS, () => readTokens(tokens))
    const readable = results.filter((result) => !(result instanceof Error))
    const outcomes = checked(this.#native.verifyMany(readable, now)).values()
    return results.map((result) => {
      if (result instanceof Error) return result
      const outcome = outcomes.next().value
      return isFailure(outcome) ? toError(outcome) : checkedToken(outcome)
    })
  }
}

/** Each token, or the error of what is none. */
function readTokens(tokens) {
  if (!Array.isArray(tokens)) throw optionInvalid('a list of tokens is wanted')
  const read = []
  for (let index = 0; index < tokens.length; index++) {
    // A list with a huge length and nothing in it ends at once.
    if (!(index in tokens)) throw optionInvalid('the list of tokens has a gap')
    const token = tokens[index]
    try {
      read.push(tokenText(token))
    } catch (error) {
      read.push(error)
    }
  }
  return read
}

const isObject = (value) => typeof value === 'object' && value !== null

module.exports = {
  Issuer: published(Issuer),
  Verifier: published(Verifier),
  decrypt,
  encrypt,
  inspectUnverified,
  seal,
  sign,
  unseal,
  verify,
}
