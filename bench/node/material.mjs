// Keys, claims and the names of what is measured.

import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const text = readFileSync(new URL('../claims.json', import.meta.url), 'utf8')

/** The same claims everywhere, about 200 bytes. */
export const CLAIMS = JSON.parse(text)
export const SECRET = randomBytes(32)
export const EXPECTED = { issuer: CLAIMS.iss, audience: CLAIMS.aud }

const versionOf = (name) => {
  // Some do not export their package.json.
  const folder = new URL(`./node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(folder, 'utf8')).version
}
export const NAMES = Object.fromEntries(
  ['@node-rs/jsonwebtoken', 'fast-jwt', 'jose', 'jsonwebtoken'].map((name) => [name, `${name} ${versionOf(name)}`]),
)
export const TOKENSEAL = `tokenseal ${require('../../bindings-node/package.json').version}`
/** What only the cryptography costs. */
export const BARE = 'bare node:crypto'
export const LIBRARY = new URL('../../bindings-node/index.mjs', import.meta.url)
export const SHIM = new URL('../../bindings-node/compat/jsonwebtoken/index.mjs', import.meta.url)

const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }
const made = (type, options) => {
  const { publicKey, privateKey } = generateKeyPairSync(type, { ...options, ...pem })
  return { publicPem: publicKey, privatePem: privateKey, publicKey: createPublicKey(publicKey), privateKey: createPrivateKey(privateKey) }
}

/** The asymmetric keys by algorithm. */
export const KEYS = {
  RS256: made('rsa', { modulusLength: 2048 }),
  ES256: made('ec', { namedCurve: 'P-256' }),
  EdDSA: made('ed25519', {}),
}
