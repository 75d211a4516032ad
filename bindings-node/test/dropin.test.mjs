// `@tokenseal/jsonwebtoken` as it is published: put in the place of jsonwebtoken by npm's `overrides`, it is what packages get that were
// never changed.

import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { serve } from './package/registry.mjs'
import { addon, dropIn } from './package/release.mjs'

const run = promisify(execFile)
const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'tokenseal-dropin-'))
const ALIAS = `npm:@tokenseal/jsonwebtoken@${version}`

/** Packages that nobody changes. What they ask of jsonwebtoken, they hand on. */
const DEPENDENTS = {
  dependent: '^9.0.0',
  'older-dependent': '^8.5.1',
}
const INDEX = `
  exports.jwt = require('jsonwebtoken')
  exports.place = require.resolve('jsonwebtoken/package.json')
  for (const path of ['decode', 'sign', 'verify', 'lib/JsonWebTokenError', 'lib/NotBeforeError', 'lib/TokenExpiredError', 'lib/timespan']) {
    exports[path] = require('jsonwebtoken/' + path)
  }
`

let registry, made
before(async () => {
  const original = { name: 'jsonwebtoken', main: 'index.js' }
  const stubs = [
    packed('original', { ...original, version: '9.0.3' }, 'exports.isOriginal = true'),
    ...Object.entries(DEPENDENTS).map(([name, wanted]) => packed(name, { name, version: '1.0.0', dependencies: { jsonwebtoken: wanted } }, INDEX)),
  ]
  made = dropIn(folder)
  registry = await serve([...stubs, packedMain(), join(folder, made.filename)])
})
after(() => {
  registry?.stop()
  rmSync(folder, { recursive: true, maxRetries: 3 })
})

/** A package of its own making, packed. */
function packed(name, manifest, program) {
  const stage = join(folder, 'stubs', name, 'package')
  mkdirSync(stage, { recursive: true })
  writeFileSync(join(stage, 'package.json'), JSON.stringify({ main: 'index.js', ...manifest }))
  writeFileSync(join(stage, 'index.js'), program)
  return tarball(name, stage)
}

/** `tokenseal` with its addon next to it. package.test.mjs tests how it is published. */
function packedMain() {
  const stage = join(folder, 'stubs/main/package')
  mkdirSync(join(stage, 'compat'), { recursive: true })
  for (const name of ['index.cjs', 'lib', 'native.cjs', 'package.json', addon]) cpSync(here(`../${name}`), join(stage, name), { recursive: true })
  cpSync(here('../../compat/jsonwebtoken'), join(stage, 'compat/jsonwebtoken'), { recursive: true })
  return tarball('main', stage)
}

function tarball(name, stage) {
  const file = join(folder, `${name}.tgz`)
  execFileSync('tar', ['-czf', file, '-C', join(stage, '..'), 'package'])
  return file
}

/** Installs an application from the registry, and gives its folder. */
async function installed(name, manifest) {
  const app = join(folder, name)
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name, version: '1.0.0', private: true, ...manifest }))
  const given = ['install', '--registry', registry.address, '--cache', join(folder, 'cache'), '--no-audit', '--no-fund', '--prefer-online']
  await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', given, { cwd: app, shell: process.platform === 'win32' })
  return app
}

const dependencies = Object.fromEntries(Object.keys(DEPENDENTS).map((name) => [name, '1.0.0']))

test('what is packed', () => {
  const shared = readdirSync(here('../../compat/jsonwebtoken/package/lib')).filter((name) => name.endsWith('.js'))
  const expected = [
    ...['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'decode.js', 'index.d.ts', 'index.js', 'package.json', 'sign.js', 'verify.js'],
    ...[...shared, 'key_types.cjs', 'nearest.cjs', 'spans.cjs'].map((name) => `lib/${name}`),
  ]
  assert.deepEqual(made.files.map(({ path }) => path).sort(), expected.sort())
  // Every file of jsonwebtoken 9 that somebody can ask for is there.
  const theirs = dirname(createRequire(import.meta.url).resolve('jsonwebtoken/package.json'))
  const paths = [...readdirSync(theirs), ...readdirSync(join(theirs, 'lib')).map((name) => `lib/${name}`)].filter((name) => name.endsWith('.js'))
  for (const path of paths) assert.ok(expected.includes(path), path)
})

test('its version is that of the package that it depends on', () => {
  const manifest = JSON.parse(readFileSync(here('../../compat/jsonwebtoken/package/package.json'), 'utf8'))
  assert.deepEqual([manifest.version, manifest.dependencies, manifest.engines.node], [version, { tokenseal: version }, '>=20'])
})

test('without it, dependents get the original', { timeout: 120_000 }, async () => {
  const app = await installed('unchanged', { dependencies: { dependent: '1.0.0' } })
  const asked = `console.log(require(require.resolve('jsonwebtoken', { paths: [require.resolve('dependent/package.json')] })).isOriginal)`
  assert.equal((await run(process.execPath, ['--eval', asked], { cwd: app })).stdout, 'true\n')
})

describe('by overrides', () => {
  for (const [name, manifest] of Object.entries({
    'for what others ask for': { dependencies, overrides: { jsonwebtoken: ALIAS } },
    'where the application asks for it too': {
      dependencies: { ...dependencies, jsonwebtoken: ALIAS },
      overrides: { jsonwebtoken: '$jsonwebtoken' },
    },
  })) {
    test(name, { timeout: 120_000 }, async () => {
      const app = await installed(name.replaceAll(' ', '-'), manifest)
      const program = `
        const assert = require('node:assert/strict')
        const path = require('node:path')
        for (const name of ${JSON.stringify(Object.keys(DEPENDENTS))}) {
          const { jwt, place, ...deep } = require(name)
          assert.equal(require(place).name, '@tokenseal/jsonwebtoken')
          const secret = 'a secret that is long enough for HS256, thirty-two bytes'
          const token = jwt.sign({ sub: 'alice' }, secret, { expiresIn: '1m' })
          assert.equal(deep.verify(token, secret).sub, 'alice')
          assert.equal(deep.verify, jwt.verify)
          assert.equal(deep.sign, jwt.sign)
          assert.equal(deep.decode(token).sub, 'alice')
          assert.throws(() => jwt.verify(token, secret, { clockTimestamp: 4e9 }), deep['lib/TokenExpiredError'])
          assert.throws(() => jwt.verify('x', secret), deep['lib/JsonWebTokenError'])
          assert.equal(deep['lib/NotBeforeError'], jwt.NotBeforeError)
          assert.deepEqual(['1h', 5, 'soon'].map((span) => deep['lib/timespan'](span, 100)), [3700, 105, undefined])
          const others = { secret, tokenKey: 'x', debug: true, algorithm: 'HS256', expiresIn: '1m' }
          assert.equal(jwt.verify(token, secret, others).sub, 'alice')
          assert.equal(jwt.verify(token, secret, { ...others, complete: true }).payload.sub, 'alice')
          jwt.verify(token, secret, { ...others, subject: 'bob' }, (error) => assert.match(error.message, /jwt subject invalid/))
          jwt.verify(token, secret, (error, { sub }) => assert.equal(sub, 'alice'))
          assert.equal(jwt.decode(token, { ...others, complete: true }).payload.sub, 'alice')
          for (const misspelt of ['isuer', 'audiance', 'subjct']) {
            assert.throws(() => jwt.verify(token, secret, { [misspelt]: 'x' }), /is not allowed in "options": did you mean/)
          }
          const { DECODE, VERIFY } = require(path.join(place, '../lib/other_options.js'))
          for (const [call, names] of [['verify', VERIFY], ['decode', DECODE]]) {
            for (const option of names) assert.throws(() => jwt[call](token, call === 'verify' ? secret : { [option]: Symbol() }, { [option]: Symbol() }), new RegExp(option + '"? (must|should)'))
          }
          assert.throws(() => jwt.sign({}, 'shhhh'), (error) => error.cause.code === 'ERR_KEY_WEAK')
        }
        console.log('works')`
      assert.equal((await run(process.execPath, ['--eval', program], { cwd: app })).stdout, 'works\n')
      await weakSecrets(app)
      await modules(app)
    })
  }

  /** Users who cannot change the program use the environment. */
  async function weakSecrets(app) {
    const program = `console.log(require('dependent').jwt.sign({ sub: 'alice' }, 'shhhh').split('.').length)`
    const outcome = (value) => {
      const env = { ...process.env, TOKENSEAL_COMPAT_ALLOW_WEAK_SECRETS: value }
      return run(process.execPath, ['--eval', program], { cwd: app, env })
    }
    const { stdout, stderr } = await outcome('1')
    assert.equal(stdout, '3\n')
    assert.match(stderr, /\[TOKENSEAL_WEAK_SECRET\] SecurityWarning: a secret of 5 bytes is in use for HS256, which needs 32/)
    for (const value of ['', '0', 'true']) await assert.rejects(outcome(value), /ERR_KEY_WEAK/)
  }

  /** Modules find each name, and the types of the package are those of the surface. */
  async function modules(app) {
    writeFileSync(join(app, 'node_modules/dependent/module.mjs'), `export * from 'jsonwebtoken'\nexport { default } from 'jsonwebtoken'\n`)
    const program = `
      import jwt, { decode, sign, verify, JsonWebTokenError, NotBeforeError, TokenExpiredError } from 'dependent/module.mjs'
      console.log(Object.is(jwt.verify, verify), [decode, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError].every(Boolean))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: app })
    assert.equal(stdout, 'true true\n')
    const place = join(app, 'node_modules/jsonwebtoken')
    assert.equal(readFileSync(join(place, 'index.d.ts'), 'utf8'), readFileSync(here('../../compat/jsonwebtoken/index.d.ts'), 'utf8'))
  }
})
