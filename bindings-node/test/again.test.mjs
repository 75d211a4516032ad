// One request, several parts of a service that check it: its token is checked once, and its proof used once.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { AccessRules, Key, ProtectedResource, dpop } from 'tokenseal'
import { protect } from 'tokenseal/express'
import * as fastify from 'tokenseal/fastify'
import * as hono from 'tokenseal/hono'
import { TestIssuer, withToken } from 'tokenseal/testing'

import { serve } from './http/apps/common.mjs'

const ORIGIN = 'https://api.example'

/** A resource that takes proofs, and the headers of a request that has one for this method and path. */
async function world(context, resourceOptions) {
  const issuer = await TestIssuer.start()
  context.after(() => issuer.close())
  const verifier = issuer.verifier({ publicOrigins: [ORIGIN], nonceKey: Key.generate('HS256') })
  await verifier.ready()
  const own = Key.generate('ES256')
  const headers = (method, path, claims) => {
    const token = issuer.issue({ sub: 'alice', ...claims }, { confirm: own })
    const proof = dpop.prove(own, method, ORIGIN + path, { accessToken: token, nonce: verifier.dpopNonce() })
    return { authorization: `DPoP ${token}`, dpop: proof }
  }
  return { issuer, resource: new ProtectedResource(verifier, resourceOptions), headers }
}

describe('an answer', () => {
  test('is asked again for more, and its proof is used once', async (context) => {
    const { resource, headers } = await world(context)
    const given = headers('GET', '/orders', { scope: 'read' })
    const answer = await resource.checkAsync('GET', '/orders', given)
    assert.equal(answer.allowed, true)
    assert.equal((await resource.checkAsync('GET', '/orders', given)).error.code, 'ERR_DPOP_INVALID')
    const again = answer.again({ scope: 'read' })
    assert.deepEqual([again.allowed, again.token === answer.token], [true, true])
    const refused = again.again({ scope: 'write' })
    assert.deepEqual([refused.status, refused.token, refused.error.code], [403, null, 'ERR_JWT_ACCESS_DENIED'])
    assert.ok(refused.headers.some(([name, value]) => name === 'WWW-Authenticate' && value.includes('scope="write"')))
    assert.equal(refused.again(), refused)
    assert.throws(() => answer.again({ scopes: 'read' }), { code: 'ERR_OPTION_INVALID' })
  })

  test('to nobody, to whom a token is optional, or whose token a rule ignores', async (context) => {
    const rule = { name: 'all', methods: ['GET'], path: '/{*rest}', public: true, ignore_token: true }
    const rules = AccessRules.fromJson(JSON.stringify({ rules: [rule] }))
    const { resource } = await world(context, { rules })
    const ignored = resource.check('GET', '/orders', { authorization: 'Bearer a.b.c' })
    assert.deepEqual([ignored.allowed, ignored.token, ignored.again().again().allowed], [true, null, true])
    const needed = ignored.again().again({ scope: 'read' })
    assert.deepEqual([needed.allowed, needed.status >= 400], [false, true])

    const { resource: open } = await world(context)
    const nobody = open.check('GET', '/', {}, { optional: true })
    assert.deepEqual([nobody.again({ optional: true }).allowed, nobody.again().status], [true, 401])
  })

  test('is judged at the time of the check', async (context) => {
    const rules = AccessRules.fromJson(
      JSON.stringify({ rules: [{ name: 'all', methods: ['GET'], path: '/', require: { max_auth_age: '5m' } }] }),
    )
    const { issuer } = await world(context)
    const verifier = issuer.verifier()
    await verifier.ready()
    const headers = { authorization: `Bearer ${issuer.issue({ auth_time: Math.floor(Date.now() / 1000) })}` }
    const answer = new ProtectedResource(verifier, { rules }).check('GET', '/', headers)
    assert.equal(answer.again().allowed, true)
    assert.equal(answer.again({ now: new Date(Date.now() + 600_000) }).status, 401)
  })
})

/** Applications that are protected as a whole, and whose routes need more; `again` protects another time by another resource. */
const APPS = {
  async express(resource) {
    const app = express()
    app.use(protect(resource))
    app.get('/read', protect(resource, { scope: 'read' }), (request, response) => response.send(request.token.get('sub')))
    app.get('/write', protect(resource, { scope: 'write' }), (request, response) => response.send('no'))
    app.get('/changed', (request, response, next) => ((request.method = 'DELETE'), next()), protect(resource))
    const { port, close } = await serve(app)
    return { close, get: (path, headers) => fetch(`http://127.0.0.1:${port}${path}`, { headers }) }
  },
  async fastify(resource) {
    const app = Fastify()
    await app.register(fastify.tokenseal, { resource })
    app.get('/read', { onRequest: fastify.protect(resource, { scope: 'read' }) }, (request) => request.token.get('sub'))
    app.get('/write', { onRequest: fastify.protect(resource, { scope: 'write' }) }, () => 'no')
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    return { close: () => app.close(), get: (path, headers) => fetch(url + path, { headers }) }
  },
  async hono(resource) {
    const app = new Hono()
    app.use(hono.protect(resource))
    app.get('/read', hono.protect(resource, { scope: 'read' }), (context) => context.text(context.get('token').get('sub')))
    app.get('/write', hono.protect(resource, { scope: 'write' }), (context) => context.text('no'))
    return { close() {}, get: (path, headers) => app.request(path, { headers }) }
  },
}

for (const [name, start] of Object.entries(APPS)) {
  test(`${name}: a gate and a route by the same resource`, async (context) => {
    const rules = AccessRules.fromJson(JSON.stringify({ rules: [{ name: 'all', methods: ['GET'], path: '/{*rest}', require: {} }] }))
    const { resource, headers } = await world(context, { rules })
    const { get, close } = await start(resource)
    context.after(close)
    const read = await get('/read', headers('GET', '/read', { scope: 'read' }))
    assert.deepEqual([read.status, await read.text()], [200, 'alice'])
    assert.equal(read.headers.get('dpop-nonce').includes(','), false)
    const refused = await get('/write', headers('GET', '/write', { scope: 'read' }))
    assert.equal(refused.status, 403)
    assert.equal((await get('/read', {})).status, 401)
  })
}

test('a request whose method has been changed in between is another one', async (context) => {
  const rules = AccessRules.fromJson(JSON.stringify({ rules: [{ name: 'all', methods: ['GET'], path: '/{*rest}', require: {} }] }))
  const { issuer, resource } = await world(context, { rules })
  const { get, close } = await APPS.express(withToken(resource, () => issuer.issue({ sub: 'alice' })))
  context.after(close)
  assert.equal((await get('/changed', {})).status, 403)
})
