// What `tokenseal/compat/jsonwebtoken` withstands, and which way it takes: polluted and frozen prototypes, errors that end in logs, prepared keys.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createSecretKey } from 'node:crypto'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'

import { Issuer, Key, Verifier, jws } from 'tokenseal'
import ours from 'tokenseal/compat/jsonwebtoken'

import { NOW, SECRET, objects, p256, token } from './material.mjs'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))

/** What a program prints that runs in a process of its own, since it changes what every object inherits. */
function printed(program, flags = []) {
  const source = `
    const assert = require('node:assert/strict')
    const { createSecretKey } = require('node:crypto')
    const jwt = require('tokenseal/compat/jsonwebtoken')
    const key = createSecretKey(Buffer.from(${JSON.stringify(SECRET)}))
    ${program}`
  return execFileSync(process.execPath, [...flags, '--eval', source], { cwd: FOLDER, encoding: 'utf8' })
}

describe('polluted prototypes', () => {
  const expired = token({ sub: 'alice', exp: NOW - 1, aud: 'a' })
  const plain = token({ sub: 'alice' })
  const POLLUTED = {
    ignoreExpiration: true,
    ignoreNotBefore: true,
    clockTolerance: 1e12,
    clockTimestamp: 1,
    complete: true,
    algorithms: ['none'],
    algorithm: 'none',
    allowInvalidAsymmetricKeyTypes: true,
    exp: 4e9,
    nbf: 1,
    iat: 4e9,
    iss: 'i',
    aud: 'b',
    nonce: 'n',
    jti: 'j',
    noTimestamp: true,
    json: true,
    now: 1,
    isValid: true,
  }
  const attempt = (name) => `
    Object.prototype[${JSON.stringify(name)}] = ${JSON.stringify(POLLUTED[name])}
    for (const round of [1, 2, 3]) {
      for (const options of [undefined, {}, { algorithms: ['HS256'] }]) {
        assert.throws(() => jwt.verify(${JSON.stringify(expired)}, key, options), { name: 'TokenExpiredError', message: 'jwt expired' })
      }
      for (const [options, message] of [
        [{ issuer: 'i' }, /issuer/], [{ audience: 'b' }, /audience/], [{ nonce: 'n' }, /nonce/], [{ jwtid: 'j' }, /jwtid/], [{ maxAge: '1d' }, /iat/],
      ]) assert.throws(() => jwt.verify(${JSON.stringify(plain)}, key, options), message)
      assert.deepEqual(Object.entries(jwt.verify(${JSON.stringify(plain)}, key)), [['sub', 'alice']])
      const made = jwt.sign({ sub: 'bob' }, key, { expiresIn: 60 })
      const claims = JSON.parse(Buffer.from(made.split('.')[1], 'base64url'))
      assert.deepEqual(Object.keys(claims), ['sub', 'iat', 'exp'])
      assert.equal(claims.exp - claims.iat, 60)
      assert.ok(Math.abs(claims.iat - Date.now() / 1000) < 60)
      assert.deepEqual(Object.keys(jwt.decode(made)), ['sub', 'iat', 'exp'])
    }
    console.log('withstood')`
  for (const name of Object.keys(POLLUTED)) {
    test(name, () => assert.equal(printed(attempt(name)), 'withstood\n'))
  }
})

test('frozen intrinsics', () => {
  const program = `
    const made = jwt.sign({ sub: 'alice' }, key, { expiresIn: 60, audience: 'a' })
    for (let round = 0; round < 3; round++) assert.equal(jwt.verify(made, key, { audience: [/a/, 'b'], maxAge: '1h', complete: true }).payload.sub, 'alice')
    for (const [options, name] of [[{ clockTimestamp: 4e9 }, 'TokenExpiredError'], [{ issuer: 'x' }, 'JsonWebTokenError'], [{ isuer: 'x' }, 'JsonWebTokenError']]) {
      assert.throws(() => jwt.verify(made, key, options), (error) => error.name === name && error instanceof jwt[name] && error.message.length > 5)
    }
    assert.throws(() => jwt.verify(made, 'another secret, which is long enough too'), (error) => error.message === 'invalid signature' && error.cause.code !== undefined)
    assert.throws(() => jwt.sign({}, key, { expires: 1 }), { message: '"expires" is not allowed in "options"' })
    assert.equal(jwt.decode(made).sub, 'alice')
    const tokenseal = require('tokenseal')
    assert.throws(() => tokenseal.verify('x', []), { code: 'ERR_JWT_INVALID', name: 'InvalidTokenError' })
    assert.equal(tokenseal.Key.generate('ES256').toJwk().kty, 'EC')
    console.log('withstood')`
  assert.equal(printed(program, ['--frozen-intrinsics', '--no-warnings']), 'withstood\n')
})

test('claims are written as JSON.stringify does, whatever they are called and hold', () => {
  const payloads = [
    '{"sub":"alice","exp":4102444800}',
    '{"__proto__":"a","constructor":1,"toString":true,"10":null,"2":"b"}',
    '{"roles":["a",null,{"b":[]}],"big":1e300,"small":-0}',
    '{"text":"\\u0000\\"\\\\ \\ud83d\\ude00 \\u2028 é"}',
  ].map((text) => JSON.parse(text))
  payloads.push({ date: new Date(0), nan: NaN, none: undefined, list: [undefined] }, { none: undefined })
  for (const payload of payloads) {
    for (const options of [{ noTimestamp: true }, {}, { audience: ['a', 'b'] }, { issuer: 'i', jwtid: 'j', notBefore: 1 }]) {
      // From its second use on, a key has an issuer.
      const made = [1, 2, 3].map(() => ours.sign({ ...payload, iat: NOW }, objects.secret, options))
      const added = { nbf: options.notBefore && NOW + 1, aud: options.audience, iss: options.issuer, jti: options.jwtid }
      const { iat, ...rest } = { ...payload, iat: NOW, ...added }
      const wanted = JSON.stringify(options.noTimestamp ? rest : { ...payload, iat: NOW, ...added })
      for (const token of made) assert.equal(Buffer.from(token.split('.')[1], 'base64url').toString(), wanted)
    }
  }
})

test('no error quotes a payload', () => {
  const mark = 'a word that is in no message'
  const circular = { [mark]: {} }
  circular[mark].again = circular
  const failing = [
    () => ours.verify(token(mark), SECRET),
    () => ours.verify(token(mark), objects.secret),
    () => ours.verify(token(`{"${mark}":`), SECRET),
    () => ours.verify(token(`{"${mark}":1,"${mark}":2}`), SECRET),
    () => ours.verify(token({ sub: mark, exp: mark, aud: mark, iss: mark }), SECRET, { ignoreExpiration: true, audience: 'a' }),
    () => ours.verify(token({ sub: mark, iss: mark }), SECRET, { issuer: 'a' }),
    () => ours.verify(token({ sub: mark }), SECRET, { subject: 'a' }),
    () => ours.verify(token({ exp: mark }), SECRET),
    () => ours.verify(token({ iat: mark }), SECRET, { maxAge: 1 }),
    () => ours.verify(token({}, { header: `{"alg":"HS256","kid":"${mark}","kid":1}` }), SECRET),
    () => ours.verify(token({}, { header: `{"alg":"${mark}"}` }), SECRET),
    () => ours.decode(token(mark)),
    () => ours.decode(token(mark, { header: {} }), { json: true }),
    () => ours.sign(circular, SECRET),
    () => ours.sign({ exp: mark }, SECRET),
  ]
  for (const call of failing) {
    assert.throws(call, (error) => {
      for (let one = error; one !== undefined; one = one.cause) {
        assert.ok(!inspect(one).includes(mark) && !one.message.includes(mark), `${call}: ${inspect(one)}`)
      }
      return true
    })
  }
})

describe('a key is prepared once', () => {
  const signed = token({ sub: 'alice' }, { alg: 'ES256', key: p256.privateKey })

  /** How often each way of verifying is taken while something is done. */
  function waysOf(work) {
    const ways = { compiled: 0, plain: 0 }
    const [compiled, plain] = [Verifier.prototype.verify, jws.verify]
    Verifier.prototype.verify = function (...given) {
      const token = compiled.apply(this, given)
      ways.compiled++
      return token
    }
    jws.verify = (...given) => {
      ways.plain++
      return plain(...given)
    }
    try {
      work()
    } finally {
      Verifier.prototype.verify = compiled
      jws.verify = plain
    }
    return ways
  }

  for (const [name, key] of [
    ['a public key as PEM', p256.publicKey],
    ['a KeyObject', objects.publicKey],
  ]) {
    test(name, () => {
      const work = () => {
        for (let round = 0; round < 10; round++) assert.equal(ours.verify(signed, key, { clockTimestamp: NOW + round }).sub, 'alice')
      }
      // A verifier is made for the second token, for a single one it is not worth it.
      assert.deepEqual(waysOf(work), { compiled: 9, plain: 1 })
      assert.deepEqual(waysOf(work), { compiled: 10, plain: 0 })
    })
  }

  test('a token that only jsonwebtoken’s rules allow, or that they refuse for their own reason', () => {
    const expired = token({ sub: 'alice', exp: 1 })
    const work = () => {
      assert.throws(() => ours.verify(expired, objects.secret), { name: 'TokenExpiredError' })
      assert.equal(ours.verify(expired, objects.secret, { ignoreExpiration: true }).sub, 'alice')
    }
    work()
    assert.deepEqual(waysOf(work), { compiled: 0, plain: 2 })
    assert.throws(() => ours.verify(signed, p256.publicKey, { clockTimestamp: NOW, subject: 'bob' }), /jwt subject invalid/)
  })

  test('a mistake of ours is not taken for a token that is refused', () => {
    const { verify } = Verifier.prototype
    Verifier.prototype.verify = () => undefined.verify
    try {
      assert.throws(() => ours.verify(signed, objects.publicKey), { name: 'TypeError', message: /undefined/ })
    } finally {
      Verifier.prototype.verify = verify
    }
  })
})

describe('an issuer is made once for a key', () => {
  /** What is signed, and how often by an issuer. */
  function signedBy(work) {
    const { issue } = Issuer.prototype
    let issued = 0
    Issuer.prototype.issue = function (...given) {
      const token = issue.apply(this, given)
      issued++
      return token
    }
    try {
      return [work(), issued]
    } finally {
      Issuer.prototype.issue = issue
    }
  }
  const key = createSecretKey(Buffer.from(SECRET))
  const headerOf = (made) => Buffer.from(made.split('.')[0], 'base64url').toString()
  const textOf = (made) => Buffer.from(made.split('.')[1], 'base64url').toString()
  ours.sign({}, key)

  for (const [name, payload, options, expected] of [
    ['nothing', { iat: 5 }, {}, '{"iat":5}'],
    ['no claims', {}, { expiresIn: 60 }, `{"iat":${NOW},"exp":${NOW + 60}}`],
    ['all that options add', { a: 1, iat: 5 }, { notBefore: '-1s', expiresIn: '1m', audience: ['a', 'b"'], issuer: 'i', subject: 's', jwtid: 'j' },
      '{"a":1,"iat":5,"nbf":4,"exp":65,"aud":["a","b\\""],"iss":"i","sub":"s","jti":"j"}'],
    ['members that JSON leaves out', { a: undefined, f: () => 1, iat: 5, b: new Date(0) }, {}, '{"iat":5,"b":"1970-01-01T00:00:00.000Z"}'],
  ]) {
    test(name, () => {
      const now = Date.now
      Date.now = () => NOW * 1000
      try {
        const [made, issued] = signedBy(() => ours.sign(payload, key, options))
        assert.deepEqual([headerOf(made), textOf(made), issued], ['{"alg":"HS256","typ":"JWT"}', expected, 1])
        assert.equal(jws.verify(made, Key.fromSecret(Buffer.from(SECRET), 'HS256')).payload.length, Buffer.from(expected).length)
      } finally {
        Date.now = now
      }
    })
  }

  for (const [name, payload, options, expected] of [
    ['toJSON', { toJSON: () => ({ a: 1 }) }, {}, '{"a":1}'],
    ['noTimestamp', { a: 1 }, { noTimestamp: true }, '{"a":1}'],
    ['keyid', { iat: 5 }, { keyid: 'k' }, '{"iat":5}'],
    ['header', { iat: 5 }, { header: { typ: 'at+jwt' } }, '{"iat":5}'],
    ['encoding', { iat: 5, a: 'ë' }, { encoding: 'latin1' }, undefined],
    ['a subject that is no text', { iat: 5, sub: 7 }, {}, '{"iat":5,"sub":7}'],
    ['an iat of 0', { iat: 0, noTimestamp: 1 }, { noTimestamp: true }, '{"noTimestamp":1}'],
  ]) {
    test(`not for ${name}`, () => {
      const [made, issued] = signedBy(() => ours.sign(payload, key, options))
      assert.equal(issued, 0)
      if (expected !== undefined) assert.equal(textOf(made), expected)
    })
  }

  test('a mistake of ours is not taken for claims that are refused', () => {
    const { issue } = Issuer.prototype
    Issuer.prototype.issue = () => undefined.issue
    try {
      assert.throws(() => ours.sign({}, key), { name: 'TypeError', message: /undefined/ })
    } finally {
      Issuer.prototype.issue = issue
    }
  })
})

test('a header that is handed out is nobody else’s', () => {
  const key = createSecretKey(Buffer.from(SECRET))
  const signed = token({ sub: 'alice' })
  for (let round = 0; round < 3; round++) {
    const { header } = ours.verify(signed, key, { complete: true })
    assert.deepEqual(header, { alg: 'HS256', typ: 'JWT' })
    header.alg = 'none'
    ours.verify(signed, (given, done) => done(null, ((given.alg = 'none'), key)), (error) => assert.equal(error, null))
  }
})

test('a secret that was allowed to be weak is weak for the next who does not allow it', () => {
  for (const key of ['shhhhh', createSecretKey(Buffer.from('shhhhh'))]) {
    const made = ours.sign({ sub: 'alice' }, key, { allowWeakSecret: true })
    for (let round = 0; round < 3; round++) {
      assert.equal(ours.verify(made, key, { allowWeakSecret: true }).sub, 'alice')
      for (const call of [() => ours.verify(made, key), () => ours.sign({}, key)]) {
        assert.throws(call, (error) => error instanceof ours.JsonWebTokenError && error.cause.code === 'ERR_KEY_WEAK')
      }
    }
  }
  assert.throws(() => ours.sign({}, Buffer.alloc(32), { allowWeakSecret: true }), (error) => error.cause.code === 'ERR_KEY_WEAK')
})
