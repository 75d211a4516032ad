// What publishing tools say about the packed package: publint, and `attw`, which resolves types in
// each way that TypeScript knows.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** Fails where one of them finds something. */
export async function lint(folder, tarball) {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true })
  // What stands in for the package in browsers is CommonJS for `import` too, since bundlers cannot miss a name in that. Whether types have the format of
  // what Node.js takes, attw says.
  const counted = messages.filter(({ code, path }) => !(code === 'EXPORTS_TYPES_INVALID_FORMAT' && path.includes('import')))
  assert.deepEqual(counted.map((message) => formatMessage(message, pkg)), [])
  const { problems } = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))))
  // `node10` has no `exports`: TypeScript 5 calls it outdated, and 6 does not have it. The package's main entry is found even there.
  const found = problems.filter(({ resolutionKind, entrypoint }) => resolutionKind !== 'node10' || entrypoint === '.')
  assert.deepEqual(found, [])
  return 'publint and attw find nothing'
}
