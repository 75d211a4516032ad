// Packs the package as it is published, installs it here, has each bundler put a program and it together without configuration, and runs what came out:
// where the package is installed, with the addon copied next to the bundle, and where there is neither, which has to be said clearly.
// Prints a line for each bundler; fails where a program does.
//
//     node bundle.mjs [esbuild] [webpack] [rollup] [vite] [next] [packed]

import { spawnSync } from 'node:child_process'
import assert from 'node:assert/strict'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { nodeFileTrace } from '@vercel/nft'

import { addon, npm, platform, release } from '../../bindings-node/test/package/release.mjs'
import * as esbuild from './esbuild/build.mjs'
import * as next from './next/build.mjs'
import { lint } from './packed.mjs'
import * as rollup from './rollup/build.mjs'
import * as vite from './vite/build.mjs'
import * as webpack from './webpack/build.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const WORK = join(HERE, 'work')
const ENTRY = join(HERE, 'program.mjs')
const EXPECTED = { subject: 'alice', code: 'ERR_JWS_INVALID', statuses: [401, 200], shim: 'bob' }
/** Somewhere without any node_modules above it. */
const AWAY = realpathSync(mkdtempSync(join(tmpdir(), 'tokenseal-bundlers-')))

const ITEMS = {
  esbuild: () => bundler('esbuild', esbuild, [[], ['edge-light'], ['workerd']]),
  webpack: () => bundler('webpack', webpack),
  rollup: () => bundler('rollup', rollup),
  vite: () => bundler('vite', vite, [[]]),
  next: nextjs,
  nft: traced,
  packed: () => lint(join(HERE, 'node_modules/tokenseal'), join(AWAY, packed.main.filename)),
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ITEMS)
let packed
try {
  packed = release(AWAY)
  npm(HERE, 'install', '--offline', '--no-save', '--no-audit', '--no-fund', ...[packed.main, packed.native].map(({ filename }) => join(AWAY, filename)))
  rmSync(WORK, { recursive: true, force: true })
  for (const name of chosen) console.log(await ITEMS[name]())
} finally {
  rmSync(AWAY, { recursive: true, maxRetries: 3 })
  rmSync(WORK, { recursive: true, force: true, maxRetries: 3 })
}

/** One bundler: what it makes without configuration, with the package kept outside, and for browsers by each of these conditions. */
async function bundler(name, { version, bundles, external, browser }, conditions = []) {
  let number = 0
  const output = () => join(WORK, name, String(number++))
  for (const [kind, bundle] of Object.entries(bundles)) {
    const program = await bundle(ENTRY, output())
    const what = `${name} ${kind}`
    assert.deepEqual(outcome(program), EXPECTED, what)
    const alone = elsewhere(program)
    const { code, stderr } = ran(alone)
    assert.equal(code, 1, what)
    assert.match(stderr, /is not installed where this bundle looks for it\.\n.*keep it out of the bundle:\n[^]*--external:tokenseal[^]*MODULE_NOT_FOUND/, what)
    copyFileSync(join(HERE, 'node_modules/@tokenseal', `native-${platform}`, addon), join(alone, '..', addon))
    assert.deepEqual(outcome(alone), EXPECTED, `${what}, with the addon next to it`)
  }
  const program = await external(ENTRY, output())
  assert.deepEqual(outcome(program), EXPECTED, `${name}, external`)
  assert.match(ran(elsewhere(program)).stderr, /Cannot find (package|module) 'tokenseal/, 'nothing of the package is in the bundle')
  for (const one of conditions) {
    const { code, stderr } = ran(await browser(ENTRY, output(), one))
    assert.equal(code, 1, `${name} for browsers`)
    assert.match(stderr, /tokenseal is a native addon for Node\.js, Bun and Deno\. It does not run in browsers/, `${name} for browsers, ${one}`)
  }
  return `${name} ${version}: ${Object.keys(bundles).join('; ')}`
}

/** Next.js. What it traced must run where nothing else is. */
async function nextjs() {
  for (const [kind, options] of Object.entries(next.bundles)) {
    const dist = `work-${Object.keys(next.bundles).indexOf(kind)}`
    try {
      const standalone = await next.build('next', options, dist)
      assert.equal(next.addonsIn(standalone).length, 1, `Next.js ${kind}: ${next.addonsIn(standalone)}`)
      const { said, ...answers } = await next.answers(standalone, join(AWAY, dist), 'next')
      const expected = { refused: [401, 401], orders: [200, 'alice'], behind: [200, 'behind the proxy'] }
      assert.deepEqual(answers, expected, `Next.js ${kind}: ${said}`)
    } finally {
      rmSync(join(HERE, 'next', dist), { recursive: true, force: true })
    }
  }
  // An Edge route is refused when it is built, by a sentence that says what to do.
  const edge = next.build('next-edge', { flags: [], isExternal: false }, 'work')
  await assert.rejects(edge, /tokenseal is a native addon[^]*the runtime 'nodejs'/).finally(() =>
    rmSync(join(HERE, 'next-edge/work'), { recursive: true, force: true }),
  )
  return `Next.js ${next.version}: ${Object.keys(next.bundles).join('; ')}`
}

/** Vercel's tracer, which others use too, finds the addon of a program that is not bundled. */
async function traced() {
  const { fileList } = await nodeFileTrace([ENTRY], { base: HERE })
  const found = [...fileList].filter((path) => path.endsWith('.node'))
  assert.deepEqual(found.map((path) => basename(path)), [addon])
  const copy = join(AWAY, 'traced')
  for (const path of fileList) cpSync(join(HERE, path), join(copy, path))
  assert.deepEqual(outcome(join(copy, 'program.mjs')), EXPECTED)
  return '@vercel/nft: the addon is traced'
}

/** A copy of a bundle where nothing else is. */
function elsewhere(program) {
  const folder = mkdtempSync(join(AWAY, 'alone-'))
  mkdirSync(folder, { recursive: true })
  cpSync(join(program, '..'), folder, { recursive: true })
  return join(folder, basename(program))
}

function ran(program) {
  const { status: code, stdout, stderr } = spawnSync(process.execPath, [program], { cwd: join(program, '..'), encoding: 'utf8' })
  return { code, stdout, stderr }
}

function outcome(program) {
  const { code, stdout, stderr } = ran(program)
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}
