// Long connections: whether a token that was accepted is still good, by lists at hand, in a store, and of statuses.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, describe, test } from 'node:test'

import { Issuer, Key, Revocations, StatusList, StatusLists, Verifier, dpop } from '../index.mjs'
import { TestIssuer } from '../testing/index.mjs'
import { CLIENTS, ISSUER, Instance, Stores, pause, token as tokenOfStore } from './stores.mjs'

const key = Key.generate('ES256')
const issuer = new Issuer({ signingKey: key, issuer: ISSUER, lifetime: '15m' })
const in16Minutes = () => ({ now: new Date(Date.now() + 16 * 60_000) })

/** Why a token is no longer good, by both forms, which must agree. */
async function refusedBoth(verifier, token, options) {
  const codeOf = (error) => error.code
  const later = await verifier.stillValidAsync(token, options).then((given) => given, codeOf)
  assert.equal(refusedNow(verifier, token, options), later)
  return later
}

function refusedNow(verifier, token, options) {
  try {
    return verifier.stillValid(token, options)
  } catch (error) {
    return error.code
  }
}

describe('a token that was accepted', () => {
  test('is good until it expires, or is revoked', async () => {
    const revocations = new Revocations({ longestLifetime: '15m' })
    const verifier = new Verifier({ keys: key.public(), issuer: ISSUER, revocations, leeway: '30s' })
    const token = verifier.verify(issuer.issue({ sub: 'alice', jti: 'a' }))
    assert.equal(await refusedBoth(verifier, token), undefined)
    assert.equal(await refusedBoth(verifier, token, in16Minutes()), 'ERR_JWT_EXPIRED')
    const entry = revocations.revoke(token)
    assert.equal(await refusedBoth(verifier, token), 'ERR_JWT_REVOKED')
    revocations.withdraw(entry)
    assert.equal(await refusedBoth(verifier, token), undefined)
  })

  test('goes with the key that verified it', async () => {
    const stolen = Key.generate('ES256', { keyId: 'stolen' })
    const revocations = new Revocations({ longestLifetime: '15m' })
    const verifier = new Verifier({ keys: stolen.public(), issuer: ISSUER, revocations })
    const token = verifier.verify(new Issuer({ signingKey: stolen, issuer: ISSUER, lifetime: '15m' }).issue({}))
    revocations.revokeKey(null, 'stolen')
    assert.equal(await refusedBoth(verifier, token), 'ERR_JWT_REVOKED')
  })

  test('was proven to be its sender’s, and needs no other proof', async () => {
    const own = Key.generate('ES256')
    const verifier = new Verifier({ keys: key.public(), issuer: ISSUER, publicOrigins: ['https://api.example'] })
    const text = issuer.issue({ sub: 'alice' }, { confirm: own })
    const proof = dpop.prove(own, 'GET', 'https://api.example/events', { accessToken: text })
    const token = verifier.verify(text, { proof, method: 'GET', url: '/events' })
    assert.equal(token.provenBy, 'dpop')
    assert.equal(await refusedBoth(verifier, token), undefined)
  })

  test('is judged by the clock of its verifier, and by the list of its own issuer', async () => {
    let now = Date.now() / 1000
    const revocations = new Revocations({ longestLifetime: '15m' })
    const own = new Verifier({ keys: key.public(), issuer: ISSUER, revocations, clock: () => now })
    const verifier = Verifier.byIssuer([own], { clock: () => now })
    const token = verifier.verify(issuer.issue({ sub: 'alice' }))
    assert.equal(await refusedBoth(verifier, token), undefined)
    now += 16 * 60
    assert.equal(await refusedBoth(verifier, token), 'ERR_JWT_EXPIRED')
    now -= 16 * 60
    revocations.revokeSubject(ISSUER, 'alice')
    assert.equal(await refusedBoth(verifier, token), 'ERR_JWT_REVOKED')
    verifier.remove(ISSUER)
    assert.equal(await refusedBoth(verifier, token), 'ERR_JWT_CLAIM_MISMATCH')
  })

  test('is a Token, and nothing else', async () => {
    const verifier = new Verifier({ keys: key.public(), issuer: ISSUER })
    for (const wrong of [undefined, null, 'a.b.c', {}, issuer.issue({})]) {
      assert.equal(refusedNow(verifier, wrong), 'ERR_OPTION_INVALID')
      await assert.rejects(verifier.stillValidAsync(wrong), { code: 'ERR_OPTION_INVALID' })
    }
    const token = verifier.verify(issuer.issue({}))
    for (const wrong of [{ now: 'soon' }, { now: Number.NaN }, { proof: 'a.b.c' }, 7]) {
      assert.equal(await refusedBoth(verifier, token, wrong), 'ERR_OPTION_INVALID')
    }
    const { stillValid } = verifier
    assert.throws(() => stillValid(token), { code: 'ERR_OPTION_INVALID', message: /Verifier/ })
  })
})

test('keys that are fetched do not have to be there any more', async () => {
  const provider = await TestIssuer.start()
  const revocations = new Revocations({ longestLifetime: '1h' })
  const seen = []
  const verifier = provider.verifier({ revocations, onEvent: (event) => seen.push(event) })
  const token = await verifier.verifyAsync(provider.issue({ sub: 'alice' }))
  await provider.close()
  assert.equal(await refusedBoth(verifier, token), undefined)
  revocations.revokeSubject(provider.url, 'alice')
  assert.equal(await refusedBoth(verifier, token), 'ERR_JWT_REVOKED')
  assert.ok(seen.some(({ event, code }) => event === 'refused' && code === 'ERR_JWT_REVOKED'), JSON.stringify(seen))
})

test('a status that changes ends it, when the list is fetched again', async () => {
  let now = 1_800_000_000
  const clock = () => now
  const list = new StatusList(1000, 2)
  const idx = list.allocate()
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/statuslist+jwt' }).end(list.toJwt(key, uri, { ttl: '5m', now }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  const uri = `http://127.0.0.1:${server.address().port}/1`
  const statusLists = new StatusLists({ allowedUris: [uri], allowHttp: true })
  const verifier = new Verifier({ keys: key.public(), statusLists, clock })
  const own = new Issuer({ signingKey: key, lifetime: '1d', clock })
  const token = await verifier.verifyAsync(own.issue({ sub: 'alice', status: { status_list: { idx, uri } } }))
  assert.equal(await refusedBoth(verifier, token), undefined)
  list.set(idx, StatusList.INVALID)
  now += 1
  assert.equal(await refusedBoth(verifier, token), undefined, 'the list that was fetched is good for five minutes')
  now += 3600
  assert.equal(await verifier.stillValidAsync(token).catch((error) => error.code), 'ERR_JWT_REVOKED')
  assert.equal(refusedNow(verifier, token), 'ERR_JWT_REVOKED')
})

describe('a list in a store', () => {
  const stores = new Stores()
  after(() => stores.end())

  test('ends it as soon as another server has revoked', async () => {
    const { port } = await stores.start('redis')
    const [one, other] = await Promise.all([0, 1].map(() => new Instance(CLIENTS.ioredis(port)).ready()))
    const token = one.verifier.verify(tokenOfStore('socket'))
    assert.equal(await refusedBoth(one.verifier, token), undefined)
    await other.revoke('socket')
    const end = Date.now() + 10_000
    while (refusedNow(one.verifier, token) === undefined && Date.now() < end) await pause(5)
    assert.equal(await refusedBoth(one.verifier, token), 'ERR_JWT_REVOKED')
  })

  test('that is strict is asked each time, which has to be waited for', async () => {
    const { port } = await stores.start('redis')
    const one = await new Instance(CLIENTS.ioredis(port), { strict: true }).ready()
    const token = await one.verifier.verifyAsync(tokenOfStore('socket'))
    await one.verifier.stillValidAsync(token)
    assert.equal(refusedNow(one.verifier, token), 'ERR_OPTION_INVALID')
    await one.revoke('socket')
    await assert.rejects(one.verifier.stillValidAsync(token), { code: 'ERR_JWT_REVOKED' })
  })
})
