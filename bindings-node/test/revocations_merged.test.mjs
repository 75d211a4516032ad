// Lists that are copied and merged, and the verifiers, rings and threads that share one.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import { Issuer, Key, KeyRing, Revocations, TokenError, Verifier, verify } from '../index.mjs'
import { TestIssuer } from '../testing/index.mjs'
import { INVALID, ISSUER, NOW, REVOKED, UNAVAILABLE, listed, verifierOf } from './listed.mjs'

describe('a copy', () => {
  test('refuses what its source does, and is merged with it both ways', () => {
    const { revocations, issuer, verifier, clock } = listed({ longestLifetime: '15m', audit: true })
    const [first, second, third] = ['1', '2', '3'].map((jti) => issuer.issue({ jti }))
    const entry = revocations.revokeId(ISSUER, '1', { by: 'first' })
    const copy = Revocations.fromSnapshot(revocations.snapshot(), { audit: true, clock })
    const other = verifierOf(copy, clock)
    assert.throws(() => other.verify(first), REVOKED)
    assert.equal(copy.status().longestLifetime, 900)

    copy.withdraw(entry)
    copy.revokeId(ISSUER, '2', { by: 'second' })
    clock.advance(1)
    revocations.revokeId(ISSUER, '3')
    for (let round = 0; round < 2; round++) {
      revocations.merge(copy.snapshot())
      copy.merge(revocations.snapshot())
    }
    for (const one of [verifier, other]) {
      assert.equal(one.verify(first).get('jti'), '1')
      for (const text of [second, third]) assert.throws(() => one.verify(text), REVOKED)
    }
    const shown = (list) => list.entries().map(({ by, withdrawn }) => [by, withdrawn !== null])
    assert.deepEqual(shown(copy), [['first', true], ['second', false], [null, false]])
    assert.deepEqual(shown(copy), shown(revocations))
  })

  test('of a snapshot that is damaged is none', () => {
    const { revocations } = listed()
    revocations.revokeKey(null, 'k')
    const whole = revocations.snapshot()
    assert.ok(whole instanceof Uint8Array)
    const spoilt = [new Uint8Array(), whole.slice(1), whole.slice(0, -1), whole.map((byte, index) => (index === 40 ? byte ^ 1 : byte)), new Uint8Array(1000)]
    for (const one of spoilt) {
      assert.throws(() => Revocations.fromSnapshot(one), UNAVAILABLE)
      assert.throws(() => revocations.merge(one), UNAVAILABLE)
    }
    assert.deepEqual(revocations.snapshot(), whole)
  })

  test('of another list is not merged', () => {
    const { revocations } = listed()
    assert.throws(() => revocations.merge(new Revocations().snapshot()), { ...INVALID, message: /^the snapshot is of another list/ })
    assert.throws(() => revocations.merge(revocations), { ...INVALID, message: /^snapshot must be a Uint8Array/ })
  })

  test('keeps no records unless it is told to', () => {
    const { revocations } = listed({ audit: true })
    assert.throws(() => Revocations.fromSnapshot(revocations.snapshot()).entries(), INVALID)
    assert.throws(() => Revocations.fromSnapshot(revocations.snapshot(), { audit: false }).entries(), INVALID)
    assert.throws(() => Revocations.fromSnapshot(revocations.snapshot(), { audit: null }), INVALID)
  })
})

describe('every way to check', () => {
  test('one token and many, now and later', async () => {
    const { revocations, issuer, verifier } = listed()
    const texts = Array.from({ length: 100 }, (_, index) => issuer.issue({ jti: String(index) }))
    for (let index = 0; index < texts.length; index += 3) revocations.revokeId(ISSUER, String(index))
    const codes = (results) => results.map((result) => result.code ?? result.get('jti'))
    const expected = texts.map((_, index) => (index % 3 === 0 ? REVOKED.code : String(index)))
    assert.deepEqual(codes(verifier.verifyMany(texts)), expected)
    assert.deepEqual(codes(await verifier.verifyManyAsync(texts)), expected)
    await assert.rejects(verifier.verifyAsync(texts[0]), { ...REVOKED, claim: 'jti' })
    assert.equal((await verifier.verifyAsync(texts[1])).get('jti'), '1')
  })

  test('one that is watched tells of it', () => {
    const { revocations, issuer, clock } = listed()
    const events = []
    const watched = verifierOf(revocations, clock, { onEvent: (event) => events.push(event) })
    revocations.revokeKey(null, 'k1')
    assert.throws(() => watched.verify(issuer.issue({})), REVOKED)
    assert.deepEqual(events, [{ event: 'refused', code: REVOKED.code }])
  })

  test('by keys that are fetched', async () => {
    const issuer = await TestIssuer.start()
    const revocations = new Revocations()
    const verifier = issuer.verifier({ revocations })
    await verifier.ready()
    const text = issuer.issue({ sub: 'alice', jti: '1' })
    assert.equal((await verifier.verifyAsync(text)).get('sub'), 'alice')
    revocations.revoke(verifier.verify(text))
    assert.throws(() => verifier.verify(text), REVOKED)
    await assert.rejects(verifier.verifyAsync(text), REVOKED)
    await issuer.close()
  })

  test('several issuers, each with a list of its own or none', () => {
    const keys = [Key.generate('Ed25519'), Key.generate('Ed25519')]
    const issuers = ['https://a.example', 'https://b.example']
    const lists = [new Revocations(), undefined]
    const members = keys.map((key, index) => new Verifier({ keys: key, issuer: issuers[index], revocations: lists[index] }))
    const whole = Verifier.byIssuer(members.slice(0, 1))
    whole.add(members[1])
    const text = (index) => new Issuer({ signingKey: keys[index], issuer: issuers[index], lifetime: '15m' }).issue({ sub: 'alice' })
    const [first, second] = [text(0), text(1)]
    lists[0].revoke(whole.verify(first))
    lists[0].revoke(whole.verify(second))
    assert.throws(() => whole.verify(first), REVOKED)
    assert.equal(whole.verify(second).get('sub'), 'alice')
    const message = /^revocations are given to the verifiers that Verifier.byIssuer is made of/
    assert.throws(() => Verifier.byIssuer(members, { revocations: lists[0] }), { ...INVALID, message })
  })

  test('takes nothing else for a list', () => {
    const key = Key.generate('HS256')
    const forged = [{}, [], 'x', 5, Object.create(Revocations.prototype), new Proxy(new Revocations(), {}), new Revocations().snapshot()]
    for (const wrong of forged) {
      assert.throws(() => new Verifier({ keys: key, revocations: wrong }), { ...INVALID, message: /^revocations must be a Revocations, and this is/ })
      assert.throws(() => Verifier.forIssuer(ISSUER, { revocations: wrong }), INVALID)
      assert.throws(() => KeyRing.create('Ed25519').useRevocations(wrong, ISSUER), INVALID)
    }
    assert.ok(Verifier.forIssuer(ISSUER, { revocations: new Revocations() }) instanceof Verifier)
    assert.throws(() => verify('x', key, { revocations: new Revocations() }), INVALID)
  })
})

describe('a ring that uses a list', () => {
  test('refuses a key at once, where its keys were fetched before', () => {
    const { revocations, clock } = listed({ audit: true })
    const ring = KeyRing.create('Ed25519', { clock })
    const issuer = new Issuer({ signingKey: ring, issuer: ISSUER, lifetime: '15m', clock })
    ring.useRevocations(revocations, ISSUER)
    const elsewhere = new Verifier({ keys: ring.toKeySet(), issuer: ISSUER, revocations, clock })
    const stolen = issuer.issue({ sub: 'mallory' })
    assert.equal(elsewhere.verify(stolen).get('sub'), 'mallory')
    ring.revoke(ring.signingKey().keyId)
    assert.throws(() => elsewhere.verify(stolen), REVOKED)
    assert.equal(elsewhere.verify(issuer.issue({ sub: 'alice' })).get('sub'), 'alice')
    assert.deepEqual(revocations.entries().map(({ kind, at, ends }) => [kind, at, ends]), [['key', NOW, null]])
    assert.throws(() => ring.revoke('nobody'), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    assert.equal(revocations.status().entries.key, 1)
  })

  test('and is named by its issuer', () => {
    const ring = KeyRing.create('Ed25519')
    for (const wrong of [undefined, null, 5]) assert.throws(() => ring.useRevocations(new Revocations(), wrong), { ...INVALID, message: /^issuer must be/ })
  })
})

describe('threads', () => {
  test('check while it is written to', async () => {
    const { revocations, issuer, verifier } = listed()
    const texts = Array.from({ length: 2000 }, (_, index) => issuer.issue({ jti: String(index) }))
    const checks = Array.from({ length: 4 }, () => verifier.verifyManyAsync(texts))
    for (let index = 0; index < texts.length; index += 2) revocations.revokeId(ISSUER, String(index))
    for (const results of await Promise.all(checks)) {
      results.forEach((result, index) => {
        if (index % 2 === 1) assert.equal(result.get('jti'), String(index))
        else assert.ok(result instanceof TokenError ? result.code === REVOKED.code : result.get('jti') === String(index))
      })
    }
    const after = await verifier.verifyManyAsync(texts)
    assert.deepEqual(after.map((result) => result.code === REVOKED.code), texts.map((_, index) => index % 2 === 0))
  })

  test('have lists of their own, which a snapshot begins', async () => {
    const { revocations } = listed()
    const entry = revocations.revokeKey(null, 'k1')
    const source = `
      const { parentPort, workerData } = require('node:worker_threads')
      const { Revocations } = require(${JSON.stringify(fileURLToPath(new URL('../index.cjs', import.meta.url)))})
      const list = Revocations.fromSnapshot(workerData.snapshot)
      list.revokeSession(null, 's')
      list.withdraw(workerData.entry)
      parentPort.postMessage(list.snapshot())`
    const worker = new Worker(source, { eval: true, workerData: { snapshot: revocations.snapshot(), entry } })
    const snapshot = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    revocations.merge(snapshot)
    const { key, session } = revocations.status().entries
    assert.deepEqual([key, session], [0, 1])
  })
})
