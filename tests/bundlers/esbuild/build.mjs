// esbuild, without plugins or loaders.

import { createRequire } from 'node:module'
import { join } from 'node:path'

import esbuild from 'esbuild'

export const version = createRequire(import.meta.url)('esbuild/package.json').version

/** What esbuild's own documentation asks for where packages of CommonJS are bundled as a module. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

export const bundles = {
  'as CommonJS': (entry, output) => build(entry, join(output, 'program.cjs'), { format: 'cjs' }),
  'as a module, with `require`': (entry, output) => build(entry, join(output, 'program.mjs'), { format: 'esm', banner: { js: REQUIRE } }),
  // As Turbopack does it.
  'as a module whose paths are on no disk': (entry, output) =>
    build(entry, join(output, 'program.mjs'), {
      format: 'esm',
      banner: { js: REQUIRE },
      define: { __dirname: '"/ROOT/node_modules/tokenseal"', __filename: '"/ROOT/node_modules/tokenseal/native.cjs"' },
    }),
  'as CommonJS, minified': (entry, output) => build(entry, join(output, 'program.cjs'), { format: 'cjs', minify: true }),
}

export const external = (entry, output) => build(entry, join(output, 'program.mjs'), { format: 'esm', external: ['tokenseal'] })

/** For a browser: what Workers and Edge runtimes get too, by conditions of their own. */
export const browser = (entry, output, conditions = []) =>
  build(entry, join(output, 'program.mjs'), { platform: 'browser', format: 'esm', conditions })

/** Bundles; fails on a warning too. What the program does not import must not be in its bundle. */
async function build(entry, outfile, options) {
  const { metafile, warnings } = await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    metafile: true,
    logLevel: 'silent',
    ...options,
  })
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'))
  const others = Object.keys(metafile.inputs).filter((path) => /tokenseal\/adapters\/(express|fastify|grpc|hono|mcp|nest|ws)/.test(path))
  if (others.length > 0) throw new Error(`adapters that are not imported are bundled: ${others}`)
  return outfile
}
