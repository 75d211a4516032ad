// Rollup, with the two plugins that any package of CommonJS needs.

import { join } from 'node:path'

import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import { VERSION, rollup } from 'rollup'

export const version = VERSION

export const bundles = {
  'as CommonJS': (entry, output) => build(entry, join(output, 'program.cjs'), 'cjs'),
  'as a module': (entry, output) => build(entry, join(output, 'program.mjs'), 'es'),
}

export const external = (entry, output) => build(entry, join(output, 'program.mjs'), 'es', { external: /^tokenseal(\/|$)/ })

/** Bundles; fails on a warning too. */
async function build(input, file, format, options = {}) {
  const plugins = [nodeResolve({ exportConditions: ['node'], preferBuiltins: true }), commonjs()]
  const onwarn = ({ message }) => {
    throw new Error(message)
  }
  const bundle = await rollup({ input, plugins, onwarn, ...options })
  await bundle.write({ file, format, inlineDynamicImports: true })
  await bundle.close()
  return file
}
