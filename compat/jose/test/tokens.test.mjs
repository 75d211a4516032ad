// Tokens, made and read by jose and by the shim, call for call: the same call has the same outcome,
// or shows a row of the list of differences.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'

import * as base64url from 'tokenseal/compat/jose/base64url'
import * as errors from 'tokenseal/compat/jose/errors'

import { DIFFERENCES, atNow, compare, ours, theirs } from './calls.mjs'
import * as jwe from './jwe_calls.mjs'
import * as jws from './jws_calls.mjs'
import * as jwt from './jwt_calls.mjs'
import { KEY_DIFFERENCES } from './key_differences.mjs'

const require = createRequire(import.meta.url)
const seen = new Set()
atNow()

const TABLES = {
  'JWT: claims': jwt.CLAIMS,
  'JWT: signing': jwt.SIGNING,
  'JWT: encrypting': jwt.ENCRYPTING,
  'JWT: decrypting': jwt.DECRYPTING,
  decoding: jwt.DECODING,
  'JWS: signing': jws.SIGNING,
  'JWS: signing, general': jws.SIGNING_GENERAL,
  'JWS: verifying': jws.VERIFYING,
  'JWS: verifying, compact': jws.VERIFYING_COMPACT,
  'JWS: verifying, general': jws.VERIFYING_GENERAL,
  'JWE: encrypting': jwe.ENCRYPTING,
  'JWE: encrypting, general': jwe.ENCRYPTING_GENERAL,
  'JWE: decrypting': jwe.DECRYPTING,
  'JWE: decrypting, compact': jwe.DECRYPTING_COMPACT,
  'JWE: decrypting, general': jwe.DECRYPTING_GENERAL,
}
for (const [name, calls] of Object.entries(TABLES)) describe(name, () => compare(calls, seen))

describe('the module', () => {
  test('has the names that jose has', () => {
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort())
    assert.deepEqual(Object.keys(ours.errors).sort(), Object.keys(theirs.errors).sort())
    assert.equal(ours.cryptoRuntime, theirs.cryptoRuntime)
  })

  test('is the same by import and by require', () => {
    for (const [path, imported] of Object.entries({ '': ours, '/base64url': base64url, '/errors': errors })) {
      assert.deepEqual({ ...imported }, { ...require(`tokenseal/compat/jose${path}`) })
    }
  })

  test('has classes with the same setters', () => {
    const methods = (Class) => Object.getOwnPropertyNames(Class.prototype).sort()
    for (const [name, Class] of Object.entries(theirs)) {
      if (!/^[A-Z].*(?:Sign|Encrypt|JWT)$/.test(name) || name === 'EmbeddedJWK') continue
      assert.deepEqual(methods(ours[name]), methods(Class), name)
      assert.equal(ours[name].name, name)
    }
  })
})

test('every difference of the list is shown', () => {
  const aboutKeys = Object.keys(KEY_DIFFERENCES)
  for (const name of DIFFERENCES) assert.ok(seen.has(name) || aboutKeys.includes(name), name)
  for (const name of aboutKeys) assert.ok(DIFFERENCES.has(name), name)
})
