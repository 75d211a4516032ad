// Tokens, keys and thumbprints exchanged with other libraries, both ways; what was exchanged is docs/interop-node.md.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'

import { FORMS, THUMBPRINTS } from './interop/cases.mjs'
import { OTHERS, compareThumbprints, exchange } from './interop/exchange.mjs'
import { render } from './interop/table.mjs'
import { counts, totals, unexpected } from './interop/ways.mjs'

// By library: its tokens that this package reads, and tokens of this package that it reads; thumbprints that are equal.
const TOTALS = { jose: [1129, 1129], 'node-jose': [561, 561], 'fast-jwt': [13, 13], jsonwebtoken: [12, 12] }
const EQUAL = { jose: [42, 0], 'node-jose': [30, 0], 'fast-jwt': [0, 0], jsonwebtoken: [0, 0] }

const PAGE = new URL('../../docs/interop-node.md', import.meta.url)
const tables = []
const keys = { rows: [] }

for (const form of FORMS) {
  const table = { title: form.title, note: form.note, kind: form.kind, rows: [] }
  tables.push(table)
  describe(form.title, () => {
    for (const row of form.rows) {
      test(row.label, async () => {
        const cells = []
        for (const other of OTHERS) {
          const words = other.lacks(row, form.kind === 'encrypted' && form.name !== 'encrypted claims' ? `JWE ${form.name}` : form.name)
          cells.push(words === undefined ? await exchange(form, row, other) : { words })
        }
        table.rows.push([row, cells])
      })
    }
  })
}

describe('Thumbprints', () => {
  for (const row of THUMBPRINTS) {
    test(row.label, async () => {
      const cells = []
      for (const other of OTHERS) {
        const words = other.lacks(row, 'thumbprint')
        cells.push(words === undefined ? { readHere: await compareThumbprints(row, other) } : { words })
      }
      keys.rows.push([row, cells])
    })
  }
})

test('docs/interop-node.md says what was exchanged', (context) => {
  for (const line of counts(tables, keys).split('\n')) context.diagnostic(line)
  assert.deepEqual(unexpected(tables), [], 'the page would not tell the truth')
  const page = render(tables, keys)
  if (process.env.TOKENSEAL_GENERATE === '1') writeFileSync(PAGE, page)
  assert.equal(readFileSync(PAGE, 'utf8'), page)
  assert.deepEqual(totals(tables), TOTALS, 'not as many tokens as before')
  assert.deepEqual(totals([keys]), EQUAL, 'not as many thumbprints as before')
})
