// How keys are fetched: the caller's own functions, what is sent where, and processes that begin and end meanwhile.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

import { Key, KeySet, RemoteKeySet, Verifier } from '../index.mjs'

const UNAVAILABLE = { code: 'ERR_JWKS_UNAVAILABLE' }
const key = Key.generate('ES256')
const jwks = JSON.stringify(new KeySet(key).toJwks())
const servers = []
after(() => {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
})

/** A server that remembers its requests, and what it answers. */
async function serving(answer = (request, response) => response.end(jwks)) {
  const requests = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  servers.push(server)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { requests, url: `http://127.0.0.1:${server.address().port}`, other: `http://localhost:${server.address().port}` }
}

/** Why a set has no keys. */
async function failureOf(url, options) {
  const keys = new RemoteKeySet(url, { allowHttp: true, ...options })
  await assert.rejects(keys.ready({ timeout: '0s' }), UNAVAILABLE)
  while (keys.status().fetching) await new Promise((resolve) => setTimeout(resolve, 5))
  return keys.status().lastFailure
}

describe('headers of the caller', () => {
  test('are asked for each time, and sent with those of the core, which they do not replace', async () => {
    const { url, requests } = await serving()
    let count = 0
    const headers = async () => ({ Authorization: `Bearer ${++count}`, ACCEPT: 'text/html', 'User-Agent': 'mine' })
    for (const given of [headers, () => new Headers({ authorization: 'Bearer 2' }), () => [['authorization', 'Bearer 3']]]) {
      await new RemoteKeySet(url, { allowHttp: true, headers: given }).ready()
    }
    assert.deepEqual(requests.map(({ headers }) => headers.authorization), ['Bearer 1', 'Bearer 2', 'Bearer 3'])
    assert.ok(requests.every(({ headers }) => headers.accept !== 'text/html' && headers['user-agent'] !== 'mine'))
  })

  test('are not sent to a host that only the metadata names', async () => {
    const { url, other, requests } = await serving((request, response) =>
      response.end(request.url === '/jwks' ? jwks : JSON.stringify({ issuer: url, jwks_uri: `${other}/jwks` })),
    )
    const headers = () => ({ authorization: 'Bearer sesame' })
    await new RemoteKeySet({ issuer: url, allowHttp: true, headers }).ready()
    assert.deepEqual(requests.map(({ headers }) => headers.authorization), ['Bearer sesame', undefined])
    await new RemoteKeySet({ issuer: url, allowHttp: true, headers, allowedHosts: ['localhost'] }).ready()
    assert.deepEqual(requests.slice(2).map(({ headers }) => headers.authorization), ['Bearer sesame', 'Bearer sesame'])
  })

  test('that fail are why there are no keys, and say nothing of themselves', async () => {
    const { url, requests } = await serving()
    const headers = () => {
      throw new RangeError('mine')
    }
    const keys = new RemoteKeySet(url, { allowHttp: true, headers })
    const verifier = new Verifier({ keys, allowAnyIssuer: true })
    const error = await verifier.verifyAsync(signed()).catch((error) => error)
    assert.equal(error.code, 'ERR_JWKS_UNAVAILABLE')
    assert.ok(error.cause instanceof RangeError)
    await assert.rejects(keys.ready({ timeout: '0s' }), (error) => error.cause instanceof RangeError)
    for (const wrong of [{ authorization: 'sesame\n1' }, { 'sesame 1': 'x' }, 'sesame', 5, { authorization: Symbol('sesame') }]) {
      const keys = new RemoteKeySet(url, { allowHttp: true, headers: () => wrong })
      const { cause } = await new Verifier({ keys, allowAnyIssuer: true }).verifyAsync(signed()).catch((error) => error)
      assert.equal(cause.code, 'ERR_OPTION_INVALID')
      assert.ok(!cause.message.includes('sesame') && cause.cause === undefined)
    }
    assert.equal(requests.length, 0)
    await new RemoteKeySet(url, { allowHttp: true, headers: () => undefined }).ready()
  })

  test('are functions', () => {
    for (const wrong of [5, 'x', { authorization: 'Bearer 1' }]) {
      for (const name of ['headers', 'fetch']) {
        const refused = { code: 'ERR_OPTION_INVALID', message: new RegExp(`^${name} must be a function`) }
        assert.throws(() => new RemoteKeySet('https://issuer.example/', { [name]: wrong }), refused)
        assert.throws(() => Verifier.forIssuer('https://issuer.example/', { [name]: wrong }), refused)
      }
    }
  })
})

const signed = () => `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.e30.${'A'.repeat(86)}`

describe('a fetch of the caller’s own', () => {
  const url = 'https://issuer.example/jwks.json'
  const cause = (code) => Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) })

  test('is told what fetch is told', async () => {
    let told
    const fetch = async (...given) => {
      told = given
      return new Response(jwks)
    }
    await new RemoteKeySet(url, { fetch }).ready()
    const [asked, { signal, headers, ...init }] = told
    assert.deepEqual(init, { method: 'GET', redirect: 'manual', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' })
    assert.ok(asked === url && signal instanceof AbortSignal && signal.aborted && headers.accept.includes('json'))
  })

  test('may give a body of any kind', async () => {
    const bytes = new TextEncoder().encode(jwks)
    async function* chunks() {
      for (const byte of bytes) yield new Uint8Array([byte])
    }
    for (const body of [chunks(), [bytes]]) await new RemoteKeySet(url, { fetch: async () => ({ status: 200, headers: [], body }) }).ready()
    assert.equal(await failureOf(url, { fetch: async () => ({ status: 200, headers: [], body: null }) }), 'not_a_key_set')
  })

  test('reads no more than it may', async () => {
    let given = 0
    let isCancelled = false
    const body = new ReadableStream({
      pull: (controller) => void controller.enqueue(new Uint8Array((given += 1000) && 1000)),
      cancel: () => (isCancelled = true),
    })
    assert.equal(await failureOf(url, { maxSetBytes: 4096, fetch: async () => new Response(body) }), 'too_large')
    assert.ok(isCancelled && given < 20_000)
  })

  test('ends by the time limit, whatever it makes of the signal', async () => {
    const deaf = () => new Promise(() => {})
    const hearing = (asked, { signal }) => new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    assert.deepEqual(await Promise.all([deaf, hearing].map((fetch) => failureOf(url, { timeout: 1, fetch }))), ['timeout', 'timeout'])
  })

  test('fails in the core’s words', async () => {
    const failures = {
      tls: ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID', 'SELF_SIGNED_CERT_IN_CHAIN'],
      timeout: ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT'],
      connect: ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_SOCKET', 'ECONNRESET', undefined],
    }
    for (const [why, codes] of Object.entries(failures)) {
      for (const code of codes) assert.equal(await failureOf(url, { fetch: () => Promise.reject(cause(code)) }), why, code)
    }
    const several = Object.assign(new AggregateError([cause('ECONNREFUSED'), cause('CERT_HAS_EXPIRED')]), {})
    assert.equal(await failureOf(url, { fetch: () => Promise.reject(several) }), 'tls')
    const throwing = [() => assert.fail('at once'), () => undefined, async () => undefined, async () => ({ status: 'x', headers: [] }), async () => ({}), async () => ({ status: 200, headers: [5] })]
    for (const fetch of throwing) assert.equal(await failureOf(url, { fetch }), 'connect')
  })

  test('must not follow redirects', async () => {
    const fetch = async () => ({ status: 200, headers: [], body: [new TextEncoder().encode(jwks)], redirected: true })
    assert.equal(await failureOf(url, { fetch }), 'url_not_allowed')
  })
})

describe('the platform’s fetch', () => {
  test('hands a redirect over, and follows none', async () => {
    const { url, requests } = await serving((request, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    assert.equal(await failureOf(url), 'redirect')
    assert.deepEqual(requests.map(({ url }) => url), ['/'])
  })

  test('says why it failed', async () => {
    const { url } = await serving((request, response) => response.destroy())
    assert.equal(await failureOf(url), 'connect')
    assert.equal(await failureOf(url.replace('http:', 'https:')), 'tls')
    const { url: slow } = await serving((request, response) => response.write(' '))
    assert.equal(await failureOf(slow, { timeout: 1 }), 'timeout')
  })
})

describe('a process', () => {
  const run = (code, ...given) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code, '--', ...given], { cwd: new URL('..', import.meta.url), timeout: 60_000 })
  const head = `import { RemoteKeySet, Verifier } from 'tokenseal'
    const keys = new RemoteKeySet(process.argv.at(-1), { allowHttp: true, timeout: 2 })
    const verifier = new Verifier({ keys, allowAnyIssuer: true })
    const token = '${signed()}'\n`

  test('lives as long as somebody waits for keys', async () => {
    const { url } = await serving()
    const { stdout } = await run(`${head}await keys.ready(); console.log(keys.keys.size)`, url)
    assert.equal(stdout, '1\n')
  })

  test('ends when nobody does, though a server never answers', async () => {
    const { url } = await serving(() => {})
    const { stdout, stderr } = await run(`${head}try { verifier.verify(token) } catch (error) { console.log(error.code) }`, url)
    assert.equal(stdout, 'ERR_JWKS_UNAVAILABLE\n')
    assert.equal(stderr, '')
  })

  test('is not ended by a flight that fails', async () => {
    const { url } = await serving((request, response) => response.destroy())
    const code = `try { verifier.verify(token) } catch {}
      while (keys.status().fetching) await new Promise((resolve) => setTimeout(resolve, 5))
      console.log(keys.status().lastFailure)`
    assert.equal((await run(head + code, url)).stdout, 'connect\n')
  })

  test('may have several threads', async () => {
    const { url, requests } = await serving()
    const code = `
      const { parentPort, workerData } = require('node:worker_threads')
      const { RemoteKeySet, Verifier } = require('tokenseal')
      const keys = new RemoteKeySet(workerData.url, { allowHttp: true })
      new Verifier({ keys, allowAnyIssuer: true }).ready().then(() => parentPort.postMessage(keys.keys.size))`
    const worker = () =>
      new Promise((resolve, reject) => {
        const thread = new Worker(code, { eval: true, workerData: { url } })
        thread.once('message', resolve)
        thread.once('error', reject)
      })
    assert.deepEqual(await Promise.all([worker(), worker(), worker()]), [1, 1, 1])
    assert.equal(requests.length, 3)
  })

  test('may end a thread in the midst of a flight', async () => {
    const { url } = await serving(() => {})
    const code = `
      const { workerData } = require('node:worker_threads')
      const { RemoteKeySet } = require('tokenseal')
      const keys = new RemoteKeySet(workerData.url, { allowHttp: true })
      keys.ready().catch(() => {})
      require('node:worker_threads').parentPort.postMessage(keys.status().fetching)`
    const thread = new Worker(code, { eval: true, workerData: { url } })
    assert.equal(await new Promise((resolve) => thread.once('message', resolve)), true)
    await thread.terminate()
  })
})
