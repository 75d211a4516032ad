// Tokens, keys and thumbprints exchanged with other libraries, both ways; what was exchanged is docs/interop-node.md.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'

import { FORMS, THUMBPRINTS } from './interop/cases.mjs'
import { OTHERS, compareThumbprints, exchange } from './interop/exchange.mjs'
import { render } from './interop/table.mjs'

const PAGE = new URL('../../docs/interop-node.md', import.meta.url)
const tables = []

for (const form of FORMS) {
  const table = { title: form.title, note: form.note, rows: [] }
  tables.push(table)
  describe(form.title, () => {
    for (const row of form.rows) {
      test(row.label, async () => {
        const cells = []
        for (const other of OTHERS) {
          const words = other.lacks(row, form.kind === 'encrypted' && form.name !== 'encrypted claims' ? `JWE ${form.name}` : form.name)
          cells.push(words === undefined ? await exchange(form, row, other) : { words })
        }
        table.rows.push([row.label, cells])
      })
    }
  })
}

describe('Thumbprints', () => {
  const note = 'Of keys made by either side, with SHA-256, SHA-384 and SHA-512: how many were equal.'
  const table = { title: 'Thumbprints of keys', note, rows: [], oneWay: true }
  tables.push(table)
  for (const row of THUMBPRINTS) {
    test(row.label, async () => {
      const cells = []
      for (const other of OTHERS) {
        const words = other.lacks(row, 'thumbprint')
        cells.push(words === undefined ? { readHere: await compareThumbprints(row, other) } : { words })
      }
      table.rows.push([row.label, cells])
    })
  }
})

test('docs/interop-node.md says what was exchanged', () => {
  const page = render(tables)
  if (process.env.TOKENSEAL_GENERATE === '1') writeFileSync(PAGE, page)
  assert.equal(readFileSync(PAGE, 'utf8'), page)
})
