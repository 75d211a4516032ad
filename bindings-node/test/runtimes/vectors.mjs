// Every vector of tests/vectors, through the public API, by no runner's rules: for any runtime. Prints one line of JSON.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

import { perform } from '../operations.mjs'
import { rounded } from '../transcripts.mjs'

const FOLDER = fileURLToPath(new URL('../../../tests/vectors/', import.meta.url))

const pick = (object, names) => Object.fromEntries(names.map((name) => [name, object[name]]))

let passed = 0
const failed = []
for (const name of readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'schema.json')) {
  const { groups } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
  for (const { keys, tests } of groups) for (const test of tests) check(test, keys)
}

function check(test, keys) {
  const outcome = outcomeOf(test, keys)
  const compared = Object.hasOwn(outcome, 'error') ? outcome : pick(outcome, Object.keys(test.expect))
  if (isDeepStrictEqual(rounded(compared), rounded(test.expect))) passed++
  else failed.push({ id: test.id, outcome })
}

function outcomeOf(test, keys) {
  try {
    return perform(test, keys)
  } catch (error) {
    return { error: String(error) }
  }
}

console.log(JSON.stringify({ passed, failed }))
