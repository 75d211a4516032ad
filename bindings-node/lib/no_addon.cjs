'use strict'

// What the loader says if it finds no addon, and what to do about it.

const { version } = require('./version.cjs')

/** What keeps the package out of a bundle. */
const EXTERNAL = [
  "  Next.js: serverExternalPackages: ['tokenseal']",
  '  esbuild: --external:tokenseal',
  "  webpack: externalsType: 'node-commonjs', externals: /^tokenseal(\\/|$)/",
  '  Rollup: external: /^tokenseal(\\/|$)/',
  "  Vite: ssr: { external: ['tokenseal'] }",
]

/**
 * The error of the loader.
 *
 * @param where - The platform, all platforms that have an addon, where the loader is, and whether that is in a bundle.
 * @param cause - The outcome of the search; undefined if there was nothing to search for.
 */
function explained({ name, names, here, isBundled }, cause) {
  const missing = `@tokenseal/native-${name}`
  const lines = []
  if (cause === undefined && !names.includes(name)) {
    lines.push(
      `tokenseal has no addon for this platform: ${name} (${process.platform} on ${process.arch}, ${process.version}).`,
      `There is one for ${names.join(', ')}.`,
      'Elsewhere it has to be built from the sources: `cargo xtask setup node`.',
    )
  } else if (cause === undefined || cause.code === 'MODULE_NOT_FOUND') {
    lines.push(
      `tokenseal cannot find its addon for ${name}: the package ${missing} is not installed${isBundled ? ' where this bundle looks for it' : ''}.`,
    )
    if (isBundled) {
      lines.push(
        'Install tokenseal where the program runs, and keep it out of the bundle:',
        ...EXTERNAL,
        `or copy tokenseal.${name}.node from ${missing} next to the bundle.`,
      )
    } else {
      lines.push(
        'It is an optional dependency, so npm leaves it out with --omit=optional, and where node_modules or the lock file come from another platform',
        '(a container, a copied folder). Remove node_modules and run `npm install` on this platform; if it is missing still, remove the lock file too.',
      )
    }
  } else if (cause.code === OTHER_VERSION) {
    return cause
  } else {
    lines.push(
      `tokenseal cannot load its addon for ${name}: ${cause.message}`,
      `The file is there, and this system does not take it. Reinstall ${missing}, or build it from the sources: \`cargo xtask setup node\`.`,
    )
    if (/\.asar[\\/]/.test(here ?? '')) lines.push('Electron loads addons from outside of its archive only: unpack them (asarUnpack: "**/*.node").')
  }
  return Object.assign(new Error(lines.join('\n'), { cause }), { code: cause?.code ?? 'ERR_UNSUPPORTED_PLATFORM' })
}

const OTHER_VERSION = 'ERR_ADDON_VERSION'

/** The error if this platform's package has a different version from this one. */
function otherVersion(name, found) {
  const text = [
    `tokenseal ${version} has found its addon for ${name} in version ${found}, and needs its own.`,
    'Where the program is bundled, the bundle and node_modules come from different versions: install, then bundle again. Elsewhere reinstall tokenseal.',
  ]
  return Object.assign(new Error(text.join('\n')), { code: OTHER_VERSION })
}

module.exports = { explained, otherVersion }
