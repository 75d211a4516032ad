// What stands in for a class until it is touched is that class to everybody who asks.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'

const require = createRequire(import.meta.url)
const { published } = require('../lib/exact.cjs')
const { laterClass, laterModule } = require('../lib/later.cjs')

/** A class, what stands in for it, and how often it was loaded. */
function world() {
  class Thing {
    static LIMIT = 3
    static of(value) {
      return new Thing(value)
    }
    constructor(value) {
      this.value = value
    }
    double() {
      return 2 * this.value
    }
  }
  const real = published(Thing)
  let loads = 0
  const load = () => {
    loads += 1
    return real
  }
  return { Thing: laterClass('Thing', load), real, loads: () => loads }
}

/** What may be asked first, and what comes of it. */
const FIRST = {
  'making one': [(Thing) => new Thing(2).double(), 4],
  'a static method': [(Thing) => Thing.of(2).double(), 4],
  'a constant': [(Thing) => Thing.LIMIT, 3],
  'its names': [(Thing) => Object.getOwnPropertyNames(Thing).sort(), ['LIMIT', 'length', 'name', 'of', 'prototype']],
  'its prototype': [(Thing) => Object.getOwnPropertyNames(Thing.prototype).sort(), ['constructor', 'double']],
  'whether it has a member': [(Thing) => ['of' in Thing, 'on' in Thing], [true, false]],
  'how many arguments it takes': [(Thing) => Thing.length, 1],
  'a class that is derived': [(Thing) => new (class extends Thing {})(2) instanceof Thing, true],
  'another method in place of its own': [(Thing) => ((Thing.of = () => 'mocked'), Thing.of()), 'mocked'],
  'freezing it': [(Thing) => Object.isFrozen(Object.freeze(Thing)), true],
}

describe('a class that stands for another', () => {
  for (const [name, [ask, expected]] of Object.entries(FIRST)) {
    test(name, () => {
      const { Thing, loads } = world()
      assert.equal(loads(), 0)
      assert.deepEqual(ask(Thing), expected)
      assert.deepEqual(Object.getOwnPropertyNames(Thing.prototype), ['constructor', 'double'])
      assert.equal(loads(), 1)
    })
  }

  test('is one with it', () => {
    const { Thing, real } = world()
    const one = new real(2)
    assert.ok(one instanceof Thing)
    assert.ok(new Thing(2) instanceof real)
    assert.equal(one.constructor, Thing)
    assert.equal(Object.getPrototypeOf(new Thing(2)), Thing.prototype)
    assert.equal(Thing.name, 'Thing')
  })

  test('refuses what it refuses', () => {
    assert.throws(() => world().Thing(), { code: 'ERR_OPTION_INVALID', message: /Thing is a class: it cannot be called without new/ })
    assert.throws(() => new (world().Thing)(1, 2), { code: 'ERR_OPTION_INVALID', message: /new Thing takes 1 argument/ })
    assert.throws(() => world().Thing.of(1, 2), { code: 'ERR_OPTION_INVALID', message: /Thing\.of takes 1 argument/ })
  })

  test('is loaded again if that fails', () => {
    let isBroken = true
    const Thing = laterClass('Thing', () => {
      if (isBroken) throw new TypeError('broken')
      return class Thing {}
    })
    assert.throws(() => new Thing(), /broken/)
    isBroken = false
    assert.ok(new Thing() instanceof Thing)
  })
})

test('a module is loaded by its first member that is touched', () => {
  let loads = 0
  const whole = laterModule(['one', 'two'], () => {
    loads += 1
    return { one: 1, two: 2 }
  })
  assert.deepEqual([Object.keys(whole), loads], [['one', 'two'], 0])
  assert.deepEqual([whole.one, whole.one, loads], [1, 1, 1])
  whole.two = 'mocked'
  assert.deepEqual([{ ...whole }, loads], [{ one: 1, two: 'mocked' }, 1])
})
