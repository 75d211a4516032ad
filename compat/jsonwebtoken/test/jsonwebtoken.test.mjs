// `tokenseal/compat/jsonwebtoken` beside jsonwebtoken itself: the same call to both has the same outcome, or one of the listed differences.

import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import theirs from 'jsonwebtoken'
import { TokenError } from 'tokenseal'
import ours, * as named from 'tokenseal/compat/jsonwebtoken'

import { NOW, SECRET, objects, p256, token } from './material.mjs'
import { SIGN } from './sign.mjs'
import { DECODE, VERIFY } from './verify.mjs'

const require = createRequire(import.meta.url)
// Beside the package, wherever this file is run.
const PAGE = readFileSync(join(require.resolve('tokenseal/package.json'), '../../docs/compat-jsonwebtoken.md'), 'utf8')
const differences = new Set([...PAGE.matchAll(/^\| \*\*(.+?)\*\*/gm)].map(([, name]) => name))
const shown = new Set()

const realNow = Date.now
before(() => (Date.now = () => NOW * 1000 + 500))
after(() => (Date.now = realNow))

/** A function's outcome as something that can be compared. */
function outcomeOf(library, work) {
  try {
    return { value: work(library) }
  } catch (error) {
    return { error: described(library, error) }
  }
}

function described(library, error) {
  const kinds = ['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError'].filter((name) => error instanceof library[name])
  const { name, message, expiredAt, date } = error
  return { name, message, expiredAt, date, kinds, isError: error instanceof Error }
}

/** The same through a callback, which is called once. */
function callbackOutcomeOf(library, call, given) {
  return new Promise((resolve, reject) => {
    let calls = 0
    const done = (error, value) => {
      if (++calls > 1) reject(new Error('called twice'))
      setImmediate(resolve, error ? { error: described(library, error) } : { value })
    }
    library[call](...given, done)
  })
}

/** A signature by ECDSA or PSS is another one each time. */
const unsigned = (outcome) =>
  typeof outcome.value === 'string' && /^RS|^HS/.test(algOf(outcome.value)) ? outcome : { ...outcome, value: inputOf(outcome.value) }
const algOf = (made) => /"alg":"(\w+)"/.exec(Buffer.from(made.split('.')[0], 'base64url'))[1]
const inputOf = (value) => (typeof value === 'string' ? value.slice(0, value.lastIndexOf('.')) : value)

const cloned = (given) => given.map((value) => (isPlain(value) ? { ...value } : value))
const isPlain = (value) => Object.prototype.toString.call(value) === '[object Object]' && Object.getPrototypeOf(value) === Object.prototype

function compare(call, cases, comparable = (outcome) => outcome) {
  for (const [name, given, difference] of cases) {
    test(name, () => {
      const [ownArguments, theirArguments] = [cloned(given), cloned(given)]
      const own = outcomeOf(ours, (library) => library[call](...ownArguments))
      const other = outcomeOf(theirs, (library) => library[call](...theirArguments))
      if (difference === undefined) {
        assert.deepEqual(comparable(own), comparable(other))
        assert.deepEqual(ownArguments[0], theirArguments[0], 'the payload is changed alike')
      } else {
        shown.add(difference)
        assert.ok(differences.has(difference), `the page lacks the difference: ${difference}`)
        assert.notDeepEqual(comparable(own), comparable(other), 'this is no difference any more')
      }
    })
  }
}

describe('sign', () => compare('sign', SIGN, unsigned))
describe('verify', () => compare('verify', VERIFY))
describe('decode', () => compare('decode', DECODE))

/** The arguments with the KeyObject of a key that is text: only such a one is prepared, and another way is taken from its second use on. */
function withKeyObject([payload, key, ...rest]) {
  const create = { sign: createPrivateKey, verify: createPublicKey }
  const made = (call) => (key.includes('-----BEGIN ') ? create[call](key) : createSecretKey(Buffer.from(key)))
  return (call) => [payload, made(call), ...rest]
}

describe('the same with a key that was used before', () => {
  for (const [call, cases] of [
    ['sign', SIGN],
    ['verify', VERIFY],
  ]) {
    const comparable = call === 'sign' ? unsigned : (outcome) => outcome
    const isPrepared = ([, given, difference]) => difference === undefined && typeof given[1] === 'string' && given[1] !== ''
    for (const [name, given] of cases.filter(isPrepared)) {
      test(`${call}: ${name}`, () => {
        // Its mistakes are those of text, which is no KeyObject.
        const readable = outcomeOf(theirs, () => withKeyObject(given)(call))
        if (readable.error !== undefined) return
        const prepared = readable.value
        const expected = outcomeOf(theirs, (library) => library[call](...cloned(prepared)))
        for (let round = 0; round < 4; round++) {
          const own = outcomeOf(ours, (library) => library[call](...cloned(prepared)))
          assert.deepEqual(comparable(own), comparable(expected))
        }
      })
    }
  }
})

/** Whether arguments end in options, so that a callback can follow them. */
const complete = (given) => (given.length < 3 ? [...given, {}].slice(0, 3) : given)

describe('callbacks', () => {
  for (const [call, cases] of [
    ['sign', SIGN],
    ['verify', VERIFY],
  ]) {
    const same = cases.filter(([, given, difference]) => difference === undefined && given.length > 1 && typeof given[1] !== 'function')
    for (const [name, given] of same) {
      // There the callback of `sign` is called twice for some, and never for a number.
      if (/ twice$|^a number$/.test(name)) continue
      test(`${call}: ${name}`, async () => {
        const comparable = call === 'sign' ? unsigned : (outcome) => outcome
        const [own, other] = await Promise.all([ours, theirs].map((library) => callbackOutcomeOf(library, call, complete(cloned(given)))))
        assert.deepEqual(comparable(own), comparable(other))
      })
    }
  }

  test('without options', async () => {
    for (const [call, given] of [
      ['sign', [{ iat: 1 }, SECRET]],
      ['verify', [token({ a: 1 }), SECRET]],
      ['verify', [token({ a: 1 }), `${SECRET}!`]],
    ]) {
      assert.deepEqual(await callbackOutcomeOf(ours, call, given), await callbackOutcomeOf(theirs, call, given))
    }
  })

  test('a callback is called before `verify` returns, and after `sign` does', () => {
    for (const library of [ours, theirs]) {
      const order = []
      library.verify(token({}), SECRET, () => order.push('verified'))
      library.sign({}, SECRET, () => order.push('signed'))
      order.push('returned')
      assert.deepEqual(order, ['verified', 'returned'])
    }
  })

  test('what a callback throws is not its own', () => {
    const thrown = new Error('mine')
    const throwing = () => {
      throw thrown
    }
    assert.throws(() => ours.verify(token({}), SECRET, throwing), thrown)
    assert.throws(() => ours.verify('x', SECRET, throwing), thrown)
  })
})

describe('a key that is found by a function', () => {
  const signed = token({ sub: 'alice' }, { alg: 'ES256', key: p256.privateKey, header: { kid: 'k1' } })
  const keys = {
    'at once': (header, done) => done(null, header.kid === 'k1' && header.alg === 'ES256' ? p256.publicKey : undefined),
    later: (header, done) => setImmediate(done, null, p256.publicKey),
    'is another': (header, done) => done(null, SECRET),
    'is none': (header, done) => done(null),
    'cannot be found': (header, done) => done(new Error('not found')),
  }
  for (const [name, getKey] of Object.entries(keys)) {
    for (const options of [{}, { complete: true }, { algorithms: ['RS256'] }, { subject: 'bob' }]) {
      test(`${name}, ${JSON.stringify(options)}`, async () => {
        const [own, other] = await Promise.all(
          [ours, theirs].map((library) => callbackOutcomeOf(library, 'verify', [signed, getKey, options])),
        )
        assert.deepEqual(own, other)
      })
    }
  }
})

describe('a key function that fails', () => {
  const signed = token({ sub: 'alice' }, { alg: 'ES256', key: p256.privateKey })
  const failure = new Error('no such key')
  const fail = () => {
    throw failure
  }
  const failing = {
    throws: fail,
    'is rejected': async () => fail(),
    'is rejected later': () => new Promise((resolve, reject) => setImmediate(reject, failure)),
    'calls back and throws': (header, done) => done(failure) ?? fail(),
    'calls back and is rejected': async (header, done) => done(failure) ?? fail(),
    'calls back twice': (header, done) => [done(failure), done(null, p256.publicKey)],
    'gives what can only be awaited': () => ({ then: (resolve, reject) => reject(failure) }),
    'gives what cannot be awaited': () => Object.defineProperty({}, 'then', { get: fail }),
  }
  const expected = { name: 'JsonWebTokenError', message: 'error in secret or public key callback: no such key' }
  for (const [name, getKey] of Object.entries(failing)) {
    test(name, async () => {
      const { error } = await callbackOutcomeOf(ours, 'verify', [signed, getKey, {}])
      assert.deepEqual([error.name, error.message], [expected.name, expected.message])
      // Until whatever else was to happen has happened.
      await new Promise((resolve) => setTimeout(resolve, 5))
    })
  }

  test('the first answer counts', async () => {
    const getKey = async (header, done) => {
      done(null, p256.publicKey)
      fail()
    }
    assert.equal((await callbackOutcomeOf(ours, 'verify', [signed, getKey, {}])).value.sub, 'alice')
  })

  test('there, it is the caller who gets it', () => {
    shown.add('key functions')
    assert.throws(() => theirs.verify(signed, fail, () => assert.fail('called')), failure)
    let calls = 0
    ours.verify(signed, fail, () => calls++)
    assert.equal(calls, 1)
  })

  test('what the callback throws is its caller’s, and it is not called again', async () => {
    let calls = 0
    const throwing = () => {
      calls++
      throw failure
    }
    assert.throws(() => ours.verify(signed, (header, done) => done(null, p256.publicKey), throwing), failure)
    assert.throws(() => ours.verify(signed, fail, throwing), failure)
    await assert.rejects(
      ours.verify(signed, async (header, done) => done(null, p256.publicKey), throwing),
      failure,
    )
    assert.equal(calls, 3)
  })
})

test('a pattern fits from its start, whatever it matched before', () => {
  const signed = token({ aud: 'urn:foo' })
  for (const audience of [/urn/g, /urn/y]) {
    for (let round = 0; round < 4; round++) assert.equal(ours.verify(signed, SECRET, { audience }).aud, 'urn:foo')
  }
})

test('what is refused here has the reason as its cause', () => {
  for (const [cases, call] of [
    [SIGN, 'sign'],
    [VERIFY, 'verify'],
  ]) {
    const isRefused = ([name, , difference]) => /keys|none|header parameters/.test(difference ?? '') && !name.endsWith('is null')
    for (const [name, given] of cases.filter(isRefused)) {
      const refused = (error) => error instanceof ours.JsonWebTokenError && error.cause instanceof TokenError && error.inner === error.cause
      assert.throws(() => ours[call](...given), refused, name)
    }
  }
})

test('a parameter of the header that is null is left out', () => {
  const [header] = ours.sign({}, SECRET, { header: { kid: null, typ: null } }).split('.')
  assert.equal(Buffer.from(header, 'base64url').toString(), '{"alg":"HS256"}')
})

test('every difference of the page is shown', () => assert.deepEqual([...differences].sort(), [...shown].sort()))

test('the module is the same by `import` and `require`, and has the same names', () => {
  const required = require('tokenseal/compat/jsonwebtoken')
  assert.equal(ours, required)
  // One more, which is not there.
  assert.deepEqual(Object.keys(ours).sort(), [...Object.keys(theirs), 'allowWeakSecrets'].sort())
  for (const name of Object.keys(ours)) assert.equal(named[name], ours[name])
})

test('errors can be made and inherited from as there', () => {
  for (const library of [ours, theirs]) {
    const inner = new Error('x')
    assert.equal(new library.JsonWebTokenError('m', inner).inner, inner)
    const made = new library.TokenExpiredError('m', new Date(5))
    assert.ok(made instanceof library.JsonWebTokenError && made instanceof Error && made.constructor === library.TokenExpiredError)
    assert.match(made.stack, /^(Token|JsonWeb)?(Expired)?(Token)?Error/)
    assert.match(String(new library.NotBeforeError('m', new Date(5))), /^NotBeforeError: m$/)
    class Own extends library.JsonWebTokenError {}
    assert.ok(new Own('m') instanceof library.JsonWebTokenError)
  }
})
