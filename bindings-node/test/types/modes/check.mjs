// Checks the types of every entry in each way that TypeScript finds modules, its own files
// included: skipLibCheck would hide what is wrong in them. For frameworks, only errors in our
// files count.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const PACKAGE = here('../../../')
const FILES = ['entries.mts', 'entries.cts'].map(here)

const { Bundler, Node16, NodeNext } = ts.ModuleResolutionKind
const MODES = {
  node16: { module: ts.ModuleKind.Node16, moduleResolution: Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: NodeNext },
  bundler: { module: ts.ModuleKind.Preserve, moduleResolution: Bundler },
}
const OPTIONS = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  experimentalDecorators: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: ['node'],
}

const { exports: entries } = JSON.parse(readFileSync(`${PACKAGE}package.json`, 'utf8'))
const failures = FILES.flatMap(unnamed)
for (const [mode, options] of Object.entries(MODES)) {
  const program = ts.createProgram(FILES, { ...OPTIONS, ...options })
  for (const diagnostic of ts.getPreEmitDiagnostics(program).filter(isOurs)) failures.push(`${mode}: ${shown(diagnostic)}`)
}
if (failures.length > 0) console.error(failures.join('\n'))
process.exitCode = failures.length === 0 ? 0 : 1

/** The entries of the package that a file does not import. */
function unnamed(path) {
  const text = readFileSync(path, 'utf8')
  const names = Object.keys(entries).filter((name) => name !== './package.json').map((name) => name.replace(/^\./, 'tokenseal'))
  // Of a pattern, one name will do.
  const isNamed = (name) => text.includes(name.endsWith('*') ? `'${name.slice(0, -1)}` : `'${name}'`)
  return names.filter((name) => !isNamed(name)).map((name) => `${path} does not import ${name}`)
}

function isOurs({ file }) {
  return file === undefined || (file.fileName.startsWith(PACKAGE) && !file.fileName.includes('/node_modules/'))
}

function shown(diagnostic) {
  return ts.formatDiagnostic(diagnostic, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => PACKAGE, getNewLine: () => '\n' }).trim()
}
