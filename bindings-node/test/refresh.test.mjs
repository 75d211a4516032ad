// The recipe for refresh tokens, examples/node/refresh: its classes by a clock of the test, and its programs as they stand, two processes of each over one
// store.

import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { createClient } from 'redis'
import ts from 'typescript'

import { BIN, workplace } from './http/workplace.mjs'
import { started } from './programs.mjs'
import { Stores } from './stores.mjs'

const EXAMPLES = fileURLToPath(new URL('../../examples/node/refresh', import.meta.url))
const PARTS = ['answering', 'init', 'next.config', 'service', 'stores', 'tokens']
const LOGIN = 'https://login.example'
const ORIGIN = 'https://shop.example'

/** Where a copy of the recipe finds the package and the frameworks. */
const folder = workplace('refresh')
cpSync(EXAMPLES, folder, { recursive: true })
const part = (name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)
const { IDLE, LONGEST, Refused, RefreshTokens } = await part('tokens')
const { FolderGenerations, RedisGenerations } = await part('stores')
const { Issuer, Key, Revocations } = await import(pathToFileURL(join(folder, 'node_modules/tokenseal/index.mjs')).href)

let stores
before(() => (stores = new Stores()))
after(() => stores.end())

function newFolder(context) {
  const path = mkdtempSync(join(tmpdir(), 'tokenseal-refresh-'))
  context.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Where generations are kept, of a kind. */
async function generationsOf(kind, context) {
  if (kind === 'folder') return new FolderGenerations(newFolder(context))
  const { port } = await stores.start(kind)
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect()
  context.after(() => client.destroy())
  return new RedisGenerations(client, 'refresh')
}

/** The tokens of a service, by a clock of the test. */
function loginOf(generations, grace = 10) {
  const time = { now: Date.now() / 1000 }
  const clock = () => time.now
  const lockedOut = new Set()
  const revocations = new Revocations({ longestLifetime: LONGEST, clock })
  const tokens = new RefreshTokens({
    key: Key.generate('HS256'),
    access: new Issuer({ signingKey: Key.generate('ES256'), issuer: LOGIN, lifetime: 300, clock }),
    revocations,
    generations,
    issuer: LOGIN,
    mayGoOn: (subject) => !lockedOut.has(subject),
    grace,
    clock,
  })
  return { time, lockedOut, tokens }
}

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))
const isRefused = (promise, message) => assert.rejects(promise, (error) => error instanceof Refused && error.message === message)
const USED = 'the refresh token was used before'
const REVOKED = 'ERR_JWT_REVOKED'

for (const kind of ['redis', 'valkey', 'folder']) {
  test(`${kind}: of all who add at once, one is the first`, async (context) => {
    const generations = await generationsOf(kind, context)
    const ends = Date.now() / 1000 + 60
    for (let generation = 0; generation < 40; generation++) {
      const added = await Promise.all(Array.from({ length: 16 }, () => generations.add('a', generation, 1000 + generation, ends)))
      assert.equal(added.filter(Boolean).length, 1)
      assert.equal(await generations.issuedAt('a', generation), 1000 + generation)
    }
    assert.deepEqual([await generations.issuedAt('a', 40), await generations.issuedAt('b', 0)], [undefined, undefined])
  })

  for (const grace of [0, 10]) {
    test(`${kind}: of eight refreshes at once one wins, with a grace of ${grace} seconds`, async (context) => {
      const generations = await generationsOf(kind, context)
      for (let round = 0; round < 10; round++) {
        const { tokens } = loginOf(generations, grace)
        const newest = (await tokens.start('alice')).refresh
        const got = await Promise.allSettled(Array.from({ length: 8 }, () => tokens.rotate(newest)))
        const made = got.filter(({ status }) => status === 'fulfilled').map(({ value }) => value)
        // A later request gets the same successor while that is new, and otherwise ends the login.
        assert.equal(made.length, grace === 0 ? 1 : 8)
        for (const { refresh } of made) assert.equal(claimsOf(refresh).generation, 1)
        for (const { reason } of got) assert.ok(reason === undefined || [USED, REVOKED].includes(reason.message), reason)
        if (grace === 0) await isRefused(tokens.rotate(made[0].refresh), REVOKED)
      }
    })
  }
}

test('a folder forgets what has ended', async (context) => {
  const path = newFolder(context)
  const generations = new FolderGenerations(path)
  await generations.add('a', 0, 1000, 2000)
  await generations.add('a', 1, 1500, 2500)
  await generations.sweep(2100)
  assert.deepEqual([await generations.issuedAt('a', 0), await generations.issuedAt('a', 1)], [undefined, 1500])
  assert.deepEqual(readdirSync(path), ['a.1'])
})

test('a stolen token ends the login, and no other', async (context) => {
  const { tokens, time } = loginOf(await generationsOf('folder', context))
  const [first, other] = [await tokens.start('alice'), await tokens.start('alice')]
  const second = await tokens.rotate(first.refresh)
  time.now += 11
  await isRefused(tokens.rotate(first.refresh), USED)
  await isRefused(tokens.rotate(second.refresh), REVOKED)
  assert.equal(claimsOf((await tokens.rotate(other.refresh)).refresh).generation, 1)
})

test('the successor is given again until it is used', async (context) => {
  const { tokens, time } = loginOf(await generationsOf('folder', context))
  const first = await tokens.start('alice')
  await tokens.rotate(first.refresh) // the answer is lost
  time.now += 9
  const again = await tokens.rotate(first.refresh)
  assert.equal(claimsOf(again.refresh).jti, claimsOf((await tokens.rotate(first.refresh)).refresh).jti)
  await tokens.rotate(again.refresh)
  // Who has the successor needs no answer again, however soon it is.
  await isRefused(tokens.rotate(first.refresh), USED)
})

test('it ends idle, and at the latest', async (context) => {
  const { tokens, time } = loginOf(await generationsOf('folder', context))
  const start = Math.floor(time.now)
  let newest = await tokens.start('alice')
  assert.equal(newest.ends, start + IDLE)
  while (newest.ends < start + LONGEST) {
    time.now += IDLE - 60
    newest = await tokens.rotate(newest.refresh)
  }
  assert.equal(newest.ends, start + LONGEST)
  assert.ok(time.now < newest.ends)
  time.now = newest.ends + 1
  await isRefused(tokens.rotate(newest.refresh), 'ERR_JWT_EXPIRED')
})

test('whoever logs out or is locked out has to log in again', async (context) => {
  const { tokens, lockedOut } = loginOf(await generationsOf('folder', context))
  const [alice, bob] = [await tokens.start('alice'), await tokens.start('bob')]
  await tokens.end(alice.refresh)
  await isRefused(tokens.rotate(alice.refresh), REVOKED)
  await isRefused(tokens.end(alice.refresh), REVOKED)
  lockedOut.add('bob')
  await isRefused(tokens.rotate(bob.refresh), 'the user was locked out since then')
  lockedOut.clear()
  await isRefused(tokens.rotate(bob.refresh), REVOKED)
})

test('what the store has lost is refused, and what is no refresh token', async (context) => {
  const path = newFolder(context)
  const { tokens } = loginOf(new FolderGenerations(path))
  const foreign = loginOf(await generationsOf('folder', context))
  const newest = await tokens.start('alice')
  for (const name of readdirSync(path)) rmSync(join(path, name))
  await isRefused(tokens.rotate(newest.refresh), 'the refresh token is not known')
  await isRefused(tokens.rotate((await tokens.start('alice')).access), 'ERR_JOSE_ALG_NOT_ALLOWED')
  await isRefused(tokens.rotate((await foreign.tokens.start('alice')).refresh), 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED')
  await isRefused(tokens.rotate(''), 'ERR_JWT_INVALID')
})

/** Two processes of a program, and their URLs. They are stopped when the test ends. */
async function service(context, program, { redis, grace = 5 }) {
  const path = newFolder(context)
  const env = { ...process.env, FOLDER: path, ORIGIN, GRACE: String(grace), NEXT_TELEMETRY_DISABLED: '1' }
  if (redis !== undefined) env.REDIS = `redis://127.0.0.1:${redis}`
  execFileSync(process.execPath, ['init.mjs', 'alice'], { cwd: folder, env, input: 'open sesame\n' })
  const isUp = async (url) => (await me(url)) === 401
  const urls = await Promise.all([0, 1].map(() => started(context, program, { cwd: folder, env, isUp })))
  return { path, urls }
}

const me = async (url, token) => (await fetch(`${url}/me`, { headers: token ? { authorization: `Bearer ${token}` } : {} })).status

/** What is answered to an app, or to a browser's page of an origin. */
async function post(url, path, body = {}, { origin, cookie } = {}) {
  const headers = { 'content-type': 'application/json' }
  if (origin) headers.origin = origin
  if (cookie !== undefined) headers.cookie = `__Host-refresh=${cookie}`
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json(), cookie: response.headers.get('set-cookie') }
}

async function eventually(answer, wanted) {
  for (let count = 0; (await answer()) !== wanted; count++) {
    assert.ok(count < 200)
    await pause(50)
  }
}

const PASSWORD = { user: 'alice', password: 'open sesame' }
const INVALID = { error: 'invalid_grant' }

/** What each program must do, with a grace of five seconds. */
async function isService({ urls: [one, other], path }) {
  for (const wrong of [{ user: 'alice', password: 'guess' }, { user: 'bob' }, { user: '__proto__', password: '' }]) {
    const refused = await post(one, '/login', wrong)
    assert.deepEqual([refused.status, refused.body], [400, INVALID])
  }

  // An app: the body, and no cookie.
  const first = await post(one, '/login', PASSWORD)
  assert.deepEqual([first.status, first.body.token_type, first.cookie], [200, 'Bearer', null])
  assert.deepEqual([await me(one, first.body.access_token), await me(other, first.body.access_token)], [200, 200])
  const second = await post(other, '/refresh', { refresh_token: first.body.refresh_token })
  assert.deepEqual([second.status, second.cookie, await me(other, second.body.access_token)], [200, null, 200])

  // Sixteen at once, of two processes: all get the same successor, and it is of use to one.
  const spent = { refresh_token: second.body.refresh_token }
  const got = await Promise.all(Array.from({ length: 16 }, (_, at) => post([one, other][at % 2], '/refresh', spent)))
  for (const { status, body } of got) assert.deepEqual([status, claimsOf(body.refresh_token).generation], [200, 2])

  // A spent token ends the login, everywhere and for every token of it.
  await pause(5100)
  const reused = await post(other, '/refresh', spent)
  assert.deepEqual([reused.status, reused.body], [400, INVALID])
  const third = got[0].body
  for (const url of [one, other]) {
    await eventually(() => me(url, third.access_token), 401)
    assert.equal((await post(url, '/refresh', { refresh_token: third.refresh_token })).status, 400)
  }

  // A browser: a cookie that scripts cannot read, and no token in the body.
  const browser = await post(one, '/login', PASSWORD, { origin: ORIGIN })
  assert.deepEqual([browser.status, browser.body.refresh_token], [200, undefined])
  assert.match(browser.cookie, /^__Host-refresh=[\w.-]+; Max-Age=\d+; Path=\/; Secure; HttpOnly; SameSite=Strict$/)
  let cookie = browser.cookie.split(';')[0].split('=')[1]
  // Another site's page, and a request that says nothing of its page.
  for (const route of ['/refresh', '/logout']) {
    assert.equal((await post(one, route, {}, { origin: 'https://evil.example', cookie })).status, 403)
  }
  assert.equal((await post(one, '/refresh', {}, { cookie })).status, 400)
  const renewed = await post(other, '/refresh', {}, { origin: ORIGIN, cookie })
  assert.equal(renewed.status, 200)
  cookie = renewed.cookie.split(';')[0].split('=')[1]
  const out = await post(one, '/logout', {}, { origin: ORIGIN, cookie })
  assert.equal(out.status, 200)
  assert.match(out.cookie, /^__Host-refresh=; Max-Age=0;/)
  await eventually(() => me(other, renewed.body.access_token), 401)
  assert.equal((await post(other, '/refresh', {}, { origin: ORIGIN, cookie })).status, 400)
  assert.equal((await post(other, '/logout', {}, { origin: ORIGIN, cookie })).status, 200)

  // A former user.
  const last = await post(one, '/login', PASSWORD)
  writeFileSync(join(path, 'users.json'), '{}')
  assert.equal((await post(other, '/refresh', { refresh_token: last.body.refresh_token })).status, 400)
}

describe('each program is the same service', { concurrency: 2 }, () => {
  before(() => {
    const { outputText } = ts.transpileModule(readFileSync(join(folder, 'nest.ts'), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
    })
    writeFileSync(join(folder, 'nest.mjs'), outputText)
  })

  for (const [program, store] of [['express', 'redis'], ['fastify', undefined], ['hono', 'valkey'], ['nest', 'redis']]) {
    test(program, async (context) => {
      const redis = store === undefined ? undefined : (await stores.start(store)).port
      await isService(await service(context, [`${program}.mjs`], { redis }))
    })
  }

  test('next', async (context) => {
    await promisify(execFile)(process.execPath, [BIN.next, 'build'], { cwd: folder, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })
    const { port: redis } = await stores.start('redis')
    await isService(await service(context, [BIN.next, 'start', '--hostname', '127.0.0.1'], { redis }))
  })
})

test('without grace, one of many wins', async (context) => {
  const { port: redis } = await stores.start('redis')
  const { urls } = await service(context, ['express.mjs'], { redis, grace: 0 })
  for (let round = 0; round < 3; round++) {
    const { body: newest } = await post(urls[0], '/login', PASSWORD)
    const spent = { refresh_token: newest.refresh_token }
    const got = await Promise.all(Array.from({ length: 16 }, (_, at) => post(urls[at % 2], '/refresh', spent)))
    const made = got.filter(({ status }) => status === 200)
    assert.deepEqual([made.length, got.filter(({ status }) => status === 400).length], [1, 15])
    await eventually(() => post(urls[0], '/refresh', { refresh_token: made[0].body.refresh_token }).then(({ status }) => status), 400)
  }
})

test('a store that was emptied lets nobody in', async (context) => {
  const store = await stores.start('redis')
  const { urls } = await service(context, ['express.mjs'], { redis: store.port })
  const { body } = await post(urls[0], '/login', PASSWORD)
  await stores.command(store, 'FLUSHALL')
  const ask = async () => (await post(urls[1], '/refresh', { refresh_token: body.refresh_token })).status
  let status = await ask()
  for (let count = 0; status === 503 && count < 400; count++, status = await ask()) await pause(50)
  assert.equal(status, 400)
})

test('a store that is gone is no reason to log in', async (context) => {
  const store = await stores.start('redis')
  const { urls } = await service(context, ['express.mjs'], { redis: store.port })
  const { body } = await post(urls[0], '/login', PASSWORD)
  await stores.perform('stop', store)
  for (const [path, asked] of Object.entries({ '/refresh': body, '/logout': body, '/login': PASSWORD })) {
    const answer = await post(urls[0], path, asked)
    assert.deepEqual([answer.status, answer.body], [503, { error: 'temporarily_unavailable' }])
  }
})

test('every program is run', () => {
  const programs = readdirSync(EXAMPLES).filter((name) => /\.(mjs|ts)$/.test(name)).map((name) => name.replace(/\.\w+$/, ''))
  assert.deepEqual(programs.filter((name) => !PARTS.includes(name)).sort(), ['express', 'fastify', 'hono', 'nest'])
})
