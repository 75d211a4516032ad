// Every vector of tests/vectors, through the public API, by no runner's rules: for any runtime. Prints one line of JSON.

import { isDeepStrictEqual } from 'node:util'

import { perform } from '../operations.mjs'
import { rounded } from '../transcripts.mjs'
import { NAMES, casesOf, read } from '../vector_files.mjs'

const pick = (object, names) => Object.fromEntries(names.map((name) => [name, object[name]]))

let passed = 0
const failed = []
for (const name of NAMES) for (const [test, keys] of casesOf(read(name))) check(test, keys)

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
