// What the cases of tests/http do not ask: settings of routers, headers that are there already, certificates, and what is not HTTP.

import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, request as ask } from 'node:https'
import { describe, test } from 'node:test'

import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { AccessRules, Issuer, Key, ProtectedResource, Verifier } from 'tokenseal'
import { protect } from 'tokenseal/express'
import * as fastify from 'tokenseal/fastify'
import * as hono from 'tokenseal/hono'
import * as nest from 'tokenseal/nest'
import * as next from 'tokenseal/next'
import { TestIssuer, withToken } from 'tokenseal/testing'

import { serve } from './http/apps/common.mjs'

const RULES = JSON.stringify({
  rules: [
    { name: 'everything', methods: ['GET'], path: '/{*rest}', require: {} },
    { name: 'closed', methods: ['GET'], path: '/admin', deny: true },
  ],
})

/** A resource that lets everyone with a token read everything except /admin. */
async function world(context, options = {}) {
  const issuer = await TestIssuer.start()
  context.after(() => issuer.close())
  const verifier = issuer.verifier()
  await verifier.ready()
  const resource = new ProtectedResource(verifier, { rules: AccessRules.fromJson(RULES), ...options })
  const headers = { authorization: `Bearer ${issuer.issue({ sub: 'alice' })}` }
  return { issuer, verifier, resource, headers }
}

const key = Key.generate('HS256')
const signed = { authorization: `Bearer ${new Issuer({ signingKey: key, lifetime: 60 }).issue({ sub: 'bob' })}` }

/** The statuses of paths. */
const statuses = (paths, get) => Promise.all(paths.map(async (path) => (await get(path)).status))

describe('what a router ignores is no way past the rules', () => {
  test('Express, however it is set', async (context) => {
    const { resource, headers } = await world(context)
    for (const isStrict of [false, true]) {
      const app = express()
      app.set('case sensitive routing', isStrict).set('strict routing', isStrict)
      app.use(protect(resource))
      app.get('/*rest', (request, response) => response.send('in'))
      const { port, close } = await serve(app)
      context.after(close)
      const get = (path) => fetch(`http://127.0.0.1:${port}${path}`, { headers })
      assert.deepEqual(
        await statuses(['/orders', '/admin', '/ADMIN', '/admin/', '/%41dmin', '/administrator'], get),
        [200, 403, 403, 403, 403, 200],
      )
    }
  })

  test('Express, where the caller says that its routers ignore nothing', async (context) => {
    const { resource, headers } = await world(context, { ignores: ['last-slash'] })
    const app = express()
    app.use(protect(resource), (request, response) => response.send('in'))
    const { port, close } = await serve(app)
    context.after(close)
    const get = (path) => fetch(`http://127.0.0.1:${port}${path}`, { headers })
    assert.deepEqual(await statuses(['/admin', '/admin/', '/ADMIN'], get), [403, 403, 200])
  })

  for (const [options, expected] of [
    [{}, [403, 200, 200, 200]],
    [{ caseSensitive: false }, [403, 403, 200, 200]],
    [{ ignoreTrailingSlash: true }, [403, 200, 403, 200]],
    [{ routerOptions: { caseSensitive: false, ignoreTrailingSlash: true } }, [403, 403, 403, 200]],
    [{ useSemicolonDelimiter: true }, [403, 200, 200, 403]],
    [{ routerOptions: { useSemicolonDelimiter: true } }, [403, 200, 200, 403]],
  ]) {
    test(`Fastify, with ${JSON.stringify(options)}`, async (context) => {
      const { resource, headers } = await world(context)
      const app = Fastify(options)
      await app.register(fastify.tokenseal, { resource })
      app.get('/*', () => 'in')
      const get = async (url) => ({ status: (await app.inject({ url, headers })).statusCode })
      assert.deepEqual(await statuses(['/admin', '/ADMIN', '/admin/', '/admin;x=1'], get), expected)
    })
  }

  test('a router that is mounted sees another path, and the rules do not', async (context) => {
    const { resource, headers } = await world(context)
    const app = express()
    const inner = express.Router()
    inner.get('/admin', protect(resource), (request, response) => response.send(request.originalUrl))
    app.use('/own', inner)
    const { port, close } = await serve(app)
    context.after(close)
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/own/admin`, { headers })).text(), '/own/admin')
  })
})

describe('what an answer says is added to what the response says', () => {
  const cookie = { cookie: 'session', allowInsecureCookies: true }
  const withCookie = async (context) => {
    const { Key } = await import('tokenseal')
    return world(context, { ...cookie, csrfKey: Key.generate('HS256') })
  }
  const varies = ({ headers }) => headers.get('vary').toLowerCase().split(/, */).sort()

  test('in Express', async (context) => {
    const { resource, headers } = await withCookie(context)
    const app = express()
    app.use(
      (request, response, go) => (response.vary('Origin'), go()),
      protect(resource),
      (request, response) => response.send('in'),
    )
    const { port, close } = await serve(app)
    context.after(close)
    assert.deepEqual(varies(await fetch(`http://127.0.0.1:${port}/orders`, { headers })), ['cookie', 'origin'])
  })

  test('in Fastify', async (context) => {
    const { resource, headers } = await withCookie(context)
    const app = Fastify()
    app.addHook('onRequest', async (request, reply) => void reply.header('Vary', 'Origin'))
    await app.register(fastify.tokenseal, { resource })
    app.get('/orders', () => 'in')
    assert.deepEqual([(await app.inject({ url: '/orders', headers })).headers.vary].flat().join(), 'Origin,Cookie')
  })

  test('in Hono and Next.js', async (context) => {
    const { resource, headers } = await withCookie(context)
    const app = new Hono()
    app.get('/orders', hono.protect(resource), (it) => it.body('in', 200, { Vary: 'Origin' }))
    assert.ok(varies(await app.request('/orders', { headers })).includes('origin'))
    const request = new Request('https://api.example/orders', { headers })
    const handler = next.protect(resource)(() => new Response('in', { headers: { Vary: 'Origin' } }))
    assert.deepEqual(varies(await handler(request)), ['cookie', 'origin'])
    const passed = await next.proxy(resource)(request)
    assert.deepEqual([varies(passed), passed.headers.get('x-middleware-next')], [['cookie'], '1'])
    const { resource: plain, headers: own } = await world(context)
    assert.equal(await next.proxy(plain)(new Request('https://api.example/orders', { headers: own })), undefined)
  })
})

test('the certificate of a connection proves that a token is its client’s', async (context) => {
  const read = (name) => readFileSync(new URL(`http/tls/${name}`, import.meta.url))
  const { issuer, resource } = await world(context)
  const server = createServer({ key: read('server.key'), cert: read('server.crt'), requestCert: true, rejectUnauthorized: false })
  const guard = protect(resource)
  server.on('request', (request, response) => guard(request, response, () => response.end('in')))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  context.after(() => server.close())
  const token = issuer.issue({ sub: 'alice' }, { confirm: new X509Certificate(read('client.crt')).raw })
  const get = async (shown) => {
    const options = {
      host: '127.0.0.1',
      port: server.address().port,
      path: '/orders',
      ca: read('server.crt'),
      checkServerIdentity: () => {},
      agent: false,
    }
    const [response] = await once(ask({ ...options, ...shown, headers: { authorization: `Bearer ${token}` } }).end(), 'response')
    response.resume()
    return response.statusCode
  }
  assert.equal(await get({ key: read('client.key'), cert: read('client.crt') }), 200)
  assert.equal(await get({ key: read('server.key'), cert: read('server.crt') }), 401)
  assert.equal(await get({}), 401)
})

describe('a request that need not wait', () => {
  const outcome = (resource, headers) => {
    const request = { method: 'GET', url: '/orders', rawHeaders: Object.entries(headers).flat(), headers }
    let isLetPass = false
    protect(resource)(request, { appendHeader: () => {} }, () => (isLetPass = true))
    return [isLetPass, request.token?.get('sub')]
  }

  test('is let pass at once', async (context) => {
    const { resource, headers } = await world(context)
    assert.deepEqual(outcome(resource, headers), [true, 'alice'])
    assert.deepEqual(outcome(new ProtectedResource(new Verifier({ keys: key })), signed), [true, 'bob'])
  })

  test('waits all the same where a class of the caller’s does', async () => {
    class Slow extends ProtectedResource {
      async checkAsync(...request) {
        await null
        return super.checkAsync(...request)
      }
    }
    const request = { method: 'GET', url: '/', rawHeaders: Object.entries(signed).flat() }
    const response = { appendHeader: () => {} }
    let isLetPass = false
    const passed = new Promise((resolve) => {
      protect(new Slow(new Verifier({ keys: key })))(request, response, () => resolve((isLetPass = true)))
    })
    assert.equal(isLetPass, false)
    assert.equal(await passed, true)
    assert.equal(request.token.get('sub'), 'bob')
  })
})

describe('what the program got wrong', () => {
  const broken = { checkAsync: () => Promise.reject(new Error('broken')), metadata: () => null }

  test('reaches the handlers of errors', async () => {
    const app = express()
    app.use(protect(broken))
    app.use((error, request, response, go) => response.status(500).send(error.message))
    const { port, close } = await serve(app)
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'broken')
    await close()

    const server = Fastify({ logger: false })
    server.get('/', { onRequest: fastify.protect(broken) }, () => 'in')
    assert.equal((await server.inject('/')).json().message, 'broken')

    const other = new Hono().onError((error, it) => it.text(error.message, 500))
    other.get('/', hono.protect(broken), (it) => it.text('in'))
    assert.equal(await (await other.request('/')).text(), 'broken')
    await assert.rejects(next.protect(broken)(() => new Response('in'))(new Request('https://api.example/')), { message: 'broken' })
  })

  test('a guard of Nest lets nobody pass but over HTTP', async (context) => {
    const { resource } = await world(context)
    const socket = { getType: () => 'ws', switchToHttp: () => ({ getRequest: () => ({}), getResponse: () => ({}) }) }
    await assert.rejects(nest.protect(resource).canActivate(socket), TypeError)
  })
})

describe('withToken', () => {
  test('puts the same token into every request, or none', async (context) => {
    const { issuer, resource, headers } = await world(context)
    const asked = (own, path) => own.checkAsync('GET', path, headers)
    const alices = withToken(resource, () => issuer.issue({ sub: 'bob' }))
    assert.equal((await asked(alices, '/orders')).token.get('sub'), 'bob')
    assert.equal((await asked(alices, '/admin')).status, 403)
    assert.equal((await asked(withToken(resource, null), '/orders')).status, 401)
    assert.equal(alices.check('GET', '/orders', {}).allowed, true)
  })
})
