// Reads one case per line from standard input, and writes its outcome as one line of JSON: the Node side of the demo and of the matrix
// of languages. A line: {"operation", "input", "options", "group_keys", "read"?}.

import { createInterface } from 'node:readline'

import { perform } from './operations.mjs'

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue
  const { group_keys: groupKeys, ...test } = JSON.parse(line)
  process.stdout.write(`${JSON.stringify(perform(test, groupKeys))}\n`)
}
