// gRPC: calls of every kind to a live server of `@grpc/grpc-js`, by its client.

import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'

import { Client, Metadata, Server, ServerCredentials, credentials, status } from '@grpc/grpc-js'
import { AccessRules, Key, ProtectedResource, RemoteKeySet, Revocations, Verifier, dpop } from 'tokenseal'
import { protect, tokenOf } from 'tokenseal/grpc'
import { TestIssuer } from 'tokenseal/testing'

const text = { serialize: (value) => Buffer.from(value), deserialize: (bytes) => bytes.toString() }

/** A method of the service: its messages are texts. */
const method = (name, requestStream, responseStream) => ({
  path: `/shop.Orders/${name}`,
  requestStream,
  responseStream,
  requestSerialize: text.serialize,
  requestDeserialize: text.deserialize,
  responseSerialize: text.serialize,
  responseDeserialize: text.deserialize,
})
const ORDERS = {
  read: method('Read', false, false),
  list: method('List', false, true),
  add: method('Add', true, false),
  talk: method('Talk', true, true),
}

const nameOf = (call) => tokenOf(call)?.get('sub') ?? 'nobody'

/** What the methods do: each says whom it is for, and a conversation ends when its token is no longer good. */
const handlersWith = (verifier) => ({
  read: (call, done) => done(null, `${call.request} for ${nameOf(call)}`),
  list(call) {
    for (const one of ['a', 'b']) call.write(`${one} for ${nameOf(call)}`)
    call.end()
  },
  add(call, done) {
    const all = []
    call.on('data', (one) => all.push(one)).on('end', () => done(null, `${all} for ${nameOf(call)}`))
  },
  talk(call) {
    call.on('data', (one) => {
      const end = (error) => call.emit('error', { code: status.UNAUTHENTICATED, details: error.code })
      verifier.stillValidAsync(tokenOf(call)).then(() => call.write(`${one} for ${nameOf(call)}`), end)
    })
    call.on('end', () => call.end())
  },
})

/** A server that is protected, and a client of it. */
async function world(context, { about = {}, resourceOptions = {}, options, keys, serverCredentials = ServerCredentials.createInsecure() } = {}) {
  const issuer = await TestIssuer.start()
  const verifier = issuer.verifier({ ...about, ...(keys === undefined ? {} : { keys }) })
  const server = new Server({ interceptors: [protect(new ProtectedResource(verifier, resourceOptions), options)] })
  server.addService(ORDERS, handlersWith(verifier))
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', serverCredentials, (error, port) => (error === null ? resolve(port) : reject(error)))
  })
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
  context.after(async () => {
    client.close()
    server.forceShutdown()
    await issuer.close()
  })
  return { issuer, client, port }
}

/** Metadata of a call, with this token. */
function bearer(...values) {
  const metadata = new Metadata()
  for (const value of values) metadata.add('authorization', value.includes(' ') ? value : `Bearer ${value}`)
  return metadata
}

/** The outcome of a call: the reply and the trailing metadata, or the status that refused it. */
function read(client, metadata) {
  const { path, requestSerialize, responseDeserialize } = ORDERS.read
  return new Promise((resolve) => {
    let reply
    const call = client.makeUnaryRequest(path, requestSerialize, responseDeserialize, '7', metadata, (error, value) => (reply = value))
    call.on('status', ({ code, details, metadata }) => resolve({ code, reply, details, metadata }))
  })
}

describe('a call', () => {
  test('of each kind is told its token', async (context) => {
    const { issuer, client } = await world(context)
    const metadata = bearer(issuer.issue({ sub: 'alice' }))
    assert.deepEqual(await read(client, metadata).then(({ code, reply }) => [code, reply]), [status.OK, '7 for alice'])

    const { path: list } = ORDERS.list
    const listed = await client.makeServerStreamRequest(list, text.serialize, text.deserialize, 'all', metadata).toArray()
    assert.deepEqual(listed, ['a for alice', 'b for alice'])

    const added = await new Promise((resolve, reject) => {
      const done = (error, value) => (error === null ? resolve(value) : reject(error))
      const call = client.makeClientStreamRequest(ORDERS.add.path, text.serialize, text.deserialize, metadata, done)
      for (const one of ['x', 'y']) call.write(one)
      call.end()
    })
    assert.equal(added, 'x,y for alice')

    const talk = client.makeBidiStreamRequest(ORDERS.talk.path, text.serialize, text.deserialize, metadata)
    talk.write('hello')
    assert.equal((await once(talk, 'data'))[0], 'hello for alice')
    talk.end()
    await once(talk, 'end')
  })

  test('is refused by the status that the core says, with its challenges', async (context) => {
    const { issuer, client } = await world(context, { options: { scope: 'orders:read' } })
    const nobody = await read(client, new Metadata())
    assert.deepEqual([nobody.code, nobody.reply], [status.UNAUTHENTICATED, undefined])
    assert.deepEqual(nobody.metadata.get('www-authenticate'), ['Bearer scope="orders:read"'])
    assert.deepEqual([nobody.metadata.get('cache-control'), nobody.metadata.get('content-type')], [['no-store'], ['application/grpc+proto']])
    assert.equal(JSON.parse(nobody.details).error, 'missing_token')

    const lacking = await read(client, bearer(issuer.issue({ sub: 'alice' })))
    assert.equal(lacking.code, status.PERMISSION_DENIED)
    assert.match(lacking.metadata.get('www-authenticate')[0], /error="insufficient_scope".*scope="orders:read"/)
    assert.equal(JSON.parse(lacking.details).code, 'ERR_JWT_ACCESS_DENIED')

    assert.equal((await read(client, bearer('a.b.c'))).code, status.UNAUTHENTICATED)
    const good = issuer.issue({ sub: 'alice', scope: 'orders:read' })
    assert.equal((await read(client, bearer('Basic YTpi'))).code, status.UNAUTHENTICATED)
    assert.equal((await read(client, bearer(`Bearer ${good} ${good}`))).code, status.INVALID_ARGUMENT)
    // Between commas are as many values.
    assert.equal((await read(client, bearer(`Bearer ${good}, Bearer ${good}`))).code, status.INVALID_ARGUMENT)
    assert.equal((await read(client, bearer(good))).code, status.OK)
  })

  test('is unavailable while keys cannot be had', async (context) => {
    const keys = new RemoteKeySet('http://127.0.0.1:1/jwks.json', { allowHttp: true })
    const { issuer, client } = await world(context, { keys })
    const { code, metadata } = await read(client, bearer(issuer.issue({ sub: 'alice' })))
    assert.deepEqual([code, metadata.get('www-authenticate')], [status.UNAVAILABLE, []])
  })

  test('of a method is judged by the rules for its path', async (context) => {
    const rules = AccessRules.fromJson(
      JSON.stringify({
        rules: [
          { name: 'read', methods: ['POST'], path: '/shop.Orders/Read', public: true },
          { name: 'list', methods: ['POST'], path: '/shop.Orders/List', require: { scope: ['orders:list'] } },
        ],
      }),
    )
    const { issuer, client } = await world(context, { resourceOptions: { rules } })
    assert.equal((await read(client, new Metadata())).reply, '7 for nobody')
    const list = (metadata) => client.makeServerStreamRequest(ORDERS.list.path, text.serialize, text.deserialize, 'all', metadata).toArray()
    await assert.rejects(list(bearer(issuer.issue({ sub: 'alice' }))), { code: status.PERMISSION_DENIED })
    assert.equal((await list(bearer(issuer.issue({ sub: 'alice', scope: 'orders:list' })))).length, 2)
  })

  test('may come without a token where none is needed', async (context) => {
    const { client } = await world(context, { options: { optional: true } })
    assert.equal((await read(client, new Metadata())).reply, '7 for nobody')
    assert.equal((await read(client, bearer('a.b.c'))).code, status.UNAUTHENTICATED)
  })

  test('with a proof of possession is told the next nonce', async (context) => {
    const publicOrigins = ['https://api.example']
    const { issuer, client } = await world(context, { about: { publicOrigins, nonceKey: Key.generate('HS256') } })
    const own = Key.generate('ES256')
    const token = issuer.issue({ sub: 'alice' }, { confirm: own })
    const prove = (nonce) => dpop.prove(own, 'POST', `https://api.example${ORDERS.read.path}`, { accessToken: token, nonce })
    const ask = (nonce) => {
      const metadata = bearer(`DPoP ${token}`)
      metadata.set('dpop', prove(nonce))
      return read(client, metadata)
    }
    const first = await ask(null)
    assert.equal(first.code, status.UNAUTHENTICATED)
    const second = await ask(first.metadata.get('dpop-nonce')[0])
    assert.equal(second.reply, '7 for alice')
    assert.equal(second.metadata.get('dpop-nonce').length, 1)
  })

  test('by a wrong option is an internal error, and a warning', async (context) => {
    const { issuer, client } = await world(context, { options: { scopes: 'orders:read' } })
    const warned = once(process, 'warning')
    assert.equal((await read(client, bearer(issuer.issue({ sub: 'alice' })))).code, status.INTERNAL)
    assert.equal((await warned)[0].code, 'ERR_OPTION_INVALID')
  })
})

test('a stream ends when its token is revoked', async (context) => {
  const revocations = new Revocations({ longestLifetime: '1h' })
  const { issuer, client } = await world(context, { about: { revocations } })
  const metadata = bearer(issuer.issue({ sub: 'alice' }))
  const talk = client.makeBidiStreamRequest(ORDERS.talk.path, text.serialize, text.deserialize, metadata)
  talk.write('hello')
  assert.equal((await once(talk, 'data'))[0], 'hello for alice')
  revocations.revokeSubject(issuer.url, 'alice')
  talk.write('still there?')
  const [error] = await once(talk, 'error')
  assert.deepEqual([error.code, error.details], [status.UNAUTHENTICATED, 'ERR_JWT_REVOKED'])
})

test('the certificate of a connection proves that a token is its client’s', async (context) => {
  const pem = (name) => readFileSync(new URL(`http/tls/${name}`, import.meta.url))
  const pair = { private_key: pem('server.key'), cert_chain: pem('server.crt') }
  const both = Buffer.concat([pem('client.crt'), pem('server.crt')])
  const { issuer, port } = await world(context, { serverCredentials: ServerCredentials.createSsl(both, [pair], true) })
  const token = issuer.issue({ sub: 'alice' }, { confirm: new X509Certificate(pem('client.crt')).raw })
  for (const [name, code] of [['client', status.OK], ['server', status.UNAUTHENTICATED]]) {
    const own = credentials.createSsl(pem('server.crt'), pem(`${name}.key`), pem(`${name}.crt`))
    const client = new Client(`127.0.0.1:${port}`, own)
    context.after(() => client.close())
    const answer = await read(client, bearer(token))
    assert.equal(answer.code, code, answer.details)
  }
})
