// One loop for every form, algorithm and library: keys and tokens go both ways, and come back altered.

import assert from 'node:assert/strict'

import { CLAIMS, THUMBPRINTS } from './cases.mjs'
import { fast, jsonwebtoken } from './claims-only.mjs'
import * as jose from './jose.mjs'
import * as nodeJose from './node-jose.mjs'
import * as ours from './ours.mjs'

export const OTHERS = [jose, nodeJose, fast, jsonwebtoken]

const PAYLOAD = Uint8Array.from({ length: 300 }, (unused, index) => index % 251)

/** Exchanges the tokens of one form and algorithm with one library. Gives how many were read on each side, and why some were not. */
export async function exchange(form, row, other) {
  const counts = { readHere: 0, readThere: 0 }
  for (const enc of form.encs ?? [undefined]) {
    const missing = enc === undefined ? undefined : other.lacksEnc?.(row, enc)
    if (missing !== undefined) {
      counts.words = missing
      continue
    }
    for (const keys of await keysOf(row, enc, other)) {
      const formats = form.pem && keys.pem !== undefined ? other.formats(row) : ['jwk']
      for (const format of formats) {
        const job = { form: form.name, kind: form.kind, row, enc, keys, format, payload: PAYLOAD }
        await handOver(job, other, ours, form.slow)
        counts.readHere++
        await handOver(job, ours, other, form.slow)
        counts.readThere++
      }
    }
  }
  return counts
}

/** A key made on either side. A library that signs claims only makes none. */
async function keysOf(row, enc, other) {
  if (row.alg.startsWith('PBES2')) return [{}]
  const made = [await once(ours.name, row, enc, () => ours.generate(row, enc))]
  const generate = async () => ours.forms(await other.generate(row, enc), row, enc)
  if (other.generate !== undefined) made.push(await once(other.name, row, enc, generate))
  return made
}

/** Keys are made once for all forms, and RSA keys, which are slow to make, for all algorithms. */
const remembered = new Map()
function once(maker, { alg, curve }, enc, generate) {
  const name = [maker, ...(/^(RS|PS)/.test(alg) ? ['RSA'] : [alg, curve, alg === 'dir' ? enc : ''])].join(' ')
  if (!remembered.has(name)) remembered.set(name, generate())
  return remembered.get(name)
}

async function handOver(job, maker, reader, slow) {
  const token = await maker.make(job)
  const read = await reader.open({ ...job, token })
  const isClaims = job.form.endsWith('claims')
  if (isClaims) assert.deepEqual(withoutTime(JSON.parse(new TextDecoder().decode(read))), CLAIMS)
  else assert.deepEqual(Buffer.from(read), Buffer.from(PAYLOAD))
  if (!slow) await assert.rejects(async () => reader.open({ ...job, token: altered(token) }), `${reader.name} took an altered token`)
}

const withoutTime = ({ iat, ...claims }) => claims

/** The token with another character in the middle of its signature or tag. */
function altered(token) {
  if (typeof token === 'string') return changed(token, token.lastIndexOf('.') + 3)
  const member = token.tag === undefined ? 'signature' : 'tag'
  if (token[member] !== undefined) return { ...token, [member]: changed(token[member], 2) }
  return { ...token, signatures: token.signatures.map((one) => ({ ...one, signature: changed(one.signature, 2) })) }
}

const changed = (text, at) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

const HASHES = ['sha256', 'sha384', 'sha512']

/** Compares the thumbprints of keys made on either side. */
export async function compareThumbprints(row, other) {
  let equal = 0
  for (const keys of await keysOf(row, undefined, other)) {
    for (const hash of HASHES) {
      assert.equal(await other.thumbprint(keys, row, hash), ours.thumbprint(keys, row, hash))
      equal++
    }
  }
  return equal
}

export { THUMBPRINTS }
