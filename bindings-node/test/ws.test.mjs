// WebSockets: handshakes by a live server and the client of `ws`, and connections that outlive their token.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { describe, test } from 'node:test'

import { AccessRules, Key, ProtectedResource, Revocations } from 'tokenseal'
import { TestIssuer, testClock } from 'tokenseal/testing'
import { protect } from 'tokenseal/ws'
import { WebSocket, WebSocketServer } from 'ws'

/** A server whose socket says whom it is talking to, and closes when the token is no longer good. */
async function world(context, { resourceOptions = {}, options, revocations, clock } = {}) {
  const issuer = await TestIssuer.start()
  const verifier = issuer.verifier({ keys: issuer.remoteKeySet({ clock }), clock, ...(revocations === undefined ? {} : { revocations }) })
  const resource = new ProtectedResource(verifier, resourceOptions)
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer((request, response) => response.end('http'))
  server.on('upgrade', protect(resource, sockets, options))
  sockets.on('connection', (socket, { token }) => {
    socket.send(String(token?.get('sub') ?? null))
    if (token === null) return
    const watch = setInterval(() => verifier.stillValidAsync(token).catch((error) => socket.close(1008, error.code)), 20)
    socket.on('close', () => clearInterval(watch))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  context.after(async () => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
    await issuer.close()
  })
  const { port } = server.address()
  const open = (path, token, headers = {}) =>
    opened(`ws://127.0.0.1:${port}${path}`, { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) })
  return { issuer, verifier, port, open }
}

/** The outcome of a handshake: the socket and the first message, or the response that refused it. */
function opened(url, headers) {
  const socket = new WebSocket(url, { headers })
  return new Promise((resolve, reject) => {
    let upgrade
    socket.on('error', reject)
    socket.on('upgrade', (response) => (upgrade = response))
    socket.on('message', (data) => resolve({ socket, said: data.toString(), headers: upgrade.headers }))
    socket.on('unexpected-response', async (request, response) => {
      let body = ''
      for await (const part of response) body += part
      resolve({ status: response.statusCode, headers: response.headers, body })
    })
  })
}

describe('a handshake', () => {
  test('with a good token becomes a connection that knows it', async (context) => {
    const { issuer, open } = await world(context)
    assert.equal((await open('/chat', issuer.issue({ sub: 'alice' }))).said, 'alice')
  })

  test('without a token is refused with its challenge, as the core says it', async (context) => {
    const { open, port } = await world(context)
    const { status, headers, body } = await open('/chat')
    assert.deepEqual([status, headers['www-authenticate'], headers['cache-control']], [401, 'Bearer realm=""', 'no-store'])
    assert.equal(JSON.parse(body).error, 'missing_token')
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'http')
  })

  test('with a token that is no good, and with too few scopes', async (context) => {
    const { issuer, open } = await world(context, { options: { scope: 'chat' } })
    const refused = await open('/chat', issuer.issue({ sub: 'alice' }))
    assert.deepEqual([refused.status, JSON.parse(refused.body).error], [403, 'insufficient_scope'])
    assert.equal((await open('/chat', 'a.b.c')).status, 401)
    assert.equal((await open('/chat', issuer.issue({ sub: 'alice', scope: 'chat' }))).said, 'alice')
  })

  test('is judged by the rules for its path', async (context) => {
    const rules = AccessRules.fromJson(JSON.stringify({ rules: [{ name: 'rooms', methods: ['GET'], path: '/rooms/{id}', require: {} }] }))
    const { issuer, open } = await world(context, { resourceOptions: { rules } })
    const token = issuer.issue({ sub: 'alice' })
    assert.equal((await open('/rooms/7?last=3', token)).said, 'alice')
    assert.equal((await open('/admin', token)).status, 403)
    assert.equal((await open('/rooms/7%2f..', token)).status, 403)
  })

  test('needs no token where none is needed, and says what an answer says', async (context) => {
    const [cookie, csrfKey] = ['session', Key.generate('HS256')]
    const resourceOptions = { cookie, csrfKey, allowInsecureCookies: true }
    const { issuer, open } = await world(context, { options: { optional: true }, resourceOptions })
    const nobody = await open('/chat')
    assert.deepEqual([nobody.said, nobody.headers.vary], ['null', 'Cookie'])
    const alice = await open('/chat', undefined, { cookie: `session=${issuer.issue({ sub: 'alice' })}` })
    assert.deepEqual([alice.said, alice.headers.vary], ['alice', 'Cookie'])
  })

  test('of a wrong call is 500, and a warning', async (context) => {
    const { issuer, open } = await world(context, { options: { scopes: 'chat' } })
    const warned = once(process, 'warning')
    assert.equal((await open('/chat', issuer.issue({ sub: 'alice' }))).status, 500)
    assert.equal((await warned)[0].code, 'ERR_OPTION_INVALID')
  })

  test('whose client has gone before it was answered ends nothing else', async (context) => {
    const { issuer, open, port } = await world(context)
    for (let count = 0; count < 20; count++) {
      const client = connect(port, '127.0.0.1')
      client.on('error', () => {})
      const token = issuer.issue({ sub: 'alice' })
      const head = `GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer ${token}\r\n\r\n`
      client.write(head, () => client.resetAndDestroy())
      await once(client, 'close')
    }
    assert.equal((await open('/chat', issuer.issue({ sub: 'alice' }))).said, 'alice')
  })
})

describe('a connection', () => {
  test('is closed when its token is revoked', async (context) => {
    const revocations = new Revocations({ longestLifetime: '1h' })
    const { issuer, open } = await world(context, { revocations })
    const { socket, said } = await open('/chat', issuer.issue({ sub: 'alice' }))
    assert.equal(said, 'alice')
    revocations.revokeSubject(issuer.url, 'alice')
    const [code, reason] = await once(socket, 'close')
    assert.deepEqual([code, reason.toString()], [1008, 'ERR_JWT_REVOKED'])
  })

  test('is closed when its token expires', async (context) => {
    const clock = testClock()
    const { issuer, open } = await world(context, { clock })
    const { socket } = await open('/chat', issuer.issue({ sub: 'alice' }))
    clock.advance(3600)
    const [code, reason] = await once(socket, 'close')
    assert.deepEqual([code, reason.toString()], [1008, 'ERR_JWT_EXPIRED'])
  })
})
