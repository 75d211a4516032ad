// The folders that suites are run in, below target/dependents/node: each with what the lock file of the dependent pins, and one of the
// two with this project's packages in the place of every jsonwebtoken.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { dropIn, npm, platform, release } from '../../../../bindings-node/test/package/release.mjs'

export { npm }
export const HERE = fileURLToPath(new URL('..', import.meta.url))
export const WORK = fileURLToPath(new URL('../../../../target/dependents/node', import.meta.url))

/** Our packages, unpacked. */
const OURS = join(WORK, 'ours')
const PACKAGES = { main: 'tokenseal', native: `@tokenseal/native-${platform}`, dropIn: '@tokenseal/jsonwebtoken' }

/** Packs what would be published, and unpacks it. */
export function shimPackages(progress) {
  progress('pack the shim')
  rmSync(OURS, { recursive: true, force: true, maxRetries: 3 })
  const folder = mkdtempSync(join(tmpdir(), 'tokenseal-dependents-'))
  try {
    const made = { ...release(folder), dropIn: dropIn(folder) }
    for (const [which, name] of Object.entries(PACKAGES)) {
      mkdirSync(join(OURS, name), { recursive: true })
      execFileSync('tar', ['-xf', join(folder, made[which].filename), '-C', join(OURS, name), '--strip-components=1'])
    }
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 3 })
  }
}

/** A folder with the sources of a dependent and what its lock file pins. */
export function install({ name }, sources, which) {
  const folder = join(WORK, name, which)
  const [manifest, lock] = ['package.json', 'package-lock.json'].map((file) => readFileSync(join(HERE, name, file), 'utf8'))
  const stamp = join(folder, 'node_modules/.installed')
  const isInstalled = which === 'original' && existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest + lock
  for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
    if (entry !== 'node_modules' || !isInstalled) rmSync(join(folder, entry), { recursive: true, maxRetries: 3 })
  }
  cpSync(sources, folder, { recursive: true })
  // Over its own: the pinned manifest and its lock file, and what else is needed to run the suite.
  cpSync(join(HERE, name), folder, { recursive: true })
  if (which === 'shim') {
    cpSync(join(WORK, name, 'original/node_modules'), join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  } else if (!isInstalled) {
    npm(folder, 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund')
    writeFileSync(stamp, manifest + lock)
  }
  return folder
}

/** Puts the shim where jsonwebtoken is, however deep: what `overrides` do, which have a test of their own. */
export function putShim({ isJsonwebtoken = false }, folder) {
  const modules = join(folder, 'node_modules')
  for (const name of [PACKAGES.main, PACKAGES.native]) cpSync(join(OURS, name), join(modules, name), { recursive: true })
  for (const place of places(modules)) {
    rmSync(place, { recursive: true, maxRetries: 3 })
    cpSync(join(OURS, PACKAGES.dropIn), place, { recursive: true })
  }
  if (isJsonwebtoken) putOver(folder)
}

/** jsonwebtoken's own suite requires the files next to it. */
function putOver(folder) {
  const ours = join(OURS, PACKAGES.dropIn)
  const manifest = readFileSync(join(folder, 'package.json'))
  for (const name of ['decode.js', 'index.js', 'lib', 'sign.js', 'verify.js']) rmSync(join(folder, name), { recursive: true })
  cpSync(ours, folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), manifest)
}

/** Every folder in which jsonwebtoken is installed. */
function places(modules) {
  const found = []
  for (const entry of readdirSync(modules, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const inner = join(modules, entry.name)
    if (entry.name.startsWith('@')) found.push(...places(inner))
    else if (entry.name === 'jsonwebtoken') found.push(inner)
    else if (existsSync(join(inner, 'node_modules'))) found.push(...places(join(inner, 'node_modules')))
  }
  return found
}
