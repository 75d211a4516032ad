'use strict'

// Changes to rings that must wait for a store: the ring's, or that of the list that it uses.

const { checked } = require('./failure.cjs')

/** The outcome of a started change, from whatever carries the ring and its list. */
async function acted({ carrier, listCarrier }, begun) {
  const pending = checked(begun)
  for (;;) {
    const when = (listCarrier ?? carrier)?.when()
    if (checked(pending.isSettled(when))) return pending.finish()
    const id = checked(pending.followed())
    const one = [carrier, listCarrier].find((found) => found?.id === id)
    // A clock that stands still must not keep it waiting.
    const end = performance.now() + checked(pending.timeLeft(when)) * 1000
    while (performance.now() < end && !checked(pending.isSettled(when)) && checked(pending.followed()) === id) {
      const wake = one.begin()
      await one.change(Math.min(wake, (end - performance.now()) / 1000))
    }
    if (performance.now() >= end) return pending.finish()
  }
}

module.exports = { acted }
