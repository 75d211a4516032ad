// Rings of keys in memory: what an issuer and a verifier make of them, by whose clock, and what is refused.

import assert from 'node:assert/strict'
import { sign as signature } from 'node:crypto'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'

import * as tokenseal from '../index.mjs'
import { TestIssuer, testClock } from '../testing/index.mjs'

const { Issuer, Key, KeyRing, KeySet, Verifier, jwe, jws, prepare } = tokenseal
const START = 1_800_000_000
const DAY = 86_400
const NO_KEY = { code: 'ERR_JWKS_NO_MATCHING_KEY' }

/** A ring, and those who follow it, by one clock. */
function followed(algorithms = 'Ed25519', options = {}) {
  const clock = testClock(START)
  const ring = KeyRing.create(algorithms, { clock, ...options })
  return { clock, ring, issuer: new Issuer({ signingKey: ring, lifetime: '15m', clock }), verifier: new Verifier({ keys: ring, clock }) }
}

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

describe('what a ring may hold', () => {
  test('several algorithms, of which an issuer chooses', () => {
    const { ring, clock } = followed(['Ed25519', 'ES256'])
    const alg = (options) => tokenseal.inspectUnverified(new Issuer({ signingKey: ring, lifetime: '15m', clock, ...options }).issue({})).header.alg
    assert.deepEqual([alg(), alg({ alg: 'ES256' })], ['Ed25519', 'ES256'])
    assert.throws(() => alg({ alg: 'RS256' }), NO_KEY)
    assert.equal(ring.toKeySet().size, 4)
  })

  test('keys to encrypt to, for tokens that come back', async () => {
    const { ring, clock } = followed(['Ed25519', 'ECDH-ES+A256KW'], { curve: 'X25519' })
    const keys = { signingKey: ring, encryptionKey: ring }
    const issuer = new Issuer({ ...keys, lifetime: '15m', clock })
    const verifier = new Verifier({ keys: ring, decryptionKeys: ring, clock })
    for (const token of [issuer.issue({ sub: 'alice' }), await issuer.issueAsync({ sub: 'alice' }, { tokenId: '1' })]) {
      assert.deepEqual([verifier.verify(token).kind, (await verifier.verifyAsync(token)).get('sub')], ['nested', 'alice'])
      const results = [...verifier.verifyMany([token, 'x']), ...(await verifier.verifyManyAsync([token, 'x']))]
      assert.deepEqual(results.map((one) => one.code ?? one.get('sub')), ['alice', 'ERR_JWT_INVALID', 'alice', 'ERR_JWT_INVALID'])
    }
    const encrypting = new Issuer({ encryptionKey: ring, lifetime: '15m', clock })
    assert.equal(new Verifier({ decryptionKeys: ring, clock, allowUnsigned: true }).verify(encrypting.issue({})).kind, 'encrypted')
    assert.equal(ring.toJwks().keys.filter(({ alg }) => alg === 'ECDH-ES+A256KW').length, 1)
  })

  test('keys whose private halves are elsewhere', () => {
    const own = [Key.generate('Ed25519'), Key.generate('Ed25519')]
    const clock = testClock(START)
    const ring = KeyRing.create('Ed25519', { keys: own[0].public(), clock })
    const verifier = new Verifier({ keys: ring, clock })
    assert.deepEqual([ring.advance().needsKey, ring.keys()[0].external], [['Ed25519'], true])
    assert.throws(() => new Issuer({ signingKey: ring, lifetime: '15m' }), { code: 'ERR_KEY_MISMATCH' })
    ring.add(own[1].public())
    const unsigned = prepare({ sub: 'alice' }, ring.signingKey(), { expiresIn: '15m', now: clock() })
    const hardware = (input) => new Uint8Array(signature(null, input, own[0].toPem({ private: true })))
    assert.equal(verifier.verify(unsigned.complete(hardware(unsigned.signingInput))).get('sub'), 'alice')
    assert.throws(() => ring.add(own[1].public()), { code: 'ERR_OPTION_INVALID', message: /this keyId already/ })
  })

  test('keys that verifiers know already', () => {
    const known = [Key.generate('Ed25519'), Key.generate('Ed25519')]
    for (const keys of [known, new KeySet(known)]) {
      const { ring } = followed('Ed25519', { keys })
      assert.deepEqual(ring.keys().map(({ keyId }) => keyId), known.map(({ keyId }) => keyId))
    }
  })

  test('and never shows what is secret', () => {
    const { ring } = followed(['ES256', 'HS256'])
    const shown = [inspect(ring), JSON.stringify(ring.status()), JSON.stringify(ring.toJwks()), JSON.stringify(ring)].join()
    assert.doesNotMatch(shown, /"[dk]"/)
    assert.match(inspect(ring), /^KeyRing\(4 keys, generation \d+\)$/)
    assert.equal(ring.toJwks().keys.length, 2)
    assert.equal(inspect(Object.create(KeyRing.prototype)), 'KeyRing {}')
  })
})

describe('a ring beside other keys', () => {
  test('in a verifier of several issuers, by the ring’s clock', async () => {
    const remote = await TestIssuer.start()
    const { ring, clock, issuer } = followed()
    const own = new Verifier({ keys: ring, issuer: 'https://own.example', clock })
    const whole = Verifier.byIssuer([remote.verifier()], { clock })
    whole.add(own)
    const token = issuer.issue({ iss: 'https://own.example' })
    assert.equal(whole.verify(token).keyId, ring.signingKey().keyId)
    ring.revoke(ring.signingKey().keyId)
    assert.throws(() => whole.verify(token), NO_KEY)
    assert.equal(whole.remove('https://own.example'), true)
    assert.throws(() => whole.verify(token), { code: 'ERR_JWT_CLAIM_MISMATCH' })
    await remote.close()
  })

  test('decrypts what several issuers have signed', async () => {
    const clock = testClock(START)
    const ring = KeyRing.create('ECDH-ES+A256KW', { clock })
    const key = Key.generate('Ed25519')
    const issuer = new Issuer({ signingKey: key, encryptionKey: ring, lifetime: '15m', clock, issuer: 'https://a.example' })
    const members = [new Verifier({ keys: key.public(), issuer: 'https://a.example', clock })]
    const verifier = Verifier.byIssuer(members, { decryptionKeys: ring, clock })
    assert.equal((await verifier.verifyAsync(issuer.issue({ sub: 'alice' }))).kind, 'nested')
    assert.ok(Verifier.forIssuer('https://a.example', { decryptionKeys: ring }) instanceof Verifier)
  })

  test('stands only where it is followed', () => {
    const { ring, issuer } = followed()
    const token = issuer.issue({})
    const calls = {
      verify: () => tokenseal.verify(token, ring),
      sign: () => tokenseal.sign({}, ring, { expiresIn: 60 }),
      unseal: () => tokenseal.unseal(token, { decryptWith: ring, verifyWith: ring }),
      'jws.sign': () => jws.sign(new Uint8Array(), ring),
      'jwe.decrypt': () => jwe.decrypt(token, ring),
      KeySet: () => new KeySet(ring),
      'a list': () => new Verifier({ keys: [ring] }),
      'a ring of a ring': () => KeyRing.create('Ed25519', { keys: ring }),
    }
    const message = 'a KeyRing is followed by an Issuer or a Verifier: make one, and keep it'
    for (const [name, call] of Object.entries(calls)) assert.throws(call, { code: 'ERR_OPTION_INVALID', message }, name)
  })

  test('and what is no option is refused', () => {
    const { ring } = followed()
    const key = Key.generate('A256KW')
    const text = ring.toJwe(key)
    const wrong = [
      () => KeyRing.create('Ed25519', { rotate_every: '30d' }),
      () => KeyRing.create([]),
      () => KeyRing.create('Ed25519', { curve: 'X25519' }),
      () => KeyRing.fromJwe(text, key, { now: START }),
      () => KeyRing.fromJwe(text, []),
      () => ring.toJwe(key, { now: START }),
      () => ring.toJwe(Key.generate('ECDH-ES')),
      () => ring.advance({ clock: () => START }),
      () => ring.keys({ now: NaN }),
      () => ring.signingKey({ algorithm: 'Ed25519' }),
      () => ring.rewrap(key),
      () => new KeyRing(),
    ]
    for (const call of wrong) assert.throws(call, { code: 'ERR_OPTION_INVALID' }, String(call))
  })
})
