// Real servers of Redis and Valkey, by the program `tokenseal-stores` (tests/stores), and servers of a service that share a list in one.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

import { Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import { createClient as createClient4, createCluster as createCluster4 } from 'redis4'

import { Issuer, Key, Revocations, Verifier } from '../index.mjs'

export const ISSUER = 'https://issuer.example'
/** The time limit of a command, a second of grace, and what a busy machine takes. */
export const BOUND = 8000

const key = Key.generate('HS256')
const issuer = new Issuer({ signingKey: key, issuer: ISSUER, lifetime: '15m' })

/** A token of this id. */
export const token = (jti) => issuer.issue({ jti })

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Clients of every kind, with settings that a list must not take over. */
export const CLIENTS = {
  'redis 5': (port) => createClient({ url: `redis://127.0.0.1:${port}`, RESP: 3, clientSideCache: {}, pingInterval: 50 }),
  'redis 4': (port) => createClient4({ socket: { host: '127.0.0.1', port }, legacyMode: true }),
  ioredis: (port) => new Redis(port, '127.0.0.1', { lazyConnect: true, keyPrefix: 'own:', stringNumbers: true, enableAutoPipelining: true }),
}

export const CLUSTERS = {
  'redis 5': async (port) => opened(createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })),
  'redis 4': async (port) => opened(createCluster4({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })),
  ioredis: async (port) => new Redis.Cluster([{ port, host: '127.0.0.1' }], { scaleReads: 'all', keyPrefix: 'own:' }),
}

async function opened(cluster) {
  await cluster.connect()
  return cluster
}

/** One program, and the servers that it has started. */
export class Stores {
  #child
  #lines

  constructor() {
    const program = process.env.TOKENSEAL_STORES
    assert.ok(program, '`cargo xtask test` sets TOKENSEAL_STORES, and `cargo xtask setup stores` makes it')
    this.#child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Ends the servers too. */
  end() {
    this.#child.stdin.end()
  }

  start(kind, members) {
    return this.ask({ start: kind, ...members })
  }

  /** One of `stop`, `pause` and whatever else takes an id. */
  perform(what, { id }, members) {
    return this.ask({ [what]: id, ...members })
  }

  async command({ id }, ...args) {
    return (await this.ask({ command: id, args })).reply
  }

  async ask(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`)
    const answer = JSON.parse((await this.#lines.next()).value)
    assert.equal(answer.error, undefined, `${JSON.stringify(request)}: ${answer.error}`)
    return answer
  }
}

/** One server of a service: a list that it follows, and a verifier that has it. */
export class Instance {
  constructor(client, options) {
    this.list = Revocations.redis(client, { namespace: 'test', create: true, ...options })
    this.verifier = new Verifier({ keys: key, issuer: ISSUER, revocations: this.list })
  }

  async ready() {
    await this.verifier.ready({ timeout: '20s' })
    return this
  }

  revoke(jti) {
    return this.list.revokeIdAsync(ISSUER, jti)
  }

  /** Why a token is refused, or undefined: by a check that waits. */
  refused(text) {
    return this.verifier.verifyAsync(text).then(() => undefined, (error) => error.code)
  }

  /** The same by one that never waits. */
  refusedNow(text) {
    try {
      this.verifier.verify(text)
      return undefined
    } catch (error) {
      return error.code
    }
  }

  /** Waits until a token is refused for this reason, by a check that never waits, and says how many milliseconds that took. */
  async until(text, code) {
    const began = performance.now()
    while (this.refusedNow(text) !== code) {
      assert.ok(performance.now() - began < 30_000, `it is ${this.refusedNow(text)} still, and not ${code}`)
      await pause(5)
    }
    return performance.now() - began
  }
}
