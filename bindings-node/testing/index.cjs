'use strict'

// For the tests of services that check tokens: an issuer with keys and a server of its own, and a clock. All of it by the public API.

const { createServer } = require('node:http')
const { Issuer, Key, KeySet, RemoteKeySet, Verifier } = require('../index.cjs')

const JWKS = '/jwks.json'
const METADATA = '/.well-known/openid-configuration'

/** An issuer: its keys, its tokens, and a server on a free port of the loopback, which publishes its metadata and keys. */
class TestIssuer {
  #server
  #alg
  #options
  #issuer
  #key
  #published = []
  #requests = []

  /** The `Cache-Control` of the answers, such as `max-age=60`; undefined: none. */
  cacheControl
  /** Whether it answers every request with 503. */
  isDown = false

  static async start({ alg = 'ES256', ...options } = {}) {
    const server = createServer()
    await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
    // A test that forgets to close it ends all the same.
    server.unref()
    return new TestIssuer(server, alg, options)
  }

  constructor(server, alg, options) {
    this.#server = server
    this.#alg = alg
    this.url = `http://127.0.0.1:${server.address().port}`
    this.#options = { lifetime: '15m', ...options, issuer: this.url }
    server.on('request', (request, response) => this.#answer(request, response))
    this.rotate()
  }

  get jwksUrl() {
    return this.url + JWKS
  }

  get metadataUrl() {
    return this.url + METADATA
  }

  get key() {
    return this.#key
  }

  get jwks() {
    return new KeySet(this.#published).toJwks()
  }

  get requests() {
    return [...this.#requests]
  }

  issue(claims, options) {
    return options === undefined ? this.#issuer.issue(claims) : this.#issuer.issue(claims, options)
  }

  rotate() {
    this.#key = Key.generate(this.#alg)
    this.#published.push(this.#key.public())
    this.#issuer = new Issuer({ ...this.#options, signingKey: this.#key })
    return this.#key
  }

  remove(keyId) {
    this.#published = this.#published.filter((key) => key.keyId !== keyId)
  }

  remoteKeySet(options) {
    return new RemoteKeySet({ issuer: this.url, allowHttp: true, ...options })
  }

  verifier({ keys = this.remoteKeySet(), ...options } = {}) {
    return new Verifier({ keys, issuer: this.url, ...options })
  }

  async close() {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  #answer({ method, url, headers }, response) {
    this.#requests.push({ method, path: url, headers })
    const bodies = { [JWKS]: () => this.jwks, [METADATA]: () => ({ issuer: this.url, jwks_uri: this.jwksUrl }) }
    const status = this.isDown ? 503 : Object.hasOwn(bodies, url) ? 200 : 404
    const caching = this.cacheControl === undefined ? {} : { 'cache-control': this.cacheControl }
    response.writeHead(status, { 'content-type': 'application/json', ...caching })
    response.end(JSON.stringify(status === 200 ? bodies[url]() : {}))
  }
}

/** A clock that stands still until it is advanced. */
function testClock(start = Date.now() / 1000) {
  let now = start
  const clock = () => now
  return Object.assign(clock, {
    advance: (seconds) => (now += seconds),
    set: (time) => (now = time instanceof Date ? time.getTime() / 1000 : time),
  })
}

/** A resource that sees the same token with every request, whatever the request came with. The check is the real one. */
function withToken(resource, token) {
  const headers = () => {
    const text = typeof token === 'function' ? token() : token
    return text === null ? [] : [['Authorization', `Bearer ${text}`]]
  }
  return {
    check: (method, path, given, options) => resource.check(method, path, headers(), options),
    checkAsync: (method, path, given, options) => resource.checkAsync(method, path, headers(), options),
    csrfToken: (text) => resource.csrfToken(text),
    metadata: () => resource.metadata(),
    metadataPath: resource.metadataPath,
    metadataUrl: resource.metadataUrl,
  }
}

module.exports = { TestIssuer, testClock, withToken }
