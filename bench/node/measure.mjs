// Interleaved rounds: every contender of a path is measured for a moment, one after the other, again and again; the median counts.

import { hrtime } from 'node:process'

const ROUNDS = 25
const ROUND_NS = 2.5e6
/** Before it is measured, each runs for so long: V8 then has compiled it as it does in a service. */
const WARM_NS = 1e8

export const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]

/**
 * The nanoseconds that one operation of each contender takes. A contender: { name, run }, where
 * `run` does it once and returns a promise if `isAsync`.
 */
export async function measured(contenders, { rounds, nanoseconds } = { rounds: ROUNDS, nanoseconds: ROUND_NS }) {
  const each = []
  for (const contender of contenders) each.push({ ...contender, count: await enoughFor(contender, nanoseconds), times: [] })
  for (let round = 0; round < rounds; round++) {
    // Nobody comes always after the same other.
    for (const one of round % 2 ? each.toReversed() : each) one.times.push((await timed(one, one.count)) / one.count)
  }
  return each.map(({ name, times }) => ({ name, value: Math.round(median(times)) }))
}

/** How often it must run to fill a round; by then it is compiled. */
async function enoughFor(contender, nanoseconds) {
  let count = 8
  let all = 0
  for (;;) {
    const took = await timed(contender, count)
    all += took
    if (took < nanoseconds / 4) count *= 4
    else if (all >= WARM_NS) return Math.max(1, Math.round((count * nanoseconds) / took))
  }
}

async function timed({ run, isAsync }, count) {
  const start = hrtime.bigint()
  if (isAsync) for (let done = 0; done < count; done++) await run()
  else for (let done = 0; done < count; done++) run()
  return Number(hrtime.bigint() - start)
}

/** The median of a measurement over as many rounds, each contender in turn. */
export async function inTurn(contenders, rounds) {
  const each = contenders.map((contender) => ({ ...contender, values: [] }))
  for (let round = 0; round < rounds; round++) for (const one of each) one.values.push(await one.run())
  return each.map(({ name, values }) => ({ name, value: Math.round(median(values) * 100) / 100 }))
}
