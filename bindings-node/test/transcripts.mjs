// The operation `machine.run` of the vectors: a set of keys step by step, through what the addon has below the driver.

import native from '../native.cjs'
import { Key } from '../index.mjs'
import errors from '../lib/error.cjs'
import keys from '../lib/key.cjs'
import options from '../lib/options.cjs'

/** What each step shows. */
export function runMachine({ url, verifier = {}, snapshot_key, steps }, remoteOptions) {
  const snapshotKey = snapshot_key === undefined ? undefined : keys.nativeKey(Key.fromJwk(snapshot_key), 'snapshot_key')
  const first = steps.length === 0 ? undefined : when(steps[0])
  const set = passed(native.newRemoteKeySet(url, snapshotKey, coreText(remoteOptions), first))
  const beside = [undefined, undefined, undefined, undefined, undefined]
  const run = { set, verifier: passed(native.newVerifier(set, ...beside, coreText(camel(verifier)))), pending: new Map() }
  return steps.map((step, index) => {
    const shown = Object.keys(PERFORM).find((name) => Object.hasOwn(step, name))
    return { ...PERFORM[shown](run, step, index), state: JSON.parse(passed(set.status(when(step)))).state }
  })
}

/** A value in which times are rounded to the microsecond, within which they compare. */
export function rounded(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]))
}

/** Options as the addon takes them. */
export const coreText = (given) => options.writeOptions(new Map(Object.entries(given)))

const camel = (given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name.replace(/_([a-z])/g, (match, letter) => letter.toUpperCase()), value]))

export const when = ({ at: [wall, monotonic], jitter = 0.5 }) => [wall, monotonic, jitter]

const PERFORM = {
  poll: ({ set }, step) => transcript(passed(set.followed()), step),
  tell: ({ set }, step) => transcript(passed(set.followed()), step),
  check: (run, step, index) => noted(run, index, run.verifier.examiner()(step.check, step.now ?? step.at[0], when(step))),
  resume: (run, step, index) => noted(run, index, run.pending.get(step.resume).resume(false, when(step))),
  give_up: (run, step, index) => noted(run, index, run.pending.get(step.give_up).giveUp()),
}

/** What a machine says to a step that polls or tells. */
export function transcript(followed, step) {
  if (step.poll !== undefined) return { turn: turn(passed(followed.poll(when(step)))) }
  const { body, body_base64, ...answer } = step.tell
  const bytes = body_base64 === undefined ? new TextEncoder().encode(body ?? '') : Buffer.from(body_base64, 'base64url')
  return { turn: turn(passed(followed.tell(false, JSON.stringify(answer), bytes, when(step)))) }
}

export function noted({ pending }, index, came) {
  if (typeof came === 'string') return { outcome: 'accepted', due: false, events: [] }
  const { token, failure, pending: waits, due, events } = passed(came)
  if (waits !== undefined) pending.set(index, waits)
  const outcome = waits !== undefined ? 'waits' : token !== undefined ? 'accepted' : failure.code
  return { outcome, due: due !== undefined, events: JSON.parse(events ?? '[]') }
}

/** A turn without `user-agent`, which names the version. */
function turn(text) {
  const { fetches, ...rest } = JSON.parse(text)
  return { fetches: fetches.map(({ headers, ...fetch }) => ({ ...fetch, headers: headers.filter(([name]) => name !== 'user-agent') })), ...rest }
}

/** What the addon gave, or its failure as the error that users see. */
export function passed(result) {
  if (Object.hasOwn(Object(result), 'code')) throw errors.fromNative(result.code, result.message, result.claim)
  return result
}
