'use strict'

// Finds the addon: next to this file if it was built from source, otherwise in this platform's
// package.
//
// An addon is not JavaScript, and those of other platforms are not installed, so bundlers must not
// follow the path to it. They leave `createRequire` and paths alone, but tracers, which determine
// what a deployment needs, read them. In a bundle, the package is looked for from where the bundle
// is.

const { existsSync, readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, isAbsolute, join } = require('node:path')
const { fileURLToPath } = require('node:url')

/** Bundles of ES modules have no such name. */
const isNamed = typeof __filename === 'string'
/** This file, or the bundle that it is in. Some bundlers put a path from no disk there, which on Windows anyone could make up: that is not looked at. */
const here = isNamed && !(process.platform === 'win32' && __filename.startsWith('/')) ? __filename : undefined
const requireAddon = createRequire(here ?? process.execPath)

/** What the loader says if it finds none. */
const noAddon = () => require('./lib/no_addon.cjs')

/** The package of each platform. Each name stands in a call of its own, where tracers look for it. */
const PACKAGES = {
  'darwin-arm64': () => requireAddon('@tokenseal/native-darwin-arm64'),
  'darwin-x64': () => requireAddon('@tokenseal/native-darwin-x64'),
  'linux-arm64-gnu': () => requireAddon('@tokenseal/native-linux-arm64-gnu'),
  'linux-arm64-musl': () => requireAddon('@tokenseal/native-linux-arm64-musl'),
  'linux-x64-gnu': () => requireAddon('@tokenseal/native-linux-x64-gnu'),
  'linux-x64-musl': () => requireAddon('@tokenseal/native-linux-x64-musl'),
  'win32-arm64-msvc': () => requireAddon('@tokenseal/native-win32-arm64-msvc'),
  'win32-x64-msvc': () => requireAddon('@tokenseal/native-win32-x64-msvc'),
}

module.exports = load(platformName())

/** This platform as the packages are named: operating system, processor, C library. */
function platformName() {
  const { platform, arch } = process
  if (platform === 'linux') return `${platform}-${arch}-${hasMusl() ? 'musl' : 'gnu'}`
  return platform === 'win32' ? `${platform}-${arch}-msvc` : `${platform}-${arch}`
}

/** Whether the C library of this Linux is musl, as on Alpine. */
function hasMusl() {
  const script = textOf('/usr/bin/ldd')
  if (script !== undefined) return script.includes('musl')
  // Ask the process. Its report is slow, and even slower with its network section.
  if (typeof process.report?.getReport !== 'function') return false
  process.report.excludeNetwork = true
  return process.report.getReport().header?.glibcVersionRuntime === undefined
}

/** The text of a file; undefined if there is none, or it may not be read. */
function textOf(path) {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if (typeof error?.code === 'string') return undefined
    throw error
  }
}

function load(name) {
  const isBundled = here === undefined || !existsSync(join(dirname(here), 'lib/version.cjs'))
  const files = isBundled ? origins() : [here]
  const where = { name, names: Object.keys(PACKAGES), here, isBundled }
  let missing
  for (const look of [built(files), neighbour, ...files.map(installed)]) {
    try {
      const addon = look(name)
      if (addon !== undefined) return addon
    } catch (error) {
      if (!isMissing(error)) throw noAddon().explained(where, error)
      missing ??= error
    }
  }
  throw noAddon().explained(where, missing)
}

/** Next to one of these files: where it was built, or where it was copied for a bundle. */
function built(files) {
  return (name) => {
    const found = files.map((file) => join(dirname(file), `tokenseal.${name}.node`)).find((file) => existsSync(file))
    return found && requireAddon(found)
  }
}

/** Where npm, pnpm and Yarn put the package of this platform: next to this one. Both paths are written out for tracers. */
function neighbour(name) {
  if (here === undefined || !Object.hasOwn(PACKAGES, name)) return undefined
  const file = join(__dirname, '..', '@tokenseal', `native-${name}`, `tokenseal.${name}.node`)
  const manifest = join(__dirname, '..', '@tokenseal', `native-${name}`, 'package.json')
  if (!existsSync(file) || !existsSync(manifest)) return undefined
  agrees(name, requireAddon(manifest))
  return requireAddon(file)
}

/** The package of this platform, as a file sees it, or as the package `tokenseal` sees it that the file sees. */
function installed(file) {
  return (name) => {
    if (!Object.hasOwn(PACKAGES, name)) return undefined
    try {
      return required(name, createRequire(file), file === here ? PACKAGES[name] : undefined)
    } catch (error) {
      const whole = isMissing(error) ? wholeFrom(file) : undefined
      if (whole === undefined) throw error
      return required(name, createRequire(whole))
    }
  }
}

/** The package that a file sees under this one's name; undefined if there is none. */
function wholeFrom(file) {
  try {
    return createRequire(file).resolve('tokenseal/package.json')
  } catch {
    return undefined
  }
}

/** The addon of the package, which must have the same version. */
function required(name, requireFrom, byLiteral = () => requireFrom(`@tokenseal/native-${name}`)) {
  agrees(name, requireFrom(`@tokenseal/native-${name}/package.json`))
  return byLiteral()
}

/**
 * The files that packages are looked for from: this one, or the same as ES modules know it; then the one that the program began with. The folder that
 * the program was started in is not among them: who chooses that must not choose the code.
 */
function origins() {
  const origin = require('./lib/origin.cjs')
  const imported = !isNamed && origin.url?.startsWith('file:') ? fileURLToPath(origin.url) : undefined
  return [...new Set([here, imported, program()].filter((file) => typeof file === 'string'))]
}

/** The file that the program began with. An ES module is known by the command line alone, which has the program's own arguments there in other cases. */
function program() {
  const main = requireAddon.main?.filename
  if (main !== undefined) return main
  const [, file] = process.argv
  const isArgument = process.versions.electron !== undefined || process.execArgv.some((given) => /^-(e|p|-eval|-print)/.test(given))
  return !isArgument && file !== undefined && isAbsolute(file) && existsSync(file) ? file : undefined
}

/** Package managers see to that. A bundle may find what another version has installed. */
function agrees(name, { version: found }) {
  const { version } = require('./lib/version.cjs')
  if (found !== version) throw noAddon().otherVersion(name, found)
}

function isMissing(error) {
  return error?.code === 'MODULE_NOT_FOUND'
}
