// What it costs to protect a route: the processor time of a server's process for each request, with and without.

import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'

import { CLAIMS, LIBRARY, TOKENSEAL } from './material.mjs'
import { median } from './measure.mjs'

const { Key, sign } = await import(LIBRARY)

/** What users take today, by framework. */
export const PEERS = { express: 'express-jwt', fastify: '@fastify/jwt', hono: 'hono/jwt' }
export const BARE_ROUTE = 'the bare route'
/** The body, in one chunk or with its length, as it ends an answer. */
const END = new RegExp(`${CLAIMS.sub}(\\r\\n0\\r\\n\\r\\n)?$`)
const END_OF_REFUSAL = /^HTTP\/1.1 [45]/
const CONNECTIONS = 16
const REQUESTS = 1_600

/** The microseconds of each contender: the medians over as many rounds, in which they go one after the other. */
export async function protecting(framework, rounds = 31) {
  const secret = randomBytes(32)
  const token = sign(CLAIMS, Key.fromSecret(secret, 'HS256'))
  const guards = { tokenseal: TOKENSEAL, bare: BARE_ROUTE, remembering: `${TOKENSEAL}, remembering`, peer: PEERS[framework] }
  const servers = await Promise.all(Object.entries(guards).map(([guard, name]) => Served.start(name, [framework, guard, secret.toString('hex')], token)))
  for (const server of servers) await server.load(4 * REQUESTS)
  for (let round = 0; round < rounds; round++) for (const server of round % 2 ? servers.toReversed() : servers) await server.measure()
  return servers.map((server) => server.end())
}

/** A server in its process, and the connections to it. */
class Served {
  #child
  #sockets
  #request
  #values = []

  static async start(name, given, token) {
    const server = new Served()
    server.name = name
    server.#child = fork(new URL('./route.mjs', import.meta.url), given, { env: { ...process.env, NODE_ENV: 'production' } })
    const [port] = await once(server.#child, 'message')
    server.#request = `GET /orders/7 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`
    server.#sockets = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay(true))
    await Promise.all(server.#sockets.map((socket) => once(socket, 'connect')))
    for (const socket of server.#sockets) socket.once('end', () => socket.destroy(new Error('the server has closed a connection')))
    return server
  }

  async measure() {
    const before = await this.#used()
    await this.load(REQUESTS)
    this.#values.push(((await this.#used()) - before) / REQUESTS)
  }

  async #used() {
    this.#child.send('used')
    return (await once(this.#child, 'message'))[0]
  }

  /** So many requests, over all connections at once: each sends the next when the answer is there. */
  load(count) {
    return Promise.all(this.#sockets.map((socket) => this.#loadOne(socket, count / CONNECTIONS)))
  }

  #loadOne(socket, count) {
    let left = count
    let answer = ''
    return new Promise((resolve, reject) => {
      const take = (part) => {
        answer += part
        if (!END.test(answer)) return END_OF_REFUSAL.test(answer) ? reject(new Error(answer)) : undefined
        answer = ''
        left -= 1
        if (left > 0) return socket.write(this.#request)
        socket.off('data', take)
        resolve()
      }
      socket.on('data', take)
      socket.write(this.#request)
    })
  }

  end() {
    for (const socket of this.#sockets) socket.destroy()
    this.#child.kill()
    return { name: this.name, value: Math.round(median(this.#values) * 1000) }
  }
}

if (process.argv[1] === import.meta.filename) for (const framework of process.argv.slice(2)) console.log(framework, await protecting(framework))
