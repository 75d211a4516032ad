// Secrets that are shorter than their hash: refused, allowed for a call, and allowed for a process. What a process was told stays true for
// it, so each test has one of its own.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { weakRsa } from './material.mjs'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))

/** Runs a program, and gives the warnings of its process. */
function warnings(program) {
  const source = `
    const assert = require('node:assert/strict')
    const { createSecretKey } = require('node:crypto')
    const jwt = require('tokenseal/compat/jsonwebtoken')
    const weak = (error) => error instanceof jwt.JsonWebTokenError && error.cause.code === 'ERR_KEY_WEAK'
    const keys = ['shhhhh', Buffer.from('shhhhh'), createSecretKey(Buffer.from('shhhhh'))]
    const warnings = []
    process.on('warning', ({ name, code, message }) => warnings.push({ name, code, message }))
    process.on('exit', () => console.log(JSON.stringify(warnings)))
    ${program}`
  return JSON.parse(execFileSync(process.execPath, ['--no-warnings', '--eval', source], { cwd: FOLDER, encoding: 'utf8' }))
}

const EXPECTED = {
  name: 'SecurityWarning',
  code: 'TOKENSEAL_WEAK_SECRET',
  message:
    'a secret of 6 bytes is in use for HS256, which needs 32: a short secret can be guessed from a single token (RFC 7518, section 3.2). ' +
    'Replace it by a random one of that length',
}

test('refused, and nothing is warned of', () => {
  const program = `
    for (const key of keys) {
      assert.throws(() => jwt.sign({}, key), weak)
      assert.throws(() => jwt.sign({}, key, { allowWeakSecret: false }), weak)
    }
    assert.equal(jwt.verify(jwt.sign({ sub: 'alice' }, 'x'.repeat(64), { algorithm: 'HS512' }), 'x'.repeat(64)).sub, 'alice')`
  assert.deepEqual(warnings(program), [])
})

test('allowed for a call, with one warning', () => {
  const program = `
    const allowed = { allowWeakSecret: true }
    assert.equal(jwt.sign({}, 'x'.repeat(63) + 'y', { ...allowed, algorithm: 'HS512' }).split('.').length, 3)
    for (const key of keys) {
      const token = jwt.sign({ sub: 'alice' }, key, allowed)
      for (let round = 0; round < 3; round++) assert.equal(jwt.verify(token, key, allowed).sub, 'alice')
      assert.throws(() => jwt.verify(token, key), weak)
    }`
  assert.deepEqual(warnings(program), [EXPECTED])
})

test('allowed for the process, with one warning', () => {
  const program = `
    assert.throws(() => jwt.sign({}, keys[2]), weak)
    jwt.allowWeakSecrets()
    for (const key of keys) {
      const token = jwt.sign({ sub: 'alice' }, key)
      for (let round = 0; round < 3; round++) assert.equal(jwt.verify(token, key).sub, 'alice')
      assert.equal(jwt.verify(jwt.sign({ sub: 'alice' }, key, { algorithm: 'HS384' }), key).sub, 'alice')
      assert.throws(() => jwt.verify(token, key, { allowWeakSecret: false }), weak)
      assert.throws(() => jwt.sign({}, key, { allowWeakSecret: false }), weak)
    }
    jwt.verify(jwt.sign({}, keys[0]), keys[0], (error) => assert.equal(error, null))`
  assert.deepEqual(warnings(program), [EXPECTED])
})

test('what is refused whatever is said', () => {
  const program = `
    jwt.allowWeakSecrets()
    for (const key of [Buffer.alloc(0), Buffer.alloc(6), Buffer.alloc(32), createSecretKey(Buffer.alloc(0))]) {
      for (const options of [{}, { allowWeakSecret: true }]) assert.throws(() => jwt.sign({}, key, options), weak)
    }
    const rsa = { algorithm: 'RS256', allowInsecureKeySizes: true, allowWeakSecret: true }
    assert.throws(() => jwt.sign({}, ${JSON.stringify(weakRsa.privateKey)}, rsa), weak)`
  assert.deepEqual(warnings(program), [])
})

test('nothing of it reaches the main module', () => {
  const program = `
    const tokenseal = require('tokenseal')
    jwt.allowWeakSecrets()
    jwt.sign({}, keys[0])
    assert.throws(() => tokenseal.Key.fromSecret(keys[1], 'HS256'), { code: 'ERR_KEY_WEAK' })
    assert.ok(!('allowWeakSecrets' in tokenseal))`
  assert.deepEqual(warnings(program), [EXPECTED])
})
