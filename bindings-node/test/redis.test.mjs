// Lists of revocations in Redis and Valkey, by every kind of client, against real servers.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'

import { Key, Revocations, Verifier, sign, verify } from '../index.mjs'
import { CLIENTS, CLUSTERS, ISSUER, Instance, Stores, token } from './stores.mjs'

const REVOKED = 'ERR_JWT_REVOKED'
const UNAVAILABLE = 'ERR_JWT_REVOCATION_UNAVAILABLE'
const INVALID = { code: 'ERR_OPTION_INVALID' }

const stores = new Stores()
after(() => stores.end())

for (const [kind, client] of Object.entries(CLIENTS)) {
  describe(`with a client of ${kind}`, { concurrency: true }, () => {
    test('what one revokes all refuse, and accept again when it is withdrawn', async () => {
      for (const server of ['redis', 'valkey']) {
        const { port } = await stores.start(server)
        const [one, other] = await Promise.all([0, 1].map(() => new Instance(client(port)).ready()))
        const bearer = token('one')
        assert.deepEqual([one.refusedNow(bearer), await other.refused(bearer)], [undefined, undefined])
        const entry = await one.revoke('one')
        assert.equal(entry.kind, 'token')
        assert.equal(one.refusedNow(bearer), REVOKED, 'its own server knows it at once')
        await other.until(bearer, REVOKED)
        // One that starts later reads it.
        assert.equal(await new Instance(client(port), { create: false }).refused(bearer), REVOKED)
        assert.notEqual((await other.list.withdrawAsync(entry, { by: 'support' })).withdrawn, null)
        assert.equal(other.refusedNow(bearer), undefined)
        await one.until(bearer, undefined)
        await one.revoke('one')
        await other.until(bearer, REVOKED)
      }
    })

    test('durability is what was asked for, or an error', async () => {
      const alone = await stores.start('redis')
      const replicas = await new Instance(client(alone.port), { replicas: 1 }).ready()
      await assert.rejects(replicas.revoke('one'), { code: UNAVAILABLE, message: /not as durable/ })
      // It is written all the same, and refused.
      assert.equal(replicas.refusedNow(token('one')), REVOKED)
      const fsync = await new Instance(client(alone.port), { durability: 'fsync' }).ready()
      await assert.rejects(fsync.revoke('two'), { code: UNAVAILABLE, message: /WAITAOF/ })
      const valkey = await stores.start('valkey', { args: ['--appendonly', 'yes'], replicas: 1 })
      for (const durability of [{ durability: 'fsync' }, { replicas: 1 }]) {
        await (await new Instance(client(valkey.port), durability).ready()).revoke('one')
      }
    })

    test('a password is taken over, and a wrong one is said to be', async () => {
      const { port } = await stores.start('redis', { args: ['--requirepass', 'sesame'] })
      const right = client(port).duplicate({ password: 'sesame' })
      await (await new Instance(right).ready()).revoke('one')
      for (const wrong of [client(port), client(port).duplicate({ password: 'open' })]) {
        const failed = new Instance(wrong)
        await assert.rejects(failed.verifier.ready({ timeout: '1s' }), { code: UNAVAILABLE, message: /answered by an error/ })
      }
    })
  })

  test(`a cluster, by ${kind}`, async () => {
    const { port } = await stores.start('cluster')
    for (const namespace of ['a', 'b', 'c', 'd']) {
      const clusters = await Promise.all([0, 1].map(() => CLUSTERS[kind](port)))
      const [one, other] = await Promise.all(clusters.map((cluster) => new Instance(cluster, { namespace }).ready()))
      await one.revoke('one')
      await other.until(token('one'), REVOKED)
      await Promise.all(clusters.map((cluster) => (kind === 'redis 5' ? cluster.destroy() : cluster.disconnect())))
      // What the caller does with the client is its own affair.
      await other.revoke('two')
      await one.until(token('two'), REVOKED)
    }
  })
}

test('what one revokes all refuse within a second, whatever their clients are', async () => {
  const { port } = await stores.start('redis')
  const all = await Promise.all(Object.values(CLIENTS).map((client) => new Instance(client(port)).ready()))
  const times = []
  for (let index = 0; index < 20; index++) {
    const [bearer, writer] = [token(`${index}`), all[index % all.length]]
    assert.deepEqual(all.map((one) => one.refusedNow(bearer)), all.map(() => undefined))
    await writer.revoke(`${index}`)
    times.push(...(await Promise.all(all.map((one) => one.until(bearer, REVOKED)))))
  }
  // A machine that is busy with other tests may be late for some.
  times.sort((one, other) => one - other)
  assert.ok(times[times.length >> 1] < 1000, `${times.map(Math.round)}`)
})

describe('a list in a store', { concurrency: true }, () => {
  test('is read anew for every check if it is strict, which needs one that waits', async () => {
    const { port } = await stores.start('redis')
    const one = await new Instance(CLIENTS.ioredis(port)).ready()
    const strict = await new Instance(CLIENTS['redis 5'](port), { strict: true }).ready()
    for (let index = 0; index < 20; index++) {
      const bearer = token(`${index}`)
      assert.equal(await strict.refused(bearer), undefined)
      await one.revoke(`${index}`)
      assert.equal(await strict.refused(bearer), REVOKED, `${index}`)
    }
    assert.throws(() => strict.verifier.verify(token('x')), { ...INVALID, message: /verifyAsync/ })
    assert.equal(strict.verifier.verifyMany([token('x')])[0].code, INVALID.code)
    const [first, second] = await strict.verifier.verifyManyAsync([token('1'), token('x')])
    assert.deepEqual([first.code, second.get('jti')], [REVOKED, 'x'])
  })

  test('is made by nobody by mistake', async () => {
    const started = await stores.start('redis')
    const reader = new Instance(CLIENTS.ioredis(started.port), { create: false })
    assert.equal(await reader.refused(token('one')), UNAVAILABLE)
    await assert.rejects(reader.revoke('one'), { code: UNAVAILABLE })
    assert.equal(await stores.command(started, 'DBSIZE'), 0)
    await new Instance(CLIENTS.ioredis(started.port)).ready()
    await reader.until(token('one'), undefined)
  })

  test('takes every change, and says what it refuses', async () => {
    const { port } = await stores.start('redis')
    const key = Key.generate('ES256', { keyId: 'k1' })
    const revocations = Revocations.redis(CLIENTS.ioredis(port), { namespace: 'test', create: true, longestLifetime: '1h' })
    const verifier = new Verifier({ keys: key.public(), issuer: ISSUER, revocations })
    await verifier.ready()
    const made = (claims) => sign({ iss: ISSUER, ...claims }, key, { expiresIn: '15m' })
    const changes = {
      token: [{ sub: 'a' }, (text) => revocations.revokeAsync(verifier.verify(text), { by: 'me', reason: 'why' })],
      session: [{ sid: 's' }, () => revocations.revokeSessionAsync(ISSUER, 's')],
      subject: [{ sub: 'b' }, () => revocations.revokeSubjectAsync(ISSUER, 'b')],
      key: [{ sub: 'c' }, () => revocations.revokeKeyAsync(null, 'k1')],
      issuer: [{ sub: 'd' }, () => revocations.revokeIssuerAsync(ISSUER)],
    }
    for (const [kind, [claims, change]] of Object.entries(changes)) {
      const text = made(claims)
      assert.equal(verifier.verify(text).claims.iss, ISSUER)
      const entry = await change(text)
      assert.equal(entry.kind, kind)
      assert.throws(() => verifier.verify(text), { code: REVOKED })
      await revocations.withdrawAsync(entry.id)
      assert.equal(verifier.verify(text).claims.iss, ISSUER)
    }
    const about = { issuer: ISSUER, audience: 'api', profile: 'logout-token' }
    const told = { sid: 'told', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }
    const logout = verify(sign(told, key, { expiresIn: '2m', ...about }), key.public(), about)
    assert.deepEqual(
      (await revocations.applyEventsAsync(logout)).map(({ kind, by }) => [kind, by]),
      [['session', ISSUER]],
    )
    assert.throws(() => verifier.verify(made({ sid: 'told' })), { code: REVOKED })
    assert.equal(revocations.status().kept, 'store')
    assert.equal(revocations.status().longestLifetime, 3600)
    await assert.rejects(revocations.withdrawAsync('k1'), INVALID)
    await assert.rejects(revocations.revokeIdAsync(ISSUER, '1', { until: Date.now() / 1000 + 7201 }), INVALID)
    for (const call of [
      () => revocations.revoke(verifier.verify(made({}))),
      () => revocations.revokeId(ISSUER, '1'),
      () => revocations.revokeSession(ISSUER, '1'),
      () => revocations.revokeSubject(ISSUER, '1'),
      () => revocations.revokeKey(ISSUER, '1'),
      () => revocations.revokeIssuer(ISSUER),
      () => revocations.withdraw('t00'),
      () => revocations.applyEvents(logout),
    ]) {
      assert.throws(call, INVALID)
    }
    assert.throws(() => revocations.revokeKey(ISSUER, '1'), { message: /revokeAsync/ })
    assert.throws(() => revocations.merge(revocations.snapshot()), INVALID)
  })

  test('belongs to the verifiers of several issuers', async () => {
    const { port } = await stores.start('redis')
    const [one, other] = [new Instance(CLIENTS.ioredis(port)), await new Instance(CLIENTS['redis 5'](port)).ready()]
    const verifier = Verifier.byIssuer([one.verifier])
    await verifier.ready()
    const bearer = token('one')
    assert.equal(verifier.verify(bearer).get('jti'), 'one')
    await other.revoke('one')
    await one.until(bearer, REVOKED)
    assert.throws(() => verifier.verify(bearer), { code: REVOKED })
    assert.ok(verifier.remove(ISSUER))
    verifier.add(one.verifier)
    await assert.rejects(verifier.verifyAsync(bearer), { code: REVOKED })
  })

  test('needs a client that it knows, and options that are good', () => {
    const made = (client, options) => () => Revocations.redis(client, { namespace: 'test', ...options })
    for (const client of [undefined, null, 'redis://127.0.0.1', {}, { duplicate: () => ({}) }, new Map()]) {
      assert.throws(made(client), { ...INVALID, message: /client must be/ })
    }
    const closed = Object.assign(CLIENTS.ioredis(1), { duplicate: () => { throw new Error('no') } })
    assert.throws(made(closed), ({ code, message, cause }) => code === INVALID.code && /no second client/.test(message) && cause.message === 'no')
    const client = CLIENTS.ioredis(1)
    for (const wrong of [{ namespace: undefined }, { namespace: 'a b' }, { maxStaleness: 0 }, { whenUnavailable: 'x' }, { durability: 1 }, { longestLifetime: '1h' }, { audit: true }, { clock: 1 }, { onEvent: 1 }]) {
      assert.throws(made(client, wrong), INVALID, JSON.stringify(wrong))
    }
  })
})

test('the forms that wait work on lists in memory', async () => {
  const revocations = new Revocations({ audit: true })
  const entry = await revocations.revokeSessionAsync(ISSUER, 's', { by: 'me' })
  assert.deepEqual(revocations.entries(), [entry])
  assert.equal((await revocations.withdrawAsync(entry)).withdrawn.by, null)
  await assert.rejects(revocations.revokeIdAsync(undefined, '1'), INVALID)
  await assert.rejects(revocations.revokeAsync('a.b.c'), INVALID)
  await assert.rejects(revocations.revokeIdAsync(null, '1', {}, () => {}), { ...INVALID, message: /takes no callback/ })
})
