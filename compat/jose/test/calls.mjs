// The same call to jose and to the shim, and what came of each. A call is a name, a function of the
// library, and the row of the list of differences that it shows, if it shows one.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { types } from 'node:util'

import * as theirs from 'jose'
import * as ours from 'tokenseal/compat/jose'

export { ours, theirs }

export const NOW = 1_700_000_000
export const SECRET = Buffer.from('7f0e6c2b9d8a41f3a5c4e1d09b6f8273')
export const OTHER = Buffer.from('0b6cf3a9e1d84f27b5c90d7e62a1f438')

const require = createRequire(import.meta.url)
// Next to the package, wherever this file is run.
const PAGE = join(require.resolve('tokenseal/package.json'), '../../docs/compat-jose.md')
const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| \*\*(.+?)\*\*/gm)]
export const DIFFERENCES = new Set(rows.map(([, name]) => name))

/** What came of a call: its value, or its error by all that a program can see. */
export async function outcomeOf(library, call) {
  try {
    return { value: shown(await call(library)) }
  } catch (error) {
    return { error: describedError(library, error) }
  }
}

function describedError(library, error) {
  const { JOSEError } = library.errors
  const isJose = error instanceof JOSEError
  const { name, code, message, claim, reason, payload } = error
  const kind = Object.keys(library.errors).find((one) => error.constructor === library.errors[one])
  const about = isJose ? { code, claim, reason, payload } : {}
  return { name, message, kind, isTypeError: error instanceof TypeError, isJose, ...about }
}

/** A value as something that can be compared. */
function shown(value) {
  if (types.isUint8Array(value)) return { bytes: Buffer.from(value).toString('latin1') }
  if (types.isCryptoKey(value)) return { cryptoKey: value.algorithm.name, type: value.type }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shown(one)]))
}

/** Freezes the time, of both. */
export function atNow() {
  const RealDate = globalThis.Date
  before(() => {
    globalThis.Date = class extends RealDate {
      constructor(...given) {
        super(...(given.length === 0 ? [NOW * 1000 + 500] : given))
      }

      static now() {
        return NOW * 1000 + 500
      }

      static [Symbol.hasInstance](value) {
        return value instanceof RealDate
      }
    }
  })
  after(() => (globalThis.Date = RealDate))
}

/** Gives a table of calls to both, and remembers in `seen` which differences were shown. */
export function compare(calls, seen) {
  for (const [name, call, difference] of calls) {
    test(name, async () => {
      const there = await outcomeOf(theirs, call)
      const here = await outcomeOf(ours, call)
      if (difference === undefined) assert.deepEqual(here, there)
      else assertDiffers(here, there, difference)
      seen.add(difference)
    })
  }
}

function assertDiffers(here, there, difference) {
  assert.ok(DIFFERENCES.has(difference), `${difference} is not in the list`)
  assert.notDeepEqual(here, there, 'no difference')
  if (difference !== 'words') return
  // The class and the code are the same.
  const { message: _, ...error } = here.error
  const { message: __, ...other } = there.error
  assert.deepEqual(error, other)
}

export const encode = (value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

export const decoded = (segment) => segment && JSON.parse(Buffer.from(segment, 'base64url'))
