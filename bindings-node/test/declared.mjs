// The types of the package, as the compiler reads them.

import { fileURLToPath } from 'node:url'

import ts from 'typescript'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const program = ts.createProgram([path('../index.d.ts')], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  types: ['node'],
  typeRoots: [path('../node_modules/@types')],
})
export const checker = program.getTypeChecker()
const exportsOf = (symbol) =>
  checker.getExportsOfModule(symbol).map((one) => (one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one))
const root = checker.getSymbolAtLocation(program.getSourceFile(path('../index.d.ts')))

/** Every exported symbol, those of `dpop`, `jws` and `jwe` too, by its name. */
export const exported = new Map()
for (const symbol of checker.getExportsOfModule(root)) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  exported.set(symbol.name, target)
  if (target.flags & ts.SymbolFlags.ValueModule) for (const inner of exportsOf(target)) exported.set(`${symbol.name}.${inner.name}`, inner)
}
