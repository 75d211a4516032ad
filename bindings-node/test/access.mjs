// The operation `access.run` of tests/vectors/README.md: rules, and requests whose tokens are really checked.

import { AccessRules, TokenError, Verifier } from '../index.mjs'
import { bytesOf } from './proofs.mjs'

/** What each step shows. `read` reads keys and names. */
export function runAccess({ rules: source, steps, ...input }, read) {
  const rules = AccessRules.fromJson(typeof source === 'string' ? source : JSON.stringify(source))
  if (steps.length === 0) return { steps: [] }
  const verifier = new Verifier({ keys: read.keys(input.keys), ...read.camel(input.verifier ?? {}) })
  return { steps: steps.map((step) => DO[step.do](rules, () => question(verifier, step))) }
}

const DO = {
  check: (rules, ask) => shown(rules.check(...ask())),
  explain: (rules, ask) => rules.explain(...ask()).map(explained),
  lint: (rules) => rules.lint(),
  require: (rules, ask) => {
    try {
      return shown(rules.require(...ask()))
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      const { decision } = error
      if (decision !== undefined && decision.status !== error.status) throw new Error('the status of the error is not the decision’s')
      return { error: error.code, ...(error.claim !== undefined && { claim: error.claim }), decision: decision === undefined ? null : shown(decision) }
    }
  },
}

const only = (step, names) => Object.fromEntries(names.filter((name) => step[name] !== undefined).map((name) => [name, step[name]]))

function question(verifier, step) {
  return [step.token === undefined ? null : checked(verifier, step), step.method, step.path, only(step, ['form', 'ignores', 'now'])]
}

/** The token of a step, or why it was refused. */
function checked(verifier, step) {
  const certificate = step.certificate === undefined ? {} : { certificate: bytesOf(step.certificate) }
  try {
    return verifier.verify(step.token, { ...only(step, ['method', 'now', 'proof', 'url']), ...certificate })
  } catch (error) {
    return error
  }
}

function shown(decision) {
  const { onlyReported, needed, ...rest } = decision.toJSON()
  return { ...rest, only_reported: onlyReported, needed: lacking(needed) }
}

function explained({ fitsMethod, fitsPath, missing, ...rest }) {
  return { ...rest, fits_method: fitsMethod, fits_path: fitsPath, missing: lacking(missing) }
}

function lacking(needed) {
  if (needed === null) return null
  const { anyScope, maxAuthAge, ...rest } = needed
  return { ...rest, any_scope: anyScope, max_auth_age: maxAuthAge }
}
