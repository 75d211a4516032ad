// Installs an application whose dependencies ask for jsonwebtoken, with `@tokenseal/jsonwebtoken` in its place, by each package manager:
// `node run.mjs [NAME…]`. Prints a line for each: what the dependencies get, and a token that express-jwt has checked with it.
//
// Our packages come from a registry that this starts, as if they were published; everything else from the one that npm is set to.

import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { serve } from '../../../bindings-node/test/package/registry.mjs'
import { dropIn, npm, platform, release } from '../../../bindings-node/test/package/release.mjs'
import { MANAGERS } from './managers.mjs'

const run = promisify(execFile)
const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const WORK = here('../../../target/dependents/managers')
/** Each asks for jsonwebtoken. */
const DEPENDENCIES = { 'express-jwt': '8.5.1', 'passport-jwt': '4.0.1' }

const progress = (text) => process.stderr.write(`${text}\n`)

/** The managers themselves, as the lock file pins them, and our packages. */
function prepared() {
  const [packages, programs] = ['packages', 'programs'].map((name) => join(WORK, name))
  rmSync(packages, { recursive: true, force: true, maxRetries: 3 })
  for (const folder of [packages, programs]) mkdirSync(folder, { recursive: true })
  const [lock, stamp] = [readFileSync(here('package-lock.json'), 'utf8'), join(programs, 'node_modules/.installed')]
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(here(name), join(programs, name))
    npm(programs, 'ci', '--prefer-offline', '--no-audit', '--no-fund')
    writeFileSync(stamp, lock)
  }
  const { main, native, manifest, platforms } = release(packages)
  const packed = [main, native, dropIn(packages)].map(({ filename }) => join(packages, filename))
  const tarballs = [...packed, ...platforms.filter((name) => name !== platform).map((name) => tarball(packages, name))]
  return { programs: join(programs, 'node_modules'), tarballs, version: manifest.version }
}

/** The package of another platform, which Yarn looks up too. */
function tarball(packages, name) {
  const [stage, file] = [join(packages, 'others', name, 'package'), join(packages, `${name}.tgz`)]
  cpSync(join(packages, 'bindings-node/npm', name), stage, { recursive: true })
  execFileSync('tar', ['-czf', file, '-C', join(stage, '..'), 'package'])
  return file
}

/** What the application prints, installed by one manager. */
async function outcome(name, { files, install, program = [process.execPath] }, { registry, programs, alias }) {
  const folder = join(WORK, name.replaceAll(/\W+/g, '-'))
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  mkdirSync(folder, { recursive: true })
  const manifest = { name: 'app', version: '1.0.0', private: true, dependencies: DEPENDENCIES }
  for (const [path, text] of Object.entries(files(manifest, alias))) writeFileSync(join(folder, path), text)
  copyFileSync(here('program.cjs'), join(folder, 'program.cjs'))
  const [command, environment] = install(registry, folder)
  const options = { cwd: folder, env: { ...process.env, ...environment }, encoding: 'utf8', maxBuffer: 2 ** 28 }
  const start = (words, ...rest) => run(...started(words, programs, rest), options)
  await start(command)
  const { stdout } = await start(program, 'program.cjs')
  return JSON.parse(stdout)
}

/** Program and arguments: a script of one of the managers is run by this Node.js. */
function started([first, ...rest], programs, more) {
  const script = join(programs, first)
  return existsSync(script) ? [process.execPath, [script, ...rest, ...more]] : [first, [...rest, ...more]]
}

const wanted = process.argv.slice(2)
progress('pack, and install the package managers')
const { programs, tarballs, version } = prepared()
const server = await serve(tarballs, npm(WORK, 'config', 'get', 'registry').trim())
const expected = Object.fromEntries(Object.keys(DEPENDENCIES).map((name) => [name, `@tokenseal/jsonwebtoken@${version}`]))
try {
  for (const [name, manager] of Object.entries(MANAGERS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    progress(name)
    const alias = `npm:@tokenseal/jsonwebtoken@${version}`
    const { found, subject } = await outcome(name, manager, { registry: server.address, programs, alias })
    const isRight = JSON.stringify(found) === JSON.stringify(expected) && subject === 'alice'
    process.stdout.write(`${JSON.stringify({ name, found, subject, isRight })}\n`)
    if (!isRight) process.exitCode = 1
  }
} finally {
  server.stop()
}
