// Every vector of tests/vectors, through the public API of this package.

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'

import { perform } from './operations.mjs'
import { rounded } from './transcripts.mjs'
import { NAMES, casesOf, read } from './vector_files.mjs'

/** What the log holds of each id: the error whole, or the members that are expected. */
const outcomes = {}

after(() => {
  const folder = process.env.TOKENSEAL_OUTCOMES
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'node.json'), JSON.stringify(outcomes))
})

for (const name of NAMES) {
  describe(name, () => {
    const file = read(name)
    const cases = casesOf(file)
    test('schema and count', () => {
      assert.equal(file.schema, 'vectors-v1')
      assert.equal(cases.length, file.count)
    })
    for (const [one, groupKeys] of cases) {
      test(one.id, () => {
        const outcome = compared(perform(one, groupKeys), one.expect)
        assert.ok(!Object.hasOwn(outcomes, one.id), 'the id comes twice')
        outcomes[one.id] = outcome
        assert.deepEqual(rounded(outcome), rounded(one.expect))
      })
    }
  })
}

/** An error counts whole; of a result, the members that are expected. */
function compared(outcome, expected) {
  if (Object.hasOwn(outcome, 'error')) return outcome
  return Object.fromEntries(Object.keys(expected).map((name) => [name, Object.hasOwn(outcome, name) ? outcome[name] : undefined]))
}
