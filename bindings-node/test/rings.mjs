// The operation `ring.run` of the vectors: a ring step by step. New keys are random, so they are named by the order in which they are first seen.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Issuer, KeyRing, TokenError, Verifier, inspectUnverified } from '../index.mjs'

/** What a ring shows, before the first step and in each. `read` has what reads the keys of a case, `camel` the spelling of options. */
export function runRing(input, options, read) {
  const run = new Run(input, options, read)
  const ring = run.rows()
  return { ring, steps: input.steps.map((step, index) => run.step(step, index)) }
}

class Run {
  #read
  #ring
  #now
  #names = new Map()
  #shown = []
  #tokens = new Map()
  #followers = new Map()
  #clock = () => this.#now

  constructor({ algorithms, keys, ring, protect_with, now }, options, read) {
    this.#read = read
    this.#now = now
    const clock = this.#clock
    if (ring !== undefined) this.#ring = KeyRing.fromJwe(ring, read.keys(protect_with), { clock })
    else this.#ring = KeyRing.create(algorithms, { ...options, clock, ...(keys === undefined ? {} : { keys: read.keys(keys) }) })
  }

  /** What a step shows: what it gives, or its error, and the keys if they are others than before. */
  step(step, index) {
    this.#now = step.at
    const before = JSON.stringify(this.#shown)
    const shown = this.#outcome(step, index)
    const ring = this.rows()
    // What was new before this step has its name only now.
    if (shown.changes !== undefined) shown.changes = shown.changes.map(({ keyId, was, is }) => [this.#name(keyId), was, is])
    return JSON.stringify(ring) === before ? shown : { ...shown, ring }
  }

  /** The keys, each as a row. */
  rows() {
    const keys = this.#ring.keys()
    for (const { keyId } of keys) if (!this.#names.has(keyId)) this.#names.set(keyId, `k${this.#names.size}`)
    const row = ({ keyId, algorithm, state, external, published, activeFrom, activeUntil, retires, revoked }) =>
      [this.#name(keyId), algorithm, state, external, published, activeFrom, activeUntil, retires, revoked]
    this.#shown = keys.map(row)
    return this.#shown
  }

  #outcome(step, index) {
    try {
      return this.#perform[step.do](step, index)
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      return error.claim === undefined ? { error: error.code } : { error: error.code, claim: error.claim }
    }
  }

  #perform = {
    advance: () => advanced(this.#ring.advance()),
    revoke: ({ key }) => advanced(this.#ring.revoke(this.#keyId(key))),
    add: ({ key }) => advanced(this.#ring.add(this.#read.key(key))),
    issue: ({ issuer: options, claims, call = {}, as = 'signing_key' }, index) => {
      const issuer = this.#follower(Issuer, as, options)
      const token = this.#seen(() => issuer.issue(new TextEncoder().encode(claims), { ...this.#read.camel(call), now: this.#now }))
      this.#tokens.set(index, token)
      return { key: this.#name(inspectUnverified(token).header.kid) }
    },
    verify: ({ token, verifier: options = {}, now = this.#now, as = 'keys' }) => {
      const { keyId, decryptionKeyId } = this.#follower(Verifier, as, options).verify(this.#tokens.get(token), { now })
      return { key: this.#name(keyId ?? decryptionKeyId) }
    },
    jwks: () => {
      const { keys } = this.#seen(() => this.#ring.toJwks())
      return { published: keys.map(({ kid }) => this.#name(kid)), private: keys.some((jwk) => 'd' in jwk || 'k' in jwk) }
    },
    key_set: () => ({ keys: [...this.#ring.toKeySet()].map(({ keyId }) => this.#name(keyId)) }),
    cache_control: () => ({ text: this.#ring.cacheControl() }),
    signing_key: ({ alg }) => ({ key: this.#name(this.#ring.signingKey({ alg }).keyId) }),
    status: () => {
      const { id, keys, kept, failed, ...rest } = this.#ring.status()
      return snake(rest)
    },
    reopen: (step) => this.#reopen(step),
  }

  /** Writes the ring and reads it again, cut short by so many characters if the step says so. Where that fails, the ring stays. */
  #reopen({ protect_with, wrapped_key, cut = 0, open_with }) {
    const key = this.#read.key(protect_with)
    const whole = this.#ring.toJwe(key, { wrappedKey: wrapped_key === undefined ? null : Buffer.from(wrapped_key, 'base64url') })
    const text = whole.slice(0, whole.length - cut)
    this.#ring = KeyRing.fromJwe(text, open_with === undefined ? key : this.#read.keys(open_with), { clock: this.#clock })
    this.#followers.clear()
    const found = wrappedKeyOf(text)
    return { wrapped_key: found === null ? null : Buffer.from(found).toString('base64url') }
  }

  /** An issuer or a verifier, which follows the ring and is the same for all steps with the same options. */
  #follower(Class, place, options) {
    const name = JSON.stringify([place, options])
    if (!this.#followers.has(name)) this.#followers.set(name, new Class(this.#read.camel({ [place]: this.#ring, ...options })))
    return this.#followers.get(name)
  }

  /** Does something, and names the keys that it has made. */
  #seen(work) {
    const shown = this.#shown
    try {
      return work()
    } finally {
      this.rows()
      this.#shown = shown
    }
  }

  #name = (keyId) => this.#names.get(keyId) ?? keyId

  #keyId = (name) => [...this.#names].find(([, own]) => own === name)?.[0] ?? name
}

const advanced = ({ changes, next, needsKey }) => ({ changes, next, needs_key: needsKey })

/** A wrapped key is read from a file, before the ring is opened. */
function wrappedKeyOf(text) {
  const folder = mkdtempSync(join(tmpdir(), 'tokenseal-ring-'))
  try {
    const path = join(folder, 'keys.ring')
    writeFileSync(path, text, { mode: 0o600 })
    return KeyRing.wrappedKey(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The members of an object in the vectors' spelling. */
function snake(value) {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  const spelt = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [spelt(name), snake(member)]))
}
