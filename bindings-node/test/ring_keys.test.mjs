// What a ring may hold, and where it may be used.

import assert from 'node:assert/strict'
import { sign as signature } from 'node:crypto'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'

import * as tokenseal from '../index.mjs'
import { TestIssuer, testClock } from '../testing/index.mjs'
import { NO_KEY, START, followed } from './followed.mjs'

const { Issuer, Key, KeyRing, KeySet, Verifier, jwe, jws, prepare } = tokenseal

describe('what a ring may hold', () => {
  test('several algorithms, of which an issuer chooses', () => {
    const { ring, clock } = followed(['Ed25519', 'ES256'])
    const alg = (options) => tokenseal.inspectUnverified(new Issuer({ signingKey: ring, lifetime: '15m', clock, ...options }).issue({})).header.alg
    assert.deepEqual([alg(), alg({ alg: 'ES256' })], ['Ed25519', 'ES256'])
    assert.throws(() => alg({ alg: 'RS256' }), { code: 'ERR_OPTION_INVALID' })
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
