// node-jose.

import jose from 'node-jose'

import { PASSWORD } from './cases.mjs'

export const name = 'node-jose'

/** Why it cannot, in words that go onto the page. */
export function lacks({ alg, curve }, form) {
  if (form === 'claims' || form === 'encrypted claims') return 'node-jose has no claims'
  if (form === 'b64') return 'node-jose has no `b64: false`'
  if (alg === 'ES256K') return 'node-jose has no ES256K'
  if (alg === 'EdDSA' || alg === 'Ed25519' || curve === 'X25519') return 'node-jose has no keys of type OKP'
  if (alg.startsWith('ML-DSA')) return 'node-jose has no ML-DSA'
  if (alg === 'RSA-OAEP-384' || alg === 'RSA-OAEP-512') return `node-jose has no ${alg}`
  return undefined
}

/** Content encryption that it cannot combine with this. */
export function lacksEnc({ alg }, enc) {
  const isLong = enc === 'A192CBC-HS384' || enc === 'A256CBC-HS512'
  return alg === 'ECDH-ES' && isLong ? 'node-jose agrees on no content key of 384 or 512 bits by ECDH-ES' : undefined
}

/** It does not take every EC key as PEM. */
export const formats = ({ alg }) => (alg.startsWith('E') ? ['jwk'] : ['jwk', 'pem'])

const BITS = { 'A128CBC-HS256': 256, 'A192CBC-HS384': 384, 'A256CBC-HS512': 512 }

/** A private key as JWK. */
export async function generate({ alg, curve }, enc) {
  const store = jose.JWK.createKeyStore()
  return plain((await generated(store, alg, curve, enc)).toJSON(true))
}

function generated(store, alg, curve, enc) {
  if (/^(RS|PS)/.test(alg)) return store.generate('RSA', 2048)
  if (curve !== undefined) return store.generate('EC', curve)
  if (alg.startsWith('ES')) return store.generate('EC', { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[alg])
  const name = alg === 'dir' ? enc : alg
  return store.generate('oct', BITS[name] ?? Number(/\d{3}/.exec(name)[0]))
}

const plain = ({ kid, alg, use, ...jwk }) => jwk

async function read({ jwk, publicJwk, pem }, half, { alg }, enc, format) {
  // It goes by the length of the key, unless the key says what it is for.
  if (alg === 'dir') return jose.JWK.asKey({ ...jwk, alg: enc })
  if (alg.startsWith('PBES2')) return jose.JWK.asKey({ kty: 'oct', k: Buffer.from(PASSWORD).toString('base64url') })
  if (format === 'pem') return jose.JWK.asKey(pem[half], 'pem')
  return jose.JWK.asKey(half === 'private' ? jwk : publicJwk)
}

export async function make({ form, kind, row: { alg }, row, enc, keys, format, payload }) {
  const key = await read(keys, kind === 'signed' ? 'private' : 'public', row, enc, format)
  // Without `reference`, it would write a `kid` that the other side has never heard of.
  if (kind === 'signed')
    return jose.JWS.createSign({ format: form, fields: { alg } }, { key, reference: false }).final(Buffer.from(payload))
  const options = { format: form === 'zip' ? 'compact' : form, contentAlg: enc, fields: { alg }, ...(form === 'zip' ? { zip: true } : {}) }
  return jose.JWE.createEncrypt(options, { key, reference: false }).final(Buffer.from(payload))
}

export async function open({ kind, row, enc, keys, format, token }) {
  const key = await read(keys, kind === 'signed' ? 'public' : 'private', row, enc, format)
  if (kind === 'signed') return (await jose.JWS.createVerify(key).verify(token)).payload
  return (await jose.JWE.createDecrypt(key).decrypt(token)).plaintext
}

export async function thumbprint({ publicJwk }, row, hash) {
  const key = await jose.JWK.asKey(publicJwk)
  return (await key.thumbprint(`SHA-${hash.slice(3)}`)).toString('base64url')
}
