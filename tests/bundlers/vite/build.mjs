// Vite: a server's bundle (`build.ssr`), and a library's.

import { dirname, join } from 'node:path'

import { build as viteBuild, version } from 'vite'

export { version }

const WHOLE = { noExternal: true }

export const bundles = {
  'for a server': (entry, output) => build(entry, output, { ssr: entry }, WHOLE),
  'as a library for Node.js': (entry, output) => build(entry, output, { ssr: true, lib: { entry, formats: ['es'] } }, WHOLE),
}

/** As Vite does by itself: what is installed stays outside. */
export const external = (entry, output) => build(entry, output, { ssr: entry })

/** A library for browsers, which Vite makes unless told that it is for a server. */
export const browser = (entry, output) => build(entry, output, { lib: { entry, formats: ['es'] } })

async function build(entry, outDir, options, ssr = {}) {
  const rollupOptions = { output: { entryFileNames: 'program.mjs' } }
  await viteBuild({
    root: dirname(entry),
    configFile: false,
    logLevel: 'error',
    ssr,
    build: { outDir, emptyOutDir: true, rollupOptions, ...options },
  })
  return join(outDir, 'program.mjs')
}
