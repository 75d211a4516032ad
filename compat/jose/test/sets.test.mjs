// Sets of keys: jose's and the shim's choose the same key of the same set, at hand and behind a
// URL.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'

import { described, ours, outcomeOf, same, theirs } from './both.mjs'
import { ed25519, jwkOf, otherP256, p256, p384, rsa, secp256k1, weakRsa } from './material.mjs'

const key = jwkOf(p256.publicKey)
const other = jwkOf(otherP256.publicKey)
const rsaKey = jwkOf(rsa.publicKey)
const edKey = jwkOf(ed25519.publicKey)

describe('a set at hand', () => {
  for (const value of [
    undefined,
    null,
    {},
    [],
    'x',
    { keys: 3 },
    { keys: [3] },
    { keys: [null] },
    { keys: [[]] },
    { keys: Array(1) },
    { keys: [] },
    { keys: [{}] },
  ]) {
    test(`of ${JSON.stringify(value)}`, () =>
      same(
        (library) => library.createLocalJWKSet(value),
        () => 'made',
      ))
  }

  const CASES = {
    'one key': [[key], { alg: 'ES256' }],
    'a kid that no key has': [[key], { alg: 'ES256', kid: 'a' }],
    'no kid in the header': [[{ ...key, kid: 'a' }], { alg: 'ES256' }],
    'another kid': [[{ ...key, kid: 'a' }], { alg: 'ES256', kid: 'b' }],
    'a number as kid': [[{ ...key, kid: 'a' }], { alg: 'ES256', kid: 3 }],
    'two keys': [[key, other], { alg: 'ES256' }],
    'two by kid': [
      [
        { ...key, kid: 'a' },
        { ...other, kid: 'b' },
      ],
      { alg: 'ES256', kid: 'b' },
    ],
    'two of one kid': [
      [
        { ...key, kid: 'a' },
        { ...other, kid: 'a' },
      ],
      { alg: 'ES256', kid: 'a' },
    ],
    'two by alg': [
      [
        { ...rsaKey, alg: 'PS256' },
        { ...rsaKey, alg: 'RS256' },
      ],
      { alg: 'RS256' },
    ],
    'another alg': [[{ ...key, alg: 'ES384' }], { alg: 'ES256' }],
    'another curve': [[key], { alg: 'ES384' }],
    'two curves': [[key, jwkOf(p384.publicKey)], { alg: 'ES384' }],
    'for encryption': [[{ ...key, use: 'enc' }], { alg: 'ES256' }],
    'for something else': [[{ ...key, use: 'foo' }], { alg: 'ES256' }],
    'key_ops without verify': [[{ ...key, key_ops: ['sign'] }], { alg: 'ES256' }],
    'key_ops with verify': [[{ ...key, key_ops: ['verify'] }], { alg: 'ES256' }],
    'key_ops with more': [[{ ...key, key_ops: ['verify', 'sign'] }], { alg: 'ES256' }],
    'key_ops that are none': [[{ ...key, key_ops: 'verify' }], { alg: 'ES256' }],
    'key_ops twice': [[{ ...key, key_ops: ['verify', 'verify'] }], { alg: 'ES256' }],
    'no use': [[{ ...key, use: null }], { alg: 'ES256' }],
    'no alg of a key': [[{ ...key, alg: null }], { alg: 'ES256' }],
    'no kid of a key': [[{ ...key, kid: null }], { alg: 'ES256' }],
    'by type': [[rsaKey, key, edKey], { alg: 'PS256' }],
    'a secret': [[{ kty: 'oct', k: 'AAAA' }], { alg: 'HS256' }],
    none: [[key], { alg: 'none' }],
    'no alg': [[key], {}],
    'no header': [[key]],
    'encryption with RSA': [[rsaKey], { alg: 'RSA-OAEP' }],
    'encryption with EC': [[key], { alg: 'ECDH-ES' }],
    EdDSA: [[edKey], { alg: 'EdDSA' }],
    Ed25519: [[edKey], { alg: 'Ed25519' }],
    'EdDSA by its other name': [[{ ...edKey, alg: 'Ed25519' }], { alg: 'EdDSA' }],
    'a private key': [[jwkOf(p256.privateKey)], { alg: 'ES256' }],
    'ext false': [[{ ...key, ext: false }], { alg: 'ES256' }],
    'a broken key': [[{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }], { alg: 'ES256' }],
    'a weak key': [[jwkOf(weakRsa.publicKey)], { alg: 'RS256' }],
    'the unprotected header': [
      [
        { ...key, kid: 'a' },
        { ...other, kid: 'b' },
      ],
      { alg: 'ES256' },
      { header: { kid: 'b' } },
    ],
    'nothing but an unprotected header': [[key], undefined, { header: { alg: 'ES256' } }],
    ES256K: [[jwkOf(secp256k1.publicKey)], { alg: 'ES256K' }],
    'no keys': [[], { alg: 'ES256' }],
    'an AKP key of another algorithm': [
      [{ kty: 'AKP', alg: 'ML-DSA-65', pub: 'AA' }],
      { alg: 'ML-DSA-44' },
    ],
  }
  for (const [name, [keys, ...given]] of Object.entries(CASES)) {
    test(name, () => same((library) => library.createLocalJWKSet({ keys })(...given)))
  }

  test('several keys are listed by the error', async () => {
    const keys = [key, other, { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }]
    await same(async (library) => {
      const error = await library
        .createLocalJWKSet({ keys })({ alg: 'ES256' })
        .catch((error) => error)
      assert.ok(error instanceof library.errors.JWKSMultipleMatchingKeys)
      const listed = []
      for await (const one of error) listed.push(described(one), await library.exportJWK(one))
      return listed
    })
  })

  test('its keys are imported once, and its copy is nobody else’s', async () => {
    for (const library of [theirs, ours]) {
      const jwks = { keys: [{ ...key }] }
      const set = library.createLocalJWKSet(jwks)
      assert.equal(await set({ alg: 'ES256' }), await set({ alg: 'ES256' }))
      jwks.keys.length = 0
      set.jwks().keys.length = 0
      assert.deepEqual(set.jwks(), { keys: [key] })
      assert.deepEqual(Object.keys(set), [])
    }
  })
})

describe('a set behind a URL', () => {
  /** What the server answers, and how often it was asked. */
  let answer
  let requests
  let headers
  const server = createServer((request, response) => {
    requests += 1
    headers = request.headers
    answer(response)
  })
  let url
  before(async () => {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = new URL(`http://127.0.0.1:${server.address().port}/jwks.json`)
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const gives = (...keys) => {
    answer = (response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }))
  }
  const answers = (status, body, more = {}) => {
    answer = (response) => response.writeHead(status, more).end(body)
  }
  /** Both libraries do the same, each from the beginning. */
  const alike = (call) =>
    same((library) => {
      requests = 0
      return call(library)
    })
  const kept = { ...key, kid: 'a', use: 'sig' }

  test('is fetched once, and then used', async () => {
    gives(kept)
    await alike(async (library) => {
      const set = library.createRemoteJWKSet(url)
      const before = [set.coolingDown, set.fresh, set.reloading, set.jwks()]
      const found = await Promise.all([
        set({ alg: 'ES256', kid: 'a' }),
        set({ alg: 'ES256' }),
        set({ alg: 'ES256' }),
      ])
      const [{ x, y, kid }] = set.jwks().keys
      const after = [set.coolingDown, set.fresh, set.reloading, x, y, kid]
      return { before, found: found.map(described), isOne: found[0] === found[2], after, requests }
    })
  })

  test('has its keys used by jwtVerify of both', async () => {
    gives(kept)
    const token = await new theirs.SignJWT({ a: 1 })
      .setProtectedHeader({ alg: 'ES256', kid: 'a' })
      .sign(p256.privateKey)
    const { payload } = await theirs.jwtVerify(token, ours.createRemoteJWKSet(url))
    assert.deepEqual(payload, { a: 1 })
  })

  test('finds a key that is new', async () => {
    gives(kept)
    await alike(async (library) => {
      gives(kept)
      const set = library.createRemoteJWKSet(url, { cooldownDuration: 0 })
      await set({ alg: 'ES256', kid: 'a' })
      gives(kept, { ...other, kid: 'b' })
      const found = await set({ alg: 'ES256', kid: 'b' })
      return { found: described(found), requests, keys: set.jwks().keys.length }
    })
  })

  test('is not fetched for whatever a token names', async () => {
    gives(kept)
    requests = 0
    const set = ours.createRemoteJWKSet(url)
    await set({ alg: 'ES256', kid: 'a' })
    for (let index = 0; index < 20; index++) {
      await assert.rejects(set({ alg: 'ES256', kid: `no ${index}` }), {
        code: 'ERR_JWKS_NO_MATCHING_KEY',
      })
    }
    assert.equal(requests, 1)
    // A header that no key could ever fit asks for nothing.
    await assert.rejects(set({ alg: 'HS256', kid: 'a' }), { code: 'ERR_JOSE_NOT_SUPPORTED' })
    assert.equal(requests, 1)
  })

  test('is fetched again when it is told to', async () => {
    gives(kept)
    await alike(async (library) => {
      gives(kept)
      const set = library.createRemoteJWKSet(url)
      await set({ alg: 'ES256' })
      gives({ ...other, kid: 'b' })
      const reloading = [set.reload(), set.reload()]
      const during = set.reloading
      await Promise.all(reloading)
      return { during, after: set.reloading, requests, kids: set.jwks().keys.map(({ kid }) => kid) }
    })
  })

  test('keeps its keys where fetching them again fails', async () => {
    await alike(async (library) => {
      gives(kept)
      const set = library.createRemoteJWKSet(url)
      await set({ alg: 'ES256' })
      answers(500, '')
      const failed = await outcomeOf(() => set.reload())
      return { failed, found: described(await set({ alg: 'ES256' })), fresh: set.fresh }
    })
  })

  const FAILURES = {
    'an error of the server': () => answers(500, ''),
    'no content': () => answers(204, ''),
    'a redirect': () => answers(302, '', { location: '/other' }),
    'no set': () => answers(200, '{}'),
    'a list': () => answers(200, '[]'),
  }
  for (const [name, fails] of Object.entries(FAILURES)) {
    test(`is not there: ${name}`, async () => {
      fails()
      await alike(async (library) => {
        const set = library.createRemoteJWKSet(url)
        return [
          await outcomeOf(() => set({ alg: 'ES256' })),
          await outcomeOf(() => library.createRemoteJWKSet(url).reload()),
          set.jwks(),
          set.fresh,
        ]
      })
    })
  }

  test('is not there: what came is not JSON, which is no set here', async () => {
    answers(200, 'x')
    await assert.rejects(theirs.createRemoteJWKSet(url)({ alg: 'ES256' }), {
      code: 'ERR_JOSE_GENERIC',
    })
    await assert.rejects(ours.createRemoteJWKSet(url)({ alg: 'ES256' }), {
      code: 'ERR_JWKS_INVALID',
    })
  })

  test('does not come in time', async () => {
    answer = () => undefined
    await alike(async (library) => {
      const start = performance.now()
      const outcome = await outcomeOf(() =>
        library.createRemoteJWKSet(url, { timeoutDuration: 150 })({ alg: 'ES256' }),
      )
      return [outcome, performance.now() - start < 4500]
    })
  })

  test('comes a byte at a time', async () => {
    answer = (response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    }
    // There, an answer that was cut off is one that is not JSON.
    const set = ours.createRemoteJWKSet(url, { timeoutDuration: 150 })
    await assert.rejects(set({ alg: 'ES256' }), { code: 'ERR_JWKS_TIMEOUT' })
  })

  test('is longer than anybody reads', async () => {
    answers(200, JSON.stringify({ keys: [kept], more: 'x'.repeat(300_000) }))
    await assert.rejects(ours.createRemoteJWKSet(url)({ alg: 'ES256' }), {
      code: 'ERR_JOSE_GENERIC',
    })
  })

  test('has an odd key among others', async () => {
    gives(
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'broken' },
      { kty: 'new' },
      kept,
      jwkOf(weakRsa.publicKey),
      { kty: 'oct', k: 'AAAA' },
    )
    const set = ours.createRemoteJWKSet(url)
    await set({ alg: 'ES256', kid: 'a' })
    assert.deepEqual(
      set.jwks().keys.map(({ kid }) => kid),
      ['a'],
    )
    await assert.rejects(set({ alg: 'RS256' }), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
  })

  test('cannot be reached', async () => {
    const closed = createServer()
    await new Promise((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const there = new URL(`http://127.0.0.1:${closed.address().port}`)
    await new Promise((resolve) => closed.close(resolve))
    await alike((library) => library.createRemoteJWKSet(there)({ alg: 'ES256' }))
  })

  test('is fetched by a function of the caller’s, with the caller’s headers', async () => {
    for (const library of [theirs, ours]) {
      const calls = []
      const fetching = async (...given) => {
        calls.push([...given, given[1].signal.aborted])
        return new Response(JSON.stringify({ keys: [kept] }))
      }
      const set = library.createRemoteJWKSet(new URL('https://keys.example/jwks'), {
        [library.customFetch]: fetching,
        headers: { 'x-a': 'b' },
      })
      await set({ alg: 'ES256' })
      const [[address, init, isAborted]] = calls
      assert.equal(address, 'https://keys.example/jwks')
      assert.deepEqual(
        [init.method, init.redirect, isAborted, init.headers.get('x-a')],
        ['GET', 'manual', false, 'b'],
      )
      assert.match(init.headers.get('accept'), /json/)
    }
    await same((library) => {
      const fails = async () => {
        throw new RangeError('mine')
      }
      return library.createRemoteJWKSet(url, { [library.customFetch]: fails })({ alg: 'ES256' })
    })
    gives(kept)
    await ours.createRemoteJWKSet(url, { headers: { 'user-agent': 'me', 'x-a': 'b' } })({
      alg: 'ES256',
    })
    assert.deepEqual([headers['user-agent'], headers['x-a']], ['me', 'b'])
  })

  test('begins with what was kept, and keeps what it fetches', async () => {
    gives({ ...other, kid: 'b' })
    await alike(async (library) => {
      const cache = { jwks: { keys: [kept] }, uat: Date.now() - 100_000 }
      const set = library.createRemoteJWKSet(url, { [library.jwksCache]: cache })
      const found = await library.exportJWK(await set({ alg: 'ES256', kid: 'a' }))
      const asked = requests
      await set.reload()
      return {
        found,
        asked,
        requests,
        kids: cache.jwks.keys.map(({ kid }) => kid),
        isNew: Date.now() - cache.uat < 50_000,
      }
    })
    await alike(async (library) => {
      const cache = { jwks: { keys: [kept] }, uat: Date.now() - 700_000 }
      const set = library.createRemoteJWKSet(url, { [library.jwksCache]: cache })
      return [
        set.fresh,
        set.coolingDown,
        set.jwks().keys[0].kid,
        await outcomeOf(() => set({ alg: 'ES256', kid: 'a' })),
        requests,
      ]
    })
    await alike(async (library) => {
      const cache = {}
      await library.createRemoteJWKSet(url, { [library.jwksCache]: cache })({ alg: 'ES256' })
      return [Object.keys(cache).sort(), cache.jwks.keys[0].kid]
    })
  })

  test('is fetched again when it is too old, also by a clock that is faked', async () => {
    gives(kept)
    const now = Date.now
    try {
      await alike(async (library) => {
        const set = library.createRemoteJWKSet(url, { cacheMaxAge: 60_000 })
        await set({ alg: 'ES256' })
        Date.now = () => now() + 61_000
        const [fresh, coolingDown] = [set.fresh, set.coolingDown]
        await set({ alg: 'ES256' })
        Date.now = now
        return [fresh, coolingDown, requests]
      })
    } finally {
      Date.now = now
    }
  })

  const OPTIONS = [
    ...[
      { timeoutDuration: -1 },
      { timeoutDuration: 1.5 },
      { cooldownDuration: NaN },
      { cacheMaxAge: NaN },
      { cacheMaxAge: -1 },
      { cacheMaxAge: Infinity },
    ],
    ...[
      null,
      {},
      { cooldownDuration: Infinity },
      { headers: { 'x-a': 'b' } },
      { timeoutDuration: undefined },
    ],
  ]
  for (const options of OPTIONS) {
    test(`with ${JSON.stringify(options)}`, async () => {
      gives(kept)
      await alike(async (library) =>
        described(await library.createRemoteJWKSet(url, options)({ alg: 'ES256' })),
      )
    })
  }

  test('has the members that it has there', () => {
    const members = (library) => {
      const set = library.createRemoteJWKSet(url)
      const all = Object.getOwnPropertyDescriptors(set)
      const seen = ['coolingDown', 'fresh', 'jwks', 'reload', 'reloading']
      return seen.map((name) => [name, typeof set[name], all[name].enumerable, all[name].writable])
    }
    assert.deepEqual(members(ours), members(theirs))
    assert.deepEqual(Object.keys(ours.createRemoteJWKSet(url)).sort(), [
      'coolingDown',
      'fresh',
      'jwks',
      'reload',
      'reloading',
    ])
  })

  test('is not behind anything but a URL', async () => {
    for (const value of ['https://keys.example/jwks', undefined, {}]) {
      await same((library) => library.createRemoteJWKSet(value))
    }
  })
})
