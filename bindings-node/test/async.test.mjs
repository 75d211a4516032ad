// The forms that work on the thread pool: the same results and the same errors, without blocking
// the event loop.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import * as tokenseal from '../index.mjs'
import { ASYNC_CALLS, CALLS, SECRET, codeOf, hmac, reading, rejectionOf, signed, verifier } from './samples.mjs'

const { Key, TokenError, dpop, jwe, jws } = tokenseal
const FOLDER = fileURLToPath(new URL('.', import.meta.url))

test('there is one for everything that is slow', () => {
  // What waits for keys has no other form.
  const pairs = Object.keys(ASYNC_CALLS).filter((name) => !name.endsWith('.ready')).map((name) => name.replace(/Async$/, ''))
  assert.ok(pairs.every((name) => Object.hasOwn(CALLS, name)))
  const functions = (object) => Object.keys(object).filter((name) => name.endsWith('Async'))
  const all = [tokenseal, dpop, jws, jwe].flatMap(functions)
  // The others are methods.
  assert.equal(all.length + 21, pairs.length)
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

/** What a worker does that is terminated: it starts more than the thread pool can do, and says so. */
const BUSY = `
  const { parentPort } = require('node:worker_threads')
  const { Key, Verifier, sign, verifyAsync } = require('tokenseal')
  const key = Key.generate('ES256')
  const tokens = Array.from({ length: 200 }, () => sign({ sub: 'alice' }, key, { expiresIn: 60 }))
  for (let round = 0; round < 20; round++) Key.generateAsync('RS256', { bits: 3072 })
  for (const token of tokens) verifyAsync(token, key)
  new Verifier({ keys: key }).verifyManyAsync(tokens)
  parentPort.postMessage('busy')
  setInterval(() => undefined, 1000)`

test('a worker may be terminated in the middle of its work', async () => {
  for (let round = 0; round < 3; round++) {
    const worker = new Worker(BUSY, { eval: true })
    await once(worker, 'message')
    assert.equal(await worker.terminate(), 1)
    assert.equal((await tokenseal.verifyAsync(signed, hmac, reading)).get('sub'), 'alice')
  }
})

test('a process may end in the middle of its work', () => {
  const program = `${BUSY.replace("parentPort.postMessage('busy')", "console.log('busy'), process.exit(7)")}`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', program], { cwd: FOLDER, encoding: 'utf8' })
  assert.deepEqual([status, stdout, stderr], [7, 'busy\n', ''])
})

test('keys cannot be sent to a worker', () => {
  for (const value of [hmac, verifier]) {
    const copy = structuredClone(value)
    assert.throws(() => tokenseal.verify(signed, copy, reading), { code: 'ERR_OPTION_INVALID' })
    assert.deepEqual(Reflect.ownKeys(copy), [])
  }
})
