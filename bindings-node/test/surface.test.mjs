// The types say what is there: the same names as the package, and everything documented.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'

import * as tokenseal from '../index.mjs'
import { checker, exported } from './declared.mjs'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
/** What is exported as a whole. */
const SPACES = ['dpop', 'http', 'jwe', 'jws']
const isValue = (symbol) => (symbol.flags & ts.SymbolFlags.Value) !== 0
const isClass = (symbol) => (symbol.flags & ts.SymbolFlags.Class) !== 0
const sorted = (names) => [...names].sort()
const isHidden = (name) => name.startsWith('#') || name === 'prototype'

/** Names as TypeScript has them: a well-known symbol is `__@iterator@123` there. */
const publicName = (name) => (name.startsWith('__@iterator') ? 'Symbol.iterator' : name)

test('the types export what the package exports', () => {
  const real = Object.entries(tokenseal).flatMap(([name, value]) =>
    SPACES.includes(name) ? [name, ...Object.keys(value).map((inner) => `${name}.${inner}`)] : [name],
  )
  const declared = [...exported].filter(([, symbol]) => isValue(symbol)).map(([name]) => name)
  assert.deepEqual(sorted(declared), sorted(real))
})

describe('the members of each class', () => {
  for (const [name, symbol] of exported) {
    if (!isClass(symbol)) continue
    test(name, () => {
      const Class = name.split('.').reduce((value, part) => value[part], tokenseal)
      const statics = Object.getOwnPropertyNames(Class).filter((member) => !['length', 'name', 'prototype', 'defaultCode'].includes(member))
      const declared = [...(symbol.exports?.keys() ?? [])].map(String).filter((member) => !isHidden(member))
      assert.deepEqual(sorted(declared), sorted(statics))
      const isError = Class === tokenseal.TokenError || Class.prototype instanceof Error
      const own = isError
        ? []
        : Reflect.ownKeys(Class.prototype).filter(
            (member) => member !== 'constructor' && String(member) !== 'Symbol(nodejs.util.inspect.custom)',
          )
      const members = checker
        .getDeclaredTypeOfSymbol(symbol)
        .getProperties()
        .map((member) => publicName(member.name))
      if (!isError)
        assert.deepEqual(sorted(members), sorted(own.map((member) => (member === Symbol.iterator ? 'Symbol.iterator' : member))))
    })
  }
})

/** What stands in the comment of a declaration: its text, and its tags by name. */
function documentation(symbol) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const tags = symbol.getJsDocTags(checker).map(({ name, text }) => [name, ts.displayPartsToString(text)])
  return { text, tags, of: (tag) => tags.filter(([name]) => name === tag).map(([, what]) => what) }
}

const CODES = new Set(readFileSync(path('../lib/error.d.ts'), 'utf8').match(/(?<=^  \| ')ERR_\w+/gm))

/** What a function promises: each parameter, what it gives, how it fails, and an example. */
function checkFunction(symbol, where, signature) {
  const { tags, of } = documentation(symbol)
  const wanted = signature.parameters.map((parameter) => parameter.name)
  assert.deepEqual(
    of('param').map((text) => text.split(' ')[0]),
    wanted,
    `${where}: the parameters`,
  )
  assert.ok(
    of('param').every((text) => text.length > 12),
    `${where}: the parameters are not described`,
  )
  const isConstructor = where.endsWith('.constructor')
  if (!isConstructor) assert.equal(of('returns').length, 1, `${where}: what it gives`)
  assert.ok(of('example').every((text) => text.includes('```js')) && of('example').length === 1, `${where}: an example`)
  if (wanted.length > 0) assert.equal(of('throws').length, 1, `${where}: how it fails`)
  for (const text of of('throws')) {
    const codes = text.match(/ERR_\w+/g) ?? []
    assert.ok(codes.length > 0 && codes.every((code) => CODES.has(code)), `${where}: the codes, ${text}`)
  }
  assert.ok(
    tags.every(([name]) => ['param', 'returns', 'throws', 'example'].includes(name)),
    `${where}: an unknown tag`,
  )
}

describe('everything is documented', () => {
  for (const [name, symbol] of exported) {
    if (SPACES.includes(name)) continue
    test(name, () => {
      assert.ok(documentation(symbol).text.length > 10, `${name} is not documented`)
      for (const declaration of symbol.declarations) {
        if (ts.isFunctionDeclaration(declaration)) checkFunction(symbol, name, checker.getSignatureFromDeclaration(declaration))
        if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration))
          declaration.members.forEach((member) => checkMember(member, name))
      }
    })
  }
})

function checkMember(member, name) {
  const isPrivate = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private
  if (isPrivate || (name.endsWith('Error') && name !== 'TokenError')) return
  const symbol = member.symbol ?? checker.getSymbolAtLocation(member.name)
  const where = `${name}.${ts.isConstructorDeclaration(member) ? 'constructor' : publicName(symbol.name)}`
  if (ts.isIndexSignatureDeclaration(member)) return
  assert.ok(documentation(symbol).text.length > 5, `${where} is not documented`)
  const isMethod = ts.isConstructorDeclaration(member) || ts.isMethodDeclaration(member)
  if (isMethod && name !== 'TokenError' && symbol.declarations[0] === member && !(member.name && ts.isComputedPropertyName(member.name))) {
    checkFunction(symbol, where, checker.getSignatureFromDeclaration(member))
  }
}
