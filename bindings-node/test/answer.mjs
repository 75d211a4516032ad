// Reads one case per line from standard input, and writes its outcome as one line of JSON: the Node side of the demo, of the matrix
// of languages and of the day (tests/day). A line: {"operation", "input", "options", "group_keys", "read"?}.

import { createInterface } from 'node:readline'

import { load } from './hooked.mjs'

// Only the addon with the tests' hooks keeps a record.
if (process.env.TOKENSEAL_RECORD !== undefined) load()
const { perform } = await import('./operations.mjs')
const { performDay } = await import('./day.mjs')

async function answer(test, groupKeys) {
  if (test.operation.startsWith('day.')) return performDay(test)
  // It needs clients of stores, which not every answerer has.
  if (test.operation.startsWith('revoked.')) return (await import('./revoked.mjs')).performRevoked(test)
  return perform(test, groupKeys)
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue
  const { group_keys: groupKeys, ...test } = JSON.parse(line)
  const outcome = await answer(test, groupKeys)
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
