// The examples in the types run as they stand. `// => value` says what an expression gives, `// throws CODE` how it fails.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'

import { blocks } from './blocks.mjs'

const folder = new URL('../', import.meta.url)
const within = (name) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`)
const files = ['index.d.ts', 'testing/index.d.ts', ...within('adapters'), ...within('lib')].filter((name) => name.endsWith('.d.ts'))

for (const file of files) {
  const comments = readFileSync(new URL(file, folder), 'utf8').replace(/^ *\* ?/gm, '')
  for (const [index, example] of blocks(comments).entries()) {
    test(`${file}, example ${index + 1}`, async () => {
      const checks = []
      globalThis.checks = checks
      await import(`data:text/javascript,${encodeURIComponent(`${asModule(example)}\n//# sourceURL=${file}-${index + 1}`)}`)
      assert.ok(checks.length > 0, 'the example shows no result')
      for (const check of checks) await check()
    })
  }
}

/** The example as a module that finds the package, and hands over what there is to compare. */
function asModule(example) {
  return example
    .replaceAll(`from 'tokenseal'`, `from ${JSON.stringify(new URL('index.mjs', folder).href)}`)
    .replaceAll(/from '(tokenseal\/\w+|hono)'/g, (from, name) => `from ${JSON.stringify(import.meta.resolve(name))}`)
    .replace(
      /^( *);?(.+?) \/\/ => (.+)$/gm,
      (line, indent, actual, expected) => `${indent};{ const actual = ${actual}; checks.push(() => equal(actual, ${expected})) }`,
    )
    .replace(
      /^( *);?(.+?) \/\/ throws (\w+)$/gm,
      (line, indent, call, code) => `${indent}checks.push(() => throwsCode(() => ${call}, '${code}'))`,
    )
}

globalThis.equal = (actual, expected) => assert.deepEqual(actual, expected)
globalThis.throwsCode = (call, code) => assert.throws(call, { code })

test('there is an example for every file that has functions', () => assert.ok(files.length >= 12))
