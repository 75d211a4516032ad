// What docs/kms.md uses of node-vault, with its paths and answers.

import assert from 'node:assert/strict'

import { der, publicPem, sha256, signDigest } from './local.mjs'

const LATEST = 2

export default function vaultOf({ endpoint, token }) {
  assert(new URL(endpoint).protocol === 'https:' && typeof token === 'string')
  return { read, write }
}

async function read(path) {
  const name = path.match(/^transit\/keys\/(\w+)$/)[1]
  const versions = Array.from({ length: LATEST }, (_, index) => index + 1)
  const keys = versions.map((version) => [version, { name: 'P-256', public_key: publicPem(`${name}/${version}`) }])
  return { data: { name, type: 'ecdsa-p256', latest_version: LATEST, keys: Object.fromEntries(keys) } }
}

async function write(path, { input, key_version = LATEST, hash_algorithm, marshaling_algorithm, prehashed = false, ...rest }) {
  const name = path.match(/^transit\/sign\/(\w+)$/)[1]
  assert.deepEqual([rest, hash_algorithm], [{}, 'sha2-256'])
  const given = Buffer.from(input, 'base64')
  assert.equal(given.toString('base64'), input)
  const raw = signDigest(`${name}/${key_version}`, prehashed ? given : sha256(given))
  const text = marshaling_algorithm === 'jws' ? raw.toString('base64url') : Buffer.from(der(raw)).toString('base64')
  return { data: { signature: `vault:v${key_version}:${text}`, key_version } }
}
