// The package as it is published: what is in it, and that it works where nothing but it is installed.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import esbuild from 'esbuild'

import { failureOf } from './package/loader.mjs'
import { npm, platform, release } from './package/release.mjs'
import { RUNTIMES } from './runtimes/index.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tokenseal-package-'))
const app = join(folder, 'app')
const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8'))

/** What the release made. */
let made
before(() => {
  made = release(folder)
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }\n')
  const packages = [made.main, made.native].map(({ filename }) => join(folder, filename))
  npm(app, 'install', '--offline', '--no-audit', '--no-fund', ...packages)
})
after(() => rmSync(folder, { recursive: true, maxRetries: 3 }))

const paths = ({ files }) => files.map(({ path }) => path).sort()

describe('what is packed', () => {
  test('the package', () => {
    const packed = paths(made.main)
    const known =
      /^(package\.json|README\.md|LICENSE-(MIT|APACHE)|index\.(cjs|mjs|d\.ts|d\.mts)|native\.cjs|bin\/tokenseal\.cjs|(adapters|lib|lib\/drivers|testing|compat\/\w+)\/\w+\.(cjs|mjs|d\.ts|d\.mts))$/
    assert.deepEqual(
      packed.filter((path) => !known.test(path)),
      [],
    )
    for (const path of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'native.cjs', 'lib/jwt.cjs']) assert.ok(packed.includes(path), path)
    // The surfaces of jose and jsonwebtoken stand elsewhere in the repository, and come without their tests.
    const surfaces = ['jose', 'jsonwebtoken'].flatMap((surface) => {
      const names = readdirSync(here(`../../compat/${surface}`)).filter((name) => !['package', 'test'].includes(name))
      return names.map((name) => `compat/${surface}/${name}`)
    })
    assert.deepEqual(
      packed.filter((path) => path.startsWith('compat/')),
      surfaces.sort(),
    )
    assert.ok(made.main.unpackedSize < 800_000, `${made.main.unpackedSize} bytes`)
    assert.equal(made.manifest.dependencies, undefined)
    for (const script of ['preinstall', 'install', 'postinstall']) assert.equal(made.manifest.scripts[script], undefined)
  })

  test('the package of this platform', () => {
    assert.deepEqual(paths(made.native), ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json', `tokenseal.${platform}.node`])
    // What is built here has features of the whole workspace besides, some kilobytes (decision 0099).
    assert.ok(made.native.unpackedSize < 12_600_000, `${made.native.unpackedSize} bytes`)
  })

  test('everything that is exported is there', () => {
    const packed = new Set(paths(made.main).map((path) => `./${path}`))
    const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets))
    for (const target of targets(made.manifest.exports)) assert.ok(packed.has(target), target)
    for (const target of [made.manifest.main, made.manifest.module, made.manifest.types, made.manifest.bin.tokenseal]) {
      assert.ok(packed.has(target), target)
    }
  })

  /** What loads no addon, and need not say where it is. */
  const PURE = ['./compat/jose/base64url', './compat/jose/errors']
  test('every entry says where there are no addons, and where it is', () => {
    const { './package.json': manifest, ...entries } = made.manifest.exports
    assert.equal(manifest, './package.json')
    for (const [name, entry] of Object.entries(entries)) {
      assert.deepEqual(Object.keys(entry), ['import', 'require'], name)
      for (const conditions of Object.values(entry)) {
        // The first that holds is taken: types always, what stands in for the package next.
        assert.deepEqual(Object.keys(conditions), ['types', 'browser', 'edge-light', 'workerd', 'default'], name)
        for (const condition of ['browser', 'edge-light', 'workerd']) assert.equal(conditions[condition], './lib/not_here.cjs', name)
      }
      if (PURE.includes(name)) continue
      const text = (path) => readFileSync(join(app, 'node_modules/tokenseal', path), 'utf8')
      const begins = /^(\/\/.*\n)+\n?import '(\.{1,2}\/(lib\/)?origin\.mjs|tokenseal)'\n/
      if (name !== '.') assert.match(text(entry.import.default), begins, name)
      else for (const condition of ['module', 'default']) assert.match(text(made.manifest.imports['#package'][condition]), begins)
    }
  })

  test('every platform has its package, and the loader knows it', () => {
    const names = made.platforms.map((name) => `@tokenseal/native-${name}`).sort()
    assert.deepEqual(made.manifest.optionalDependencies, Object.fromEntries(names.map((name) => [name, version])))
    const required = [...readFileSync(here('../native.cjs'), 'utf8').matchAll(/requireAddon\('(@tokenseal\/[^']+)'\)/g)].map(([, name]) => name)
    assert.deepEqual(required.sort(), names)
  })
})

describe('where it is installed', () => {
  const copyTypesOfNode = () => {
    for (const name of ['@types/node', 'undici-types']) {
      cpSync(here(`../node_modules/${name}`), join(app, 'node_modules', name), { recursive: true })
    }
  }
  const expected = [
    'import',
    'require',
    'compat',
    'compat by require',
    'jose',
    true,
    'ERR_JWS_INVALID',
    'TokenExpiredError',
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
    'tokenseal',
  ]
  for (const { name, program, arguments: given, skip } of RUNTIMES) {
    test(`in ${name}`, { skip }, () => {
      copyFileSync(here('package/smoke.mjs'), join(app, 'smoke.mjs'))
      const output = execFileSync(program, [...given, join(app, 'smoke.mjs')], { cwd: app, encoding: 'utf8' })
      const results = JSON.parse(output)
      // Bun and Deno have codes of their own for a path that is not exported.
      if (name !== 'Node') results[8] = results[8] === undefined ? undefined : 'ERR_PACKAGE_PATH_NOT_EXPORTED'
      assert.deepEqual(results, expected)
    })
    test(`the command in ${name}`, { skip }, () => {
      const command = join(app, 'node_modules/tokenseal/bin/tokenseal.cjs')
      assert.equal(execFileSync(program, [...given, command, '--version'], { cwd: app, encoding: 'utf8' }), `tokenseal ${version}\n`)
      const run = () => execFileSync(program, [...given, command, 'inspect', 'x'], { cwd: app, encoding: 'utf8', stdio: 'pipe' })
      assert.throws(run, (error) => error.status === 1 && error.stderr.includes('tokenseal: ERR_JWT_INVALID: '))
    })
  }

  test('bundled by esbuild, without configuration', async () => {
    copyFileSync(here('../../tests/bundlers/program.mjs'), join(app, 'program.mjs'))
    const options = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' }
    const outfile = join(app, 'bundle/program.cjs')
    const { warnings } = await esbuild.build({ entryPoints: [join(app, 'program.mjs')], outfile, ...options })
    assert.deepEqual(warnings, [])
    const result = JSON.parse(execFileSync(process.execPath, [outfile], { cwd: folder, encoding: 'utf8' }))
    assert.deepEqual(result, { subject: 'alice', code: 'ERR_JWS_INVALID', statuses: [401, 200], shim: 'bob' })
  })

  test('the command by npx', () => assert.equal(npm(app, 'exec', '--offline', '--', 'tokenseal', '--version'), `tokenseal ${version}\n`))

  test('types, in each way of finding modules', () => {
    for (const name of ['consumer.mts', 'consumer.cts']) copyFileSync(here(`package/${name}`), join(app, name))
    copyTypesOfNode()
    const compiler = here('../node_modules/typescript/bin/tsc')
    // How the types themselves hold is the business of `npm run check`.
    const strict = ['--noEmit', '--strict', '--skipLibCheck', '--types', 'node', '--lib', 'es2023', '--target', 'es2022']
    for (const [module, resolution] of [
      ['node16', 'node16'],
      ['esnext', 'bundler'],
    ]) {
      const options = [...strict, '--module', module, '--moduleResolution', resolution]
      const run = () =>
        execFileSync(process.execPath, [compiler, ...options, 'consumer.mts', 'consumer.cts'], { cwd: app, encoding: 'utf8' })
      assert.doesNotThrow(run, (error) => assert.fail(`${resolution}: ${error.stdout}`))
    }
  })

  test('adapters, where their frameworks are not: each is there, or says what to install', () => {
    const adapters = Object.keys(made.manifest.exports).filter((name) =>
      existsSync(join(app, 'node_modules/tokenseal/adapters', `${name}.cjs`)),
    )
    assert.deepEqual(adapters, ['./express', './fastify', './grpc', './hono', './mcp', './nest', './next', './ws'])
    copyFileSync(here('package/adapters.mjs'), join(app, 'adapters.mjs'))
    const said = JSON.parse(execFileSync(process.execPath, [join(app, 'adapters.mjs')], { cwd: app, encoding: 'utf8' }))
    const missing = (name) => `this part of tokenseal needs the package ${name}, which is not installed: npm install ${name}`
    const [nest, mcp] = [missing('@nestjs/common'), missing('@modelcontextprotocol/server')]
    assert.deepEqual(said, {
      express: 'here',
      fastify: 'here',
      grpc: missing('@grpc/grpc-js'),
      hono: 'here',
      nest,
      next: 'here',
      'nest by require': nest,
      mcp,
      'mcp by require': mcp,
      ws: 'here',
    })
  })

  test('types of adapters, where their frameworks are not: only those that are made of them miss them', () => {
    copyTypesOfNode()
    for (const name of ['express', 'fastify', 'grpc', 'hono', 'mcp', 'nest', 'next', 'ws']) {
      for (const kind of ['mts', 'cts']) writeFileSync(join(app, `of_${name}.${kind}`), `export { protect } from 'tokenseal/${name}'\n`)
    }
    const files = readdirSync(app).filter((name) => name.startsWith('of_'))
    const options = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--types',
      'node',
      '--lib',
      'es2023',
      '--target',
      'es2022',
      '--module',
      'node16',
    ]
    const run = () =>
      execFileSync(process.execPath, [here('../node_modules/typescript/bin/tsc'), ...options, ...files], { cwd: app, encoding: 'utf8' })
    assert.throws(run, ({ stdout }) => {
      const found = [
        ...stdout.matchAll(/^node_modules\/tokenseal\/adapters\/(\w+)\.d\.ts\(.*: error (TS\d+): Cannot find module '([\w@/-]+)'/gm),
      ]
      assert.deepEqual(
        found.map(([, ...parts]) => parts),
        [
          ['fastify', 'TS2307', 'fastify'],
          ['grpc', 'TS2307', '@grpc/grpc-js'],
          ['hono', 'TS2307', 'hono'],
        ],
      )
      return stdout.trim().split('\n').length === found.length
    })
  })
})

describe('where there is no addon, the loader says what is missing', () => {
  /** A folder with the loader alone, and what else it is given. */
  const alone = (name, files = {}) => {
    const target = join(folder, name)
    mkdirSync(join(target, 'lib'), { recursive: true })
    for (const path of ['native.cjs', 'lib/no_addon.cjs', 'lib/origin.cjs', 'lib/version.cjs']) copyFileSync(here(`../${path}`), join(target, path))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(target, path, '..'), { recursive: true })
      writeFileSync(join(target, path), text)
    }
    return target
  }

  test('a platform that has none', () => {
    const { message, code, hasCause } = failureOf(alone('other'), { platform: 'aix', arch: 'ppc64' })
    assert.match(message, /^tokenseal has no addon for this platform: aix-ppc64 \(aix on ppc64, v\d+/)
    assert.match(message, /linux-x64-musl.*\n.*cargo xtask setup node/)
    assert.deepEqual([code, hasCause], ['ERR_UNSUPPORTED_PLATFORM', false])
  })

  test('a package that is not installed', () => {
    const { message, code, hasCause } = failureOf(alone('missing'), { platform: 'darwin', arch: 'arm64' })
    assert.match(
      message,
      /^tokenseal cannot find its addon for darwin-arm64: the package @tokenseal\/native-darwin-arm64 is not installed\.\n/,
    )
    assert.match(message, /--omit=optional.*\n.*npm install/)
    assert.deepEqual([code, hasCause], ['MODULE_NOT_FOUND', true])
  })

  test('a file that cannot be loaded', () => {
    const name = `node_modules/@tokenseal/native-${platform}`
    const files = { [`${name}/package.json`]: `{ "main": "x.node", "version": "${version}" }`, [`${name}/x.node`]: 'no addon' }
    const { message, code } = failureOf(alone('broken', files))
    assert.match(
      message,
      new RegExp(`^tokenseal cannot load its addon for ${platform}: .*\\n.*Reinstall @tokenseal/native-${platform}`, 's'),
    )
    assert.equal(code, 'ERR_DLOPEN_FAILED')
  })

  test('a package of another version', () => {
    const name = `node_modules/@tokenseal/native-${platform}`
    const { message, code } = failureOf(alone('other version', { [`${name}/package.json`]: '{ "main": "x.node", "version": "0.0.1" }' }))
    assert.ok(message.startsWith(`tokenseal ${version} has found its addon for ${platform} in version 0.0.1, and needs its own.\n`), message)
    assert.equal(code, 'ERR_ADDON_VERSION')
  })

  test('a folder that the program is started in is not looked at', () => {
    const target = alone('started')
    const name = `node_modules/@tokenseal/native-${platform}`
    const planted = alone('planted', { [`${name}/package.json`]: `{ "main": "x.node", "version": "${version}" }`, [`${name}/x.node`]: 'no addon' })
    assert.equal(failureOf(planted).code, 'ERR_DLOPEN_FAILED')
    assert.equal(failureOf(target, { cwd: planted }).code, 'MODULE_NOT_FOUND')
  })

  test('a file beside the loader comes first', () => {
    assert.equal(failureOf(alone('beside', { [`tokenseal.${platform}.node`]: 'no addon' })).code, 'ERR_DLOPEN_FAILED')
  })
})
