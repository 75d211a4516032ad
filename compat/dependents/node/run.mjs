// Runs the test suites of packages that use jsonwebtoken, with jsonwebtoken and then with `@tokenseal/jsonwebtoken` in its place:
// `node run.mjs [NAME…]`. Prints a line of JSON for each. Fails where a test that passes with the one fails with the other and is not
// listed in the package's `dependent.json`, and where one that is listed passes.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { comparison, isWrong, notRun } from './lib/comparison.mjs'
import { HERE, install, putShim, shimPackages } from './lib/places.mjs'
import { Skipped, unpackSources } from './lib/sources.mjs'
import { outcomes } from './lib/suites.mjs'

const progress = (text) => process.stderr.write(`${text}\n`)

const known = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'lib')
  .map(({ name }) => name)

/** What is known of a dependent: where its tests come from, how they are run, and which of them differ. */
function manifest(name) {
  if (!known.includes(name)) throw new Error(`there is no dependent ${name}: there are ${known.join(', ')}`)
  return { name, ...JSON.parse(readFileSync(join(HERE, name, 'dependent.json'), 'utf8')) }
}

/** Runs both, and returns the report. */
function compared(dependent) {
  const { name, version, different } = dependent
  progress(`${name}: install`)
  const sources = unpackSources(dependent)
  const [original, shim] = ['original', 'shim'].map((which) => install(dependent, sources, which))
  progress(`${name}: run with jsonwebtoken`)
  const before = outcomes(dependent, original)
  progress(`${name}: run with the shim`)
  putShim(dependent, shim)
  const after = outcomes(dependent, shim)
  return { name, version, ...comparison(before, after, listedOf(different)) }
}

const listedOf = (different) => new Set(different.map(({ test }) => test))

/** The same, where the tests may not be there. */
function outcomeOf(dependent) {
  try {
    return compared(dependent)
  } catch (error) {
    if (!(error instanceof Skipped)) throw error
    const { name, version, different } = dependent
    return { name, version, ...notRun(listedOf(different), error.message) }
  }
}

const wanted = process.argv.slice(2)
const dependents = (wanted.length > 0 ? wanted : known).map(manifest)
shimPackages(progress)
const results = []
for (const dependent of dependents) {
  const result = outcomeOf(dependent)
  results.push(result)
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
process.exitCode = results.some(isWrong) ? 1 : 0
