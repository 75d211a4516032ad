// The routes that receive events, in each framework, on a live server: what they answer and what
// is refused from then on.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, describe, test } from 'node:test'

import { serve as serveHono } from '@hono/node-server'
import express from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { Issuer, Key, RemoteKeySet, Revocations, Verifier, http } from 'tokenseal'
import * as ofExpress from 'tokenseal/express'
import * as ofFastify from 'tokenseal/fastify'
import * as ofHono from 'tokenseal/hono'
import * as ofNext from 'tokenseal/next'

import { serve } from './http/apps/common.mjs'

const key = Key.generate('ES256')
const about = { issuer: 'https://login.example', audience: 'orders' }
const LOGOUT = { 'http://schemas.openid.net/event/backchannel-logout': {} }
const REVOKED = { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} }
const FORM = 'application/x-www-form-urlencoded'
const EVENT = 'application/secevent+jwt'

/** A list, and what the routes are made of. */
function receiver(keys = key.public()) {
  const revocations = new Revocations({ longestLifetime: '15m', audit: true })
  const [logouts, events] = ['logout-token', 'security-event'].map((profile) => new Verifier({ keys, ...about, profile }))
  return { revocations, logouts, events, users: new Verifier({ keys: key.public(), ...about, revocations }) }
}

/** An application of Express, with its parsers of bodies before the routes, or without. */
const onExpress = (framework, parsers) => ({ revocations, logouts, events }) => {
  const app = framework().set('env', 'test')
  for (const parser of parsers(framework)) app.use(parser)
  app.post('/logout', ofExpress.logoutRoute(logouts, revocations))
  app.post('/events', ofExpress.eventsRoute(events, revocations))
  return serve(app)
}

const parsers = (framework) => [framework.json(), framework.urlencoded({ extended: true }), framework.text({ type: ['text/plain', EVENT] })]

async function onFastify({ revocations, logouts, events }) {
  const app = Fastify()
  await app.register(ofFastify.logoutRoute, { path: '/logout', verifier: logouts, revocations })
  await app.register(ofFastify.eventsRoute, { path: '/events', verifier: events, revocations })
  app.post('/echo', (request) => request.body)
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: app.server.address().port, close: () => app.close() }
}

const onHono = (...middleware) => async ({ revocations, logouts, events }) => {
  const app = new Hono()
  for (const one of middleware) app.use(one)
  app.post('/logout', ofHono.logoutRoute(logouts, revocations))
  app.post('/events', ofHono.eventsRoute(events, revocations))
  return new Promise((resolve) => {
    const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ port, close: () => server.close() }),
    )
  })
}

/** Handlers of Next.js, which are called with requests of `fetch`. */
async function onNext({ revocations, logouts, events }) {
  const routes = { '/logout': ofNext.logoutRoute(logouts, revocations), '/events': ofNext.eventsRoute(events, revocations) }
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    const given = new Request(`http://127.0.0.1${url}`, { method, headers, body: request, duplex: 'half' })
    const { status, headers: own, body } = await routes[url](given)
    response.writeHead(status, [...own].flat())
    for await (const part of body ?? []) response.write(part)
    response.end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: server.address().port, close: () => server.close() }
}

const readFirst = async (context, next) => (await context.req.text(), next())

const FRAMEWORKS = {
  'Express 5': onExpress(express, () => []),
  'Express 5, after its parsers': onExpress(express, parsers),
  'Express 4': onExpress(express4, () => []),
  'Express 4, after its parsers': onExpress(express4, parsers),
  Fastify: onFastify,
  Hono: onHono(),
  'Hono, after a middleware that has read the body': onHono(readFirst),
  'handlers of Next.js': onNext,
}

const issuerOf = (profile, more) => new Issuer({ signingKey: key, ...about, profile, ...more })
const logoutToken = (claims, more) => issuerOf('logout-token', { lifetime: '2m', ...more }).issue({ events: LOGOUT, ...claims })
const event = (claims, more) => issuerOf('security-event', { noExpiry: true, ...more }).issue({ events: REVOKED, ...claims })
const userToken = (claims) => new Issuer({ signingKey: key, ...about, lifetime: '15m' }).issue(claims)
/** The token with another signature. */
const forged = (token) => token.replace(/[^.]+$/, 'A'.repeat(86))
const form = (fields) => new URLSearchParams(fields).toString()

/** The answer that the core has for an error, as the vectors say it too. */
const toEvent = (code, claim) => expectedOf('http.event_answer', { code, claim })
const toLogout = (code, claim) => expectedOf('http.logout_answer', { code, claim })

const vectors = JSON.parse(readFileSync(new URL('../../tests/vectors/http_events.json', import.meta.url), 'utf8'))
const all = vectors.groups.flatMap(({ tests }) => tests)

function expectedOf(operation, input) {
  const found = all.find((one) => one.operation === operation && one.input.code === input.code && one.input.claim === input.claim)
  assert.ok(found, `${operation} ${JSON.stringify(input)} is a vector`)
  const { status, headers, body } = found.expect
  return { status, headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])), body }
}

/** A token of another kind. What is said of a claim other than `iss` and `aud` is the same for all. */
const wrongKind = expectedOf('http.event_answer', { code: 'ERR_JWT_CLAIM_MISMATCH', claim: 'sub_id' })
const { 'content-language': language, ...headersOfLogout } = wrongKind.headers
const wrongKindOfLogout = {
  status: 400,
  headers: headersOfLogout,
  body: { error: 'invalid_request', error_description: wrongKind.body.description },
}

for (const [name, start] of Object.entries(FRAMEWORKS)) {
  describe(name, () => {
    const world = receiver()
    const served = start(world)
    after(async () => (await served).close())

    /** Posts a body, and compares the answer. */
    const post = async (path, type, body, expected, more = {}) => {
      const headers = type === undefined ? {} : { 'content-type': type }
      const response = await fetch(`http://127.0.0.1:${(await served).port}${path}`, { method: 'POST', headers, body, ...more })
      const text = await response.text()
      assert.equal(response.status, expected.status, text)
      for (const [name, value] of Object.entries(expected.headers)) {
        assert.equal(response.headers.get(name)?.split(';')[0], value, name)
      }
      assert.deepEqual(text === '' ? null : JSON.parse(text), expected.body)
    }

    test('a logout ends a session, and may be told again', async () => {
      const user = userToken({ sub: 'alice', sid: 'phone' })
      world.users.verify(user)
      const body = form({ logout_token: logoutToken({ sid: 'phone' }) })
      for (let count = 0; count < 2; count++) await post('/logout', FORM, body, toLogout())
      assert.throws(() => world.users.verify(user), { code: 'ERR_JWT_REVOKED' })
      assert.equal(world.revocations.entries({ issuer: about.issuer, sessionId: 'phone' }).length, 1)
    })

    test('a logout that is no good', async () => {
      const token = logoutToken({ sid: 'tablet' })
      await post('/logout', FORM, form({ logout_token: event({ sub_id: { format: 'opaque', id: 'tablet' } }) }), wrongKindOfLogout)
      await post('/logout', FORM, form({ logout_token: forged(token) }), toLogout('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'))
      for (const body of ['', 'logout_token=', form({ token }), `logout_token=${token}&logout_token=${token}`, 'logout_token=a b']) {
        await post('/logout', FORM, body, toLogout('ERR_REQUEST_INVALID'))
      }
      await post('/logout', 'application/json', JSON.stringify({ another: token }), toLogout('ERR_REQUEST_INVALID'))
      await post('/logout', 'text/plain', token, toLogout('ERR_REQUEST_INVALID'))
      world.users.verify(userToken({ sub: 'alice', sid: 'tablet' }))
    })

    test('an event revokes, and may be pushed again', async () => {
      const user = userToken({ sub: 'bob' })
      const pushed = event({ sub_id: { format: 'iss_sub', iss: about.issuer, sub: 'bob' } })
      for (let count = 0; count < 2; count++) await post('/events', EVENT, pushed, toEvent())
      assert.throws(() => world.users.verify(user), { code: 'ERR_JWT_REVOKED' })
    })

    test('an event that is no good', async () => {
      const sub_id = { format: 'iss_sub', iss: about.issuer, sub: 'carol' }
      const good = event({ sub_id })
      await post('/events', EVENT, event({ sub_id }, { audience: 'another' }), toEvent('ERR_JWT_CLAIM_MISMATCH', 'aud'))
      await post('/events', EVENT, event({ sub_id }, { issuer: 'https://other.example' }), toEvent('ERR_JWT_CLAIM_MISMATCH', 'iss'))
      await post('/events', EVENT, logoutToken({ sid: 'phone' }), wrongKind)
      await post('/events', EVENT, userToken({ sub: 'carol' }), wrongKind)
      await post('/events', EVENT, forged(good), toEvent('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'))
      await post('/events', EVENT, '', toEvent('ERR_JWT_INVALID'))
      await post('/events', EVENT, 'nonsense', toEvent('ERR_JWT_INVALID'))
      await post('/events', FORM, form({ event: good }), toEvent('ERR_JWS_INVALID'))
      // Between braces, where no parser has been at it, is what would be another serialization.
      const inJson = name.includes('after its parsers') ? 'ERR_JWS_INVALID' : 'ERR_JWT_INVALID'
      await post('/events', 'application/json', JSON.stringify({ event: good }), toEvent(inJson))
      world.users.verify(userToken({ sub: 'carol' }))
    })

    // Parsers have limits of their own, and answer 413.
    if (name.includes('parsers')) return
    test('a body that is longer than any token', async () => {
      const endless = 'a'.repeat(http.MAX_BODY_BYTES + 100_000)
      await post('/events', EVENT, endless, toEvent('ERR_JOSE_LIMIT_EXCEEDED'))
      await post('/logout', FORM, `logout_token=${endless}`, toLogout('ERR_REQUEST_INVALID'))
    })
  })
}

test('what the provider cannot help is told again', async () => {
  const unreachable = new RemoteKeySet('http://127.0.0.1:1/jwks.json', { allowHttp: true })
  const { port, close } = await onFastify(receiver(unreachable))
  after(close)
  const push = (path, body) => fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { 'content-type': EVENT }, body })
  const pushed = await push('/events', event({ sub_id: { format: 'opaque', id: 'phone' } }))
  assert.deepEqual([pushed.status, await pushed.text()], [503, ''])
  // The parser of bodies is that of these routes alone.
  assert.equal((await push('/echo', 'text')).status, 415)
})
