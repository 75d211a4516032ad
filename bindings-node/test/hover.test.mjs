// What an editor shows when hovering over an option: what it is, what applies if it is not given,
// and which check a waiver waives.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'

/** A program with nothing on disk but its imports. */
const PROGRAM = fileURLToPath(new URL('hovered.mts', import.meta.url))
const TEXT = `
import { Key, RemoteKeySet, encrypt, verify } from 'tokenseal'
const key = Key.generate('RS256', { bits: 3072 })
verify('a.b.c', key, { allowMissingExp: true, allowAnyAudience: true, leeway: '30s', maxTokenBytes: 1000, issuer: 'x' })
encrypt({}, key, { enc: 'A256GCM', expiresIn: 60 })
new RemoteKeySet({ issuer: 'https://login.example', allowHttp: true, timeout: '2s' })
`

const { Node16 } = ts.ModuleResolutionKind
const settings = { strict: true, module: ts.ModuleKind.Node16, moduleResolution: Node16, target: ts.ScriptTarget.ES2022, types: ['node'] }
const service = ts.createLanguageService({
  directoryExists: ts.sys.directoryExists,
  fileExists: (path) => path === PROGRAM || ts.sys.fileExists(path),
  readFile: ts.sys.readFile,
  getCompilationSettings: () => settings,
  getCurrentDirectory: () => fileURLToPath(new URL('..', import.meta.url)),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [PROGRAM],
  getScriptVersion: () => '1',
  getScriptSnapshot: (path) => {
    const text = path === PROGRAM ? TEXT : ts.sys.readFile(path)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
})

/** What is shown of a name: its type, its text, and the tags of its comment. */
function shown(name) {
  const { displayParts, documentation, tags = [] } = service.getQuickInfoAtPosition(PROGRAM, TEXT.indexOf(`${name}:`))
  const text = ts.displayPartsToString(documentation)
  const defaults = tags.filter((tag) => tag.name === 'default').map((tag) => ts.displayPartsToString(tag.text))
  return { type: ts.displayPartsToString(displayParts), text, defaults }
}

describe('hovering', () => {
  test('the program is right', () => {
    assert.deepEqual(service.getSemanticDiagnostics(PROGRAM).map(({ messageText }) => messageText), [])
  })

  for (const [name, check] of [
    ['allowMissingExp', 'exp'],
    ['allowAnyAudience', 'aud'],
    ['allowHttp', 'https'],
  ]) {
    test(`${name}: it waives the check of ${check}`, () => {
      const { type, text, defaults } = shown(name)
      assert.match(type, new RegExp(`${name}\\?: boolean`))
      assert.ok(text.endsWith(`Waives the check of ${check}.`), text)
      assert.deepEqual(defaults, ['false'])
    })
  }

  for (const [name, value] of [
    ['bits', '2048'],
    ['enc', "'A256GCM'"],
    ['leeway', '0'],
    ['maxTokenBytes', '262144'],
    ['timeout', "'5s'"],
  ]) {
    test(`${name}: what holds if it is not given`, () => assert.deepEqual(shown(name).defaults, [value]))
  }

  test('an option without a default says nothing of one', () => {
    const { text, defaults } = shown('issuer')
    assert.notEqual(text, '')
    assert.deepEqual(defaults, [])
  })
})
