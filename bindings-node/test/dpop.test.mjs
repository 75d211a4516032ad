// Proofs of possession: what Node has of its own, and another implementation both ways. What is accepted and refused is in tests/vectors.

import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { inspect } from 'node:util'

import { Redis } from 'ioredis'
import * as oauth from 'oauth4webapi'
import * as other from 'dpop'

import * as tokenseal from '../index.mjs'
import { certificate } from './samples.mjs'
import { CLIENTS, Stores } from './stores.mjs'

const { Issuer, Key, KeySet, ReplayCache, Verifier, dpop } = tokenseal

const NOW = 1_700_000_000
const PUBLIC = ['https://api.example']
const key = Key.generate('HS256')
const own = Key.generate('ES256')
const issuer = new Issuer({ signingKey: key, lifetime: '15m' })
const token = issuer.issue({ sub: 'alice' }, { confirm: own.public(), now: NOW })

const verifierWith = (options) => new Verifier({ keys: key, publicOrigins: PUBLIC, ...options })

/** What comes with a request: a new proof each time. */
function sent(options) {
  const proof = dpop.prove(own, 'GET', 'https://api.example/orders', { accessToken: token, now: NOW, ...options })
  return { proof, method: 'GET', url: '/orders', now: NOW }
}

/** The error of a check that must fail. */
function refused(verifier, request) {
  try {
    verifier.verify(token, request)
  } catch (error) {
    assert.ok(error instanceof tokenseal.TokenError, error)
    return error
  }
  assert.fail('it was accepted')
}

const USED = { code: 'ERR_DPOP_INVALID', name: 'InvalidProofError', status: 401 }
const NOT_BOUND = { code: 'ERR_JWT_NOT_BOUND', name: 'NotBoundError', status: 401 }

test('each code has its class', () => {
  const [verifier, request] = [verifierWith(), sent()]
  assert.throws(() => verifier.verify(token, { now: NOW }), NOT_BOUND)
  assert.equal(verifier.verify(token, request).get('sub'), 'alice')
  assert.throws(() => verifier.verify(token, request), USED)
  const full = verifierWith({ replays: new ReplayCache({ capacity: 1 }) })
  full.verify(token, request)
  assert.throws(() => full.verify(token, sent()), { code: 'ERR_DPOP_UNAVAILABLE', name: 'ProofUnavailableError', fault: 'environment', status: 503 })
})

test('an error has the nonce', () => {
  const verifier = verifierWith({ nonceKey: key })
  const error = refused(verifier, sent())
  assert.ok(error instanceof tokenseal.ProofNonceRequiredError)
  assert.equal(error.dpopNonce, verifier.dpopNonce({ now: NOW }))
  assert.equal(verifier.verify(token, sent({ nonce: error.dpopNonce })).get('sub'), 'alice')
  assert.equal(verifierWith().dpopNonce(), null)
  assert.ok(!('dpopNonce' in refused(verifierWith(), { now: NOW })))
  assert.equal(verifierWith({ nonceKey: key, clock: () => NOW }).dpopNonce(), verifier.dpopNonce({ now: new Date(NOW * 1000) }))
})

test('the same on the thread pool, where events are told, and by several issuers', async () => {
  const events = []
  const onEvent = (event) => events.push(event.code)
  const member = () => verifierWith({ issuer: 'https://issuer.example' })
  const text = issuer.issue({ iss: 'https://issuer.example' }, { confirm: own.public(), now: NOW })
  const request = () => ({ ...sent(), proof: dpop.prove(own, 'GET', 'https://api.example/orders', { accessToken: text, now: NOW }) })
  for (const verifier of [member(), verifierWith({ onEvent, allowAnyIssuer: true }), Verifier.byIssuer([member()], { onEvent })]) {
    const came = request()
    await verifier.verifyAsync(text, came)
    await assert.rejects(verifier.verifyAsync(text, came), USED)
    assert.throws(() => verifier.verify(text, came), USED)
    verifier.verify(text, request())
  }
  assert.deepEqual(events, Array(4).fill('ERR_DPOP_INVALID'))
})

test('a clock tells the time of a check with a proof', () => {
  for (const options of [{}, { onEvent: () => {} }]) {
    const verifier = verifierWith({ clock: () => NOW, ...options })
    const { now, ...request } = sent()
    assert.equal(verifier.verify(token, request).get('sub'), 'alice')
    assert.throws(() => verifier.verify(token, { ...request, now: now + 901 }), { code: 'ERR_JWT_EXPIRED' })
  }
})

test('header values and certificates', () => {
  const [verifier, request] = [verifierWith(), sent()]
  assert.throws(() => verifier.verify(token, { ...request, proof: [request.proof, request.proof] }), USED)
  verifier.verify(token, { ...request, proof: [request.proof] })
  const der = Buffer.from(certificate.split('\n').slice(1, -2).join(''), 'base64')
  for (const confirm of [certificate, Buffer.from(certificate), new Uint8Array(der)]) {
    const bound = issuer.issue({}, { confirm, now: NOW })
    for (const shown of [der, Buffer.from(certificate)]) new Verifier({ keys: key }).verify(bound, { certificate: shown, now: NOW })
    assert.throws(() => new Verifier({ keys: key }).verify(bound, { now: NOW }), NOT_BOUND)
  }
})

test('tokens of issueAsync and of rings are bound, too', async () => {
  const ring = tokenseal.KeyRing.create('Ed25519')
  const options = { confirm: own.public() }
  const [plain, ringed] = [issuer, new Issuer({ signingKey: ring, lifetime: '15m' })]
  const texts = [await plain.issueAsync({}, options), ringed.issue({}, options), await ringed.issueAsync({}, options)]
  for (const text of texts) assert.deepEqual(tokenseal.inspectUnverified(text).claims.cnf, { jkt: own.thumbprint() })
})

test('caches are shared and shown', () => {
  const [replays, request] = [new ReplayCache(), sent()]
  const [one, another] = [verifierWith({ replays }), verifierWith({ replays })]
  assert.equal(one.replays, replays)
  one.verify(token, request)
  assert.throws(() => another.verify(token, request), USED)
  const status = { scope: 'this process only', remembered: 1, capacity: 1_000_000, refused: 1, turnedAway: 0 }
  assert.deepEqual(replays.status(), status)
  assert.match(inspect(replays), /^ReplayCache \{\s+scope: 'this process only'/)
  const verifier = verifierWith()
  verifier.verify(token, request)
  assert.equal(verifier.replays.status().remembered, 1)
  assert.equal(verifier.replays, verifier.replays)
  assert.equal(new Verifier({ keys: key }).replays, null)
})

test('wrong handles are refused', () => {
  const invalid = { code: 'ERR_OPTION_INVALID' }
  for (const options of [{ replays: 'memory' }, { nonceKey: 'key' }, { nonceKey: null }, { nonceKey: own }]) {
    assert.throws(() => verifierWith(options), invalid)
    assert.throws(() => Verifier.forIssuer('https://issuer.example', { publicOrigins: PUBLIC, ...options }), invalid)
  }
  for (const confirm of [1, {}, [own], null]) assert.throws(() => issuer.issue({}, { confirm }), { ...invalid, message: /confirm must be a Key, or a certificate/ })
  assert.throws(() => issuer.issue({}, { confirm: key }), tokenseal.TokenError)
  assert.equal(verifierWith({ replays: null }).replays.status().remembered, 0)
})

test('many tokens take no proof', () => {
  const verifier = verifierWith()
  assert.throws(() => verifier.verifyMany([token], { proof: 'a.b.c' }), { code: 'ERR_OPTION_INVALID', message: /belong to one token/ })
  assert.deepEqual(verifier.verifyMany([token], { now: NOW }).map(({ code }) => code), ['ERR_JWT_NOT_BOUND'])
})

test('a signature of hardware is taken in either form, and the form is not guessed', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const hardware = Key.fromKeyObject(publicKey, 'ES256')
  const bound = issuer.issue({}, { confirm: hardware })
  for (const [format, dsaEncoding] of [['der', 'der'], ['raw', 'ieee-p1363']]) {
    const unsigned = dpop.prepare(hardware, 'GET', 'https://api.example/', { accessToken: bound })
    const signature = sign('sha256', unsigned.signingInput, { key: privateKey, dsaEncoding })
    const proof = unsigned.complete(signature, { format })
    verifierWith().verify(bound, { proof, method: 'GET', url: '/' })
    const wrong = format === 'der' ? 'raw' : 'der'
    assert.throws(() => unsigned.complete(signature, { format: wrong }), tokenseal.TokenError)
  }
})

describe('another implementation', () => {
  const signing = Key.generate('ES256')
  const access = new Issuer({ signingKey: signing, issuer: 'https://issuer.example', audience: 'https://api.example', lifetime: '5m', profile: 'access-token' })

  for (const algorithm of ['ES256', 'Ed25519', 'PS256', 'RS256']) {
    test(`accepts what is made here, and makes what is accepted here: ${algorithm}`, async () => {
      const mine = await Key.generateAsync(algorithm)
      const text = access.issue({ client_id: 'app' }, { subject: 'alice', confirm: mine.public() })
      const proof = await dpop.proveAsync(mine, 'POST', 'https://api.example/orders?x=1', { accessToken: text })
      assert.equal((await validated(text, proof)).sub, 'alice')
      await assert.rejects(validated(text, await dpop.proveAsync(mine, 'GET', 'https://api.example/orders', { accessToken: text })))

      const pair = await other.generateKeyPair(algorithm, { extractable: true })
      const theirs = Key.fromJwk(await crypto.subtle.exportKey('jwk', pair.publicKey), { alg: algorithm })
      const bound = access.issue({ client_id: 'app' }, { subject: 'bob', confirm: theirs })
      const verifier = new Verifier({ keys: signing.public(), issuer: 'https://issuer.example', audience: 'https://api.example', publicOrigins: PUBLIC, nonceKey: key, profile: 'access-token' })
      const request = async (nonce) => ({ proof: await other.generateProof(pair, 'https://api.example/orders', 'POST', nonce, bound), method: 'POST', url: '/orders?x=1' })
      assert.throws(() => verifier.verify(bound, { proof, method: 'POST', url: '/orders?x=1' }), tokenseal.TokenError)
      await assert.rejects(verifier.verifyAsync(bound, await request()), { code: 'ERR_DPOP_NONCE_REQUIRED' })
      assert.equal(verifier.verify(bound, await request(verifier.dpopNonce())).get('sub'), 'bob')
    })
  }

  /** What oauth4webapi, a resource server, says about a request. */
  function validated(text, proof) {
    const headers = { authorization: `DPoP ${text}`, dpop: proof }
    const request = new Request('https://api.example/orders?x=1', { method: 'POST', headers })
    const server = { issuer: 'https://issuer.example', jwks_uri: 'https://issuer.example/jwks' }
    const jwks = async () => Response.json(new KeySet([signing]).toJwks())
    const options = { [oauth.customFetch]: jwks, requireDPoP: true, signingAlgorithms: ['ES256', 'Ed25519', 'PS256', 'RS256'] }
    return oauth.validateJwtAccessToken(server, request, 'https://api.example', options)
  }
})

describe('a cache in a store', () => {
  const stores = new Stores()
  after(() => stores.end())

  for (const [kind, client] of Object.entries(CLIENTS)) {
    test(`is shared by processes, by ${kind}`, async () => {
      const { port } = await stores.start('redis')
      const caches = [1, 2].map(() => ReplayCache.redis(client(port), { namespace: 'test' }))
      const [one, another] = caches.map((replays) => verifierWith({ replays }))
      const request = sent()
      assert.equal((await one.verifyAsync(token, request)).get('sub'), 'alice')
      await assert.rejects(one.verifyAsync(token, request), USED)
      await assert.rejects(another.verifyAsync(token, request), USED)
      // Many at once, each for one only.
      const proofs = Array.from({ length: 20 }, () => sent())
      const settled = await Promise.allSettled([...proofs, ...proofs].map((came, index) => [one, another][index % 2].verifyAsync(token, came)))
      assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, proofs.length)
      assert.ok(settled.every(({ reason }) => reason === undefined || reason.code === 'ERR_DPOP_INVALID'))
      const { scope, asked, refused } = caches[0].status()
      assert.deepEqual([scope, asked >= 2, refused >= 1], ['store', true, true])
    })
  }

  test('cannot be asked by a check that never waits', () => {
    const verifier = verifierWith({ replays: ReplayCache.redis(new Redis({ lazyConnect: true }), { namespace: 'test' }) })
    assert.throws(() => verifier.verify(token, sent()), { code: 'ERR_OPTION_INVALID', message: /verifyAsync/ })
  })

  test('accepts nobody while its store is not there', async () => {
    const client = new Redis(1, '127.0.0.1', { lazyConnect: true })
    const verifier = verifierWith({ replays: ReplayCache.redis(client, { namespace: 'test', timeout: '1s' }) })
    await assert.rejects(verifier.verifyAsync(token, sent()), { code: 'ERR_DPOP_UNAVAILABLE', status: 503 })
    // Who does not ask it, does not need it.
    const unbound = issuer.issue({}, { now: NOW })
    verifier.verify(unbound, { now: NOW })
  })
})
