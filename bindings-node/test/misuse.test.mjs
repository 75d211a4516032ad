// Wrong input to every public function: always a TokenError with a code of the table, never ERR_INTERNAL, never the end of the process.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'

import * as tokenseal from '../index.mjs'
import {
  ASYNC_CALLS,
  CALLS,
  SECRET,
  WRONG,
  api,
  codeOf,
  cyclic,
  deep,
  encrypted,
  hmac,
  isAsync,
  issuer,
  mine,
  options,
  reading,
  rejectionOf,
  remote,
  revocations,
  ring,
  rules,
  sealed,
  sealing,
  set,
  signed,
  signing,
  statusList,
  throwing,
  token,
  verifier,
} from './samples.mjs'

const { Issuer, Key, KeyRing, KeySet, RemoteKeySet, Revocations, Token, Unsigned, Verifier, jwe, jws } = tokenseal

describe('each argument of each function', () => {
  for (const [name, [call, ...right]] of Object.entries(CALLS)) {
    test(name, () => {
      assert.doesNotThrow(() => call(...right))
      for (let position = 0; position < right.length; position++) {
        for (const [what, wrong] of Object.entries(WRONG))
          codeOf(() => call(...right.with(position, wrong)), `${what} as argument ${position}`)
        for (const member of namesOf(right[position])) {
          const members = (wrong) => right.with(position, { ...right[position], [member]: wrong })
          for (const [what, wrong] of Object.entries(WRONG)) codeOf(() => call(...members(wrong)), `${what} as ${member}`)
          const getter = Object.defineProperty({ ...right[position] }, member, { get: mine, enumerable: true })
          assert.notEqual(
            codeOf(() => call(...right.with(position, getter))),
            undefined,
          )
        }
      }
      for (let count = 0; count < right.length; count++) codeOf(() => call(...right.slice(0, count)), `${count} arguments`)
    })
  }
})

describe('each argument of each function that gives a promise', () => {
  for (const [name, [call, ...right]] of Object.entries(ASYNC_CALLS)) {
    test(name, async () => {
      await call(...right)
      for (let position = 0; position < right.length; position++) {
        for (const [what, wrong] of Object.entries(WRONG))
          await rejectionOf(call(...right.with(position, wrong)), `${what} as argument ${position}`)
      }
      for (let count = 0; count < right.length; count++) await rejectionOf(call(...right.slice(0, count)), `${count} arguments`)
    })
  }
})

describe('surplus arguments', () => {
  const pending = jwe.prepareDecrypt(encrypted, sealing)
  const unsigned = tokenseal.prepare({}, signing, options)
  const lists = { KeySet: set, RemoteKeySet: remote, Revocations: revocations, StatusList: statusList, AccessRules: rules, ProtectedResource: api }
  const instances = { Issuer: issuer, Key: hmac, KeyRing: ring, ...lists, Token: token, Unsigned: unsigned, Verifier: verifier }
  const isClass = (value) => typeof value.prototype === 'object' && value.prototype.constructor === value
  const functionsOf = (owner) =>
    Object.entries(Object.getOwnPropertyDescriptors(owner))
      .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
      .map(([name, { value }]) => [name, value.bind(owner)])
  const functions = [
    ...Object.entries(tokenseal).filter(([, value]) => typeof value === 'function' && !isClass(value)),
    ...functionsOf(jws),
    ...functionsOf(jwe).filter(([name]) => !isClass(jwe[name])),
    ...Object.keys(instances).flatMap((name) => functionsOf(tokenseal[name])),
    ...Object.values(instances).flatMap((one) => functionsOf(Object.getPrototypeOf(one)).map(([name]) => [name, one[name].bind(one)])),
    ...functionsOf(Object.getPrototypeOf(pending)).map(([name]) => [name, pending[name].bind(pending)]),
    ...Object.keys(instances).map((name) => [`new ${name}`, (...given) => new tokenseal[name](...given)]),
  ]
  for (const [name, call] of functions) {
    test(name, async () => {
      // None of them has as many parameters.
      const given = new Array(5).fill(undefined)
      for (const [last, remedy] of [
        [() => assert.fail('called back'), /takes \d arguments?, and this call has 6: it takes no callback/],
        [{}, /takes \d arguments?, and this call has 6: leave the others out/],
      ]) {
        const refused = { code: 'ERR_OPTION_INVALID', message: remedy }
        if (isAsync(name)) await assert.rejects(call(...given, last), refused)
        // Of one name, `redis`, one is asynchronous and one is not.
        else await assert.rejects(async () => call(...given, last), refused)
      }
    })
  }

  test('every function is among them', () => assert.ok(functions.length >= 50, `${functions.length}`))

  test('a callback in the place of options', () => {
    const refused = { code: 'ERR_OPTION_INVALID', message: 'options must be an object, and this is a function: no callback is taken' }
    assert.throws(() => tokenseal.verify(signed, hmac, () => assert.fail('called back')), refused)
    assert.throws(() => verifier.verify(signed, () => assert.fail('called back')), refused)
    assert.throws(() => KeySet.fromJwks('{"keys":[]}', () => assert.fail('called back')), refused)
  })
})

test('a message says what was found', () => {
  const said = (call, message) => assert.throws(call, (error) => assert.match(error.message, message) ?? true)
  said(() => tokenseal.verify(signed, hmac, { issuer: undefined }), /^option `issuer` is undefined: leave it out/)
  said(() => tokenseal.verify(signed, hmac, { issuer: null }), /^option `issuer` is null: leave it out/)
  said(() => new Verifier({ keys: hmac, maxTokenBytes: undefined, now: undefined }), /^option `(maxTokenBytes|now)` is (undefined|unknown)/)
  said(() => tokenseal.verify(signed, undefined), /^keys must be a Key, a list of keys or a KeySet, and this is undefined$/)
  said(() => tokenseal.verify(signed, SECRET), /and this is a Uint8Array: use Key.fromPem, Key.fromJwk or Key.fromSecret$/)
  said(() => tokenseal.verify(signed, hmac.toJwk({ private: true })), /and this is an object: use Key.fromJwk$/)
  said(() => tokenseal.sign({}, Promise.resolve(hmac), options), /^key must be a Key, and this is a promise: await it$/)
  said(() => tokenseal.verify(Promise.resolve(signed), hmac), /^token must be a string or a Uint8Array, and this is a promise: await it$/)
  said(() => tokenseal.sign('{}', hmac, options), /^claims must be an object, or a Uint8Array of JSON text, and this is a string$/)
  said(() => tokenseal.sign({}, hmac, { ...options, header: { x: NaN } }), /^option `header`: NaN and infinities cannot be written as JSON$/)
  said(() => Key.fromSecret('0123456789abcdef0123456789abcdef', 'HS256'), /encoding/)
  said(() => (0, verifier.verify)(signed), /^this must be a Verifier: call the method on one, and do not detach it$/)
  said(() => hmac.withKeyId(undefined), /^keyId must be a string, and this is undefined$/)
})

test('undefined is refused exactly where null is', async () => {
  const { readFileSync } = await import('node:fs')
  const table = JSON.parse(readFileSync(new URL('options.json', import.meta.url), 'utf8'))
  for (const [option, row] of Object.entries(table.verify.options)) {
    const of = (value) => codeOf(() => tokenseal.verify(signed, hmac, { ...reading, [option]: value }))
    assert.equal(of(undefined), of(null), option)
    assert.equal(of(undefined), row.null ? undefined : 'ERR_OPTION_INVALID', option)
  }
})

test('key documents as bytes', () => {
  const jwks = set.toJwks({ private: true })
  const bytes = Buffer.from(JSON.stringify(jwks))
  assert.deepEqual(KeySet.fromJwks(bytes).toJwks({ private: true }), jwks)
  assert.ok(Key.fromJwk(Buffer.from(JSON.stringify(hmac.toJwk({ private: true })))).equals(hmac))
  assert.equal(bytes.toString(), JSON.stringify(jwks), 'the caller’s bytes stay as they are')
  const malformed = [Buffer.from([0xff]), Buffer.from('{"keys":["\xe9"]}', 'latin1'), Buffer.from(''), Buffer.from('[]')]
  for (const wrong of malformed) {
    assert.equal(codeOf(() => KeySet.fromJwks(wrong)), 'ERR_JWKS_INVALID')
    assert.equal(codeOf(() => Key.fromJwk(wrong)), 'ERR_JWK_INVALID')
  }
})

/** The members of a plain object. */
function namesOf(value) {
  return Object.getPrototypeOf(value) === Object.prototype ? Object.keys(value) : []
}

/** All of them are ERR_OPTION_INVALID. */
function areOptionInvalid(wrongs, call) {
  for (const wrong of wrongs)
    assert.equal(
      codeOf(() => call(wrong)),
      'ERR_OPTION_INVALID',
      `${inspect(wrong)} in ${call}`,
    )
}

test('what is no object of options', () => {
  const getter = Object.defineProperty({}, 'issuer', { get: mine, enumerable: true })
  const odd = [
    Object.create({ issuer: 'x' }),
    new (class {
      issuer = 'x'
    })(),
    new Proxy({}, {}),
    getter,
    { [Symbol('issuer')]: 'x' },
    new Map([['issuer', 'x']]),
  ]
  areOptionInvalid([null, 1, 'x', [], ...odd], (wrong) => tokenseal.verify(signed, hmac, wrong))
})

test('options of the wrong type, name or size', () => {
  const names = [{ isuer: 'x' }, { Issuer: 'x' }, { required_claims: ['sub'] }, JSON.parse('{"__proto__":1}')]
  const absent = [{ issuer: null }, { issuer: undefined }, { allowMissingExp: undefined }, { leeway: null }]
  const numbers = [-1, 1.5, NaN, Infinity, 5n, Symbol('x'), () => 1, '5', new Date()].map((leeway) => ({ leeway }))
  const others = [
    { maxAge: '0s' },
    { algorithms: [] },
    { algorithms: 'HS256' },
    { requiredClaims: 'sub' },
    { now: 'x' },
    { now: new Date(NaN) },
  ]
  const limits = [
    { maxTokenBytes: 0 },
    { maxTokenBytes: 2 ** 64 },
    { maxJsonDepth: 101 },
    { keyManagement: ['A128KW'] },
    { issuer: cyclic },
  ]
  areOptionInvalid([...names, ...absent, ...numbers, ...others, ...limits], (wrong) => tokenseal.verify(signed, hmac, wrong))
  const making = [undefined, {}, { expiresIn: undefined }, { expires_in: 60 }, { expiresIn: 0 }, { noExpiry: undefined }]
  const headers = [{ alg: 'none' }, { x: NaN }, { x: new Date() }, { x: 5n }, cyclic].map((header) => ({ ...options, header }))
  areOptionInvalid([...making, ...headers], (wrong) => tokenseal.sign({}, hmac, wrong))
})

test('arguments of the wrong type', () => {
  const forged = [Object.create(Key.prototype), Object.create(KeySet.prototype), new Proxy(hmac, {}), token]
  const wrongs = [undefined, null, 1, true, 5n, Symbol('x'), {}, () => 1, ...forged]
  areOptionInvalid([...wrongs, [[]], [null]], (wrong) => tokenseal.verify(signed, wrong, reading))
  areOptionInvalid([...wrongs, [hmac]], (wrong) => tokenseal.sign({}, wrong, options))
  areOptionInvalid(wrongs, (wrong) => tokenseal.verify(wrong, hmac, reading))
  areOptionInvalid([...wrongs, 'text'], (wrong) => Key.fromSecret(wrong, 'HS256'))
  areOptionInvalid(wrongs, (wrong) => Key.generate(wrong))
  areOptionInvalid(wrongs, (wrong) => new KeySet(wrong))
  areOptionInvalid([...wrongs, 'text'], (wrong) => jws.sign(wrong, hmac))
  areOptionInvalid(wrongs, (wrong) => verifier.verifyMany(wrong))
  areOptionInvalid(
    wrongs.filter((wrong) => wrong !== undefined),
    (wrong) => hmac.thumbprint(wrong),
  )
  areOptionInvalid([undefined, null, 1, 'text'], (wrong) => tokenseal.sign(wrong, hmac, options))
  assert.equal(
    codeOf(() => tokenseal.verify(signed, [], reading)),
    'ERR_JWKS_NO_MATCHING_KEY',
  )
})

test('methods and constructors called in a wrong way', async () => {
  for (const Class of [Key, KeyRing, KeySet, RemoteKeySet, Revocations, Token, Unsigned, Issuer, Verifier, jwe.Pending]) {
    areOptionInvalid([undefined], () => Class())
    // A list of revocations needs no options.
    areOptionInvalid([undefined], () => (Class === Revocations ? new Class(null) : new Class()))
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))) {
      const method = property.get ?? property.value
      const selves = [undefined, null, 1, {}, Object.create(Class.prototype), new Proxy(hmac, {})]
      if (name === 'constructor') continue
      if (!isAsync(name)) areOptionInvalid(selves, (self) => method.call(self, signed))
      else for (const self of selves) assert.equal(await rejectionOf(method.call(self, signed)), 'ERR_OPTION_INVALID')
    }
  }
})

test('a message names the argument', () => {
  const messages = {
    'key must be a Key': () => tokenseal.sign({}, {}, options),
    'signWith must be a Key': () => tokenseal.seal({}, { encryptTo: sealing, ...options }),
    'keys must be a Key, a list of keys or a KeySet': () => tokenseal.verify(signed, 5),
    'each of keys must be a Key': () => tokenseal.verify(signed, [hmac, {}]),
    'decryptionKeys must be a Key, a list of keys or a KeySet': () => new Verifier({ decryptionKeys: 'x' }),
    'token must be a string or a Uint8Array': () => verifier.verify({}),
    'secret must be a Uint8Array': () => Key.fromSecret(5, 'HS256'),
    'keyObject must be a KeyObject of node:crypto': () => Key.fromKeyObject(hmac, 'HS256'),
    'this must be a Verifier': () => verifier.verify.call(hmac, signed),
  }
  for (const [message, call] of Object.entries(messages)) {
    assert.throws(call, (error) => error.code === 'ERR_OPTION_INVALID' && error.message.startsWith(message), message)
  }
})

test('a token that is too long is not even copied', () => {
  // Copied, each of these would cost a second; so many of them would cost more memory than there is.
  const text = 'A'.repeat(2 ** 29 - 24)
  const bytes = new Uint8Array(2 ** 31)
  const tooLong = 'ERR_JOSE_LIMIT_EXCEEDED'
  const calls = [
    (long) => verifier.verify(long),
    (long) => tokenseal.verify(long, hmac),
    (long) => tokenseal.decrypt(long, sealing),
    (long) => tokenseal.unseal(long, { decryptWith: sealing, verifyWith: signing }),
    (long) => tokenseal.inspectUnverified(long),
    (long) => jws.verify(long, hmac),
    (long) => jwe.decrypt(long, sealing),
    (long) => jwe.prepareDecrypt(long, sealing),
  ]
  for (const long of [text, bytes]) {
    for (const call of calls) {
      assert.equal(
        codeOf(() => call(long)),
        tooLong,
      )
    }
  }
  const results = verifier.verifyMany(Array.from({ length: 5000 }, (_, index) => (index % 2 ? text : bytes)))
  assert.ok(results.every((result) => result.code === tooLong))
})

test('the length of a token is the core’s to judge', () => {
  const token = `${signed.slice(0, -1)}${'A'.repeat(300_000)}`
  for (const spoilt of [token, Buffer.from(token)]) {
    const code = (maxTokenBytes) => codeOf(() => new Verifier({ keys: hmac, ...reading, maxTokenBytes }).verify(spoilt))
    assert.equal(code(token.length - 1), 'ERR_JOSE_LIMIT_EXCEEDED')
    assert.notEqual(code(token.length), 'ERR_JOSE_LIMIT_EXCEEDED')
    assert.equal(
      codeOf(() => verifier.verify(spoilt)),
      'ERR_JOSE_LIMIT_EXCEEDED',
    )
  }
  // Characters beyond ASCII count as the bytes that they are, and are never taken for others: U+0165 ends in the byte of an e.
  assert.equal(
    codeOf(() => tokenseal.verify('é'.repeat(200_000), hmac)),
    'ERR_JOSE_LIMIT_EXCEEDED',
  )
  assert.notEqual(
    codeOf(() => verifier.verify(signed.replace('e', '\u0165'))),
    undefined,
  )
})

test('claims that JSON cannot say', () => {
  const values = [
    NaN,
    [Infinity],
    () => 1,
    Symbol('x'),
    new Map(),
    { toJSON: () => Symbol('x') },
    SECRET,
    new Date(NaN),
    new String('x'),
    Object.assign([], { length: 3 }),
    '\ud800',
  ]
  const whole = [
    cyclic,
    throwing,
    { toJSON: mine },
    { toJSON: () => [] },
    { toJSON: () => new Map() },
    { toJSON: () => undefined },
    [],
    new Uint8Array([0xff]),
    new TextEncoder().encode('{}x'),
  ]
  for (const wrong of [...values.map((x) => ({ x })), ...whole]) {
    assert.equal(
      codeOf(() => tokenseal.sign(wrong, hmac, options)),
      'ERR_JWT_INVALID',
      inspect(wrong),
    )
  }
  assert.equal(
    codeOf(() => tokenseal.sign(deep(5000), hmac, options)),
    'ERR_JOSE_LIMIT_EXCEEDED',
  )
})

test("the caller's own exception is the cause", () => {
  assert.throws(
    () => tokenseal.sign(throwing, hmac, options),
    (error) => error.cause instanceof RangeError,
  )
  assert.throws(
    () => Key.generate('HS256', throwing),
    (error) => error.cause instanceof RangeError,
  )
})

test('getters are read once', () => {
  let reads = 0
  const given = Object.defineProperty({ ...options }, 'issuer', { enumerable: true, get: () => `read ${++reads}` })
  assert.equal(tokenseal.inspectUnverified(tokenseal.sign({}, hmac, given)).claims.iss, 'read 1')
})

test('nothing shows a secret', () => {
  const secrets = [SECRET.toString(), SECRET.toString('base64url'), SECRET.toString('hex'), signing.toJwk({ private: true }).d]
  const show = (value) => [inspect(value, { depth: 9, showHidden: true }), String(value), JSON.stringify(value)]
  const prototypes = [Key, KeySet, RemoteKeySet, Revocations, Token].map((Class) => Class.prototype)
  const shown = [hmac, signing, set, remote, revocations, token, issuer, verifier, ...prototypes].flatMap(show).join('\n')
  for (const secret of secrets) assert.ok(!shown.includes(secret))
  const short = () => Key.fromSecret(Buffer.from('sesame!'), 'HS256')
  const text = () => Key.fromSecret('sesame!', 'HS256', { encoding: 'hex' })
  const malformed = () => Key.fromJwk({ kty: 'oct', k: 'sesame!', alg: 'HS256' })
  for (const call of [short, text, malformed, () => Key.fromPem('sesame', 'ES256')]) {
    assert.throws(call, (error) => !/sesame/.test(`${error.message} ${JSON.stringify(error)}`))
  }
})

test('random tokens', () => {
  for (let round = 0; round < 3000; round++) {
    const source = [signed, encrypted, sealed][round % 3]
    const at = Math.floor(Math.random() * source.length)
    const letter = String.fromCharCode(Math.floor(Math.random() * 0x180))
    const spoilt = source.slice(0, at) + letter + source.slice(at + (round % 5))
    codeOf(() => tokenseal.verify(spoilt, hmac, reading), spoilt)
    codeOf(() => tokenseal.decrypt(spoilt, sealing, reading), spoilt)
    codeOf(() => tokenseal.unseal(Buffer.from(spoilt), { decryptWith: sealing, verifyWith: signing, ...reading }), spoilt)
    codeOf(() => tokenseal.inspectUnverified(spoilt), spoilt)
  }
})
