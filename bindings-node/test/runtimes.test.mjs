// Every vector in Bun and in Deno; Node's own run is vectors.test.mjs.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { RUNTIMES } from './runtimes/index.mjs'
import { NAMES, read } from './vector_files.mjs'

const count = NAMES.reduce((sum, name) => sum + read(name).count, 0)

for (const { name, program, arguments: given, skip } of RUNTIMES.filter(({ name }) => name !== 'Node')) {
  test(`every vector in ${name}`, { skip }, () => {
    const driver = fileURLToPath(new URL('./runtimes/vectors.mjs', import.meta.url))
    // The runner, not the package, writes rings to files, from which a wrapped key is read.
    const writing = name === 'Deno' ? [`--allow-write=${tmpdir()}`] : []
    const { passed, failed } = JSON.parse(execFileSync(program, [...given, ...writing, driver], { encoding: 'utf8' }))
    assert.deepEqual(failed, [])
    assert.equal(passed, count)
  })
}
