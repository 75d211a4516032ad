// The forms that work on the thread pool: the same results and the same errors, while the event loop goes on.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'

import * as tokenseal from '../index.mjs'
import { ASYNC_CALLS, CALLS, SECRET, codeOf, hmac, reading, rejectionOf, signed, verifier } from './samples.mjs'

const { Key, TokenError, jwe, jws } = tokenseal

test('there is one for everything that is slow', () => {
  const pairs = Object.keys(ASYNC_CALLS).map((name) => name.replace(/Async$/, ''))
  assert.ok(pairs.every((name) => Object.hasOwn(CALLS, name)))
  const functions = (object) => Object.keys(object).filter((name) => name.endsWith('Async'))
  const all = [tokenseal, jws, jwe].flatMap(functions)
  assert.equal(all.length + 6, pairs.length)
})

test('the event loop goes on', async () => {
  const password = Key.fromPassword('correct horse')
  const work = Promise.all(Array.from({ length: 4 }, () => tokenseal.encryptAsync({ sub: 'alice' }, password, { expiresIn: 60 })))
  let turns = 0
  let done = false
  const finished = work.finally(() => (done = true))
  while (!done) {
    await setImmediate()
    turns++
  }
  assert.ok(turns > 10, `${turns} turns`)
  const tokens = await finished
  for (const token of await Promise.all(tokens.map((token) => tokenseal.decryptAsync(token, password))))
    assert.equal(token.get('sub'), 'alice')
})

test('every error is a rejection, with the code of the other form', async () => {
  const wrong = [
    [tokenseal.verifyAsync, tokenseal.verify, [signed, Key.generate('HS256', { keyId: 'mac' }), reading]],
    [tokenseal.verifyAsync, tokenseal.verify, [signed, hmac, { isuer: 'x' }]],
    [tokenseal.verifyAsync, tokenseal.verify, [signed, hmac]],
    [tokenseal.verifyAsync, tokenseal.verify, ['A'.repeat(300_000), hmac]],
    [tokenseal.signAsync, tokenseal.sign, [{ x: NaN }, hmac]],
    [tokenseal.signAsync, tokenseal.sign, [{}, {}]],
    [Key.generateAsync, Key.generate, ['none']],
    [Key.generateAsync, Key.generate, [5]],
    [jwe.decryptAsync, jwe.decrypt, ['x', hmac]],
  ]
  for (const [later, now, given] of wrong) {
    const code = codeOf(() => now(...given))
    assert.ok(code !== undefined)
    assert.equal(await rejectionOf(later(...given)), code)
  }
  const error = await tokenseal.verifyAsync('x', hmac).catch((error) => error)
  assert.ok(error instanceof tokenseal.InvalidTokenError && error instanceof TokenError)
  // The place that waits for the promise is in the stack.
  assert.match(error.stack, /async\.test\.mjs/)
})

test('what was given may be changed at once', async () => {
  const payload = Buffer.from(SECRET)
  const options = { header: { typ: 'x' } }
  const token = jws.signAsync(payload, hmac, options)
  payload.fill(0)
  options.header.typ = 'y'
  const found = jws.verify(await token, hmac)
  assert.deepEqual([Buffer.from(found.payload), found.header.typ], [SECRET, 'x'])
})

test('many tokens, each in its own place', async () => {
  const tokens = Array.from({ length: 40 }, (_, index) => (index % 4 === 3 ? [undefined, 'x'][index % 2] : signed))
  const results = await verifier.verifyManyAsync(tokens)
  assert.deepEqual(
    results.map((result) => result instanceof TokenError),
    tokens.map((token) => token !== signed),
  )
})
