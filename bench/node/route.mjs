// A server of one route, in a process of its own, which routes.mjs starts: `node route.mjs FRAMEWORK GUARD SECRET`. It tells its port, and on
// each message how much processor time it has used, in microseconds.

import { createSecretKey } from 'node:crypto'
import { createServer } from 'node:http'

import { CLAIMS, EXPECTED, LIBRARY } from './material.mjs'

const [, , framework, guard, secret] = process.argv
const isOurs = guard === 'tokenseal' || guard === 'remembering'
const bytes = Buffer.from(secret, 'hex')

/** What is protected, and the adapter. */
async function own() {
  const { AccessRules, Key, ProtectedResource, Verifier } = await import(LIBRARY)
  const verifier = new Verifier({ keys: Key.fromSecret(bytes, 'HS256'), ...EXPECTED, ...(guard === 'remembering' ? { remember: 1000 } : {}) })
  const rule = { name: 'read', methods: ['GET'], path: '/orders/{id}', require: { scope: ['orders:read'] } }
  const rules = AccessRules.fromJson(JSON.stringify({ rules: [rule] }))
  return [new ProtectedResource(verifier, { rules }), await import(new URL(`adapters/${framework}.mjs`, LIBRARY))]
}

const FRAMEWORKS = {
  async express() {
    const { default: express } = await import('express')
    const app = express()
    if (isOurs) {
      const [resource, { protect }] = await own()
      app.use(protect(resource))
    }
    if (guard === 'peer') {
      const { expressjwt } = await import('express-jwt')
      app.use(expressjwt({ secret: createSecretKey(bytes), algorithms: ['HS256'], ...EXPECTED }))
    }
    const subjectOf = { bare: () => CLAIMS.sub, own: ({ token }) => token.get('sub'), peer: ({ auth }) => auth.sub }[isOurs ? 'own' : guard]
    app.get('/orders/:id', (request, response) => response.end(subjectOf(request)))
    return createServer(app)
  },

  async fastify() {
    const { default: Fastify } = await import('fastify')
    const app = Fastify()
    if (isOurs) {
      const [resource, { tokenseal }] = await own()
      await app.register(tokenseal, { resource })
    }
    if (guard === 'peer') {
      const { default: jwt } = await import('@fastify/jwt')
      await app.register(jwt, { secret: bytes, verify: { allowedIss: EXPECTED.issuer, allowedAud: EXPECTED.audience } })
      app.addHook('onRequest', (request) => request.jwtVerify())
    }
    const subjectOf = { bare: () => CLAIMS.sub, own: ({ token }) => token.get('sub'), peer: ({ user }) => user.sub }[isOurs ? 'own' : guard]
    app.get('/orders/:id', async (request) => subjectOf(request))
    await app.ready()
    return app.server
  },

  async hono() {
    const [{ Hono }, { getRequestListener }] = await Promise.all([import('hono'), import('@hono/node-server')])
    const app = new Hono()
    if (isOurs) {
      const [resource, { protect }] = await own()
      app.use(protect(resource))
    }
    if (guard === 'peer') {
      const { jwt } = await import('hono/jwt')
      const algorithm = { name: 'HMAC', hash: 'SHA-256' }
      const key = await globalThis.crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify'])
      app.use(jwt({ secret: key, alg: 'HS256', verification: { iss: EXPECTED.issuer, aud: EXPECTED.audience } }))
    }
    const subjectOf = { bare: () => CLAIMS.sub, own: (context) => context.get('token').get('sub'), peer: (context) => context.get('jwtPayload').sub }[isOurs ? 'own' : guard]
    app.get('/orders/:id', (context) => context.text(subjectOf(context)))
    return createServer(getRequestListener(app.fetch))
  },
}

const server = await FRAMEWORKS[framework]()
// Its connections have nothing to do while others are measured.
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send(user + system)
})
