// Rings of keys in Redis and Valkey, by every kind of client, against real servers.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'

import { Issuer, Key, KeyRing, Revocations, Verifier } from '../index.mjs'
import { CLIENTS, CLUSTERS, Stores, pause } from './stores.mjs'

const UNAVAILABLE = { code: 'ERR_KEYRING_UNAVAILABLE' }
const UNKNOWN_KEY = { code: 'ERR_JWKS_NO_MATCHING_KEY' }
const INVALID = { code: 'ERR_OPTION_INVALID' }
const namespace = 'ring'

const stores = new Stores()
after(() => stores.end())

/** One server of a service, which issues and checks by the ring. */
class Server {
  constructor(ring) {
    this.ring = ring
    this.issuer = new Issuer({ signingKey: ring, lifetime: '5m' })
    this.verifier = new Verifier({ keys: ring })
  }

  static async open(client, key, options) {
    return new Server(await KeyRing.redis(client, key, { namespace, ...options }))
  }

  /** Waits until a token is refused. */
  async until(token) {
    const end = performance.now() + 30_000
    for (;;) {
      try {
        this.verifier.verify(token)
      } catch (error) {
        assert.equal(error.code, UNKNOWN_KEY.code)
        return
      }
      assert.ok(performance.now() < end, JSON.stringify(this.ring.status()))
      await pause(20)
    }
  }
}

const created = () => KeyRing.create('ES256')
const signer = ({ ring }) => ring.signingKey().keyId

for (const [kind, client] of Object.entries(CLIENTS)) {
  describe(`with a client of ${kind}`, { concurrency: true }, () => {
    test('servers share a ring, and what one revokes all refuse', async () => {
      for (const store of ['redis', 'valkey']) {
        const [{ port }, key] = [await stores.start(store), Key.generate('A256KW')]
        await assert.rejects(KeyRing.redis(client(port), key, { namespace, timeout: '1s' }), UNAVAILABLE)
        const one = await Server.open(client(port), key, { create: created() })
        const other = await Server.open(client(port), key, { create: created() })
        const token = one.issuer.issue({ sub: 'alice' })
        assert.equal(other.verifier.verify(token).get('sub'), 'alice')
        await assert.rejects(KeyRing.redis(client(port), Key.generate('A256KW'), { namespace, timeout: '1s' }), UNAVAILABLE)
        const stolen = signer(one)
        assert.throws(() => one.ring.revoke(stolen), INVALID)
        const { changes } = await one.ring.revokeAsync(stolen)
        assert.equal(changes.find(({ keyId }) => keyId === stolen).is, 'revoked')
        assert.throws(() => one.verifier.verify(token), UNKNOWN_KEY)
        await other.until(token)
        assert.equal(signer(other), signer(one))
        one.verifier.verify(await other.issuer.issueAsync({}))
        assert.equal(one.ring.toJwks().keys.length, 2)
        assert.equal((await other.ring.addAsync(Key.generate('ES256'))).changes[0].is, 'upcoming')
        await one.ring.rewrapAsync(key)
        await assert.rejects(created().rewrapAsync(key), INVALID, 'it is kept nowhere')
        assert.equal(typeof (await one.ring.advanceAsync()).next, 'number')
      }
    })
  })

  test(`a cluster, by ${kind}`, async () => {
    const { port } = await stores.start('cluster')
    const key = Key.generate('A256KW')
    for (const name of ['a', 'b', 'c']) {
      const clusters = await Promise.all([0, 1].map(() => CLUSTERS[kind](port)))
      const one = await Server.open(clusters[0], key, { namespace: name, create: created() })
      const other = await Server.open(clusters[1], key, { namespace: name })
      // What the caller does with the client is its own affair.
      await Promise.all(clusters.map((cluster) => (kind === 'redis 5' ? cluster.destroy() : cluster.disconnect())))
      const token = one.issuer.issue({})
      await one.ring.revokeAsync(signer(one))
      await other.until(token)
    }
  })
}

test('a store that has lost the ring stops changes, and not tokens', async () => {
  const store = await stores.start('redis')
  const events = []
  const client = CLIENTS.ioredis(store.port)
  const one = await Server.open(client, Key.generate('A256KW'), { create: created(), onEvent: (event) => events.push(event) })
  await stores.command(store, 'FLUSHALL')
  await assert.rejects(one.ring.revokeAsync(signer(one)), UNAVAILABLE)
  await pause(1200)
  one.verifier.verify(one.issuer.issue({}))
  ;(await one.verifier.verifyAsync(await one.issuer.issueAsync({}))).get('exp')
  await assert.rejects(one.ring.ready({ timeout: '1s' }), UNAVAILABLE)
  assert.equal(one.ring.status().failed.code, UNAVAILABLE.code)
  assert.ok(events.some(({ event }) => event === 'failed'))
  assert.equal(await stores.command(store, 'DBSIZE'), 0)
})

test('a list in a store is written before the ring', async () => {
  const { port } = await stores.start('valkey')
  const client = () => CLIENTS['redis 5'](port)
  const one = await Server.open(client(), Key.generate('A256KW'), { create: created() })
  const revocations = Revocations.redis(client(), { namespace: 'list', create: true })
  one.ring.useRevocations(revocations, 'https://issuer.example')
  await one.ring.revokeAsync(signer(one))
  assert.equal(revocations.status().entries.key, 1)
  const alone = created()
  alone.useRevocations(revocations, 'https://issuer.example')
  assert.throws(() => alone.revoke(alone.signingKey().keyId), INVALID)
  await alone.revokeAsync(alone.keys()[0].keyId)
  assert.deepEqual([revocations.status().entries.key, alone.keys()[0].state], [2, 'revoked'])
  assert.ok(alone.advance().next > 0, 'all else is at once')
})

test('what cannot be a ring in a store', async () => {
  const { port } = await stores.start('redis')
  const [client, key] = [CLIENTS.ioredis(port), Key.generate('A256KW')]
  const wrong = [{}, { namespace: 'a b' }, { namespace, timeout: 0 }, { namespace, onEvent: 1 }, { namespace, create: true }, { namespace, clock: 1 }]
  for (const options of wrong) await assert.rejects(KeyRing.redis(client, key, options), INVALID, JSON.stringify(options))
  await assert.rejects(KeyRing.redis({}, key, { namespace }), INVALID)
  await assert.rejects(KeyRing.redis(client, Key.generate('ES256'), { namespace }), INVALID)
  // Where there is no store, the forms that are awaited are there as well.
  const ring = created()
  await ring.ready()
  assert.equal((await ring.revokeAsync(ring.signingKey().keyId)).changes[0].is, 'revoked')
})
