// Rings in files: what is refused, what several processes make of one, and that nothing is ever overwritten.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { Issuer, Key, KeyRing, Verifier } from '../index.mjs'
import { testClock } from '../testing/index.mjs'

const START = 1_800_000_000
const UNAVAILABLE = { code: 'ERR_KEYRING_UNAVAILABLE', name: 'KeyRingUnavailableError', fault: 'environment', status: 503 }
const NO_KEY = { code: 'ERR_JWKS_NO_MATCHING_KEY' }

const folder = mkdtempSync(join(tmpdir(), 'tokenseal-rings-'))
after(() => rmSync(folder, { recursive: true }))
let count = 0
const key = Key.generate('A256KW')

/** A ring in a file of its own. */
function kept(options) {
  const [path, clock] = [join(folder, `${++count}.ring`), testClock(START)]
  const ring = KeyRing.create('Ed25519', { clock, ...options })
  ring.save(path, key)
  return { path, clock, ring }
}

/** Runs a module next to the package, in a separate process. */
const run = (program, ...given) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program, ...given], { cwd: fileURLToPath(new URL('..', import.meta.url)) })

const WRAPPING = JSON.stringify(key.toJwk({ private: true }))

describe('a file', () => {
  test('keeps a ring and every change', () => {
    const { path, clock, ring } = kept()
    const same = KeyRing.open(path, key, { clock })
    assert.deepEqual(same.status(), ring.status())
    const { keyId } = ring.signingKey()
    ring.revoke(keyId)
    assert.equal(same.keys().find((one) => one.keyId === keyId).state, 'revoked')
    assert.deepEqual(KeyRing.open(pathToFileURL(path), [Key.generate('A256KW'), key], { clock }).status(), ring.status())
  })

  test('is followed by issuers and verifiers', () => {
    const { path, clock, ring } = kept()
    const follower = KeyRing.open(path, key, { clock })
    const issuer = new Issuer({ signingKey: ring, lifetime: '15m', clock })
    const verifier = new Verifier({ keys: follower, clock })
    const token = issuer.issue({ sub: 'alice' })
    assert.equal(verifier.verify(token).get('sub'), 'alice')
    ring.revoke(ring.signingKey().keyId)
    clock.advance(1)
    assert.throws(() => verifier.verify(token), NO_KEY)
    assert.equal(verifier.verify(issuer.issue({ sub: 'bob' })).get('sub'), 'bob')
  })

  test('is made once, and never overwritten', () => {
    const { path, ring } = kept()
    const before = readFileSync(path)
    assert.throws(() => KeyRing.create('Ed25519').save(path, key), { code: 'ERR_OPTION_INVALID', message: /exists already/ })
    assert.throws(() => ring.save(join(folder, 'other.ring'), key), { code: 'ERR_OPTION_INVALID', message: /kept already/ })
    assert.deepEqual(readFileSync(path), before)
    assert.throws(() => KeyRing.create('Ed25519').save(join(folder, 'missing', 'x.ring'), key), UNAVAILABLE)
  })

  test('of another key, and one that is not there, are errors, and nothing is made instead', () => {
    const { path } = kept()
    const names = readdirSync(folder)
    assert.throws(() => KeyRing.open(path, Key.generate('A256KW')), UNAVAILABLE)
    assert.throws(() => KeyRing.open(path, Key.generate('HS256')), { code: 'ERR_OPTION_INVALID' })
    assert.throws(() => KeyRing.open(join(folder, 'none.ring'), key), UNAVAILABLE)
    assert.throws(() => KeyRing.wrappedKey(join(folder, 'none.ring')), UNAVAILABLE)
    assert.deepEqual(readdirSync(folder), names)
  })

  test('that is torn is refused, and what was read before serves on', () => {
    const { path, clock, ring } = kept()
    const whole = readFileSync(path)
    for (const length of [0, 1, 100, whole.length - 1]) {
      writeFileSync(path, whole)
      truncateSync(path, length)
      assert.throws(() => KeyRing.open(path, key), UNAVAILABLE)
      assert.throws(() => ring.revoke(ring.signingKey().keyId), UNAVAILABLE)
      assert.equal(readFileSync(path).length, length)
      assert.equal(ring.status().failed.code, 'ERR_KEYRING_UNAVAILABLE')
      const token = new Issuer({ signingKey: ring, lifetime: '15m', clock }).issue({ sub: 'alice' })
      assert.equal(new Verifier({ keys: ring, clock }).verify(token).get('sub'), 'alice')
    }
    writeFileSync(path, whole)
    assert.equal(ring.status().failed, null)
  })

  test('of an older generation is not used, and not overwritten', () => {
    const { path, ring } = kept()
    copyFileSync(path, `${path}.backup`)
    const { keyId } = ring.signingKey()
    ring.revoke(keyId)
    writeFileSync(path, readFileSync(`${path}.backup`))
    assert.equal(ring.status().failed.code, 'ERR_KEYRING_UNAVAILABLE')
    assert.equal(ring.keys().find((one) => one.keyId === keyId).state, 'revoked')
    assert.throws(() => ring.advance(), { ...UNAVAILABLE, message: /older than what was read before/ })
    assert.deepEqual(readFileSync(path), readFileSync(`${path}.backup`))
  })

  test('that others may read is refused', { skip: process.platform === 'win32' && 'has no modes' }, () => {
    const { path } = kept()
    chmodSync(path, 0o644)
    assert.throws(() => KeyRing.open(path, key), UNAVAILABLE)
  })

  test('of a folder that may not be written is followed', { skip: process.platform === 'win32' && 'has no modes' }, () => {
    const own = mkdtempSync(join(folder, 'only-'))
    const path = join(own, 'keys.ring')
    const ring = KeyRing.create('Ed25519', { now: START })
    ring.save(path, key)
    const asOther = otherUser(own, path)
    try {
      const follower = KeyRing.open(path, key, { clock: () => START + 40 * 86_400 })
      const before = readFileSync(path)
      assert.throws(() => follower.revoke(ring.keys({ now: START })[0].keyId), { code: 'ERR_OPTION_INVALID', message: /only be followed here/ })
      assert.equal(follower.toJwks().keys.length, 2)
      assert.deepEqual(readFileSync(path), before)
    } finally {
      asOther.end()
    }
  })
})

/** Makes a folder one that this process may only read: root becomes another user for it. */
function otherUser(own, path) {
  if (process.getuid() !== 0) {
    chmodSync(own, 0o555)
    return { end: () => chmodSync(own, 0o755) }
  }
  const nobody = 65_534
  chmodSync(folder, 0o755)
  chmodSync(own, 0o755)
  chownSync(path, nobody, nobody)
  process.seteuid(nobody)
  return { end: () => process.seteuid(0) }
}

describe('several processes', () => {
  const PROGRAM = `
    import { Key, KeyRing } from './index.mjs'
    const [path, jwk, times] = process.argv.slice(1)
    const ring = KeyRing.open(path, Key.fromJwk(jwk))
    for (let time = 0; time < Number(times); time++) ring.revoke(ring.signingKey().keyId)
    console.log(JSON.stringify(ring.status()))`

  test('change one ring, and no change is lost', async () => {
    const { path, ring } = kept({ clock: null })
    const came = await Promise.all(Array.from({ length: 4 }, () => run(PROGRAM, path, WRAPPING, '10')))
    const generations = came.map(({ stdout }) => JSON.parse(stdout).generation)
    const { generation, failed, keys } = ring.status()
    assert.deepEqual([failed, generation], [null, Math.max(...generations)])
    assert.ok(keys.filter(({ state }) => state === 'revoked').length >= 10)
    assert.ok(keys.some(({ state }) => state === 'active'))
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith(`${count}.ring`)).sort(), [`${count}.ring`, `${count}.ring.lock`])
  })

  test('are seen by a verifier within half a second', async () => {
    const { path, ring } = kept({ clock: null })
    const [issuer, verifier] = [new Issuer({ signingKey: ring, lifetime: '15m' }), new Verifier({ keys: ring })]
    const token = issuer.issue({ sub: 'alice' })
    assert.equal(verifier.verify(token).get('sub'), 'alice')
    await run(PROGRAM, path, WRAPPING, '1')
    await new Promise((resolve) => setTimeout(resolve, 500))
    assert.throws(() => verifier.verify(token), NO_KEY)
    assert.equal(verifier.verify(issuer.issue({ sub: 'bob' })).get('sub'), 'bob')
  })
})

describe('the key that protects a ring', () => {
  test('may be one that a KMS has wrapped, in two steps', () => {
    const path = join(folder, 'kms.ring')
    const wrappedKey = new Uint8Array([1, 2, 3])
    const ring = KeyRing.create('Ed25519')
    assert.equal(KeyRing.fromJwe(ring.toJwe(key, { wrappedKey }), key).keys().length, 2)
    ring.save(path, key, { wrappedKey })
    assert.deepEqual(KeyRing.wrappedKey(path), wrappedKey)
    ring.revoke(ring.signingKey().keyId)
    assert.deepEqual(KeyRing.wrappedKey(path), wrappedKey)
    assert.equal(KeyRing.wrappedKey(kept().path), null)
  })

  test('may be exchanged for another', () => {
    const { path, ring, clock } = kept()
    const next = Key.generate('dir', { enc: 'A256GCM' })
    const follower = KeyRing.open(path, [key, next], { clock })
    ring.rewrap(next, { wrappedKey: new Uint8Array([7]) })
    assert.deepEqual(KeyRing.wrappedKey(path), new Uint8Array([7]))
    assert.throws(() => KeyRing.open(path, key), UNAVAILABLE)
    ring.revoke(ring.signingKey().keyId)
    assert.deepEqual(follower.status(), ring.status())
  })

  test('opens a text, whole and unchanged', () => {
    const text = KeyRing.create('Ed25519', { now: START }).toJwe(key)
    const bytes = new TextEncoder().encode(text)
    assert.deepEqual(KeyRing.fromJwe(bytes, key).status({ now: START }), KeyRing.fromJwe(text, key).status({ now: START }))
    for (const wrong of ['', 'x', text.slice(1), text.slice(0, -1), `${text}A`]) assert.throws(() => KeyRing.fromJwe(wrong, key), UNAVAILABLE)
  })
})
