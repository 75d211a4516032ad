// Runs the examples of docs/node/testing.md that need a test runner of their own: each with the runner that its first line names.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = new URL('.', import.meta.url)
const made = new URL('made/', here)
const bin = (name) => fileURLToPath(new URL(`node_modules/.bin/${name}`, here))

/** How each runner is started on a file. */
const RUNNERS = {
  Jest: { file: 'jest.test.cjs', command: [process.execPath, bin('jest'), '--rootDir', '.', '--testRegex', 'jest.test.cjs$'] },
  Sinon: { file: 'sinon.test.mjs', command: [process.execPath, '--test', 'sinon.test.mjs'] },
  Vitest: { file: 'vitest.test.mjs', command: [process.execPath, bin('vitest'), 'run', '--root', '.', 'vitest.test.mjs'] },
}

const page = readFileSync(new URL('../../docs/node/testing.md', here), 'utf8')
const examples = [...page.matchAll(/^```javascript\n\/\/ (\w+)\n(.*?)^```/gms)].map(([, runner, code]) => ({ runner, code }))
assert.deepEqual(examples.map(({ runner }) => runner).sort(), Object.keys(RUNNERS))

rmSync(made, { recursive: true, force: true })
mkdirSync(new URL('node_modules/', made), { recursive: true })
symlinkSync(fileURLToPath(new URL('../../bindings-node', here)), new URL('node_modules/tokenseal', made), 'junction')
// For Jest, which takes a folder with a package.json for its root.
writeFileSync(new URL('package.json', made), '{ "private": true }\n')

for (const { runner, code } of examples) {
  const { file, command: [program, ...rest] } = RUNNERS[runner]
  writeFileSync(new URL(file, made), code)
  execFileSync(program, rest, { cwd: made, stdio: ['ignore', 'inherit', 'inherit'] })
  console.log(`${runner}: its example passes`)
}
