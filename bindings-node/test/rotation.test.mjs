// A rotation under load: four processes issue tokens by one ring in a file, which rotates several times; this one checks them by the keys that they
// publish. In the middle one key is revoked. Its tokens are refused, and nothing else ever is.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { Key, KeyRing, inspectUnverified } from '../index.mjs'
import { Load } from './rotation/load.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const LENGTHS = { rotateEvery: '4s', tokenLifetime: '6s', jwksMaxAge: '1s', verifierRefresh: '2s', clockSkew: '1s' }
const [BEFORE, AFTER] = [9_000, 8_000]

/** The interpreter that has the package and gunicorn: `cargo xtask test` says where it is. */
const python = process.env.TOKENSEAL_PYTHON
const gunicorn = ['-m', 'gunicorn', '--workers', '4', '--preload', '--bind', '127.0.0.1:0', '--no-control-socket', 'issuers:app']
const ISSUERS = {
  Node: { command: process.execPath, arguments: [here('rotation/issuers.mjs')], folder: here('rotation') },
  Python: { command: python, arguments: gunicorn, folder: here('../../tests/rotation'), skip: python === undefined && 'needs the Python package: `cargo xtask setup python`' },
}

/** Starts a service, and gives its address and what ends it. */
async function serve({ command, arguments: given, folder }, env) {
  const server = spawn(command, given, { env: { ...process.env, ...env }, cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const end = async () => {
    const ended = new Promise((resolve) => (server.exitCode === null && server.signalCode === null ? server.once('exit', resolve) : resolve()))
    server.kill('SIGTERM')
    await ended
  }
  const told = []
  const found = new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface(stream).on('line', (line) => {
        told.push(line)
        const address = line.match(/Listening at: (http:\/\/[\d.:]+)/)?.[1]
        if (address !== undefined) resolve(address)
      })
    }
    server.once('exit', () => reject(new Error(`the service has ended:\n${told.join('\n')}`)))
    server.once('error', reject)
  })
  return { address: await found, end }
}

for (const [name, issuers] of Object.entries(ISSUERS)) {
  test(`${name} issues, Node checks`, { skip: issuers.skip }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenseal-rotation-'))
    const [path, key] = [join(folder, 'keys.ring'), Key.generate('A256KW')]
    KeyRing.create('ES256', LENGTHS).save(path, key)
    const { address, end } = await serve(issuers, { TOKENSEAL_RING: path, TOKENSEAL_RING_KEY: JSON.stringify(key.toJwk({ private: true })) })
    try {
      const load = new Load(address)
      const running = load.run(Date.now() + BEFORE + AFTER)
      await setTimeout(BEFORE)
      assert.deepEqual(load.refused, [], 'a rotation refuses nobody')
      const revoked = await emergency(load, KeyRing.open(path, key))
      await running
      const [ofRevoked, others] = [true, false].map((is) => load.refused.filter(({ keyId }) => (keyId === revoked) === is))
      assert.deepEqual(others, [], 'an emergency refuses no other key')
      assert.ok(ofRevoked.length > 0 && ofRevoked.every(({ code }) => code === 'ERR_JWKS_NO_MATCHING_KEY'))
      assert.ok(load.signers.size >= 4, `${load.signers.size} keys have signed`)
      assert.equal(load.workers.size, 4)
      assert.ok(load.checked > 500, `${load.checked} checks`)
    } finally {
      await end()
      rmSync(folder, { recursive: true })
    }
  })
}

/** Revokes the key that signs, and waits until its tokens are refused here: as soon as the keys were fetched again. */
async function emergency(load, ring) {
  const token = await load.fetchOne()
  const { kid } = inspectUnverified(token).header
  assert.equal(await load.failureOf(token), undefined)
  ring.revoke(kid)
  const revoked = Date.now()
  // While it is accepted it has not expired, so that only the revocation can refuse it.
  for (let code; code === undefined; code = await load.failureOf(token)) {
    assert.ok(Date.now() - revoked < 4_000, 'a token of the revoked key is accepted')
    await setTimeout(50)
  }
  assert.equal(await load.failureOf(token), 'ERR_JWKS_NO_MATCHING_KEY')
  return kid
}
