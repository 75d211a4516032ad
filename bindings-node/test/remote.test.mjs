// Sets of keys that are fetched, against an issuer on the loopback.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { inspect } from 'node:util'

import * as tokenseal from '../index.mjs'
import { TestIssuer, testClock } from '../testing/index.mjs'

const { Key, KeySet, RemoteKeySet, TokenError, Verifier, jwe, jws } = tokenseal
const UNAVAILABLE = { code: 'ERR_JWKS_UNAVAILABLE', name: 'KeySetUnavailableError' }

const issuers = []
after(() => Promise.all(issuers.map((issuer) => issuer.close())))

async function started(options) {
  const issuer = await TestIssuer.start(options)
  issuers.push(issuer)
  return issuer
}

const jwksRequests = (issuer) => issuer.requests.filter(({ path }) => path === '/jwks.json').length

/** A function that remembers what it was told. */
function recorder() {
  const events = []
  return Object.assign((event) => void events.push(event), { events, names: () => events.map(({ event }) => event) })
}

describe('a check', () => {
  test('that cannot wait begins to fetch the keys, and fails', async () => {
    const issuer = await started()
    const set = issuer.remoteKeySet()
    const verifier = issuer.verifier({ keys: set })
    const token = issuer.issue({ sub: 'alice' })
    assert.throws(() => verifier.verify(token), UNAVAILABLE)
    assert.equal(set.status().fetching, true)
    await set.ready()
    assert.equal(verifier.verify(token).get('sub'), 'alice')
    assert.equal(jwksRequests(issuer), 1)
  })

  test('that can waits for them, and so do all others', async () => {
    const issuer = await started()
    const verifier = issuer.verifier()
    const tokens = Array.from({ length: 50 }, (_, index) => issuer.issue({ sub: `${index}` }))
    const checked = await Promise.all(tokens.map((token) => verifier.verifyAsync(token)))
    assert.deepEqual(checked.map((token) => token.get('sub')), tokens.map((_, index) => `${index}`))
    assert.equal(jwksRequests(issuer), 1)
  })

  test('of many tokens waits once', async () => {
    const issuer = await started()
    const verifier = issuer.verifier()
    const tokens = [issuer.issue({ sub: 'a' }), 'no token', 5, issuer.issue({ sub: 'b' })]
    const early = verifier.verifyMany(tokens)
    assert.deepEqual(
      early.map(({ code }) => code),
      ['ERR_JWKS_UNAVAILABLE', 'ERR_JWT_INVALID', 'ERR_OPTION_INVALID', 'ERR_JWKS_UNAVAILABLE'],
    )
    for (const results of [await verifier.verifyManyAsync(tokens), verifier.verifyMany(tokens)]) {
      assert.deepEqual([results[0].get('sub'), results[1].code, results[2].code, results[3].get('sub')], ['a', 'ERR_JWT_INVALID', 'ERR_OPTION_INVALID', 'b'])
    }
    assert.equal(jwksRequests(issuer), 1)
  })

  test('of a key that is new waits for it', async () => {
    const issuer = await started()
    const verifier = issuer.verifier()
    await verifier.ready()
    issuer.rotate()
    const token = issuer.issue({ sub: 'alice' })
    assert.throws(() => verifier.verify(token), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    assert.equal((await verifier.verifyAsync(token)).get('sub'), 'alice')
    assert.equal(jwksRequests(issuer), 2)
  })

  test('of a key that nobody has is refused, and the next ones ask for nothing', async () => {
    const issuer = await started()
    const verifier = issuer.verifier()
    await verifier.ready()
    const other = await started()
    for (let count = 0; count < 20; count++) {
      const token = tokenseal.sign({}, Key.generate('ES256'), { issuer: issuer.url, expiresIn: 60 })
      await assert.rejects(verifier.verifyAsync(token), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    }
    await assert.rejects(verifier.verifyAsync(other.issue({})), TokenError)
    assert.ok(jwksRequests(issuer) <= 3, 'the first, and two that the bucket has')
  })

  test('frees its place when its clock fails', async () => {
    const issuer = await started()
    let calls = 0
    const clock = () => {
      if (++calls === 2) throw new RangeError('mine')
      return Date.now() / 1000
    }
    const set = issuer.remoteKeySet({ clock })
    const verifier = issuer.verifier({ keys: set })
    await assert.rejects(verifier.verifyAsync(issuer.issue({})), RangeError)
    assert.equal(set.status().waiting, 0)
  })
})

test('two verifiers share a set', async () => {
  const issuer = await started()
  const keys = issuer.remoteKeySet()
  const [one, two] = ['one', 'two'].map((audience) => issuer.verifier({ keys, audience }))
  const [first, second] = ['one', 'two'].map((audience) => issuer.issue({}, { audience }))
  await Promise.all([one.verifyAsync(first), two.verifyAsync(second)])
  assert.throws(() => one.verify(second), { code: 'ERR_JWT_CLAIM_MISMATCH' })
  assert.equal(jwksRequests(issuer), 1)
})

describe('ready', () => {
  test('is an error in the end', async () => {
    const issuer = await started()
    issuer.isDown = true
    const keys = issuer.remoteKeySet()
    await assert.rejects(keys.ready({ timeout: 1 }), { ...UNAVAILABLE, message: /503/ })
    await assert.rejects(issuer.verifier({ keys }).ready({ timeout: '0s' }), UNAVAILABLE)
  })

  test('tries again until the server is up', async () => {
    const issuer = await started()
    issuer.isDown = true
    const keys = issuer.remoteKeySet({ onEvent: () => (issuer.isDown = false) })
    await keys.ready()
    assert.equal(keys.status().failed, 1)
  })

  test('has nothing to do for keys at hand', () => new Verifier({ keys: Key.generate('ES256') }).ready())

  test('takes its option only', async () => {
    const verifier = new Verifier({ keys: Key.generate('ES256') })
    const keys = new RemoteKeySet('https://issuer.example/jwks.json')
    for (const wrong of [{ timeout: 'soon' }, { timeout: -1 }, { timeot: 1 }, 5, null, () => 1]) {
      await assert.rejects(keys.ready(wrong), { code: 'ERR_OPTION_INVALID' })
    }
    await verifier.ready({ timeout: null })
  })
})

describe('time', () => {
  test('passes by the clock of the test', async () => {
    const [issuer, clock, onEvent] = [await started(), testClock(), recorder()]
    const keys = issuer.remoteKeySet({ clock, maxAge: '10m', stale: '1h' })
    const verifier = issuer.verifier({ keys, clock, onEvent })
    const check = () => verifier.verifyAsync(tokenseal.sign({}, issuer.key, { issuer: issuer.url, expiresIn: 60, now: clock() }))
    await check()
    issuer.isDown = true
    clock.advance(601)
    await check()
    assert.deepEqual(onEvent.names(), ['accepted_stale'])
    assert.equal(keys.status().state, 'stale')
    clock.advance(3600)
    await assert.rejects(check(), UNAVAILABLE)
    assert.deepEqual(onEvent.events.at(-1), { event: 'refused', code: 'ERR_JWKS_UNAVAILABLE' })
    issuer.isDown = false
    clock.advance(120)
    await check()
    assert.equal(keys.status().state, 'fresh')
  })

  test('of a set is that of its verifier, which has no clock of its own', async () => {
    const [issuer, clock] = [await started(), testClock(1000)]
    const keys = issuer.remoteKeySet({ clock })
    const verifier = issuer.verifier({ keys })
    await verifier.verifyAsync(issuer.issue({}))
    clock.advance(599)
    verifier.verify(issuer.issue({}))
    assert.equal(keys.status().age, 599)
  })

  test('a refresh begins before the keys expire, and no check waits for it', async () => {
    const [issuer, clock] = [await started(), testClock()]
    const keys = issuer.remoteKeySet({ clock })
    const verifier = issuer.verifier({ keys, clock })
    const token = tokenseal.sign({}, issuer.key, { issuer: issuer.url, expiresIn: 3600, now: clock() })
    await verifier.ready()
    clock.advance(595)
    verifier.verify(token)
    assert.equal(keys.status().fetching, true)
    while (keys.status().fetching) await new Promise((resolve) => setTimeout(resolve, 5))
    assert.equal(keys.status().age, 0)
  })
})

describe('onEvent', () => {
  test('is told what happens to the set', async () => {
    const [issuer, onEvent] = [await started(), recorder()]
    const keys = issuer.remoteKeySet({ onEvent })
    await keys.ready()
    const [{ seconds, ...fetched }] = onEvent.events
    assert.deepEqual(fetched, { event: 'fetched', keys: 1, setAside: 0 })
    assert.equal(typeof seconds, 'number')
    const before = issuer.key.keyId
    const after = issuer.rotate().keyId
    issuer.remove(before)
    await issuer.verifier({ keys }).verifyAsync(issuer.issue({}))
    assert.deepEqual(onEvent.events.at(-1), { event: 'rotated', added: [after], removed: [before] })
  })

  test('is told by a verifier with keys at hand', async () => {
    const [key, onEvent] = [Key.generate('HS256'), recorder()]
    const verifier = new Verifier({ keys: key, onEvent })
    verifier.verify(tokenseal.sign({}, key, { expiresIn: 60 }))
    assert.throws(() => verifier.verify('x'), { code: 'ERR_JWT_INVALID' })
    await assert.rejects(verifier.verifyAsync('x'), { code: 'ERR_JWT_INVALID' })
    verifier.verifyMany(['x'])
    assert.deepEqual(onEvent.events, new Array(3).fill({ event: 'refused', code: 'ERR_JWT_INVALID' }))
  })

  test('is told once of a refusal by a check that cannot wait', async () => {
    const [issuer, onEvent] = [await started(), recorder()]
    const verifier = issuer.verifier({ keys: issuer.remoteKeySet(), onEvent })
    const token = issuer.issue({})
    assert.throws(() => verifier.verify(token), UNAVAILABLE)
    assert.equal(verifier.verifyMany([token])[0].code, 'ERR_JWKS_UNAVAILABLE')
    assert.deepEqual(onEvent.events, new Array(2).fill({ event: 'refused', code: 'ERR_JWKS_UNAVAILABLE' }))
    await verifier.ready()
    issuer.rotate()
    const ofNewKey = issuer.issue({})
    assert.throws(() => verifier.verify(ofNewKey), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    assert.deepEqual(onEvent.events.slice(2), [{ event: 'refused', code: 'ERR_JWKS_NO_MATCHING_KEY' }])
  })

  test('breaks nothing, whatever it does', async () => {
    const issuer = await started()
    const warnings = []
    const listen = (warning) => warnings.push(warning.message)
    process.on('warning', listen)
    const broken = [
      () => {
        throw new RangeError('mine')
      },
      async () => {
        throw new RangeError('mine')
      },
    ]
    for (const onEvent of broken) {
      const verifier = issuer.verifier({ keys: issuer.remoteKeySet({ onEvent }), onEvent })
      await verifier.ready()
      assert.throws(() => verifier.verify('x'), { code: 'ERR_JWT_INVALID' })
    }
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listen)
    assert.deepEqual(warnings, new Array(4).fill('mine'))
  })

  test('is a function', () => {
    for (const onEvent of [5, 'x', {}, []]) {
      const refused = { code: 'ERR_OPTION_INVALID', message: /^onEvent must be a function, and this is / }
      assert.throws(() => new Verifier({ keys: Key.generate('ES256'), onEvent }), refused)
      assert.throws(() => new RemoteKeySet('https://issuer.example/', { onEvent }), refused)
      assert.throws(() => Verifier.byIssuer([], { onEvent }), refused)
    }
  })
})

describe('a snapshot', () => {
  const cut = () => assert.fail('the network is cut')

  test('lets another process check at once', async () => {
    const [issuer, snapshotKey] = [await started(), Key.generate('ES256')]
    const keys = issuer.remoteKeySet()
    assert.throws(() => keys.snapshot(snapshotKey), UNAVAILABLE)
    await keys.ready()
    const snapshot = keys.snapshot(snapshotKey)
    const restored = issuer.remoteKeySet({ snapshot, snapshotKey: snapshotKey.public(), fetch: cut })
    assert.equal(issuer.verifier({ keys: restored }).verify(issuer.issue({ sub: 'alice' })).get('sub'), 'alice')
  })

  test('is refused if another key signed it, or none', async () => {
    const [issuer, snapshotKey] = [await started(), Key.generate('HS256')]
    const keys = issuer.remoteKeySet()
    await keys.ready()
    const snapshot = keys.snapshot(snapshotKey)
    assert.throws(() => issuer.remoteKeySet({ snapshot, snapshotKey: Key.generate('HS256') }), TokenError)
    assert.throws(() => issuer.remoteKeySet({ snapshot }), { code: 'ERR_OPTION_INVALID', message: /snapshotKey/ })
    assert.throws(() => issuer.remoteKeySet({ snapshotKey }), { code: 'ERR_OPTION_INVALID', message: /snapshotKey/ })
  })
})

describe('several issuers', () => {
  test('each answer for their own tokens', async () => {
    const [a, b, c] = [await started(), await started(), await started()]
    const verifier = Verifier.byIssuer([a.verifier(), b.verifier()])
    assert.equal((await verifier.verifyAsync(a.issue({ sub: 'a' }))).get('sub'), 'a')
    await verifier.ready()
    assert.equal(verifier.verify(b.issue({ sub: 'b' })).get('sub'), 'b')
    const forged = tokenseal.sign({}, a.key, { issuer: b.url, expiresIn: 60 })
    await assert.rejects(verifier.verifyAsync(forged), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    const foreign = { code: 'ERR_JWT_CLAIM_MISMATCH', claim: 'iss' }
    assert.throws(() => verifier.verify(c.issue({})), foreign)

    verifier.add(c.verifier())
    assert.equal((await verifier.verifyAsync(c.issue({ sub: 'c' }))).get('sub'), 'c')
    assert.throws(() => verifier.add(c.verifier()), { code: 'ERR_OPTION_INVALID' })
    assert.equal(verifier.remove(c.url), true)
    assert.equal(verifier.remove(c.url), false)
    assert.throws(() => verifier.verify(c.issue({})), foreign)
    assert.equal(verifier.verify(a.issue({ sub: 'a' })).get('sub'), 'a')
  })

  test('may share a set, and tokens may be nested', async () => {
    const [issuer, decryptionKeys, onEvent] = [await started(), Key.generate('ECDH-ES+A256KW'), recorder()]
    const keys = issuer.remoteKeySet()
    const other = 'https://other.example'
    const verifier = Verifier.byIssuer([issuer.verifier({ keys }), new Verifier({ keys, issuer: other })], { decryptionKeys, onEvent })
    const options = { signWith: issuer.key, encryptTo: decryptionKeys.public(), expiresIn: 60 }
    for (const iss of [issuer.url, other]) {
      const token = await verifier.verifyAsync(tokenseal.seal({}, { ...options, issuer: iss }))
      assert.deepEqual([token.kind, token.get('iss')], ['nested', iss])
    }
    assert.equal(jwksRequests(issuer), 1)
    await assert.rejects(verifier.verifyAsync(issuer.issue({})), TokenError)
    assert.deepEqual(onEvent.names(), ['refused'])
    // The set goes with the last verifier that has it.
    verifier.remove(other)
    await verifier.ready()
  })

  test('each have their own limit of the length', () => {
    const secret = Buffer.from('a secret of thirty-two bytes, ha')
    const key = Key.fromSecret(secret, 'HS256')
    const of = (issuer, more) => new Verifier({ keys: key, issuer, ...more })
    const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
    // Made by hand: longer tokens than are read by default are not made.
    const input = `${encoded({ alg: 'HS256' })}.${encoded({ iss: 'https://b.example', exp: 9e9, x: 'x'.repeat(400_000) })}`
    const long = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
    const verifier = Verifier.byIssuer([of('https://a.example')])
    assert.throws(() => verifier.verify(long), { code: 'ERR_JOSE_LIMIT_EXCEEDED' })
    verifier.add(of('https://b.example', { maxTokenBytes: 2 ** 20 }))
    assert.equal(verifier.verify(long).get('iss'), 'https://b.example')
  })

  test('are verifiers of one each', () => {
    const one = new Verifier({ keys: Key.generate('ES256'), issuer: 'https://a.example' })
    const wrong = [undefined, null, 5, {}, [5], [{}], [Object.create(Verifier.prototype)], [one, one], [Verifier.byIssuer([])], new Array(2)]
    for (const verifiers of wrong) assert.throws(() => Verifier.byIssuer(verifiers), { code: 'ERR_OPTION_INVALID' })
    assert.throws(() => Verifier.byIssuer([one], { issuer: 'https://a.example' }), { code: 'ERR_OPTION_INVALID', message: /`issuer` is unknown/ })
    assert.throws(() => one.add(one), { code: 'ERR_OPTION_INVALID', message: /Verifier\.byIssuer/ })
    assert.throws(() => one.remove('https://a.example'), { code: 'ERR_OPTION_INVALID' })
    assert.throws(() => Verifier.byIssuer([]).add({}), { code: 'ERR_OPTION_INVALID' })
    assert.throws(() => Verifier.byIssuer([]).remove(5), { code: 'ERR_OPTION_INVALID' })
  })

  test('by the clock that is given', async () => {
    const [issuer, clock] = [await started(), testClock(0)]
    const key = Key.generate('HS256')
    const member = new Verifier({ keys: key, issuer: issuer.url })
    const verifier = Verifier.byIssuer([member], { clock })
    const token = tokenseal.sign({}, key, { issuer: issuer.url, expiresIn: 60, now: 0 })
    assert.equal(verifier.verify(token).get('exp'), 60)
    clock.advance(61)
    assert.throws(() => verifier.verify(token), { code: 'ERR_JWT_EXPIRED' })
  })
})

describe('forIssuer', () => {
  test('follows the metadata of the issuer', async () => {
    const issuer = 'https://tenant.example/'
    const key = Key.generate('ES256')
    const asked = []
    const bodies = {
      'https://tenant.example/.well-known/openid-configuration': { issuer, jwks_uri: 'https://keys.example/jwks.json' },
      'https://keys.example/jwks.json': new KeySet(key).toJwks(),
    }
    const fetch = async (url) => {
      asked.push(url)
      return Response.json(bodies[url])
    }
    const onEvent = recorder()
    const verifier = Verifier.forIssuer(issuer, { audience: 'https://api.example', fetch, onEvent })
    const options = { issuer, audience: 'https://api.example', expiresIn: 60 }
    assert.equal((await verifier.verifyAsync(tokenseal.sign({ sub: 'alice' }, key, options))).get('sub'), 'alice')
    assert.throws(() => verifier.verify(tokenseal.sign({}, key, { ...options, issuer: 'https://other.example' })), { claim: 'iss' })
    assert.deepEqual(asked, Object.keys(bodies))
    assert.deepEqual(onEvent.names(), ['fetched', 'refused'])
  })

  test('has an issuer, and no keys', () => {
    const key = Key.generate('ES256')
    const wrong = [[], [5], [null], ['x'], ['http://tenant.example'], ['https://tenant.example', { keys: key }], ['https://tenant.example', { issuer: 'x' }]]
    for (const given of wrong) assert.throws(() => Verifier.forIssuer(...given), { code: 'ERR_OPTION_INVALID' })
  })
})

describe('an issuer that encrypts to published keys', () => {
  const key = Key.generate('ECDH-ES+A256KW')
  const fetch = async () => Response.json(new KeySet(key).toJwks())

  test('has them fetched', async () => {
    const encryptionKey = new RemoteKeySet('https://api.example/jwks.json', { fetch })
    const issuer = new tokenseal.Issuer({ signingKey: Key.generate('ES256'), encryptionKey, lifetime: '5m' })
    assert.throws(() => issuer.issue({}), UNAVAILABLE)
    const token = await issuer.issueAsync({ sub: 'alice' })
    for (const one of [token, issuer.issue({ sub: 'alice' }, { expiresIn: 60 })]) {
      assert.equal(tokenseal.inspectUnverified(one).header.alg, 'ECDH-ES+A256KW')
      jwe.decrypt(one, key)
    }
    await assert.rejects(issuer.issueAsync({}, { expiresIn: -1 }), { code: 'ERR_OPTION_INVALID' })
  })

  test('fails if there are none, or none that fits', async () => {
    const down = new RemoteKeySet('https://api.example/jwks.json', { timeout: 1, fetch: () => Promise.reject(new Error('down')) })
    await assert.rejects(new tokenseal.Issuer({ encryptionKey: down, lifetime: 60 }).issueAsync({}), UNAVAILABLE)
    const encryptionKey = new RemoteKeySet('https://api.example/jwks.json', { fetch })
    const issuer = new tokenseal.Issuer({ encryptionKey, lifetime: 60, keyManagement: ['RSA-OAEP-256'] })
    await assert.rejects(issuer.issueAsync({}), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    assert.throws(() => new tokenseal.Issuer({ signingKey: encryptionKey, lifetime: 60 }), { code: 'ERR_OPTION_INVALID' })
  })
})

test('a RemoteKeySet stands nowhere but where a Verifier takes keys', () => {
  const remote = new RemoteKeySet('https://issuer.example/jwks.json')
  const key = Key.generate('ECDH-ES+A256KW')
  const [token, bytes] = ['a.b.c', new Uint8Array(1)]
  const decryption = /^decryptionKeys must be private keys of one's own; a RemoteKeySet has public ones$/
  for (const make of [(decryptionKeys) => new Verifier({ decryptionKeys }), (decryptionKeys) => Verifier.byIssuer([], { decryptionKeys })]) {
    assert.throws(() => make(remote), { code: 'ERR_OPTION_INVALID', message: decryption })
  }
  const once = [
    () => tokenseal.verify(token, remote),
    () => tokenseal.decrypt(token, remote),
    () => tokenseal.unseal(token, { decryptWith: key, verifyWith: remote }),
    () => jws.verify(token, remote),
    () => jwe.decrypt(token, remote),
    () => jws.sign(bytes, remote),
    () => new KeySet(remote),
  ]
  for (const call of once) assert.throws(call, { code: 'ERR_OPTION_INVALID', message: /^a RemoteKeySet is followed by a Verifier: make one, and keep it$/ })
  assert.throws(() => new Verifier({ keys: [remote] }), { code: 'ERR_OPTION_INVALID' })
  assert.throws(() => new Verifier({ keys: new Proxy(remote, {}) }), { code: 'ERR_OPTION_INVALID' })
})

test('the place of the keys', () => {
  const state = (...given) => new RemoteKeySet(...given).status().state
  assert.equal(state(new URL('https://issuer.example/jwks.json')), 'cold')
  assert.equal(state({ issuer: 'https://issuer.example' }), 'cold')
  assert.equal(state(undefined, { issuer: 'https://issuer.example' }), 'cold')
  const wrong = [[], ['x'], [5], [{}], [null], [[]], [new Proxy(new URL('https://a.example'), {})], [Object.create(URL.prototype)], ['https://a.example', { issuer: 'https://b.example' }], [{ issuer: 'https://a.example' }, {}], ['http://a.example']]
  for (const given of wrong) assert.throws(() => new RemoteKeySet(...given), { code: 'ERR_OPTION_INVALID' })
})

test('nothing shows the address', async () => {
  const keys = new RemoteKeySet('https://user.example/secret-path?key=sesame', { fetch: () => Promise.reject(new Error('sesame')) })
  const error = await keys.ready({ timeout: 1 }).catch((error) => error)
  const shown = [inspect(keys, { depth: 9, showHidden: true }), JSON.stringify(keys), inspect(error), JSON.stringify(keys.status())].join('\n')
  assert.ok(!/sesame|secret-path|user\.example/.test(shown))
  assert.equal(inspect(keys), 'RemoteKeySet(0)')
})
