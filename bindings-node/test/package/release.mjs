// The steps of a release (.github/workflows/release-node.yml) in a folder of its own, up to packages that could be published.

import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../..', import.meta.url))
const DROP_IN = join(SOURCE, '../compat/jsonwebtoken/package')
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm'
// Nothing that packing must copy is there yet.
const LEFT_OUT = ['LICENSE-APACHE', 'LICENSE-MIT', 'artifacts', 'compat', 'node_modules', 'npm', 'src', 'test']

export const npm = (folder, ...given) =>
  execFileSync(NPM, given, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })

/** The addon of this platform, as `npm run build` left it, and its platform's name. */
export const addon = readdirSync(SOURCE).find((name) => /^tokenseal\..*\.node$/.test(name))
export const platform = addon.split('.')[1]

/** Makes the packages in the folder, and returns what npm says about the main one and this platform's. */
export function release(folder) {
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(join(SOURCE, '..', name), join(folder, name))
  cpSync(join(SOURCE, '../compat'), join(folder, 'compat'), { recursive: true })
  const stage = join(folder, 'bindings-node')
  mkdirSync(stage)
  for (const name of readdirSync(SOURCE).filter((name) => !LEFT_OUT.includes(name) && !name.endsWith('.node'))) {
    cpSync(join(SOURCE, name), join(stage, name), { recursive: true })
  }
  const cli = join(SOURCE, 'node_modules/@napi-rs/cli/dist/cli.js')
  const napi = (...given) => execFileSync(process.execPath, [cli, ...given], { cwd: stage, stdio: ['ignore', 'pipe', 'pipe'] })
  napi('create-npm-dirs')
  mkdirSync(join(stage, 'artifacts'))
  // The other platforms' addons are built elsewhere; only this one's is packed here.
  for (const other of readdirSync(join(stage, 'npm'))) writeFileSync(join(stage, 'artifacts', `tokenseal.${other}.node`), other)
  copyFileSync(join(SOURCE, addon), join(stage, 'artifacts', addon))
  napi('artifacts', '--output-dir', 'artifacts')
  napi('prepublish', '-t', 'npm', '--skip-optional-publish', '--no-gh-release')
  execFileSync(process.execPath, ['scripts/licences.mjs'], { cwd: stage })
  const pack = (which) => JSON.parse(npm(which, 'pack', '--json', '--pack-destination', folder))[0]
  return {
    main: pack(stage),
    native: pack(join(stage, 'npm', platform)),
    platforms: readdirSync(join(stage, 'npm')),
    manifest: JSON.parse(readFileSync(join(stage, 'package.json'), 'utf8')),
  }
}

/** Packs the replacement for jsonwebtoken into the folder, and returns what npm says about it. */
export const dropIn = (folder) => JSON.parse(npm(DROP_IN, 'pack', '--json', '--pack-destination', folder))[0]
