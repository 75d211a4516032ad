// The types say what is there: the same names as the package, everything documented, and null exactly where the core takes it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'

import * as tokenseal from '../index.mjs'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const program = ts.createProgram([path('../index.d.ts')], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  types: ['node'],
  typeRoots: [path('../node_modules/@types')],
})
const checker = program.getTypeChecker()
const exportsOf = (symbol) =>
  checker.getExportsOfModule(symbol).map((one) => (one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one))
const root = checker.getSymbolAtLocation(program.getSourceFile(path('../index.d.ts')))

/** Every exported symbol, those of `jws` and `jwe` too, by its name. */
const exported = new Map()
for (const symbol of checker.getExportsOfModule(root)) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  exported.set(symbol.name, target)
  if (target.flags & ts.SymbolFlags.ValueModule) for (const inner of exportsOf(target)) exported.set(`${symbol.name}.${inner.name}`, inner)
}
const isValue = (symbol) => (symbol.flags & ts.SymbolFlags.Value) !== 0
const isClass = (symbol) => (symbol.flags & ts.SymbolFlags.Class) !== 0
const sorted = (names) => [...names].sort()
const isHidden = (name) => name.startsWith('#') || name === 'prototype'

/** Names as TypeScript has them: a well-known symbol is `__@iterator@123` there. */
const publicName = (name) => (name.startsWith('__@iterator') ? 'Symbol.iterator' : name)

test('the types export what the package exports', () => {
  const real = Object.entries(tokenseal).flatMap(([name, value]) =>
    name === 'jws' || name === 'jwe' ? [name, ...Object.keys(value).map((inner) => `${name}.${inner}`)] : [name],
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

const CODES = new Set(readFileSync(path('../errors.d.ts'), 'utf8').match(/(?<=^  \| ')ERR_\w+/gm))

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
    if (name === 'jws' || name === 'jwe') continue
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

// Calls that take each kind of options, and are right without any.
const { Issuer, Key, KeySet, Verifier, jwe, jws } = tokenseal
const [mac, signing, agreeing] = [Key.generate('HS256'), Key.generate('ES256'), Key.generate('ECDH-ES+A128KW')]
const jwt = tokenseal.sign({}, mac, { expiresIn: 60 })
const encrypted = tokenseal.encrypt({}, agreeing, { expiresIn: 60 })
const sealed = tokenseal.seal({}, { signWith: signing, encryptTo: agreeing, expiresIn: 60 })
const bytes = new Uint8Array(9)
const OPTIONS = {
  GenerateOptions: (options) => Key.generate('ES256', options),
  FromJwkOptions: (options) => Key.fromJwk(mac.toJwk({ private: true }), options),
  FromKeyOptions: (options) => Key.fromCertificate('', 'ES256', options),
  FromEncryptedOptions: (options) => Key.fromPem(signing.toPem(), 'ES256', options),
  FromSecretOptions: (options) => Key.fromSecret(Buffer.from('a secret of thirty-two bytes, ha'), 'HS256', options),
  FromPasswordOptions: (options) => Key.fromPassword('correct horse', 'PBES2-HS256+A128KW', options),
  FromJwksOptions: (options) => KeySet.fromJwks({ keys: [] }, options),
  ExportOptions: (options) => signing.toPem(options),
  SignOptions: (options) => tokenseal.sign({ exp: 9e9 }, mac, options),
  EncryptOptions: (options) => tokenseal.encrypt({ exp: 9e9 }, agreeing, options),
  SealOptions: (options) => tokenseal.seal({ exp: 9e9 }, { signWith: signing, encryptTo: agreeing, ...options }),
  IssuerOptions: (options) => new Issuer({ signingKey: signing, encryptionKey: agreeing, ...options }),
  IssueOptions: (options) => new Issuer({ signingKey: mac }).issue({ exp: 9e9 }, options),
  VerifyOptions: (options) => tokenseal.verify(jwt, mac, options),
  DecryptOptions: (options) => tokenseal.decrypt(encrypted, agreeing, { allowUnsigned: true, ...options }),
  UnsealOptions: (options) => tokenseal.unseal(sealed, { decryptWith: agreeing, verifyWith: signing, ...options }),
  VerifierOptions: (options) => new Verifier({ keys: mac, decryptionKeys: agreeing, ...options }),
  CheckOptions: (options) => new Verifier({ keys: mac }).verify(jwt, options),
  'jws.SignOptions': (options) => jws.sign(bytes, mac, options),
  'jws.VerifyOptions': (options) => jws.verify(jwt, mac, options),
  'jwe.EncryptOptions': (options) => jwe.encrypt(bytes, agreeing, { serialization: 'general', ...options }),
  'jwe.DecryptOptions': (options) => jwe.decrypt(encrypted, agreeing, options),
}

describe('each option', () => {
  /** The code that a call fails with, if it does, and the message. */
  const failure = (call) => {
    try {
      call()
      return {}
    } catch ({ code, message }) {
      return { code, message }
    }
  }

  for (const [name, call] of Object.entries(OPTIONS)) {
    test(name, () => {
      const declaration = exported.get(name).declarations[0]
      for (const option of checker.getDeclaredTypeOfSymbol(exported.get(name)).getProperties()) {
        const takesNull = checker
          .typeToString(checker.getTypeOfSymbolAtLocation(option, declaration), declaration, ts.TypeFormatFlags.NoTruncation)
          .split(' | ')
          .includes('null')
        const { code, message } = failure(() => call({ [option.name]: null }))
        const isKeys = ['keys', 'decryptionKeys', 'signingKey', 'encryptionKey'].includes(option.name)
        if (takesNull && !isKeys) assert.ok(code === undefined || name === 'FromKeyOptions', `${option.name}: null is refused: ${message}`)
        if (!takesNull) assert.equal(code, 'ERR_OPTION_INVALID', `${option.name}: null is taken`)
        assert.doesNotMatch(message ?? '', /unknown/, `${option.name} is unknown to the core`)
      }
    })
  }

  test('is tried', () => {
    const names = [...exported.keys()].filter((name) => name.endsWith('Options'))
    const parents = ['CommonReadOptions', 'ClaimCheckOptions', 'HeaderOptions', 'LimitOptions', 'TokenErrorOptions']
    assert.deepEqual(sorted(names.filter((name) => !parents.includes(name))), sorted(Object.keys(OPTIONS)))
  })
})
