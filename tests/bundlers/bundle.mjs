// Packs the package as it is published, puts a program and it together by each bundler, and runs what came out, away from any node_modules.
// Prints a line for each bundler; fails where a program does.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import esbuild from 'esbuild'
import webpack from 'webpack'

import { npm, release } from '../../bindings-node/test/package/release.mjs'

const require = createRequire(import.meta.url)
const { version: esbuildVersion } = require('esbuild/package.json')
const { version: webpackVersion } = require('webpack/package.json')

/** What would be published: the package, and the one of this platform. */
let packed
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tokenseal-bundlers-')))
try {
  const app = install()
  const entry = join(app, 'program.mjs')
  console.log(await bundled(`esbuild ${esbuildVersion}`, join(folder, 'esbuild'), (output) => byEsbuild(entry, output)))
  console.log(await bundled(`webpack ${webpackVersion}`, join(folder, 'webpack'), (output) => byWebpack(entry, output)))
} finally {
  rmSync(folder, { recursive: true, maxRetries: 3 })
}

/** A folder with the program, and the package installed from what would be published. */
function install() {
  const app = join(folder, 'app')
  const made = release(folder)
  packed = [made.main, made.native].map(({ filename }) => join(folder, filename))
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }\n')
  npm(app, 'install', '--offline', '--no-audit', '--no-fund', ...packed)
  copyFileSync(fileURLToPath(new URL('program.mjs', import.meta.url)), join(app, 'program.mjs'))
  return app
}

/** Bundles, and runs the bundle. */
async function bundled(name, output, bundle) {
  const program = await bundle(output)
  const result = JSON.parse(execFileSync(process.execPath, [program], { cwd: output, encoding: 'utf8' }))
  assert.deepEqual(result, { subject: 'alice', code: 'ERR_JWS_INVALID' }, name)
  return `${name} works`
}

/** Addons stay outside of the bundle: the package of this platform is installed beside it. */
async function byEsbuild(entry, output) {
  const outfile = join(output, 'program.cjs')
  const external = ['@tokenseal/native-*']
  const options = { entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', external, logLevel: 'error', metafile: true }
  const { metafile } = await esbuild.build(options)
  // What the program does not import is not in its bundle.
  const adapters = Object.keys(metafile.inputs).filter((path) => path.includes('tokenseal/adapters/'))
  assert.deepEqual(adapters, [], 'adapters are bundled')
  writeFileSync(join(output, 'package.json'), '{ "name": "bundle", "private": true }\n')
  npm(output, 'install', '--offline', '--no-audit', '--no-fund', '--no-save', packed[1])
  return outfile
}

/** The addon of this platform goes into the output, by node-loader; those of others are not installed, and stay outside. */
function byWebpack(entry, output) {
  const configuration = {
    mode: 'production',
    target: 'node',
    entry,
    output: { path: output, filename: 'program.cjs' },
    module: { rules: [{ test: /\.node$/, loader: require.resolve('node-loader') }] },
    externals: [({ request }, callback) => (missing(request) ? callback(null, `commonjs ${request}`) : callback())],
  }
  return new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => {
      if (error ?? stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')))
      else resolve(join(output, 'program.cjs'))
    })
  })
}

/** Whether it is the addon of another platform. */
function missing(request) {
  if (!request.startsWith('@tokenseal/native-')) return false
  try {
    createRequire(join(folder, 'app/')).resolve(request)
    return false
  } catch {
    return true
  }
}
