// jose, on WebCrypto.

import * as jose from 'jose'

import { CLAIMS, PASSWORD } from './cases.mjs'

export const name = 'jose'

/** Why it cannot, in words that go onto the page. */
export function lacks({ alg }) {
  if (alg === 'ES256K') return 'jose has no ES256K: WebCrypto has none'
  if (alg.startsWith('ML-DSA')) return 'jose needs Node.js 24.7 or newer for ML-DSA'
  return undefined
}

export const formats = () => ['jwk', 'pem']

/** A private key as JWK. */
export async function generate({ alg, curve }, enc) {
  const name = alg === 'dir' ? enc : alg
  const isSecret = /^(HS|A\d|dir)/.test(alg)
  const options = { extractable: true, ...(curve === undefined ? {} : { crv: curve }) }
  const key = isSecret ? await jose.generateSecret(name, options) : (await jose.generateKeyPair(name, options)).privateKey
  return jose.exportJWK(key)
}

async function read({ jwk, publicJwk, pem }, half, { alg }, enc, format) {
  if (alg.startsWith('PBES2')) return new TextEncoder().encode(PASSWORD)
  if (format === 'pem') return half === 'private' ? jose.importPKCS8(pem.private, alg) : jose.importSPKI(pem.public, alg)
  return jose.importJWK(half === 'private' ? jwk : publicJwk, alg === 'dir' ? enc : alg)
}

export async function make({ form, kind, row, enc, keys, format, payload }) {
  const key = await read(keys, kind === 'signed' ? 'private' : 'public', row, enc, format)
  const { alg } = row
  if (form === 'claims') return new jose.SignJWT(CLAIMS).setProtectedHeader({ alg }).sign(key)
  if (form === 'encrypted claims') return new jose.EncryptJWT(CLAIMS).setProtectedHeader({ alg, enc }).encrypt(key)
  if (kind === 'signed') {
    if (form === 'compact') return new jose.CompactSign(payload).setProtectedHeader({ alg }).sign(key)
    if (form === 'general') return new jose.GeneralSign(payload).addSignature(key).setProtectedHeader({ alg }).sign()
    const header = form === 'b64' ? { alg, b64: false, crit: ['b64'] } : { alg }
    const { payload: attached, ...rest } = await new jose.FlattenedSign(payload).setProtectedHeader(header).sign(key)
    return form === 'b64' ? rest : { payload: attached, ...rest }
  }
  if (form === 'zip') return new jose.CompactEncrypt(payload).setProtectedHeader({ alg, enc, zip: 'DEF' }).encrypt(key)
  if (form === 'compact') return new jose.CompactEncrypt(payload).setProtectedHeader({ alg, enc }).encrypt(key)
  if (form === 'flattened') return new jose.FlattenedEncrypt(payload).setProtectedHeader({ alg, enc }).encrypt(key)
  return new jose.GeneralEncrypt(payload).setProtectedHeader({ enc }).addRecipient(key).setUnprotectedHeader({ alg }).encrypt()
}

export async function open({ form, kind, row, enc, keys, format, token, payload }) {
  const key = await read(keys, kind === 'signed' ? 'public' : 'private', row, enc, format)
  const expected = { issuer: CLAIMS.iss, audience: CLAIMS.aud, subject: CLAIMS.sub, requiredClaims: ['exp'] }
  const options = { keyManagementAlgorithms: [row.alg], maxPBES2Count: 1_000_000 }
  if (form === 'claims') return encoded((await jose.jwtVerify(token, key, expected)).payload)
  if (form === 'encrypted claims') return encoded((await jose.jwtDecrypt(token, key, { ...expected, ...options })).payload)
  if (kind === 'signed') {
    if (form === 'compact') return (await jose.compactVerify(token, key)).payload
    if (form === 'general') return (await jose.generalVerify(token, key)).payload
    return (await jose.flattenedVerify(form === 'b64' ? { ...token, payload } : token, key)).payload
  }
  if (form === 'flattened') return (await jose.flattenedDecrypt(token, key, options)).plaintext
  if (form === 'general') return (await jose.generalDecrypt(token, key, options)).plaintext
  return (await jose.compactDecrypt(token, key, options)).plaintext
}

const encoded = (claims) => new TextEncoder().encode(JSON.stringify(claims))

export const thumbprint = ({ publicJwk }, row, hash) => jose.calculateJwkThumbprint(publicJwk, hash)
