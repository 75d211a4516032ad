// Runs the suite of a dependent by its own runner, and reads which tests have passed.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const REPORTER = fileURLToPath(new URL('mocha_reporter.cjs', import.meta.url))
/** A suite that takes longer waits for something that does not come. */
const MOST_MS = 300_000

const RUNNERS = {
  mocha: (given, report) => [
    ['mocha/bin/mocha.js', '--reporter', REPORTER, '--reporter-options', `report=${report}`, ...given],
    () => JSON.parse(readFileSync(report, 'utf8')),
  ],
  vitest: (given, report) => [
    ['vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report}`, ...given],
    () => {
      const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
      const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
      return tests.map(({ fullName, status }) => [fullName, status === 'passed'])
    },
  ],
}

/**
 * For each test by its full name whether it has passed. The tests' secrets are short, so the shim
 * is told to accept them.
 */
export function outcomes({ name, runner, arguments: given, before = [] }, folder) {
  for (const [program, ...rest] of before) ran(folder, [program, ...rest])
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const [command, read] = RUNNERS[runner](given, report)
  const { stdout, stderr } = ran(folder, command)
  if (!existsSync(report)) throw new Error(`${name}: the suite did not run in ${folder}:\n${stdout}\n${stderr}`)
  return numbered(read())
}

function ran(folder, [program, ...rest]) {
  const env = { ...process.env, NODE_ENV: 'test', TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS: '1' }
  // This may run below a runner of tests itself.
  delete env.NODE_TEST_CONTEXT
  const options = { cwd: folder, encoding: 'utf8', env, timeout: MOST_MS, maxBuffer: 2 ** 28 }
  return spawnSync(process.execPath, [join(folder, 'node_modules', program), ...rest], options)
}

/** Tests with the same name are distinguished by their order. */
function numbered(tests) {
  const results = new Map()
  for (const [title, hasPassed] of tests) {
    let name = title
    for (let count = 2; results.has(name); count++) name = `${title} (${count})`
    results.set(name, hasPassed)
  }
  return results
}
