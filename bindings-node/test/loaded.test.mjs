// An adapter that is not imported costs nothing, and an imported one loads no framework.
// (package.test.mjs tests what each says if its framework is missing, in a folder without any.)

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('..', import.meta.url))
const { exports: entries } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const ADAPTERS = Object.entries(entries).filter(([, { require: given }]) => given?.default.startsWith('./adapters/')).map(([name]) => name.slice(2))

/** The files that a program has loaded by its end, from the folder of the package. */
function loadedBy(program) {
  const tell = `console.log(JSON.stringify(Object.keys(require.cache)))`
  const output = execFileSync(process.execPath, ['--eval', `${program}\n${tell}`], { cwd, encoding: 'utf8' })
  return JSON.parse(output).map((path) => path.slice(cwd.length))
}

const own = (paths) => paths.filter((path) => path.startsWith('adapters/'))
const others = (paths) => paths.filter((path) => path.includes('node_modules/'))

test('the package loads no adapter, and nothing of others', () => {
  for (const name of ['tokenseal', 'tokenseal/testing']) {
    const loaded = loadedBy(`require('${name}')`)
    assert.ok(loaded.includes('lib/verifier.cjs'), loaded.join(' '))
    assert.deepEqual([own(loaded), others(loaded)], [[], []], name)
  }
})

test('every adapter is looked at', () => {
  assert.deepEqual(ADAPTERS, ['express', 'fastify', 'grpc', 'hono', 'mcp', 'nest', 'next', 'ws'])
})

describe('an adapter loads what it is made of, and no framework', () => {
  /** Who needs other files than its own and those that adapters share. */
  const MORE = { mcp: ['adapters/express.cjs'], nest: ['adapters/nest_with.cjs'] }
  const SHARED = ['adapters/events.cjs', 'adapters/shared.cjs']
  for (const name of ADAPTERS) {
    test(name, () => {
      const loaded = loadedBy(`require('tokenseal/${name}')`)
      const known = new Set([`adapters/${name}.cjs`, ...SHARED, ...(MORE[name] ?? [])])
      assert.deepEqual(own(loaded).filter((path) => !known.has(path)), [])
      // Nest's exceptions are distinguished by class, so its adapter needs Nest's own.
      if (name === 'nest') assert.ok(others(loaded).some((path) => path.startsWith('node_modules/@nestjs/common/')))
      else assert.deepEqual(others(loaded), [])
    })
  }
})
