// What a program waits for when it starts.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The folder of the package, whose own name leads to it. */
const cwd = fileURLToPath(new URL('..', import.meta.url))
const PROGRAM = fileURLToPath(new URL('start/program.cjs', import.meta.url))

/** Whether a program has loaded node:crypto when it ends, which takes about as long as the rest of this package. */
const loadsCrypto = (program) => JSON.parse(execFileSync(process.execPath, [PROGRAM, program], { encoding: 'utf8' }))

const using = `
  const { Issuer, Key, KeySet, Verifier, jwe, jws } = require('tokenseal')
  const key = Key.fromJwk(Key.generate('HS256').toJwk({ private: true }))
  const token = new Verifier({ keys: key }).verify(new Issuer({ signingKey: key, lifetime: '1h' }).issue({ sub: 'alice' }))
  if (token.claims.sub !== token.get('sub') || token.claimsWithBigInts().sub !== 'alice') throw new Error('wrong')
  jws.verify(jws.sign(Buffer.from('x'), key), key)`

test('node:crypto is loaded only by who needs it', () => {
  assert.equal(loadsCrypto(''), false, 'this Node loads it by itself')
  assert.equal(loadsCrypto('require("tokenseal")'), false)
  assert.equal(loadsCrypto('require("tokenseal/compat/jsonwebtoken")'), false)
  assert.equal(loadsCrypto(using), false)
  const keyObject = 'require("tokenseal").Key.fromKeyObject(require("node:crypto").createSecretKey(Buffer.alloc(32, "abc")), "HS256")'
  assert.equal(loadsCrypto(keyObject), true)
  const bigint = 'const { Key, sign, verify } = require("tokenseal"), key = Key.generate("HS256")'
  assert.equal(loadsCrypto(`${bigint}; verify(sign({ n: 2n ** 64n }, key, { expiresIn: 60 }), key).claimsWithBigInts()`), true)
})

describe('a program that verifies a token by a key at hand loads nothing else', () => {
  const NEEDED = 'claims error exact failure handles json jwt key key_set later names option_table options recognized token verifier'
  const verifying = `
    const key = Key.fromSecret(Buffer.alloc(32, 'abc'), 'HS256')
    if (new Verifier({ keys: key }).verify(sign({ sub: 'alice' }, key, { expiresIn: 60 })).claims.sub !== 'alice') throw new Error('wrong')`
  const telling = `console.log(JSON.stringify(Object.keys(require.cache)))`
  const asking = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)`

  /** The files of `lib` that a program has loaded by its end. */
  const loadedBy = (...given) =>
    JSON.parse(execFileSync(process.execPath, given, { cwd, encoding: 'utf8' }))
      .map((path) => path.slice(cwd.length).replaceAll('\\', '/'))
      .filter((path) => path.startsWith('lib/'))
      .sort()
      .map((path) => path.slice('lib/'.length, -'.cjs'.length))
      .join(' ')

  test('with require', () => {
    const program = `const { Key, Verifier, sign } = require('tokenseal'); ${verifying}; ${telling}`
    assert.equal(loadedBy('--input-type=commonjs', '--eval', program), NEEDED)
  })

  test('with import', () => {
    const program = `import { Key, Verifier, sign } from 'tokenseal'; ${asking}; ${verifying}; ${telling}`
    assert.equal(loadedBy('--input-type=module', '--eval', program), NEEDED)
  })

  test('as bundlers see it, where the package is besides', () => {
    const program = `import { Key, Verifier, sign } from 'tokenseal'; ${asking}; ${verifying}; ${telling}`
    assert.equal(loadedBy('--conditions=module', '--input-type=module', '--eval', program), NEEDED.replace(' recognized ', ' origin recognized '))
  })
})
