// Sets of keys against a server that behaves as badly as it can: tests/remote/README.md.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const program = process.env.TOKENSEAL_HOSTILE_SERVER ?? here('../../target/hostile-server/hostile-server')
const { behaviours, count } = JSON.parse(readFileSync(here('../../tests/remote/behaviours.json'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'tokenseal-hostile-'))
const caFile = join(folder, 'ca.pem')
/** Time limits are real in the soak: the default, which is of so many milliseconds. */
const isSoak = process.env.TOKENSEAL_SOAK !== undefined
const LIMIT = 5000

let results = {}
let child
before(async () => {
  child = spawn(program, ['--ca-file', caFile], { stdio: ['pipe', 'pipe', 'inherit'] })
  const absent = () => assert.fail(`the hostile server does not run: ${program}`)
  const ended = Promise.race([once(child, 'exit'), once(child, 'error')]).then(absent, absent)
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])
  ended.catch(() => {})
  const server = JSON.parse(line)
  const present = behaviours.filter(({ url }) => server[url] !== null)
  const given = JSON.stringify({ server, behaviours: present, isSoak })
  const { stdout } = await promisify(execFile)(process.execPath, [here('hostile/run.mjs'), given], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
    maxBuffer: 2 ** 26,
  })
  results = JSON.parse(stdout)
})
after(() => {
  child?.stdin.end()
  rmSync(folder, { recursive: true, maxRetries: 3 })
})

/** What Node's fetch may not tell: of an alert after its side of the handshake it says only that the connection was closed. */
const UNSEEN = { 'client-certificate-none': ['tls', 'connect'] }
const OUTCOMES = { fetched: 'ready', failed: 'unavailable' }

describe('a server', () => {
  for (const { name, url, outcome, failure, fresh_for: freshFor, note } of behaviours) {
    test(`${name}: ${note}`, (context) => {
      const result = results[name]
      if (result === undefined && url === 'ipv6') return context.skip('this machine has no IPv6')
      assert.ok([outcome].flat().includes(OUTCOMES[result.event]), `${result.event}: ${result.why}`)
      if (result.event === 'failed') assert.ok([UNSEEN[name] ?? failure].flat().includes(result.why), result.why)
      if (isSoak && result.why === 'timeout') assert.ok(result.taken >= LIMIT - 50 && result.taken < 2 * LIMIT, `${result.taken} ms`)
      if (freshFor !== undefined) assert.ok(Math.abs(result.expiresIn - freshFor) <= 2, `${result.expiresIn}`)
      // Keys that were there stay there, whatever the server does at the second time.
      if (result.event === 'fetched') assert.ok(result.size > 0 && result.sizeAfter > 0)
      if (outcome === 'ready') assert.equal(result.second, 'fetched')
      if (failure === 'redirect') assert.ok(result.log.every(({ path }) => !path.startsWith('/b/ok/')))
    })
  }

  test('every behaviour was tried', () => assert.ok(Object.keys(results).length >= count - 1 && behaviours.length === count))
})
