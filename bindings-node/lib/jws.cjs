'use strict'

const native = require('../native.cjs')
const { exactly } = require('./exact.cjs')
const { checked } = require('./failure.cjs')
const { nativeSet } = require('./key_set.cjs')
const { bytes, jsonIfGiven, optionsText, readOptions, takeBytes, tokenOrObject, writeOptions } = require('./options.cjs')

/** What the addon is given to sign bytes. */
const signing = (payload, keys, options) => [bytes(payload, 'payload'), nativeSet(keys, 'keys'), optionsText(options)]

function verifying(token, keys, options) {
  const given = readOptions(options)
  const beside = takeBytes(given, 'jws.verify')
  return [tokenOrObject(token), nativeSet(keys, 'keys'), ...beside, writeOptions(given)]
}

/** What was verified, as its users see it. */
const verified = (found) => ({
  payload: found.payload,
  header: JSON.parse(found.header),
  unprotected: jsonIfGiven(found.unprotected),
  keyId: found.keyId ?? null,
  verified: found.verified.map(({ index, keyId, algorithm, header }) => ({
    index,
    keyId: keyId ?? null,
    algorithm,
    header: JSON.parse(header),
  })),
})

const sign = (payload, keys, options) => checked(native.jwsSign(false, ...signing(payload, keys, options)))
const signAsync = async (payload, keys, options) => checked(await native.jwsSign(true, ...signing(payload, keys, options)))

const verify = (token, keys, options) => verified(checked(native.jwsVerify(false, ...verifying(token, keys, options))))
const verifyAsync = async (token, keys, options) => verified(checked(await native.jwsVerify(true, ...verifying(token, keys, options))))

module.exports = exactly({ sign, signAsync, verify, verifyAsync }, 'jws.')
