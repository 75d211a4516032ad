// What the support's service of the demo does: it opens a token, and revokes it in the list that the program beside the gateway follows.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , library, folder, text] = process.argv
const { Key, KeyRing, Revocations, Verifier } = await import(pathToFileURL(library))

const key = (name) => Key.fromJwk(readFileSync(join(folder, name), 'utf8'))
const verifier = new Verifier({
  keys: KeyRing.open(join(folder, 'login.ring'), key('wrapping.jwk')),
  decryptionKeys: key('orders.jwk'),
  issuer: 'https://login.example',
  audience: 'https://api.example',
  profile: 'access-token'
})
const revocations = Revocations.file(join(folder, 'revocations.log'))
const entry = revocations.revoke(verifier.verify(text), { by: 'support', reason: 'ticket 4711' })
console.log(JSON.stringify({ kind: entry.kind, by: entry.by, reason: entry.reason }))
