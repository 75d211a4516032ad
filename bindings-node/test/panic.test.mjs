// No panic ends the process: with the tests' hooks every native function is made to panic once, and each time it is an error.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, test } from 'node:test'

import { load, skip } from './hooked.mjs'

describe('a panic is an error', { skip }, async () => {
  if (skip) return
  const native = load()
  const { ASYNC_CALLS, CALLS } = await import('./samples.mjs')
  const { InternalError } = await import('../index.mjs')
  const isInternal = (error) => error instanceof InternalError && error.code === 'ERR_INTERNAL'

  for (const [name, [call, ...right]] of Object.entries(CALLS)) {
    test(name, () => {
      native.armPanic()
      let error
      try {
        const result = call(...right)
        // The outcome of each of many tokens is its own.
        error = Array.isArray(result) ? result.find((one) => one instanceof Error) : undefined
      } catch (thrown) {
        error = thrown
      }
      const waits = native.disarmPanic()
      if (name === 'token.get') return assert.ok(waits, 'it asks the addon after all')
      assert.ok(!waits, 'nothing panicked')
      assert.ok(isInternal(error) || isComplaint(error, name), String(error))
    })
  }

  for (const [name, [call, ...right]] of Object.entries(ASYNC_CALLS)) {
    test(name, async () => {
      native.armPanic()
      const error = await call(...right).then(
        () => undefined,
        (thrown) => thrown,
      )
      assert.ok(!native.disarmPanic(), 'nothing panicked')
      assert.ok(isInternal(error), String(error))
    })
  }

  test('and nothing is broken afterwards', () => {
    const [call, ...right] = CALLS['verifier.verify']
    for (let round = 0; round < 100; round++) {
      native.armPanic()
      assert.throws(() => call(...right), isInternal)
      assert.equal(call(...right).get('sub'), 'alice')
    }
  })
})

/** The samples of completing look at the code themselves. */
const isComplaint = (error, name) => name.endsWith('.complete') && error.code === 'ERR_ASSERTION' && error.message.includes('ERR_INTERNAL')

test('every native function catches', () => {
  const folder = new URL('../src/', import.meta.url)
  for (const name of readdirSync(folder)) {
    const source = readFileSync(new URL(name, folder), 'utf8')
    for (const [, attribute, item] of source.matchAll(/#\[napi(\([^\]]*\))?\]\n((?:\s*#\[.*\n)*\s*\S.*)/g)) {
      if (/\bfn \w/.test(item)) assert.equal(attribute, '(catch_unwind)', `${name}: ${item.trim()}`)
    }
  }
})
