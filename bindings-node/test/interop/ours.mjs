// This library, as every other one is written down here: async functions of a form, an algorithm, keys and bytes.

import { Key, decrypt, encrypt, jwe, jws, sign, verify } from 'tokenseal'

import { CLAIMS, PASSWORD } from './cases.mjs'

export const name = 'here'

/**
 * A new key with its forms, for another library to read. `jwk` has no `alg` and no `kid`, which
 * are given separately.
 */
export function generate({ alg, curve }, enc) {
  const key = Key.generate(alg, alg === 'dir' ? { enc } : { curve: curve ?? null })
  return formsOf(key)
}

function formsOf(key) {
  const isSecret = key.keyType === 'oct'
  const jwk = plain(key.toJwk({ private: true }))
  if (isSecret || key.keyType === 'AKP') return { jwk, publicJwk: isSecret ? jwk : plain(key.toJwk()), pem: undefined }
  return { jwk, publicJwk: plain(key.toJwk()), pem: { private: key.toPem({ private: true }), public: key.toPem() } }
}

const plain = ({ alg, kid, ...jwk }) => jwk

/** A private or public key of any form, bound to its algorithm. */
function read({ jwk, publicJwk, pem }, half, { alg }, enc, format) {
  if (alg.startsWith('PBES2')) return Key.fromPassword(PASSWORD, alg)
  if (format === 'pem') return Key.fromPem(pem[half], alg)
  return Key.fromJwk(half === 'private' ? jwk : publicJwk, alg === 'dir' ? { alg, enc } : { alg })
}

/** The forms of a key that another library made, from its JWK. */
export const forms = (jwk, { alg }, enc) => formsOf(Key.fromJwk(jwk, alg === 'dir' ? { alg, enc } : { alg }))

export async function make({ form, kind, row, enc, keys, format, payload }) {
  const key = read(keys, kind === 'signed' ? 'private' : 'public', row, enc, format)
  if (form === 'claims') return sign(CLAIMS, key)
  if (form === 'encrypted claims') return encrypt(CLAIMS, key, { enc })
  if (kind === 'signed') {
    if (form === 'b64') return JSON.parse(jws.sign(payload, key, { serialization: 'flattened', b64: false, detached: true }))
    return parsed(jws.sign(payload, key, { serialization: form }))
  }
  if (form === 'zip') return jwe.encrypt(payload, key, { enc, compress: true })
  return parsed(jwe.encrypt(payload, key, { enc, serialization: form }))
}

const parsed = (token) => (token.startsWith('{') ? JSON.parse(token) : token)

export async function open({ form, kind, row, enc, keys, format, token, payload }) {
  const key = read(keys, kind === 'signed' ? 'public' : 'private', row, enc, format)
  const expected = { issuer: CLAIMS.iss, audience: CLAIMS.aud[0], subject: CLAIMS.sub }
  if (form === 'claims') return verify(token, key, expected).payload
  if (form === 'encrypted claims') return decrypt(token, key, { ...expected, allowUnsigned: true }).payload
  if (kind === 'signed') return jws.verify(token, key, form === 'b64' ? { payload } : {}).payload
  return jwe.decrypt(token, key).plaintext
}

export const thumbprint = ({ jwk }, { alg }, hash) => Key.fromJwk(jwk, { alg }).thumbprint(hash)
