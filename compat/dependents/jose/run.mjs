// Runs jose's own test suite with jose, and then with `tokenseal/compat/jose` in its place. The
// tests come from the checkout `$DEPENDENTS_DIR/jose`; nothing of them is kept. Prints a line of
// JSON, and for each test that fails with the shim alone why.
// Fails where a test that passes with the one fails with the other and is not listed in
// `dependent.json`, and where one that is listed passes.

import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { comparison, isWrong, notRun } from '../node/lib/comparison.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const PACKAGE = here('../../../bindings-node')
/** Where `jose`, `tokenseal` and TypeScript are found. */
const WORK = join(PACKAGE, 'compat/.jose-suite')
const require = createRequire(join(PACKAGE, 'package.json'))
const { version, different, left } = JSON.parse(readFileSync(here('dependent.json'), 'utf8'))

/** Secrets of zeros, which the core refuses whatever is said, become others, for both. */
const ZEROS = /new Uint8Array\((16|24|32|48|64)\)/g
const otherBytes = (_, length) => `Uint8Array.from({ length: ${length} }, (_, index) => index + 1)`

/** Makes JavaScript of a test, which asks for the library, ava and timekeeper by other names. */
function translated(text, file, subject) {
  const ts = require('typescript')
  const options = { target: 'ES2022', module: 'ESNext', verbatimModuleSyntax: false }
  const { outputText } = ts.transpileModule(text, { compilerOptions: options, fileName: file })
  const up = relative(dirname(file), '.') || '.'
  return outputText
    .replaceAll(ZEROS, otherBytes)
    .replaceAll(/from '(?:\.\.\/)+src\/index\.js'/g, `from '${subject}'`)
    .replaceAll("from 'ava'", `from '${up}/ava.mjs'`)
    .replaceAll("from 'timekeeper'", `from '${up}/timekeeper.mjs'`)
    .replaceAll(/from '(\.\/[\w/]+)\.js'/g, "from '$1.mjs'")
}

/** The files of the suite that ask for the public surface. */
function filesOf(checkout) {
  const names = readdirSync(join(checkout, 'test'), { recursive: true })
  return names.filter((name) => name.endsWith('.ts') && !left.some(({ file }) => file === name))
}

function prepare(checkout, subject) {
  const folder = join(WORK, basename(subject))
  rmSync(folder, { recursive: true, force: true })
  for (const name of filesOf(checkout)) {
    const target = join(folder, name.replace(/\.ts$/, '.mjs'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(
      target,
      translated(readFileSync(join(checkout, 'test', name), 'utf8'), name, subject),
    )
  }
  for (const name of ['ava.mjs', 'timekeeper.mjs']) cpSync(here(name), join(folder, name))
  return folder
}

/** For each test by its file and title whether it has passed. */
function outcomes(checkout, subject) {
  const folder = prepare(checkout, subject)
  const results = new Map()
  for (const name of filesOf(checkout)
    .filter((file) => file.endsWith('.test.ts'))
    .sort()) {
    for (const [title, hasPassed, why] of outcomesOf(folder, name.replace(/\.ts$/, '.mjs'))) {
      results.set(`${name.replace(/\.test\.ts$/, '')}: ${title}`, [hasPassed, why])
    }
  }
  return results
}

function outcomesOf(folder, file) {
  const program = `
    const { runAll } = await import(${JSON.stringify(join(folder, 'ava.mjs'))})
    await import(${JSON.stringify(join(folder, file))})
    console.log('\\n' + JSON.stringify(await runAll()))
    process.exit()`
  const given = ['--input-type=module', '--no-warnings', '--eval', program]
  const out = execFileSync(process.execPath, given, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  })
  return JSON.parse(out.trim().split('\n').at(-1))
}

function compared(checkout) {
  const [before, after] = ['jose', 'tokenseal/compat/jose'].map((subject) =>
    outcomes(checkout, subject),
  )
  const result = comparison(passedOf(before), passedOf(after), listed)
  for (const [test, [hadPassed]] of before) {
    const [hasPassed, why] = after.get(test) ?? []
    if (!hadPassed || hasPassed) continue
    process.stderr.write(`${listed.has(test) ? 'listed' : 'NOT LISTED'}: ${test}: ${why}\n`)
  }
  return result
}

const passedOf = (results) => new Map([...results].map(([test, [hasPassed]]) => [test, hasPassed]))

const listed = new Set(different.flatMap(({ tests }) => tests))
const checkout = join(process.env.DEPENDENTS_DIR ?? '', 'jose')
const isThere = process.env.DEPENDENTS_DIR !== undefined && existsSync(join(checkout, 'test'))
const result = isThere
  ? compared(checkout)
  : notRun(listed, 'DEPENDENTS_DIR has no checkout named jose')
rmSync(WORK, { recursive: true, force: true })
process.stdout.write(`${JSON.stringify({ name: 'jose', version, ...result })}\n`)
process.exitCode = isWrong(result) ? 1 : 0
