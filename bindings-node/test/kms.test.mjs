// docs/kms.md: its JavaScript examples run, with stand-ins for the clients of each service that sign here.

import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { blocks, run } from './blocks.mjs'
import { der, pair, publicPem, sha256, signDigest } from './kms/local.mjs'

const examples = blocks(readFileSync(new URL('../../docs/kms.md', import.meta.url), 'utf8'))
const names = new URL('kms/names.mjs', import.meta.url).href

test('every service has an example', () => {
  for (const name of ['@aws-sdk/client-kms', '@google-cloud/kms', '@azure/keyvault-keys', 'node-vault']) {
    assert(examples.some((example) => example.includes(`from '${name}'`)), name)
  }
})

test('the stand-ins make signatures as node:crypto does', () => {
  const publicKey = createPublicKey(publicPem('a key'))
  // Often enough that some r or s begins with a zero, and another with a one.
  for (let time = 0; time < 300; time++) {
    const raw = signDigest('a key', sha256(`message ${time}`))
    assert(verify('sha256', Buffer.from(`message ${time}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw))
    assert(verify('sha256', Buffer.from(`message ${time}`), publicKey, der(raw)))
  }
  assert(pair('another').publicKey !== pair('a key').publicKey)
})

for (const [index, example] of examples.entries()) {
  test(`docs/kms.md, example ${index + 1}`, () => void run(example, ['--import', names]))
}
