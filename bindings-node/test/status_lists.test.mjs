// Status lists: what their publisher makes, and what those who check tokens make of it, over real HTTP.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { Issuer, Key, KeyRing, RemoteKeySet, StatusList, StatusLists, TokenError, Verifier, verify } from '../index.mjs'
import { TestIssuer, testClock } from '../testing/index.mjs'

const NOW = 1_800_000_000
const INVALID = { code: 'ERR_OPTION_INVALID' }
const MISMATCH = { code: 'ERR_JWT_CLAIM_MISMATCH', claim: 'status', status: 401 }
const REVOKED = { code: 'ERR_JWT_REVOKED', claim: 'status', status: 401 }
const UNAVAILABLE = { code: 'ERR_JWT_REVOCATION_UNAVAILABLE', claim: 'status', status: 503 }
const key = Key.generate('Ed25519', { keyId: 'issuer' })

/** A server whose answers are a function's: a body, or a status with headers. It knows what it was asked. */
class Server {
  requests = []
  static async start(answer) {
    const server = new Server()
    server.http = createServer((request, response) => {
      server.requests.push({ path: request.url, accept: request.headers.accept })
      const given = answer(request.url)
      if (typeof given === 'string') return response.writeHead(200, { 'content-type': 'application/statuslist+jwt' }).end(given)
      response.writeHead(given.status, given.headers).end()
    })
    server.http.listen(0, '127.0.0.1')
    await once(server.http, 'listening')
    server.url = `http://127.0.0.1:${server.http.address().port}`
    after(() => server.http.close())
    return server
  }

  get paths() {
    return this.requests.map(({ path }) => path)
  }
}

/** A list of three tokens (valid, invalid, suspended) at `/1` of a server of its own; other paths are `more`'s. */
async function published({ clock = Date.now, more = () => ({ status: 404 }), claims = {}, options = {} } = {}) {
  const now = () => (clock === Date.now ? undefined : { now: clock() })
  const list = new StatusList(1000, 2)
  const indexes = [list.allocate(), list.allocate(), list.allocate()]
  list.set(indexes[1], StatusList.INVALID)
  list.set(indexes[2], StatusList.SUSPENDED)
  const server = await Server.start((path) => (path === '/1' ? list.toJwt(key, uri, { ttl: '5m', ...now() }) : more(path, server)))
  const uri = `${server.url}/1`
  const issuer = new Issuer({ signingKey: key, lifetime: '1d', clock: clock === Date.now ? null : clock })
  const tokenOf = (index, at = uri) => issuer.issue({ sub: 'alice', ...claims, status: { status_list: { idx: index, uri: at } } })
  const lists = (more) => new StatusLists({ allowedUris: [`${server.url}/`], allowHttp: true, ...options, ...more })
  const verifier = (statusLists = lists(), more) => new Verifier({ keys: key.public(), statusLists, clock: clock === Date.now ? null : clock, ...more })
  return { list, server, uri, indexes, tokens: indexes.map((index) => tokenOf(index)), tokenOf, lists, verifier }
}

describe('a publisher', () => {
  test('gives each index once, and sets only what it gave', () => {
    const list = new StatusList(16, 4)
    assert.deepEqual([list.capacity, list.bits, list.free], [16, 4, 16])
    assert.throws(() => list.get(3), INVALID)
    const given = Array.from({ length: 16 }, () => list.allocate())
    assert.deepEqual(given.toSorted((a, b) => a - b), Array.from({ length: 16 }, (_, index) => index))
    assert.equal(list.free, 0)
    assert.throws(() => list.allocate(), INVALID)
    list.set(5, 15)
    assert.deepEqual([list.get(5), list.get(6)], [15, StatusList.VALID])
    for (const [index, status] of [[5, 16], [16, 1], [2 ** 53 - 1, 1]]) assert.throws(() => list.set(index, status), INVALID)
  })

  test('takes whole numbers only', () => {
    const list = new StatusList(8, 8)
    const index = list.allocate()
    for (const wrong of [-1, 1.5, NaN, Infinity, 2 ** 53, '1', 1n, null, undefined, {}]) {
      assert.throws(() => list.set(wrong, 1), INVALID, String(wrong))
      assert.throws(() => list.get(wrong), INVALID)
      assert.throws(() => list.claim('https://issuer.example/1', wrong), INVALID)
      assert.throws(() => new StatusList(wrong, 1), INVALID)
      assert.throws(() => new StatusList(8, wrong), INVALID)
      assert.throws(() => list.set(index, wrong), INVALID)
    }
    assert.throws(() => list.set(index, 256), INVALID)
    assert.throws(() => new StatusList(8, 257), INVALID)
    list.set(index, 255)
    assert.equal(list.get(index), 255)
  })

  test('keeps its state as text', async () => {
    const list = new StatusList(100, 2)
    const index = list.allocate()
    list.set(index, StatusList.SUSPENDED)
    for (const state of [list.toState(), await list.toStateAsync()]) {
      const again = StatusList.fromState(state)
      assert.deepEqual([again.capacity, again.bits, again.free, again.get(index)], [104, 2, 103, StatusList.SUSPENDED])
    }
    for (const wrong of ['', '{}', list.toState().slice(0, -9), `${list.toState()} x`]) assert.throws(() => StatusList.fromState(wrong), INVALID)
  })

  test('signs what the draft asks for', async () => {
    const list = new StatusList(8, 1)
    const uri = 'https://issuer.example/statuses/1'
    for (const token of [list.toJwt(key, uri, { ttl: '5m', expiresIn: '1h', now: NOW }), await list.toJwtAsync(key, uri, { ttl: 300, expiresIn: 3600, now: NOW })]) {
      const { header, claims } = verify(token, key.public(), { now: NOW, type: 'statuslist+jwt' })
      assert.deepEqual(header, { alg: 'Ed25519', kid: 'issuer', typ: 'statuslist+jwt' })
      assert.deepEqual([claims.sub, claims.iat, claims.exp, claims.ttl, claims.status_list.bits], [uri, NOW, NOW + 3600, 300, 1])
    }
    assert.throws(() => list.toJwt(key, uri), INVALID)
    assert.throws(() => list.toJwt(key, uri, { ttl: 0 }), INVALID)
    assert.throws(() => list.toJwt(key, 'urn:x', { ttl: '5m' }), INVALID)
    assert.throws(() => list.toJwt(key.public(), uri, { ttl: '5m' }), { code: 'ERR_KEY_MISMATCH' })
    await assert.rejects(list.toJwtAsync(key, uri), INVALID)
  })

  test('signs by a ring', async () => {
    const clock = testClock(NOW)
    const ring = KeyRing.create('ES256', { tokenLifetime: '1d', clock })
    const list = new StatusList(8, 1)
    for (const token of [list.toJwt(ring, 'https://issuer.example/1', { expiresIn: '1d' }), await list.toJwtAsync(ring, 'https://issuer.example/1', { expiresIn: '1d' })]) {
      const { claims, keyId } = new Verifier({ keys: ring, clock, type: 'statuslist+jwt' }).verify(token)
      assert.deepEqual([claims.iat, keyId], [NOW, ring.signingKey().keyId])
    }
    assert.throws(() => list.toJwt(ring, 'https://issuer.example/1', { expiresIn: '2d' }), INVALID)
  })
})

describe('a verifier', () => {
  test('accepts what is valid, and refuses the rest', async () => {
    const { server, tokens, verifier } = await published()
    const one = verifier()
    assert.equal((await one.verifyAsync(tokens[0])).get('sub'), 'alice')
    for (const token of tokens.slice(1)) {
      await assert.rejects(one.verifyAsync(token), REVOKED)
      assert.throws(() => one.verify(token), REVOKED)
    }
    assert.equal(one.verify(tokens[0]).get('sub'), 'alice')
    assert.deepEqual(server.requests, [{ path: '/1', accept: 'application/statuslist+jwt' }])
  })

  test('never waits in verify, which begins to fetch', async () => {
    const { server, tokens, verifier } = await published()
    const one = verifier()
    assert.throws(() => one.verify(tokens[0]), UNAVAILABLE)
    assert.throws(() => one.verifyMany(tokens).map(thrown), UNAVAILABLE)
    for (let tries = 0; tries < 100; tries++) {
      await sleep(20)
      const outcome = one.verifyMany(tokens).map((result) => result.code ?? result.get('sub'))
      if (outcome[0] !== UNAVAILABLE.code) {
        assert.deepEqual(outcome, ['alice', REVOKED.code, REVOKED.code])
        assert.deepEqual(server.paths, ['/1'])
        return
      }
    }
    assert.fail('the list never came')
  })

  test('fetches each list once for many tokens', async () => {
    const other = new StatusList(8, 1)
    const index = other.allocate()
    const more = (path, { url }) => (path === '/2' ? other.toJwt(key, `${url}/2`, { ttl: '5m' }) : { status: 404 })
    const { server, tokens, tokenOf, verifier } = await published({ more })
    const many = [...tokens, tokenOf(index, `${server.url}/2`), ...tokens, tokenOf(0, `${server.url}/none`)]
    const results = await verifier().verifyManyAsync(many)
    const codes = results.map((result) => (result instanceof TokenError ? result.code : result.kind))
    const three = ['signed', REVOKED.code, REVOKED.code]
    assert.deepEqual(codes, [...three, 'signed', ...three, UNAVAILABLE.code])
    assert.deepEqual(server.paths.toSorted(), ['/1', '/2', '/none'])
  })

  test('waits in ready for the lists that are allowed by their own addresses', async () => {
    const { server, uri, tokens, lists, verifier } = await published()
    const one = verifier(lists({ allowedUris: [uri] }))
    await one.ready({ timeout: '5s' })
    assert.deepEqual(server.paths, ['/1'])
    assert.equal(one.verify(tokens[0]).get('sub'), 'alice')
    await assert.rejects(verifier(lists({ allowedUris: [`${server.url}/none`] })).ready({ timeout: '1s' }), UNAVAILABLE)
  })

  test('waits in ready for no list that a token has named', async () => {
    const { server, tokenOf, verifier } = await published()
    const one = verifier()
    await assert.rejects(one.verifyAsync(tokenOf(0, `${server.url}/none`)), UNAVAILABLE)
    await one.ready({ timeout: '1s' })
  })

  test('fetches nothing that is not allowed', async () => {
    const [{ tokenOf, server, lists, verifier }, other] = [await published(), await Server.start(() => ({ status: 404 }))]
    const one = verifier()
    const addresses = [`${other.url}/1`, `${server.url}x/1`, `${server.url}/../1`, `${server.url}/%2e%2e/1`, `${server.url.replace('127.0.0.1', 'localhost')}/1`]
    for (const address of addresses) {
      await assert.rejects(one.verifyAsync(tokenOf(0, address)), MISMATCH, address)
      assert.throws(() => one.verify(tokenOf(0, address)), MISMATCH)
    }
    const exact = verifier(lists({ allowedUris: [`${server.url}/1`] }))
    await assert.rejects(exact.verifyAsync(tokenOf(0, `${server.url}/1?x`)), MISMATCH)
    assert.deepEqual([server.paths, other.paths], [[], []])
  })

  test('follows redirects to what is allowed, and nowhere else', async () => {
    const other = await Server.start(() => ({ status: 404 }))
    const to = (location) => ({ status: 302, headers: { location } })
    const more = (path) => {
      const hops = /^\/hop\/(\d)$/.exec(path)
      if (hops) return to(hops[1] === '1' ? '/1' : `/hop/${hops[1] - 1}`)
      return path === '/out' ? to(`${other.url}/1`) : to('/loop')
    }
    const { server, list, indexes, tokenOf, verifier } = await published({ more })
    // The token around a list names the address that the tokens name: what a redirect leads to cannot stand for another.
    const one = verifier()
    await assert.rejects(one.verifyAsync(tokenOf(indexes[0], `${server.url}/hop/1`)), UNAVAILABLE)
    assert.deepEqual(server.paths, ['/hop/1', '/1'])
    const moved = await published({ more: (path, { url }) => (path === '/new' ? list.toJwt(key, `${url}/old`, { ttl: '5m' }) : to('/new')) })
    assert.equal((await moved.verifier().verifyAsync(moved.tokenOf(indexes[0], `${moved.server.url}/old`))).get('sub'), 'alice')
    assert.deepEqual(moved.server.paths, ['/old', '/new'])

    await assert.rejects(one.verifyAsync(tokenOf(indexes[0], `${server.url}/out`)), UNAVAILABLE)
    assert.deepEqual(other.paths, [])
    server.requests = []
    await assert.rejects(one.verifyAsync(tokenOf(indexes[0], `${server.url}/loop`)), UNAVAILABLE)
    assert.equal(server.paths.length, 4)
  })

  test('asks again when a list is old, and sees what was revoked', async () => {
    const clock = testClock(NOW)
    const { list, server, indexes, tokens, verifier } = await published({ clock })
    const one = verifier()
    await one.verifyAsync(tokens[0])
    list.set(indexes[0], StatusList.INVALID)
    clock.advance(200)
    assert.equal(one.verify(tokens[0]).get('sub'), 'alice')
    // Due: the check continues with the list at hand, and has it fetched.
    clock.advance(90)
    assert.equal(one.verify(tokens[0]).get('sub'), 'alice')
    for (let tries = 0; tries < 100 && server.paths.length < 2; tries++) await sleep(20)
    await sleep(50)
    assert.throws(() => one.verify(tokens[0]), REVOKED)
    list.set(indexes[0], StatusList.VALID)
    clock.advance(400)
    assert.equal((await one.verifyAsync(tokens[0])).get('sub'), 'alice')
    assert.deepEqual(server.paths, ['/1', '/1', '/1'])
  })

  test('believes a list by its own keys only', async () => {
    const { tokens, server, lists } = await published()
    const other = Key.generate('Ed25519', { keyId: 'other' })
    const issuer = new Issuer({ signingKey: other, lifetime: '1d' })
    const mine = issuer.issue({ status: { status_list: { idx: 0, uri: `${server.url}/1` } } })
    const shared = lists()
    const [right, wrong] = [key, other].map((one) => new Verifier({ keys: one.public(), statusLists: shared }))
    assert.equal((await right.verifyAsync(tokens[0])).get('sub'), 'alice')
    await assert.rejects(wrong.verifyAsync(mine), UNAVAILABLE)
    assert.throws(() => wrong.verify(mine), UNAVAILABLE)
  })

  test('shares lists that have keys of their own', async () => {
    const { indexes, server, lists, uri } = await published()
    const statusLists = lists({ keys: key.public() })
    const issuers = ['a', 'b'].map((name) => {
      const own = Key.generate('Ed25519')
      const issuer = new Issuer({ signingKey: own, lifetime: '1d' })
      const token = (index) => issuer.issue({ sub: name, status: { status_list: { idx: index, uri } } })
      return { token, verifier: new Verifier({ keys: own.public(), statusLists }) }
    })
    // At the same time: the second caller waits for the same flight, and is woken by it.
    const began = performance.now()
    const found = await Promise.all(issuers.map(({ verifier, token }) => verifier.verifyAsync(token(indexes[0]))))
    assert.deepEqual(found.map((token) => token.get('sub')), ['a', 'b'])
    assert.ok(performance.now() - began < 2000)
    for (const { verifier, token } of issuers) assert.throws(() => verifier.verify(token(indexes[1])), REVOKED)
    assert.deepEqual(server.paths, ['/1'])
  })

  test('fetches keys and lists', async () => {
    const issuer = await TestIssuer.start()
    const list = new StatusList(8, 1)
    const index = list.allocate()
    const server = await Server.start(() => list.toJwt(issuer.key, `${server.url}/1`, { ttl: '5m' }))
    const token = issuer.issue({ status: list.claim(`${server.url}/1`, index) })
    const options = { allowedUris: [`${server.url}/`], allowHttp: true }
    const [own, given] = [undefined, issuer.remoteKeySet()].map((keys) => issuer.verifier({ statusLists: new StatusLists({ ...options, ...(keys && { keys }) }) }))
    for (const verifier of [own, given]) assert.equal((await verifier.verifyAsync(token)).kind, 'signed')
    const ring = KeyRing.create('ES256', { tokenLifetime: '1d' })
    const ofRing = await Server.start(() => list.toJwt(ring, `${ofRing.url}/1`, { ttl: '5m', expiresIn: '1h' }))
    const byRing = new StatusLists({ allowedUris: [`${ofRing.url}/`], allowHttp: true, keys: ring })
    assert.equal((await issuer.verifier({ statusLists: byRing }).verifyAsync(issuer.issue({ status: list.claim(`${ofRing.url}/1`, index) }))).kind, 'signed')
    await issuer.close()
  })

  test('of several issuers follows the lists of each', async () => {
    const names = ['https://a.example', 'https://b.example']
    const issuers = await Promise.all(names.map((iss) => published({ claims: { iss } })))
    const member = ({ verifier }, at) => verifier(undefined, { issuer: names[at] })
    const whole = Verifier.byIssuer([member(issuers[0], 0)])
    whole.add(member(issuers[1], 1))
    for (const { tokens, server } of issuers) {
      assert.equal((await whole.verifyAsync(tokens[0])).get('sub'), 'alice')
      assert.throws(() => whole.verify(tokens[1]), REVOKED)
      assert.deepEqual(server.paths, ['/1'])
    }
    assert.ok(whole.remove(names[1]))
    await assert.rejects(whole.verifyAsync(issuers[1].tokens[0]), { code: 'ERR_JWT_CLAIM_MISMATCH', claim: 'iss' })
    whole.add(member(issuers[1], 1))
    assert.equal((await whole.verifyAsync(issuers[1].tokens[0])).get('sub'), 'alice')
    assert.deepEqual(issuers[1].server.paths, ['/1', '/1'])
  })

  test('tells what happens to those who watch the lists', async () => {
    const { tokens, tokenOf, server, lists, verifier } = await published()
    const events = []
    const one = verifier(lists({ onEvent: (event) => events.push(event) }))
    await one.verifyAsync(tokens[0])
    await assert.rejects(one.verifyAsync(tokenOf(0, `${server.url}/none`)), UNAVAILABLE)
    assert.deepEqual(events.map(({ event, entries, status }) => [event, entries ?? status]), [['read', 1000], ['failed', 404]])
  })

  test('forgets lists that have given way, and those of an issuer that was removed', async () => {
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc')
    const more = (path, { url }) => new StatusList(8, 1).toJwt(key, url + path, { ttl: '5m' })
    const { tokenOf, server, lists, verifier } = await published({ more, claims: { iss: 'https://a.example' } })
    let fetches = 0
    let own = (...given) => {
      fetches += 1
      return fetch(...given)
    }
    const kept = new WeakRef(own)
    let member = verifier(lists({ maxLists: 2, fetch: own }), { issuer: 'https://a.example' })
    const whole = Verifier.byIssuer([member])
    for (const path of ['/2', '/3', '/4', '/2']) await whole.verifyAsync(tokenOf(0, server.url + path))
    assert.deepEqual([fetches, server.paths], [4, ['/2', '/3', '/4', '/2']])
    own = member = undefined
    for (let tries = 0; tries < 5; tries++) await sleep(5).then(gc)
    assert.notEqual(kept.deref(), undefined)
    whole.remove('https://a.example')
    for (let tries = 0; tries < 50 && kept.deref() !== undefined; tries++) await sleep(10).then(gc)
    assert.equal(kept.deref(), undefined)
  })
})

describe('options', () => {
  test('of the wrong kind are refused', async () => {
    const allowedUris = ['https://issuer.example/']
    for (const wrong of [{}, { allowedUris: 'https://issuer.example/' }, { allowedUris: ['http://issuer.example/'] }, { allowedUris, headers: () => ({}) }]) {
      assert.throws(() => new StatusLists(wrong), INVALID)
    }
    for (const wrong of [null, 1, {}, new StatusList(8, 1)]) assert.throws(() => new Verifier({ keys: key, statusLists: wrong }), INVALID)
    const statusLists = new StatusLists({ allowedUris })
    assert.throws(() => new Verifier({ keys: key, statusLists, allowUncheckedStatus: true }), INVALID)
    assert.throws(() => Verifier.byIssuer([], { statusLists }), INVALID)
    assert.throws(() => verify('', key, { statusLists }), INVALID)
    assert.throws(() => new StatusLists({ allowedUris, keys: Key.generate('A256GCMKW') }), INVALID)
    assert.ok(Verifier.forIssuer('https://issuer.example', { statusLists }) instanceof Verifier)
    assert.ok(new StatusLists({ allowedUris, keys: new RemoteKeySet('https://list.example/jwks.json') }) instanceof StatusLists)
  })

  test('without lists a token that names one is refused, unless that is waived', () => {
    const token = new Issuer({ signingKey: key, lifetime: '1d' }).issue({ status: { status_list: { idx: 0, uri: 'https://issuer.example/1' } } })
    assert.throws(() => new Verifier({ keys: key.public() }).verify(token), UNAVAILABLE)
    assert.equal(new Verifier({ keys: key.public(), allowUncheckedStatus: true }).verify(token).kind, 'signed')
  })
})

function thrown(result) {
  if (result instanceof TokenError) throw result
  return result
}
