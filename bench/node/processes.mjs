// What is measured in processes and workers of their own: each path, the start, memory, two workers.

import { execFileSync, fork } from 'node:child_process'
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

export const TWO_PROCESSES = `${TOKENSEAL}, two processes`
export const NO_REFRESH = `${TOKENSEAL}, no refresh`

/** What the slowest of a thousand checks take while the keys are fetched again: the median of what three processes say. */
export function refreshing() {
  const each = Array.from({ length: 3 }, () => JSON.parse(run('refresh.mjs')))
  const middle = (of) => each[0][of].map(({ name }, place) => ({ name, value: median(each.map((one) => one[of][place].value)) }))
  return { alone: middle('alone'), turn: middle('turn') }
}

export const NODE_ALONE = 'Node.js alone'

/** Milliseconds from nothing to the first verified token, of the whole process. */
export function starting() {
  const started = (library) => () => {
    const start = performance.now()
    run(program, 'start', library)
    return performance.now() - start
  }
  const named = [[TOKENSEAL, 'tokenseal'], ...Object.entries(NAMES).map(([name, title]) => [title, name]), [NODE_ALONE, 'none']]
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

/** Nanoseconds for each verification, of both together: two workers, one, and two processes, which share nothing. */
export async function working(alg) {
  const { Key, sign } = await import(LIBRARY)
  const token = sign(CLAIMS, Key.fromPem(KEYS[alg].privatePem, alg))
  const given = { token, pem: KEYS[alg].publicPem, alg, expected: EXPECTED, library: LIBRARY.href }
  const workers = [0, 1].map(() => new Worker(new URL('./worker.mjs', import.meta.url), { workerData: given }))
  const processes = [0, 1].map(() => fork(new URL('./worker.mjs', import.meta.url), [JSON.stringify(given)]))
  const askWorker = (worker, count) => {
    worker.postMessage(count)
    return once(worker, 'message')
  }
  const askProcess = (process, count) => {
    process.send(count)
    return once(process, 'message')
  }
  // So many that the messages do not count.
  const COUNT = 1000
  const together = (those, ask) => async () => {
    const start = performance.now()
    await Promise.all(those.map((one) => ask(one, COUNT)))
    return ((performance.now() - start) * 1e6) / (COUNT * those.length)
  }
  const contenders = [
    { name: `${TOKENSEAL}, two workers`, run: together(workers, askWorker) },
    { name: `${TOKENSEAL}, one worker`, run: together(workers.slice(0, 1), askWorker) },
    { name: TWO_PROCESSES, run: together(processes, askProcess) },
  ]
  for (const { run } of contenders) await run()
  const values = await inTurn(contenders, 25)
  for (const worker of workers) await worker.terminate()
  for (const process of processes) process.kill()
  return values.map(({ name, value }) => ({ name, value: Math.round(value) }))
}
