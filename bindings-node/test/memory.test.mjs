// Nothing is kept that is not in use: neither over many calls, nor when worker threads load the addon and end.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'

import * as tokenseal from '../index.mjs'

const { Issuer, Key, KeyRing, KeySet, Revocations, Verifier, jwe, jws, sign, verify, verifyAsync } = tokenseal

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

/** The memory in use, once everything is collected that can be. */
async function memory() {
  for (let round = 0; round < 3; round++) {
    collect()
    // Finalizers run on turns of their own.
    await setTimeout(20)
  }
  return process.memoryUsage().rss
}

const MIB = 1024 * 1024
const key = Key.generate('HS256')
const token = sign({ sub: 'alice', text: 'x'.repeat(2000) }, key, { expiresIn: 3600 })
const verifier = new Verifier({ keys: key })
const [revocations, checked] = [new Revocations(), verifier.verify(token)]
const payload = Buffer.alloc(2000)

/** Each makes at least a kilobyte: what was kept of it would show. */
const CALLS = {
  'verifier.verify': () => verifier.verify(token).claims,
  'verifier.verify that fails': () => {
    const refused = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }
    assert.throws(() => verifier.verify(`${token.slice(0, -9)}AAAAAAAAA`), refused)
  },
  verify: () => verify(token, [key]).header,
  'a new key': () => Key.generate('HS256').toJwk({ private: true }),
  'a new set': () => new KeySet([key, Key.generate('HS256')]).get('x'),
  'a new verifier': () => new Verifier({ keys: key, issuer: 'x'.repeat(2000), allowMissingExp: true }),
  'a new ring': () => new Verifier({ keys: KeyRing.create('Ed25519'), allowMissingExp: true }),
  'a revocation taken back': () => revocations.withdraw(revocations.revoke(checked, { reason: 'x'.repeat(1000) })),
  'a new issuer': () => new Issuer({ signingKey: key, issuer: 'x'.repeat(2000), lifetime: 60 }).issue({}),
  'bytes signed and verified': () => jws.verify(jws.sign(payload, key), key).payload,
  'bytes encrypted': () => jwe.encrypt(payload, Key.generate('dir', { enc: 'A128GCM' })),
  verifyAsync: () => verifyAsync(token, key),
}

/** Memory that is kept grows each round; memory that the allocator holds on to stops growing. */
async function settles(round, bound) {
  const grown = []
  let before = await memory()
  for (let count = 0; count < 8; count++) {
    await round()
    const after = await memory()
    grown.push(Math.round((after - before) / MIB))
    if (after - before < bound) return
    before = after
  }
  assert.fail(`each round kept so many MiB: ${grown}`)
}

for (const [name, call] of Object.entries(CALLS)) {
  test(`thousands of calls: ${name}`, async () => {
    const round = async () => {
      for (let turn = 0; turn < 200; turn++) {
        const promises = []
        for (let one = 0; one < 50; one++) promises.push(call())
        await Promise.all(promises)
        // Finalizers run between the turns of the event loop.
        await setImmediate()
      }
    }
    await round()
    await settles(round, 4 * MIB)
  })
}

test('hundreds of lists, each of which takes more than a hundred kilobytes', async () => {
  const round = async () => {
    for (let one = 0; one < 300; one++) {
      const list = Revocations.fromSnapshot(new Revocations().snapshot())
      list.revokeKey(null, 'x')
      new Verifier({ keys: key, revocations: list })
      await setImmediate()
    }
  }
  await round()
  await settles(round, 4 * MIB)
})

test('worker threads load the addon and end', async () => {
  const source = `
    const { parentPort } = require('node:worker_threads')
    const { Key, Verifier, sign, verifyAsync } = require(${JSON.stringify(fileURLToPath(new URL('../index.cjs', import.meta.url)))})
    const key = Key.generate('ES256')
    const token = sign({ sub: 'alice' }, key, { expiresIn: 60 })
    const verifier = new Verifier({ keys: key })
    // Work that is not done when the thread ends.
    for (let one = 0; one < 8; one++) verifyAsync(token, key)
    parentPort.postMessage(verifier.verify(token).get('sub'))`
  const round = async () => {
    const worker = new Worker(source, { eval: true })
    const [answer] = await Promise.all([
      new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject)),
      new Promise((resolve) => worker.once('exit', resolve)),
    ])
    assert.equal(answer, 'alice')
  }
  const rounds = async (count) => {
    for (let one = 0; one < count; one++) await Promise.all([round(), round()])
  }
  await rounds(3)
  await settles(() => rounds(8), 8 * MIB)
})

test('a thread that is ended in the middle of its work', async () => {
  const source = `
    const { parentPort } = require('node:worker_threads')
    const { Key, Verifier, encryptAsync, sign } = require(${JSON.stringify(fileURLToPath(new URL('../index.cjs', import.meta.url)))})
    for (let one = 0; one < 4; one++) encryptAsync({}, Key.fromPassword('correct horse'), { expiresIn: 60 })
    const key = Key.generate('HS256')
    const [verifier, token] = [new Verifier({ keys: key }), sign({}, key, { expiresIn: 60 })]
    parentPort.postMessage('started')
    for (;;) verifier.verify(token)`
  for (let one = 0; one < 4; one++) {
    const worker = new Worker(source, { eval: true })
    await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    await worker.terminate()
  }
})
