// The same call to jose and to the shim, and what came of each in a form that can be compared.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { types } from 'node:util'

import * as jose from 'jose'

const require = createRequire(import.meta.url)
const parts = [
  'base64url',
  'embedded',
  'errors',
  'export',
  'generate',
  'import',
  'jwks_local',
  'jwks_remote',
  'keys',
]
const [base64url, embedded, errors, exported, generated, imported, local, remote, keys] = parts.map(
  (name) => require(`../${name}.cjs`),
)

export const theirs = jose
/** The keys and sets of the shim, under the names that jose has for them. */
export const ours = {
  ...embedded,
  ...exported,
  ...generated,
  ...imported,
  ...local,
  ...remote,
  base64url,
  errors,
}
export const { keyFor } = keys

/** What came of a call: its value, or the name, code and message of its error. */
export async function outcomeOf(call, describe = described) {
  try {
    return { value: describe(await call()) }
  } catch (error) {
    return { error: { name: error.name, code: error.code, message: error.message } }
  }
}

/** A value by what can be seen of it; of keys, never the key. */
export function described(value) {
  if (types.isCryptoKey(value)) {
    const { type, algorithm, extractable, usages } = value
    return { type, algorithm: { ...algorithm }, extractable, usages: [...usages] }
  }
  if (types.isUint8Array(value))
    return { bytes: Buffer.from(value).toString('hex'), made: value.constructor.name }
  if (typeof value === 'function') return { isFunction: true, length: value.length }
  return value
}

/** Both do the same: `call` is given the library. */
export async function same(call, describe) {
  const [there, here] = [
    await outcomeOf(() => call(theirs), describe),
    await outcomeOf(() => call(ours), describe),
  ]
  assert.deepEqual(here, there)
  return here
}
