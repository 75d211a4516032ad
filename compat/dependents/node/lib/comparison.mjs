// What a package's tests say about a shim: those that pass with the original must pass with it,
// except the listed ones.

const NONE = { passed: 0, failed: 0 }

/** Compares two runs, each a Map that says of every test whether it has passed. `listed` is a Set of tests. */
export function comparison(before, after, listed) {
  const lost = [...before].filter(([test, hasPassed]) => hasPassed && after.get(test) !== true).map(([test]) => test)
  return {
    original: counted(before),
    shim: counted(after),
    listed: listed.size,
    unlisted: lost.filter((test) => !listed.has(test)),
    gone: [...listed].filter((test) => !lost.includes(test)),
    skipped: null,
  }
}

/** What to report about tests that were not run. */
export const notRun = (listed, reason) => ({ original: NONE, shim: NONE, listed: listed.size, unlisted: [], gone: [], skipped: reason })

/** Whether a comparison fails the run. A suite in which nothing passes shows nothing. */
export const isWrong = ({ original, unlisted, gone, skipped }) =>
  unlisted.length > 0 || gone.length > 0 || (skipped === null && original.passed === 0)

function counted(results) {
  const passed = [...results.values()].filter(Boolean).length
  return { passed, failed: results.size - passed }
}
