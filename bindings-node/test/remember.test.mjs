// What a Verifier remembers changes nothing but the time that a check takes.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Issuer, Key, KeyRing, ReplayCache, Revocations, TokenError, Verifier, dpop, sign, verify } from '../index.mjs'
import { outcomeOf, verifierOf } from './operations.mjs'
import { NAMES, casesOf, read } from './vector_files.mjs'

const KEY = Key.generate('HS256')
const refused = (code) => (error) => error instanceof TokenError && error.code === code

test('every vector ends alike, each time', () => {
  let count = 0
  for (const [one, keys] of NAMES.flatMap((name) => casesOf(read(name)))) {
    const now = one.options?.now
    if (typeof now !== 'number') continue
    let verifiers
    try {
      verifiers = [verifierOf(one, keys), verifierOf(one, keys, { remember: 1 })]
    } catch {
      continue // there is no such Verifier, or the option contradicts another
    }
    if (verifiers.includes(undefined)) continue
    const [plain, remembering] = verifiers
    const expected = outcomeOf(plain, one.input, now)
    for (let round = 0; round < 4; round++) assert.deepEqual(outcomeOf(remembering, one.input, now), expected, one.id)
    count++
  }
  assert.ok(count > 500, `${count}`)
})

test('nobody can change what others read', () => {
  const verifier = new Verifier({ keys: KEY, remember: 10 })
  const token = sign({ sub: 'alice', roles: ['a', { b: [1] }], name: 'Zoë' }, KEY, { expiresIn: '5m' })
  const expected = new Verifier({ keys: KEY }).verify(token).claims
  for (let round = 0; round < 5; round++) {
    const found = verifier.verify(token)
    assert.deepEqual(found.claims, expected)
    found.claims.roles.push('admin')
    found.claims.sub = 'mallory'
    found.get('roles').push('admin')
    found.header.alg = 'none'
    assert.deepEqual([found.claims, found.get('roles'), found.header.alg], [expected, expected.roles, 'HS256'])
  }
})

test('each check gives an object of its own', () => {
  const verifier = new Verifier({ keys: KEY, remember: 10 })
  const token = sign({ sub: 'alice', __proto__: null, nested: JSON.parse('{"__proto__": {"a": [1]}}') }, KEY, { expiresIn: '5m' })
  const found = Array.from({ length: 5 }, () => verifier.verify(token))
  assert.equal(new Set(found).size, 5)
  found[4].user = 'of one request'
  assert.equal(verifier.verify(token).user, undefined)
  for (const one of found) {
    assert.deepEqual(Object.keys(one.claims), Object.keys(found[0].claims))
    assert.deepEqual(Object.getOwnPropertyDescriptor(one.claims.nested, '__proto__').value, { a: [1] })
    assert.equal(Object.getPrototypeOf(one.claims.nested), Object.prototype)
  }
})

test('more tokens than are remembered', () => {
  const verifier = new Verifier({ keys: KEY, remember: 1 })
  const tokens = Array.from({ length: 40 }, (_, number) => sign({ number }, KEY, { expiresIn: '5m' }))
  for (let round = 0; round < 3; round++) {
    for (const [number, token] of tokens.entries()) {
      for (let time = 0; time < 3; time++) assert.equal(verifier.verify(token).get('number'), number)
    }
    assert.deepEqual(verifier.verifyMany(tokens).map((token) => token.get('number')), tokens.map((_, number) => number))
  }
})

test('revocation and rotation are asked each time', () => {
  const [revocations, ring] = [new Revocations(), KeyRing.create('ES256')]
  const verifier = new Verifier({ keys: ring, revocations, remember: 10 })
  const token = new Issuer({ signingKey: ring, lifetime: '5m' }).issue({ jti: '1' })
  for (let round = 0; round < 4; round++) verifier.verify(token)
  const entry = revocations.revoke(verifier.verify(token))
  assert.throws(() => verifier.verify(token), refused('ERR_JWT_REVOKED'))
  revocations.withdraw(entry.id)
  const { keyId } = verifier.verify(token)
  ring.revoke(keyId)
  assert.throws(() => verifier.verify(token), refused('ERR_JWKS_NO_MATCHING_KEY'))
})

test('a proof is asked for each time', () => {
  const key = Key.generate('ES256')
  const token = new Issuer({ signingKey: KEY, lifetime: '5m' }).issue({ sub: 'alice' }, { confirm: key })
  const verifier = new Verifier({ keys: KEY, publicOrigins: ['https://api.example'], replays: new ReplayCache(), remember: 10 })
  const sent = () => ({ proof: dpop.prove(key, 'GET', 'https://api.example/', { accessToken: token }), method: 'GET', url: '/' })
  for (let round = 0; round < 5; round++) assert.equal(verifier.verify(token, sent()).provenBy, 'dpop')
  const used = sent()
  verifier.verify(token, used)
  assert.throws(() => verifier.verify(token, used), refused('ERR_DPOP_INVALID'))
  assert.throws(() => verifier.verify(token), refused('ERR_JWT_NOT_BOUND'))
})

test('the option', () => {
  for (const remember of [0, 1_000_001, 1.5, 'many', null]) {
    assert.throws(() => new Verifier({ keys: KEY, remember }), refused('ERR_OPTION_INVALID'))
  }
  assert.throws(() => verify('a.b.c', KEY, { remember: 1 }), refused('ERR_OPTION_INVALID'))
})
