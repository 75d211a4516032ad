'use strict'

// Keys of node:crypto as keys of this library, each bound to one algorithm and made once.

const { Issuer, Key, Verifier } = require('tokenseal')
const { derOf } = require('./der.cjs')
const { allowsWeakSecrets, isWeakSecret, warnOfWeakSecret } = require('./weak_secrets.cjs')

/** What waives every check of claims: they are jsonwebtoken's to make. `exp` and `nbf` cannot be waived. */
const WAIVED = { allowAnyAudience: true, allowAnyIssuer: true, allowAnyType: true, allowMissingExp: true }

/** For each KeyObject, what is made of it for each algorithm. */
const bound = new WeakMap()

/** The key for an algorithm. What the core refuses is a TokenError. */
const boundKey = (keyObject, algorithm, options) => recordOf(keyObject, algorithm, options).key

/** A verifier of what this key has signed, from its second use on: for a single token it is not worth its making. */
function boundVerifier(keyObject, algorithm, options) {
  const record = recordOf(keyObject, algorithm, options)
  if (record.verifier === undefined && record.wasUsed) record.verifier = new Verifier({ keys: record.key, ...WAIVED })
  record.wasUsed = true
  return record.verifier
}

/**
 * An issuer with this key, from its second use on: of tokens that expire, or of those that do not. It writes `alg` and `typ`, which is JWT,
 * and leaves claims as they are that have `iat`.
 */
function boundIssuer(keyObject, algorithm, options, expires) {
  const record = recordOf(keyObject, algorithm, options)
  const issuers = (record.issuers ??= record.wasUsed ? { true: undefined, false: undefined } : undefined)
  record.wasUsed = true
  if (issuers === undefined) return undefined
  // Claims with `exp` keep theirs.
  return (issuers[expires] ??= new Issuer({ signingKey: record.key, ...(expires ? { lifetime: '1h' } : { noExpiry: true }) }))
}

function recordOf(keyObject, algorithm, options) {
  let records = bound.get(keyObject)
  if (records === undefined) bound.set(keyObject, (records = new Map()))
  const known = records.get(algorithm)
  // One that another call allowed to be weak is invisible to callers that do not allow it.
  if (known !== undefined && (!known.isWeak || allowsWeakSecrets(options))) return known
  const isWeak = isWeakSecret(keyObject, algorithm)
  const key = keyOf(keyObject, algorithm, isWeak && allowsWeakSecrets(options))
  if (isWeak) warnOfWeakSecret(keyObject, algorithm)
  const record = { key, isWeak, wasUsed: false, verifier: undefined, issuers: undefined }
  records.set(algorithm, record)
  return record
}

function keyOf(keyObject, algorithm, allowWeakSecret) {
  const bytes = keyObject.type === 'secret' ? keyObject.export() : derOf(keyObject)
  try {
    return keyObject.type === 'secret'
      ? Key.fromSecret(bytes, algorithm, { allowWeakSecret })
      : Key.fromDer(bytes, algorithm)
  } finally {
    if (keyObject.type !== 'public') bytes.fill(0)
  }
}

module.exports = { boundIssuer, boundKey, boundVerifier }
