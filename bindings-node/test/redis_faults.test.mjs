// Faults of a store: nothing hangs, nothing is accepted in silence, nothing that was acknowledged is lost, and all is well again by itself.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { Redis } from 'ioredis'

import { BOUND, CLIENTS, Instance, Stores, pause, token } from './stores.mjs'

const REVOKED = 'ERR_JWT_REVOKED'
const UNAVAILABLE = 'ERR_JWT_REVOCATION_UNAVAILABLE'

/** Two servers of a service: the first has revoked "old", and both know it. */
async function world(context, kind, members, options) {
  const stores = new Stores()
  context.after(() => stores.end())
  const started = await stores.start('redis', members)
  const instance = (more) => new Instance(CLIENTS[kind](started.port), { ...options, ...more })
  const [one, other] = await Promise.all([0, 1].map(() => instance().ready()))
  await one.revoke('old')
  await other.until(token('old'), REVOKED)
  return { stores, started, instance, one, other }
}

async function within(milliseconds, promise) {
  const began = performance.now()
  const came = await promise
  const took = performance.now() - began
  assert.ok(took < milliseconds, `it took ${took} ms`)
  return came
}

/** After maxStaleness, checks are refused, each in time. */
async function isRefused({ one, other }) {
  await pause(1500)
  for (let count = 0; count < 3; count++) assert.equal(await within(BOUND, other.refused(token('fine'))), UNAVAILABLE)
  assert.equal(other.refusedNow(token('fine')), UNAVAILABLE)
  await within(BOUND, assert.rejects(one.revoke('new'), { code: UNAVAILABLE }))
}

/**
 * What was acknowledged is refused, by those who were there and by one that starts now, and new
 * ones reach everyone.
 */
async function isWell({ one, other, instance }) {
  await Promise.all([one, other].map((each) => each.until(token('fine'), undefined)))
  const late = await instance({ create: false }).ready()
  for (const each of [one, other, late]) assert.equal(await each.refused(token('old')), REVOKED)
  await one.revoke('newer')
  for (const each of [other, late]) await each.until(token('newer'), REVOKED)
}

for (const kind of Object.keys(CLIENTS)) {
  describe(`with a client of ${kind}`, { concurrency: true }, () => {
    test('a server that is killed and comes back empty', async (context) => {
      const all = await world(context, kind)
      await all.stores.perform('stop', all.started)
      await isRefused(all)
      await all.stores.perform('restart', all.started)
      await isWell(all)
    })

    test('a server that is paused', async (context) => {
      const all = await world(context, kind)
      await all.stores.perform('pause', all.started)
      await isRefused(all)
      await all.stores.perform('resume', all.started)
      await isWell(all)
    })

    test('a partition', async (context) => {
      const all = await world(context, kind, { proxied: true })
      await all.stores.perform('partition', all.started, { between: 'clients' })
      await isRefused(all)
      await all.stores.perform('heal', all.started)
      await isWell(all)
    })

    test('a flush, a log that is gone, and connections that are closed', async (context) => {
      const all = await world(context, kind)
      for (const command of [['FLUSHALL'], ['DEL', '{test}:log'], ['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']]) {
        await all.stores.command(all.started, ...command)
        await isWell(all)
      }
    })

    test('a store that is full refuses changes, and serves checks', async (context) => {
      const all = await world(context, kind, { args: ['--maxmemory-policy', 'noeviction'] })
      await all.stores.command(all.started, 'CONFIG', 'SET', 'maxmemory', '1')
      await assert.rejects(all.one.revoke('new'), { code: UNAVAILABLE, message: /OOM/ })
      await pause(1500)
      assert.deepEqual([all.other.refusedNow(token('fine')), all.other.refusedNow(token('old'))], [undefined, REVOKED])
      await all.stores.command(all.started, 'CONFIG', 'SET', 'maxmemory', '0')
      await isWell(all)
    })

    test('a caller may accept while the store is away', async (context) => {
      const all = await world(context, kind, {}, { whenUnavailable: 'accept' })
      const cold = all.instance()
      await all.stores.perform('stop', all.started)
      await pause(1500)
      // Both kinds of checks, and between the tries of the connection as well as during them.
      for (let count = 0; count < 50; count++) {
        assert.deepEqual([all.one.refusedNow(token('fine')), all.one.refusedNow(token('old'))], [undefined, REVOKED])
        await pause(20)
      }
      assert.deepEqual([await all.one.refused(token('fine')), await all.one.refused(token('old'))], [undefined, REVOKED])
      // One that never read the list knows nothing, and lets nobody in. (It may have read it before the server ended.)
      assert.ok([undefined, UNAVAILABLE].includes(await cold.refused(token('fine'))))
    })
  })

  test(`a list of ${kind} does not keep the process`, async (context) => {
    const stores = new Stores()
    context.after(() => stores.end())
    const { port } = await stores.start('redis')
    for (const reached of [port, 1]) {
      const program = `
        import { CLIENTS, Instance } from ${JSON.stringify(new URL('stores.mjs', import.meta.url).href)}
        const instance = new Instance(CLIENTS[${JSON.stringify(kind)}](${reached}))
        await instance.verifier.ready({ timeout: '1s' }).catch(({ code }) => console.log(code))
        console.log('done')`
      const child = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { timeout: 20_000 })
      assert.match(child.stdout, reached === port ? /^done\n$/ : /^ERR_JWT_REVOCATION_UNAVAILABLE\ndone\n$/)
    }
  })
}

test('Sentinels, by ioredis: a failover', async (context) => {
  const stores = new Stores()
  context.after(() => stores.end())
  const started = await stores.start('sentinel')
  const sentinels = started.sentinels.map((port) => ({ host: '127.0.0.1', port }))
  const instance = (more) => new Instance(new Redis({ sentinels, name: started.master_name, role: 'slave', lazyConnect: true }), more)
  const all = { instance, one: await instance().ready(), other: await instance().ready() }
  await all.one.revoke('old')
  await all.other.until(token('old'), REVOKED)
  await stores.perform('failover', started)
  await isWell(all)
})

test('a process that stood still', async (context) => {
  const all = await world(context, 'ioredis')
  const until = performance.now() + 3000
  while (performance.now() < until);
  await isWell(all)
})

test('a list that nobody holds any more is followed no longer', async (context) => {
  const stores = new Stores()
  context.after(() => stores.end())
  const started = await stores.start('redis')
  const connections = async () => (await stores.command(started, 'CLIENT', 'LIST')).trim().split('\n').length - 1
  // In a function of its own: until it ends, none is collected, and afterwards nothing holds them.
  const counted = async () => {
    const held = Object.values(CLIENTS).map((client) => new Instance(client(started.port)))
    for (const instance of held) await instance.ready()
    const count = await connections()
    return [count, held.length]
  }
  const [count, wanted] = await counted()
  assert.equal(count, wanted)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  for (let tries = 0; (await connections()) > 0; tries++) {
    assert.ok(tries < 200, 'connections are left')
    collect()
    await pause(50)
  }
})
