// Creates what the service needs, once: `FOLDER=… node init.mjs alice < password`.

import { randomBytes, scryptSync } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { createClient } from 'redis'
import { Key, Revocations, Verifier } from 'tokenseal'

import { LONGEST } from './tokens.mjs'

const { FOLDER, REDIS } = process.env
mkdirSync(FOLDER, { recursive: true, mode: 0o700 })
const write = (name, value) => writeFileSync(join(FOLDER, name), JSON.stringify(value), { mode: 0o600, flag: 'wx' })

const keys = Key.generate('ES256')
write('access.jwk', keys.toJwk({ private: true }))
write('refresh.jwk', Key.generate('HS256').toJwk({ private: true }))

// The service itself never creates the list: if the list was lost, it would start with an empty
// one.
const made = { create: true, longestLifetime: LONGEST }
if (REDIS) {
  const revocations = Revocations.redis(createClient({ url: REDIS }), { namespace: 'revoked', ...made })
  await new Verifier({ keys, revocations }).ready()
} else {
  Revocations.file(join(FOLDER, 'revoked.log'), made)
}

const password = readFileSync(0, 'utf8').replace(/\r?\n$/, '')
const salt = randomBytes(16)
const known = scryptSync(password, salt, 32, { N: 16384, r: 8, p: 1 })
write('users.json', { [process.argv[2]]: { salt: salt.toString('hex'), scrypt: known.toString('hex') } })
