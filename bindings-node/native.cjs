'use strict'

// Finds the addon: beside this file where it was built from the sources, else in the package of this platform.

const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** The package of each platform. Each name stands in a `require` of its own, where bundlers and tracers look for it. */
const PACKAGES = {
  'darwin-arm64': () => require('@tokenseal/native-darwin-arm64'),
  'darwin-x64': () => require('@tokenseal/native-darwin-x64'),
  'linux-arm64-gnu': () => require('@tokenseal/native-linux-arm64-gnu'),
  'linux-arm64-musl': () => require('@tokenseal/native-linux-arm64-musl'),
  'linux-x64-gnu': () => require('@tokenseal/native-linux-x64-gnu'),
  'linux-x64-musl': () => require('@tokenseal/native-linux-x64-musl'),
  'win32-arm64-msvc': () => require('@tokenseal/native-win32-arm64-msvc'),
  'win32-x64-msvc': () => require('@tokenseal/native-win32-x64-msvc'),
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
  // Ask the process. Its report is slow, and slower still with what it says of the network.
  if (typeof process.report?.getReport !== 'function') return false
  process.report.excludeNetwork = true
  return process.report.getReport().header?.glibcVersionRuntime === undefined
}

/** The text of a file; undefined where there is none, or none that may be read. */
function textOf(path) {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if (typeof error?.code === 'string') return undefined
    throw error
  }
}

function load(name) {
  const built = join(__dirname, `tokenseal.${name}.node`)
  try {
    if (existsSync(built)) return require(built)
    if (Object.hasOwn(PACKAGES, name)) return PACKAGES[name]()
  } catch (error) {
    throw explained(name, error)
  }
  throw explained(name)
}

/** Why there is no addon, and what to do about it. */
function explained(name, cause) {
  const missing = `@tokenseal/native-${name}`
  const isMissing = cause?.code === 'MODULE_NOT_FOUND' && String(cause.message).includes(missing)
  const lines = [`tokenseal has no addon for this platform: ${name} (${process.platform} on ${process.arch}, ${process.version}).`]
  if (cause === undefined) {
    lines.push(
      `There is one for ${Object.keys(PACKAGES).join(', ')}.`,
      'Elsewhere it has to be built from the sources: `cargo xtask setup node`.',
    )
  } else if (isMissing) {
    lines[0] = `tokenseal cannot find its addon for ${name}: the package ${missing} is not installed.`
    lines.push(
      'It is an optional dependency, so npm leaves it out with --omit=optional, and where node_modules or the lock file come from another platform',
      '(a container, a copied folder). Remove node_modules and run `npm install` on this platform; if it is missing still, remove the lock file too.',
    )
  } else {
    lines[0] = `tokenseal cannot load its addon for ${name}: ${cause.message}`
    lines.push(
      `The file is there, and this system does not take it. Reinstall ${missing}, or build it from the sources: \`cargo xtask setup node\`.`,
    )
  }
  const error = new Error(lines.join('\n'), { cause })
  error.code = cause?.code ?? 'ERR_UNSUPPORTED_PLATFORM'
  return error
}
