// What is listed of a list in Redis or Valkey, by callers and by the command.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { Revocations } from '../index.mjs'
import { BOUND, CLIENTS, ISSUER, Instance, Stores, pause, token } from './stores.mjs'

const UNAVAILABLE = { code: 'ERR_JWT_REVOCATION_UNAVAILABLE' }
const INVALID = { code: 'ERR_OPTION_INVALID' }

const stores = new Stores()
after(() => stores.end())

for (const [kind, client] of Object.entries(CLIENTS)) {
  test(`an administrator finds an entry and takes it back, by ${kind}`, async () => {
    for (const server of ['redis', 'valkey']) {
      const { port } = await stores.start(server)
      const [one, other] = [new Instance(client(port)).list, new Instance(client(port), { create: false }).list]
      assert.deepEqual(await one.entriesAsync(), [])
      const subject = await one.revokeSubjectAsync(ISSUER, 'alice', { by: 'support', reason: 'lost phone' })
      const key = await one.revokeKeyAsync(null, 'k1', { by: 'ops' })
      assert.deepEqual(await other.entriesAsync(), [subject, key])
      assert.deepEqual(await other.entriesAsync({ issuer: ISSUER, subject: 'alice' }), [subject])
      assert.deepEqual(await other.entriesAsync({ subject: 'alice' }), [])
      await other.withdrawAsync(subject, { by: 'admin' })
      const [again] = await one.entriesAsync({ issuer: ISSUER, subject: 'alice' })
      assert.deepEqual([again.by, again.withdrawn.by], ['support', 'admin'])
      assert.throws(() => one.entries(), { ...INVALID, message: /ends in Async/ })
    }
  })
}

describe('a list in a store', { concurrency: true }, () => {
  test('is listed page by page, in its order', async () => {
    const { port } = await stores.start('redis')
    const { list } = await new Instance(CLIENTS.ioredis(port)).ready()
    const ids = []
    for (let index = 0; index < 2100; index++) ids.push((await list.revokeSessionAsync(ISSUER, `${index}`)).id)
    assert.deepEqual((await list.entriesAsync()).map(({ id }) => id), ids)
  })

  test('says in time that it cannot be listed, whatever a clock says', async () => {
    const started = await stores.start('redis')
    const now = Date.now() / 1000
    for (const clock of [undefined, () => now]) {
      const { list } = await new Instance(CLIENTS['redis 5'](started.port), { ...(clock && { clock }) }).ready()
      await stores.perform('pause', started)
      const began = performance.now()
      await assert.rejects(list.entriesAsync(), UNAVAILABLE)
      assert.ok(performance.now() - began < BOUND)
      await stores.perform('resume', started)
    }
  })

  test('has its longest lifetime raised, and never lowered', async () => {
    const { port } = await stores.start('valkey')
    const made = (longestLifetime) => new Instance(CLIENTS.ioredis(port), { longestLifetime })
    const one = await made('1h').ready()
    const until = Date.now() / 1000 + 5 * 3600
    await assert.rejects(one.list.revokeIdAsync(ISSUER, 'a', { until }), INVALID)
    await made('6h').ready()
    const end = performance.now() + 30_000
    while (one.list.status().longestLifetime !== 21_600 && performance.now() < end) await pause(20)
    await one.list.revokeIdAsync(ISSUER, 'a', { until })
    assert.equal((await made('1h').ready()).list.status().longestLifetime, 21_600)
    assert.equal(one.refusedNow(token('a')), 'ERR_JWT_REVOKED')
  })

  test('other lists are listed at once', async () => {
    const list = new Revocations({ audit: true })
    const entry = list.revokeKey(null, 'k1')
    assert.deepEqual(await list.entriesAsync(), [entry])
    await assert.rejects(new Revocations().entriesAsync(), INVALID)
  })
})

const { bin } = createRequire(import.meta.url)('../package.json')
const program = fileURLToPath(new URL(`../${bin.tokenseal}`, import.meta.url))

function run(...line) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...line], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

function json(...line) {
  const { status, stdout, stderr } = run(...line)
  assert.deepEqual([status, stderr], [0, ''], line.join(' '))
  return JSON.parse(stdout)
}

test('the command', async () => {
  const { port } = await stores.start('redis', { args: ['--requirepass', 'hunter2'] })
  for (const scheme of ['redis', 'valkey']) {
    const server = [`${scheme}://:hunter2@127.0.0.1:${port}/0`, '--namespace', scheme]
    assert.equal(json('revocations', 'init', ...server, '--longest-lifetime', '1h').kept, 'store')
    const entry = json('revoke', ...server, '--subject', 'alice', '--issuer', ISSUER, '--by', 'support')
    const { list } = new Instance(CLIENTS.ioredis(port).duplicate({ password: 'hunter2' }), { namespace: scheme, create: false })
    assert.deepEqual((await list.entriesAsync()).map(({ id, by }) => [id, by]), [[entry.id, 'support']])
    assert.deepEqual(json('revocations', 'list', ...server), [entry])
    json('revocations', 'withdraw', server[0], entry.id, ...server.slice(1))
    assert.notEqual((await list.entriesAsync())[0].withdrawn, null)
  }
  for (const url of [`redis://:hunter22@127.0.0.1:${port}/0`, 'redis://:hunter2@127.0.0.1:hunter2/', 'redis://:hunter2@127.0.0.1:1/']) {
    const { status, stdout, stderr } = run('revocations', 'list', url, '--namespace', 'redis')
    assert.deepEqual([status, stdout, stderr.includes('hunter2')], [2, '', false], stderr)
    assert.match(stderr, /^tokenseal: ERR_(OPTION_INVALID|JWT_REVOCATION_UNAVAILABLE): [^\n]*\n$/)
  }
})

test('the command without a client says what to install', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokenseal-'))
  after(() => rmSync(folder, { recursive: true }))
  // Whatever this process could load, that one cannot.
  const none = join(folder, 'none.cjs')
  const hook = `const { _resolveFilename } = require('node:module')
require('node:module')._resolveFilename = function (name, ...rest) {
  if (name === 'redis' || name === 'ioredis') throw Object.assign(new Error('none'), { code: 'MODULE_NOT_FOUND' })
  return _resolveFilename.call(this, name, ...rest)
}
`
  writeFileSync(none, hook)
  const line = ['--require', none, program, 'revocations', 'list', 'redis://:hunter2@127.0.0.1:1/', '--namespace', 'n']
  const { status, stdout, stderr } = spawnSync(process.execPath, line, { encoding: 'utf8' })
  assert.deepEqual([status, stdout], [2, ''])
  assert.match(stderr, /npm install redis, or ioredis/)
  assert.ok(!stderr.includes('hunter2'))
})
