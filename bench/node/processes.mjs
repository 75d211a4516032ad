// What is measured in processes and workers of their own: each path, the start, memory, two workers.

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import { EXPECTED, KEYS, LIBRARY, NAMES, TOKENSEAL, CLAIMS } from './material.mjs'
import { inTurn, median } from './measure.mjs'

const program = fileURLToPath(new URL('./one.mjs', import.meta.url))
const run = (...given) => execFileSync(process.execPath, given, { encoding: 'utf8', cwd: fileURLToPath(new URL('.', import.meta.url)) })

/** How often a path is measured, each time in a new process. */
const PROCESSES = 9

/** What each contender of a path takes: the median of what the processes say. */
export function alone(index) {
  const each = Array.from({ length: PROCESSES }, () => JSON.parse(run('path.mjs', String(index))))
  return each[0].map(({ name }, place) => ({ name, value: median(each.map((contenders) => contenders[place].value)) }))
}

export const NO_REFRESH = `${TOKENSEAL}, no refresh`

/** What the slowest of a thousand checks take while the keys are fetched again: the median of what three processes say. */
export function refreshing() {
  const each = Array.from({ length: 3 }, () => JSON.parse(run('refresh.mjs')))
  const middle = (of) => each[0][of].map(({ name }, place) => ({ name, value: median(each.map((one) => one[of][place].value)) }))
  return { alone: middle('alone'), turn: middle('turn') }
}

/** Milliseconds from nothing to the first verified token, of the whole process. */
export function starting() {
  const started = (library) => () => {
    const start = performance.now()
    run(program, 'start', library)
    return performance.now() - start
  }
  const named = [[TOKENSEAL, 'tokenseal'], ...Object.entries(NAMES).map(([name, title]) => [title, name]), ['Node.js alone', 'none']]
  return inTurn(
    named.map(([name, library]) => ({ name, run: started(library) })),
    9,
  )
}

export const VERIFICATIONS = 1_000_000

/** By how many bytes the process has grown after so many verifications. */
export function remembering() {
  const grown = (library) => () => Number(run('--expose-gc', program, 'memory', library, String(VERIFICATIONS)))
  return inTurn(
    [
      { name: TOKENSEAL, run: grown('tokenseal') },
      { name: `${NAMES['fast-jwt']}, no cache`, run: grown('fast-jwt') },
    ],
    1,
  )
}

/** Nanoseconds for each verification, of all workers together, while so many work at once. */
export async function working(alg) {
  const { Key, sign } = await import(LIBRARY)
  const token = sign(CLAIMS, Key.fromPem(KEYS[alg].privatePem, alg))
  const workerData = { token, pem: KEYS[alg].publicPem, alg, expected: EXPECTED, library: LIBRARY.href }
  const workers = [0, 1].map(() => new Worker(new URL('./worker.mjs', import.meta.url), { workerData }))
  const ask = (worker, count) => {
    worker.postMessage(count)
    return once(worker, 'message')
  }
  const COUNT = 400
  const together = (number) => async () => {
    const start = performance.now()
    await Promise.all(workers.slice(0, number).map((worker) => ask(worker, COUNT)))
    return ((performance.now() - start) * 1e6) / (COUNT * number)
  }
  for (const worker of workers) await ask(worker, COUNT)
  const values = await inTurn(
    [
      { name: `${TOKENSEAL}, two workers`, run: together(2) },
      { name: `${TOKENSEAL}, one worker`, run: together(1) },
    ],
    25,
  )
  for (const worker of workers) await worker.terminate()
  return values.map(({ name, value }) => ({ name, value: Math.round(value) }))
}
