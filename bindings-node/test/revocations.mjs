// The operation `revocations.run` of the vectors: lists step by step. Ids are hashes by a random key, so an entry is named by the step that gave it.

import { Revocations, TokenError, Verifier } from '../index.mjs'

/** What each step shows. `read` has what reads the keys of a case, `camel` the spelling of options. */
export function runRevocations(input, read) {
  const run = new Run(input, read)
  return { steps: input.steps.map((step, index) => run.step(step, index)) }
}

class Run {
  #now
  #lists = new Map()
  #entries = new Map()
  #camel
  #plain
  #verifierOf
  #verifierWith
  #clock = () => this.#now

  constructor({ options = {}, keys, decryption_keys, verifier = {} }, read) {
    const handles = { keys: read.keys(keys), decryptionKeys: read.keys(decryption_keys) }
    const given = { ...handles, ...read.camel(verifier) }
    this.#camel = read.camel
    this.#plain = new Verifier(given)
    this.#verifierOf = (revocations) => new Verifier({ ...given, revocations })
    this.#verifierWith = (options) => new Verifier({ ...handles, ...read.camel(options) })
    this.#keep('a', this.#made(options))
  }

  /** What a step gives, or its error. */
  step(step, index) {
    this.#now = step.at
    try {
      return this.#perform[step.do](step, this.#lists.get(step.list ?? 'a'), index)
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      return error.claim === undefined ? { error: error.code } : { error: error.code, claim: error.claim }
    }
  }

  #perform = {
    revoke: ({ token, call = {} }, { list }, index) => {
      return this.#given(index, list.revoke(this.#plain.verify(token, { now: this.#now }), this.#camel(call)))
    },
    revoke_id: ({ issuer = null, id, call = {} }, { list }, index) => this.#given(index, list.revokeId(issuer, id, this.#camel(call))),
    revoke_session: ({ issuer = null, id, call = {} }, { list }, index) => this.#given(index, list.revokeSession(issuer, id, this.#camel(call))),
    revoke_key: ({ issuer = null, id, call = {} }, { list }, index) => this.#given(index, list.revokeKey(issuer, id, this.#camel(call))),
    revoke_subject: ({ issuer = null, id, call = {} }, { list }, index) => this.#given(index, list.revokeSubject(issuer, id, this.#camel(call))),
    revoke_issuer: ({ issuer, call = {} }, { list }, index) => this.#given(index, list.revokeIssuer(issuer, this.#camel(call))),
    withdraw: ({ entry, call = {} }, { list }, index) => this.#given(index, list.withdraw(this.#entries.get(entry) ?? entry, this.#camel(call))),
    apply_events: ({ token, verifier, call = {} }, { list }) => {
      const checked = this.#verifierWith(verifier).verify(token, { now: this.#now })
      return { applied: list.applyEvents(checked, this.#camel(call)).map(shown) }
    },
    verify: ({ token }, { verifier }) => {
      verifier.verify(token, { now: this.#now })
      return { accepted: true }
    },
    entries: ({ call = {} }, { list }) => ({ entries: list.entries(this.#camel(call)).map(shown) }),
    new: ({ as, options = {} }) => {
      this.#keep(as, this.#made(options))
      return {}
    },
    copy: ({ as, audit = false, cut = 0 }, { list }) => {
      const whole = list.snapshot()
      this.#keep(as, Revocations.fromSnapshot(whole.slice(0, whole.length - cut), { audit, clock: this.#clock }))
      return {}
    },
    merge: ({ from }, { list }) => {
      list.merge(this.#lists.get(from).list.snapshot())
      return {}
    },
    status: (step, { list }) => {
      const { entries, longestLifetime, kept, failed } = list.status()
      return { status: { entries, longest_lifetime: longestLifetime, kept, failed } }
    },
  }

  #made = (options) => new Revocations({ ...this.#camel(options), clock: this.#clock })

  /** Keeps a list under a name, and a verifier that has it. */
  #keep(name, list) {
    this.#lists.set(name, { list, verifier: this.#verifierOf(list) })
  }

  /** The entry of a step, which later steps name by the step. */
  #given(index, entry) {
    this.#entries.set(index, entry)
    return { entry: shown(entry) }
  }
}

/** An entry as a row, without its id. */
const shown = ({ kind, at, before, ends, by, reason, withdrawn }) =>
  [kind, at, before, ends, by, reason, withdrawn === null ? null : [withdrawn.at, withdrawn.by, withdrawn.reason]]
