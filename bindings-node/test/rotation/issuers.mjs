// A service of four processes that share a port and a ring in a file: each hands out tokens, and publishes the keys.

import cluster from 'node:cluster'
import { createServer } from 'node:http'

import { Issuer, Key, KeyRing } from '../../index.mjs'

const { TOKENSEAL_RING: path, TOKENSEAL_RING_KEY: jwk } = process.env
const AT_ONCE = 20

if (cluster.isPrimary) {
  const isListening = Array.from({ length: 4 }, () => new Promise((resolve) => cluster.fork().once('listening', resolve)))
  const [{ port }] = await Promise.all(isListening)
  console.log(`Listening at: http://127.0.0.1:${port}`)
  process.once('disconnect', () => process.exit())
} else {
  const ring = KeyRing.open(path, Key.fromJwk(jwk))
  const issuer = new Issuer({ signingKey: ring, lifetime: ring.status().policy.tokenLifetime })
  const bodies = {
    '/jwks.json': () => ring.toJwks(),
    '/tokens': () => Array.from({ length: AT_ONCE }, (_, index) => issuer.issue({ sub: `${process.pid}`, n: index })),
  }
  createServer(({ url }, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': ring.cacheControl() })
    response.end(JSON.stringify(bodies[url]()))
  }).listen(0, '127.0.0.1')
}
