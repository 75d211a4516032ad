// What `tokenseal/compat/jsonwebtoken` withstands, and which way it takes: polluted and frozen prototypes, errors that end in logs, prepared keys.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'

import { Verifier, jws } from 'tokenseal'
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

test('a secret that was allowed to be weak is weak for the next who does not allow it', async () => {
  const { createSecretKey } = await import('node:crypto')
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
