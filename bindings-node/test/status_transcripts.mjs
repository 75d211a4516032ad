// The operation `status_lists.run` of the vectors: a verifier with status lists step by step, through what the addon has below the driver.

import native from '../native.cjs'
import keySets from '../lib/key_set.cjs'
import { coreText, noted, passed, transcript, when } from './transcripts.mjs'

/** What each step shows. `options` are those of the lists, if there are any; they and `verifier` are in JavaScript's spelling. */
export function runStatusLists({ uri, steps }, { options, verifier, keys }) {
  const lists = options === undefined ? undefined : passed(native.newStatusLists(undefined, coreText(options)))
  const handles = [keySets.nativeSet(keys, 'keys'), undefined, undefined, lists, undefined, undefined]
  const run = { verifier: passed(native.newVerifier(...handles, coreText(verifier))), pending: new Map() }
  return steps.map((step, index) => {
    const shown = check(run, step, index) ?? transcript(listOf(run, uri), step)
    const list = listOf(run, uri)
    return { ...shown, state: list === undefined ? null : JSON.parse(passed(list.status(when(step)))).state }
  })
}

/** The list that a case is about, once a token has named it. */
const listOf = ({ verifier }, uri) => passed(verifier.statusLists(false)).find((list) => passed(list.uri()) === uri)

/** The outcome of a check; undefined for any other step. */
function check(run, step, index) {
  if (step.check !== undefined) return withClaim(run, index, run.verifier.examiner()(step.check, step.now ?? step.at[0], when(step)))
  if (step.resume !== undefined) return withClaim(run, index, run.pending.get(step.resume).resume(false, when(step)))
  return step.give_up === undefined ? undefined : withClaim(run, index, run.pending.get(step.give_up).giveUp())
}

function withClaim(run, index, came) {
  const claim = came.failure?.claim
  return { ...noted(run, index, came), ...(claim !== undefined && { claim }) }
}
