// Rings of keys in memory: how they rotate, by whose clock, and what an emergency refuses.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { Issuer, KeyRing, Verifier } from '../index.mjs'
import { DAY, NO_KEY, START, followed } from './followed.mjs'

const states = (ring) => ring.keys().map(({ state }) => state)

describe('a ring rotates', () => {
  test('and refuses nobody', () => {
    const { clock, ring, issuer, verifier } = followed()
    const signers = new Set()
    let before = issuer.issue({ sub: 'alice' })
    for (let quarter = 0; quarter < 4 * 24 * 100; quarter++) {
      // Each is checked again in its last second.
      clock.advance(899)
      assert.equal(verifier.verify(before).get('sub'), 'alice')
      before = issuer.issue({ sub: 'alice' })
      const { keyId } = verifier.verify(before)
      assert.ok(signers.has(keyId) || ring.toJwks().keys.some(({ kid }) => kid === keyId), 'its key is published')
      signers.add(keyId)
    }
    assert.equal(signers.size, 4)
  })

  test('by a clock that is a Date, by `now`, and by the system’s', () => {
    assert.equal(KeyRing.create('Ed25519', { clock: () => new Date(START * 1000) }).keys()[0].published, START)
    assert.equal(KeyRing.create('Ed25519', { now: new Date(START * 1000) }).keys({ now: START })[0].published, START)
    assert.ok(Math.abs(KeyRing.create('Ed25519', { now: null, clock: null }).keys()[0].published - Date.now() / 1000) < 60)
  })

  test('and says what came of it', () => {
    const { clock, ring } = followed()
    assert.deepEqual(states(ring), ['active', 'upcoming'])
    const { changes, next, needsKey } = ring.advance()
    assert.deepEqual([changes, needsKey], [[], []])
    clock.set(next)
    const advanced = ring.advance()
    assert.deepEqual(advanced.changes, [{ keyId: ring.keys()[2].keyId, algorithm: 'Ed25519', was: null, is: 'upcoming' }])
    const [active, upcoming] = ring.keys()
    assert.equal(active.activeUntil, upcoming.activeFrom)
    const changed = ring.advance({ now: upcoming.activeFrom }).changes
    assert.deepEqual(changed.map(({ was, is }) => [was, is]), [['active', 'verify-only'], ['upcoming', 'active']])
  })

  test('after a year asleep and with a clock that was set back', () => {
    const { clock, ring, issuer, verifier } = followed()
    for (const jump of [365 * DAY, -730 * DAY, 400 * DAY]) {
      clock.advance(jump)
      assert.equal(verifier.verify(issuer.issue({ sub: 'alice' })).get('sub'), 'alice')
      assert.ok(states(ring).includes('active'))
    }
  })

  test('only by a policy that refuses nobody', () => {
    const message = /^rotateEvery is shorter than .* jwksMaxAge, verifierRefresh and clockSkew together: give at least 1260s/
    assert.throws(() => KeyRing.create('Ed25519', { rotateEvery: '20m' }), { code: 'ERR_OPTION_INVALID', message })
    assert.equal(KeyRing.create('Ed25519', { rotateEvery: '21m' }).status().policy.rotateEvery, 1260)
    const { issuer, ring } = followed()
    assert.throws(() => issuer.issue({}, { expiresIn: '16m' }), { code: 'ERR_OPTION_INVALID' })
    assert.throws(() => new Issuer({ signingKey: ring, lifetime: '16m' }), { code: 'ERR_OPTION_INVALID' })
  })
})

describe('a ring is moved by its own clock alone', () => {
  /** Uses a ring, which must be as it was before. */
  function unmoved(use) {
    const one = followed()
    const token = one.issuer.issue({ sub: 'alice' })
    const before = one.ring.status()
    use(one, token)
    assert.deepEqual(one.ring.status(), before)
    assert.equal(one.verifier.verify(token).get('sub'), 'alice')
  }
  const later = START + 365 * DAY

  test('`now` of a check judges claims', () =>
    unmoved(({ verifier, ring, clock }, token) => {
      assert.throws(() => verifier.verify(token, { now: later }), { code: 'ERR_JWT_EXPIRED' })
      assert.equal(verifier.verify(token, { now: START - 365 * DAY }).get('sub'), 'alice')
      assert.deepEqual(verifier.verifyMany([token, token], { now: later }).map(({ code }) => code), ['ERR_JWT_EXPIRED', 'ERR_JWT_EXPIRED'])
      // The key is found, whatever the time: claims are judged after it.
      const lenient = new Verifier({ keys: ring, clock, leeway: '1h' })
      assert.equal(lenient.verify(token, { now: START + 4000 }).get('sub'), 'alice')
    }))

  test('`now` of a new token is the time of its claims', () =>
    unmoved(({ issuer, verifier, ring }) => {
      const { keyId } = ring.signingKey()
      assert.throws(() => issuer.issue({}, { now: later }), { code: 'ERR_OPTION_INVALID' })
      const old = issuer.issue({ sub: 'alice' }, { now: START - 600 })
      assert.equal(verifier.verify(old).keyId, keyId)
      assert.equal(verifier.verify(old).get('exp'), START + 300)
    }))

  test('and not by the clocks of those who follow it', () =>
    unmoved(({ ring }, token) => {
      const late = new Verifier({ keys: ring, clock: () => later })
      assert.throws(() => late.verify(token), { code: 'ERR_JWT_EXPIRED' })
      const lateIssuer = new Issuer({ signingKey: ring, lifetime: '15m', clock: () => later })
      assert.throws(() => lateIssuer.issue({}), { code: 'ERR_OPTION_INVALID' })
    }))

  test('a ring without a clock has the system’s', () => {
    const ring = KeyRing.create('Ed25519')
    const token = new Issuer({ signingKey: ring, lifetime: '15m' }).issue({ sub: 'alice' })
    const before = ring.status().generation
    assert.throws(() => new Verifier({ keys: ring, clock: () => later * 2 }).verify(token), { code: 'ERR_JWT_EXPIRED' })
    assert.equal(ring.status().generation, before)
  })

  test('what its clock throws comes through unchanged', () => {
    let broken = false
    const clock = () => {
      if (broken) throw new RangeError('mine')
      return START
    }
    const ring = KeyRing.create('Ed25519', { clock })
    const [issuer, verifier] = [new Issuer({ signingKey: ring, lifetime: '15m', clock }), new Verifier({ keys: ring, clock: () => START })]
    const token = issuer.issue({})
    broken = true
    for (const call of [() => ring.keys(), () => ring.advance(), () => issuer.issue({}), () => verifier.verify(token)]) {
      assert.throws(call, { name: 'RangeError', message: 'mine' })
    }
    assert.equal(ring.keys({ now: START }).length, 2)
  })
})

describe('an emergency', () => {
  test('refuses the tokens of the key that was stolen, and no others', () => {
    const { ring, clock, issuer, verifier } = followed()
    clock.set(ring.advance().next)
    ring.advance()
    clock.set(ring.keys()[1].activeFrom - 60)
    const old = issuer.issue({ sub: 'old' })
    clock.advance(120)
    const stolen = issuer.issue({ sub: 'stolen' })
    const { keyId } = ring.signingKey()
    const { changes } = ring.revoke(keyId)
    assert.deepEqual(changes.find((change) => change.keyId === keyId)?.is, 'revoked')
    const events = []
    const watched = new Verifier({ keys: ring, clock, onEvent: (event) => events.push(event) })
    for (const one of [verifier, watched]) {
      assert.throws(() => one.verify(stolen), NO_KEY)
      assert.equal(one.verify(old).get('sub'), 'old')
      assert.equal(one.verify(issuer.issue({ sub: 'new' })).get('sub'), 'new')
    }
    assert.deepEqual(events, [{ event: 'refused', code: 'ERR_JWKS_NO_MATCHING_KEY' }])
    assert.ok(ring.toJwks().keys.every(({ kid }) => kid !== keyId))
  })

  test('of a key that the ring does not have', () => {
    const { ring } = followed()
    assert.throws(() => ring.revoke('nobody'), NO_KEY)
    assert.deepEqual(states(ring), ['active', 'upcoming'])
  })
})
