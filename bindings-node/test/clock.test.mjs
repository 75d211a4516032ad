// A clock of the caller's own: asked once for each call that is not given `now`, before any work is done.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { Issuer, Key, TokenError, Verifier, sign } from '../index.mjs'
import { TestIssuer, testClock } from '../testing/index.mjs'

const NOW = 1_700_000_000
const key = Key.generate('HS256')
const token = sign({ sub: 'alice' }, key, { expiresIn: 60, now: NOW })

/** A clock that counts how often it is asked. */
function clockAt(time) {
  const clock = () => {
    clock.calls++
    return time
  }
  return Object.assign(clock, { calls: 0 })
}

const expOf = (text) => JSON.parse(Buffer.from(text.split('.')[1], 'base64url')).exp

/** Every call that asks the clock. */
const CALLS = {
  'verifier.verify': (clock) => new Verifier({ keys: key, clock }).verify(token),
  'verifier.verify with options': (clock) => new Verifier({ keys: key, clock }).verify(token, { now: null }),
  'verifier.verifyAsync': (clock) => new Verifier({ keys: key, clock }).verifyAsync(token),
  'verifier.verifyMany': (clock) => new Verifier({ keys: key, clock }).verifyMany([token, token]),
  'verifier.verifyManyAsync': (clock) => new Verifier({ keys: key, clock }).verifyManyAsync([token, token]),
  'issuer.issue': (clock) => new Issuer({ signingKey: key, lifetime: 60, clock }).issue({}),
  'issuer.issue with options': (clock) => new Issuer({ signingKey: key, clock }).issue({}, { expiresIn: 60 }),
  'issuer.issueAsync': (clock) => new Issuer({ signingKey: key, clock }).issueAsync({}, { expiresIn: 60 }),
}

/** The result of a call, or what it threw, now or later. */
async function settled(call) {
  try {
    return { value: await call() }
  } catch (error) {
    return { error }
  }
}

test('tells a verifier the time, in seconds or as a Date', () => {
  for (const time of [NOW, NOW + 59.9, new Date(NOW * 1000)]) {
    assert.equal(new Verifier({ keys: key, clock: () => time }).verify(token).get('sub'), 'alice')
  }
  for (const time of [NOW + 61, new Date((NOW + 61) * 1000)]) {
    assert.throws(() => new Verifier({ keys: key, clock: () => time }).verify(token), { code: 'ERR_JWT_EXPIRED' })
  }
})

test('tells an issuer the time', async () => {
  for (const time of [NOW, new Date(NOW * 1000)]) {
    const issuer = new Issuer({ signingKey: key, lifetime: 60, clock: () => time })
    const tokens = [issuer.issue({}), issuer.issue({}, { subject: 'alice' }), await issuer.issueAsync({})]
    assert.deepEqual(tokens.map(expOf), [NOW + 60, NOW + 60, NOW + 60])
  }
})

test('is not asked where `now` is given, nor when it is handed over', () => {
  const clock = clockAt(0)
  new Verifier({ keys: key, clock }).verify(token, { now: NOW })
  assert.throws(() => new Verifier({ keys: key, clock }).verify(token, { now: new Date() }), { code: 'ERR_JWT_EXPIRED' })
  assert.equal(expOf(new Issuer({ signingKey: key, clock }).issue({}, { expiresIn: 60, now: NOW })), NOW + 60)
  assert.equal(clock.calls, 0)
})

test('may be left out', () => {
  for (const clock of [undefined, null]) {
    assert.throws(() => new Verifier({ keys: key, clock }).verify(token), { code: 'ERR_JWT_EXPIRED' })
    assert.ok(expOf(new Issuer({ signingKey: key, lifetime: 60, clock }).issue({})) > NOW + 60)
  }
})

describe('in every call', () => {
  for (const [name, call] of Object.entries(CALLS)) {
    test(`${name}: is asked once`, async () => {
      const clock = clockAt(NOW)
      const { value, error } = await settled(() => call(clock))
      assert.ifError(error)
      assert.ok(![value].flat().some((one) => one instanceof TokenError))
      assert.equal(clock.calls, 1)
    })

    test(`${name}: what it throws comes through unchanged`, async () => {
      for (const thrown of [new RangeError('mine'), 'text', undefined]) {
        const clock = () => {
          throw thrown
        }
        const outcome = await settled(() => call(clock))
        assert.ok(Object.hasOwn(outcome, 'error') && outcome.error === thrown)
      }
    })

    test(`${name}: what is no time is an invalid option`, async () => {
      const wrong = [undefined, null, '5', 5n, true, {}, [NOW], Symbol('x'), Promise.resolve(NOW), NaN, Infinity, 1e300, new Date(NaN)]
      for (const time of wrong) {
        // Of many tokens each may have its own error.
        const { value, error } = await settled(() => call(() => time))
        for (const { code } of error === undefined ? [value].flat() : [error]) assert.equal(code, 'ERR_OPTION_INVALID', String(time))
      }
    })
  }
})

test('a clock is a function', () => {
  for (const clock of [0, NOW, '5', true, 5n, {}, [], new Date(), Symbol('x')]) {
    for (const make of [() => new Verifier({ keys: key, clock }), () => new Issuer({ signingKey: key, clock })]) {
      assert.throws(make, { code: 'ERR_OPTION_INVALID', message: /^clock must be a function, and this is / })
    }
  }
})

test('a verifier may tell another time than the keys that it has fetched', async () => {
  const provider = await TestIssuer.start()
  const clock = testClock()
  const verifier = provider.verifier({ clock })
  const token = provider.issue({ sub: 'alice' })
  assert.equal((await verifier.verifyAsync(token)).get('sub'), 'alice')
  clock.advance(7200)
  assert.throws(() => verifier.verify(token), { code: 'ERR_JWT_EXPIRED' })
  await provider.close()
})
