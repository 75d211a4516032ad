// webpack, without loaders.

import { createRequire } from 'node:module'
import { join } from 'node:path'

import webpack from 'webpack'

export const version = createRequire(import.meta.url)('webpack/package.json').version

export const bundles = {
  'as CommonJS': (entry, output) => build(entry, output, 'program.cjs'),
  'as a module': (entry, output) => build(entry, output, 'program.mjs', AS_MODULE),
}

const AS_MODULE = { experiments: { outputModule: true }, output: { module: true } }
const EXTERNAL = { externalsType: 'node-commonjs', externals: /^tokenseal(\/|$)/ }

export const external = (entry, output) => build(entry, output, 'program.mjs', { ...AS_MODULE, ...EXTERNAL })

/** Bundles as for production, which minifies; fails on a warning too. */
function build(entry, path, filename, options = {}) {
  const configuration = { mode: 'production', target: 'node20', entry, ...options, output: { path, filename, ...options.output } }
  return new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => {
      if (error ?? (stats.hasErrors() || stats.hasWarnings())) reject(error ?? new Error(stats.toString('errors-warnings')))
      else resolve(join(path, filename))
    })
  })
}
