// The Node examples of the READMEs, the repository's and the package's, run as they stand.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { blocks, run } from './blocks.mjs'

const packageFolder = new URL('..', import.meta.url)

for (const [name, url] of [
  ['README', '../README.md'],
  ['the package’s README', 'README.md'],
]) {
  const text = readFileSync(new URL(url, packageFolder), 'utf8')
  const examples = blocks(text)
  test(`${name} has an example for Node`, () => assert.ok(examples.length > 0))
  for (const [index, example] of examples.entries()) {
    test(`${name}, example ${index + 1}`, () => assert.equal(run(example), 'alice\n'))
  }
}
