// The part of ava that jose's suite uses.

import assert from 'node:assert/strict'

const tests = []
const hooks = { before: [], after: [], beforeEach: [], afterEach: [] }
const shared = {}

/** Registers a test: a title and a function, or a function that makes its own title. */
function test(...given) {
  const isTitled = typeof given[0] === 'string'
  const [title, work, ...rest] = isTitled ? given : [undefined, ...given]
  tests.push({
    title: work.title ? work.title(title, ...rest) : title,
    run: (t) => work(t, ...rest),
  })
}
for (const [name, list] of Object.entries(hooks)) {
  test[name] = (...given) => list.push(given.at(-1))
  test[name].always = test[name]
}
test.serial = Object.assign((...given) => test(...given), { skip: () => {}, ...test })
test.skip = () => {}
export default test

/** What a test asserts by. */
function assertions() {
  const teardowns = []
  const t = {
    context: shared,
    assert: (value) => assert.ok(value),
    deepEqual: (actual, expected) => assert.deepStrictEqual(actual, expected),
    false: (value) => assert.equal(value, false),
    falsy: (value) => assert.ok(!value),
    is: (actual, expected) => assert.ok(Object.is(actual, expected), 'not the same'),
    like: (actual, expected) => {
      for (const [name, value] of Object.entries(expected))
        assert.deepStrictEqual(actual[name], value)
    },
    log: () => {},
    not: (actual, expected) => assert.ok(!Object.is(actual, expected), 'the same'),
    notDeepEqual: (actual, expected) => assert.notDeepStrictEqual(actual, expected),
    notThrows: (work) => work(),
    notThrowsAsync: async (work) => void (await promised(work)),
    pass: () => {},
    plan: () => {},
    regex: (text, pattern) => assert.match(text, pattern),
    teardown: (work) => teardowns.push(work),
    throws: (work, wanted) => thrown(() => work(), wanted),
    throwsAsync: async (work, wanted) => rejected(promised(work), wanted),
    timeout: () => {},
    true: (value) => assert.equal(value, true),
    truthy: (value) => assert.ok(value),
  }
  return {
    t,
    teardown: async () => {
      for (const work of teardowns) await work()
    },
  }
}

const promised = async (work) => (typeof work === 'function' ? work() : work)

function thrown(work, wanted) {
  try {
    work()
  } catch (error) {
    return checked(error, wanted)
  }
  return assert.fail('nothing was thrown')
}

async function rejected(promise, wanted) {
  try {
    await promise
  } catch (error) {
    return checked(error, wanted)
  }
  return assert.fail('nothing was thrown')
}

function checked(error, wanted = {}) {
  if (wanted.any !== true) assert.ok(error instanceof Error, 'what was thrown is no error')
  if (wanted.instanceOf) assert.ok(error instanceof wanted.instanceOf, `it is ${error.name}`)
  if ('is' in wanted) assert.ok(Object.is(error, wanted.is), 'another error')
  if ('code' in wanted) assert.equal(error.code, wanted.code)
  if ('name' in wanted) assert.equal(error.name, wanted.name)
  if (typeof wanted.message === 'string') assert.equal(error.message, wanted.message)
  if (wanted.message instanceof RegExp) assert.match(error.message, wanted.message)
  if (typeof wanted.message === 'function') assert.ok(wanted.message(error.message))
  return error
}

async function run({ title, run: work }) {
  const { t, teardown } = assertions()
  try {
    for (const hook of hooks.beforeEach) await hook(t)
    await work(t)
    return [title, true]
  } catch (error) {
    return [title, false, String(error?.message ?? error).split('\n')[0]]
  } finally {
    await teardown()
    for (const hook of hooks.afterEach) await hook(t)
  }
}

/** Runs everything that the files have registered. */
export async function runAll() {
  const { t } = assertions()
  for (const hook of hooks.before) await hook(t)
  const results = []
  for (const one of tests) results.push(await run(one))
  for (const hook of hooks.after) await hook(t)
  return results
}
