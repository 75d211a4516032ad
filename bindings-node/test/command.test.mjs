// The command as the package brings it: arguments, streams and exit codes. What it does is tested with the Rust one, which is the same code.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const { bin, version } = createRequire(import.meta.url)('../package.json')
const program = fileURLToPath(new URL(`../${bin.tokenseal}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tokenseal-'))
after(() => rmSync(folder, { recursive: true }))

/** Runs a command line without quotes in it, with something on standard input. */
function run(line, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...line.split(' ')], { cwd: folder, input, encoding: 'utf8' })
  return { status, stdout, stderr }
}

/** The same if it must succeed quietly. */
function ok(line, input) {
  const { status, stdout, stderr } = run(line, input)
  assert.deepEqual([status, stderr], [0, ''], line)
  return stdout
}

test('its version is the package’s', () => assert.equal(ok('--version'), `tokenseal ${version}\n`))

test('keys, tokens, standard input', () => {
  const made = JSON.parse(ok('keygen ES256 --key-id k1 --out key.jwk --public-out key.pub.jwk'))
  assert.deepEqual([made.algorithm, made.key_id], ['ES256', 'k1'])
  if (process.platform !== 'win32') assert.equal(statSync(join(folder, 'key.jwk')).mode & 0o777, 0o600)
  assert.equal(JSON.parse(readFileSync(join(folder, 'key.pub.jwk'), 'utf8')).d, undefined)
  const token = ok('sign - --key key.jwk --expires-in 15m', '{"sub":"alice","name":"Zoë"}')
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  const claims = JSON.parse(ok('verify --key key.pub.jwk --claims', token))
  assert.deepEqual([claims.sub, claims.name, claims.exp - claims.iat], ['alice', 'Zoë', 900])
  assert.ok(Math.abs(claims.iat - Date.now() / 1000) < 3600, 'the time is this process’s')
  writeFileSync(join(folder, 'token'), token)
  assert.equal(JSON.parse(ok('inspect @token')).verified, false)
})

test('exit code 1: what was checked is refused', () => {
  ok('keygen HS256 --out mac.jwk')
  const token = ok('sign {"exp":1} --key mac.jwk').trim()
  const expired = run(`verify ${token} --key mac.jwk`)
  assert.deepEqual([expired.status, expired.stdout], [1, ''])
  assert.match(expired.stderr, /^tokenseal: ERR_JWT_EXPIRED: /)
  assert.equal(JSON.parse(run(`verify ${token} --key mac.jwk --json`).stderr).error, 'ERR_JWT_EXPIRED')
})

test('exit code 2: the command cannot be carried out as it was given', () => {
  for (const line of ['verify x --key missing.jwk', 'sign {} --key mac.jwk', 'frobnicate', 'verify --no-such-option', 'keygen ES265']) {
    const { status, stdout, stderr } = run(line)
    assert.deepEqual([status, stdout], [2, ''], line)
    assert.notEqual(stderr, '')
  }
})

test('a long output arrives whole, and a reader that has gone is no error', async () => {
  assert.ok(ok('completions bash').length > 10_000)
  const child = spawn(process.execPath, [program, 'completions', 'bash'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let errors = ''
  child.stderr.on('data', (data) => (errors += data))
  const status = await new Promise((resolve) => child.on('close', resolve))
  assert.deepEqual([status, errors], [0, ''])
})

test('keys that an issuer publishes', async () => {
  const hostile = process.env.TOKENSEAL_HOSTILE_SERVER ?? fileURLToPath(new URL('../../target/hostile-server/hostile-server', import.meta.url))
  const child = spawn(hostile, { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const base = JSON.parse(line).http
  const vectors = JSON.parse(readFileSync(new URL('../../tests/vectors/jws_algorithms.json', import.meta.url), 'utf8'))
  const signing = vectors.groups.flatMap(({ keys }) => keys?.keys ?? []).find(({ alg, d }) => alg === 'ES256' && d !== undefined)
  writeFileSync(join(folder, 'good.jwk'), JSON.stringify({ ...signing, kid: 'good-1' }))
  const issuer = `${base}/b/ok`
  const token = ok(`sign {"sub":"alice"} --key good.jwk --issuer ${issuer} --expires-in 15m`).trim()
  assert.equal(JSON.parse(ok(`verify ${token} --issuer ${issuer} --allow-http --claims`)).sub, 'alice')
  const down = run(`verify ${token} --jwks-url ${base}/b/500/jwks.json --issuer ${issuer} --allow-http`)
  assert.equal(down.status, 2)
  assert.match(down.stderr, /^tokenseal: ERR_JWKS_UNAVAILABLE: /)
  child.stdin.end()
})

test('serve is a program of its own', { skip: process.platform === 'win32' }, async () => {
  const path = join(folder, 'tokenseal-serve')
  writeFileSync(path, '#!/bin/sh\nread line\necho "$$ $line $@"\nexit 7\n', { mode: 0o755 })
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
  const child = spawn(process.execPath, [program, 'serve', '--json', '--help'], { env })
  child.stdin.end('hello\n')
  const chunks = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  const [code] = await once(child, 'close')
  // It has taken the place of Node.js, so that signals reach it.
  assert.deepEqual([code, Buffer.concat(chunks).toString()], [7, `${child.pid} hello --json --help\n`])
  rmSync(path)
  const missing = spawnSync(process.execPath, [program, 'serve'], { env: { ...env, PATH: folder }, encoding: 'utf8' })
  assert.equal(missing.status, 2)
  assert.match(missing.stderr, /tokenseal-serve is a program of its own/)
})
