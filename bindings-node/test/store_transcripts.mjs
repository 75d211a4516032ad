// The operation `revocations.follow` of the vectors: a list in a store step by step, through what the addon has below the driver. No store is asked.

import native from '../native.cjs'
import { TokenError, Verifier } from '../index.mjs'
import keySets from '../lib/key_set.cjs'
import tokens from '../lib/token.cjs'
import { coreText, noted, passed, when } from './transcripts.mjs'

const KINDS = ['token', 'session', 'subject', 'key', 'issuer']

const OPTIONS = { allowAnyIssuer: true, allowAnyAudience: true }

/** What each step shows. */
export function runFollowed({ steps }, storeOptions, keys) {
  const list = passed(native.revocationsInStore(coreText(storeOptions)))
  const handles = [keySets.nativeSet(keys, 'keys'), undefined, list, undefined, undefined, undefined]
  const verifier = passed(native.newVerifier(...handles, coreText(OPTIONS)))
  const run = { list, followed: passed(list.followed()), verifier, plain: new Verifier({ keys, ...OPTIONS }), changes: new Map(), pending: new Map() }
  return steps.map((step, index) => ({ ...shown(run, step, index), ...state(run, step) }))
}

function shown(run, step, index) {
  const name = Object.keys(PERFORM).find((name) => Object.hasOwn(step, name))
  try {
    return PERFORM[name](run, step, index)
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return { error: error.code }
  }
}

/** How the list stands after a step. */
function state({ list, followed }, step) {
  const status = JSON.parse(passed(list.status()))
  const entries = KINDS.map((kind) => status.entries[kind])
  return { ready: passed(followed.isReady(when(step))), entries, longest_lifetime: status.longest_lifetime }
}

const PERFORM = {
  poll: ({ followed }, step) => ({ turn: turn(passed(followed.poll(when(step)))) }),
  tell: ({ followed }, step) => ({ turn: turn(passed(followed.tell(false, JSON.stringify(step.tell), new Uint8Array(), when(step)))) }),
  begin: (run, step, index) => {
    run.changes.set(index, passed(run.list.begin(change(run, step), when(step))))
    return {}
  },
  finish: ({ changes }, step) => {
    const pending = changes.get(step.finish)
    if (!passed(pending.isSettled(when(step)))) return { settled: false }
    changes.delete(step.finish)
    return { entry: row(JSON.parse(passed(pending.finish()))) }
  },
  drop: ({ changes }, { drop }) => {
    // Of what is not settled, the addon forgets by this: nothing waits for the collector.
    changes.get(drop).finish()
    changes.delete(drop)
    return {}
  },
  check: (run, step, index) => noted(run, index, run.verifier.examiner()(step.check, step.at[0], when(step))),
  resume: (run, step, index) => noted(run, index, run.pending.get(step.resume).resume(false, when(step))),
  give_up: (run, step, index) => noted(run, index, run.pending.get(step.give_up).giveUp()),
}

const CHANGES = {
  revoke: ({ plain }, { token }, now, given) => native.revokeToken(...tokens.protectedTexts(plain.verify(token, { now })), given),
  revoke_id: (run, { issuer, id }, now, given) => native.revokeId(issuer ?? undefined, id, given),
  revoke_session: (run, { issuer, id }, now, given) => native.revokeSession(issuer ?? undefined, id, given),
  revoke_subject: (run, { issuer, id }, now, given) => native.revokeSubject(issuer ?? undefined, id, given),
  revoke_key: (run, { issuer, id }, now, given) => native.revokeKey(issuer ?? undefined, id, given),
  revoke_issuer: (run, { issuer }, now, given) => native.revokeIssuer(issuer, given),
  withdraw: (run, { entry }, now, given) => native.withdraw(entry, given),
}

const change = (run, step) => passed(CHANGES[step.begin.do](run, step.begin, step.at[0], coreText({ ...step.begin.call, now: step.at[0] })))

/** An entry as a row. */
const row = ({ id, kind, at, before, ends, by, reason, withdrawn }) =>
  [id, kind, at, before, ends, by, reason, withdrawn === null ? null : [withdrawn.at, withdrawn.by, withdrawn.reason]]

function turn(told) {
  const shown = JSON.parse(told)
  for (const store of shown.stores ?? []) store.commands = store.commands.map(named)
  return shown
}

/** The scripts by the number of their arguments, and which of these are drawn by chance. */
const SCRIPTS = new Map([
  [1, ['UNPACK', () => false]],
  [2, ['RAISE', () => false]],
  [3, ['CREATE', (at) => at < 2]],
  [4, ['READ', () => false]],
])
// Writing back says by its fifth argument whether it is the last time, where writing has a record.
const WRITE = ['WRITE', (at) => at === 5]
const RESTORE = ['RESTORE', (at) => at === 7 || (at > 8 && at % 4 === 1)]

/** A command with its script's name, and `*` for what was drawn by chance. */
function named(command) {
  if (command[0] !== 'EVAL') return command
  const end = 3 + Number(command[2])
  const [keys, words] = [command.slice(3, end), command.slice(end)]
  const [name, isDrawn] = SCRIPTS.get(words.length) ?? (['0', '1'].includes(words[4]) ? RESTORE : WRITE)
  return [name, ...keys, ...words.map((word, at) => (isDrawn(at) ? '*' : word))]
}
