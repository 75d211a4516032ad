// Keys and tokens for the comparison with jsonwebtoken. The tokens are made by node:crypto, by neither of the two.

import { constants, createHmac, createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, sign } from 'node:crypto'

/** The time of every test, in seconds. */
export const NOW = 1_700_000_000
export const SECRET = 'a secret that is long enough for HMAC with SHA-512: sixty-four bytes of text'
export const WEAK_SECRET = 'shhhhh'

const forms = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048, ...forms })
export const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024, ...forms })
export const pss = generateKeyPairSync('rsa-pss', {
  ...{ modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 },
  ...forms,
})
export const plainPss = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...forms })
export const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256', ...forms })
export const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384', ...forms })
export const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521', ...forms })
/** Keys that spell out the parameters of their curve instead of naming it. */
export const spelledOut = Object.fromEntries(
  ['P-256', 'P-384', 'P-521', 'secp256k1', 'brainpoolP256r1'].map((namedCurve) => [
    namedCurve,
    generateKeyPairSync('ec', { namedCurve, paramEncoding: 'explicit', ...forms }),
  ]),
)
export const ed25519 = generateKeyPairSync('ed25519', forms)
export const PASSPHRASE = 'correct horse'

const p256Key = createPrivateKey(p256.privateKey)
/** An encrypted key as `openssl pkcs8 -topk8` writes it. */
export const encrypted = p256Key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
export const sec1 = p256Key.export({ type: 'sec1', format: 'pem' })
export const pkcs1 = createPrivateKey(rsa.privateKey).export({ type: 'pkcs1', format: 'pem' })
export const pkcs1Public = createPublicKey(rsa.publicKey).export({ type: 'pkcs1', format: 'pem' })
export const der = createPublicKey(p256.publicKey).export({ type: 'spki', format: 'der' })
export const jwk = createPublicKey(p256.publicKey).export({ format: 'jwk' })
export const objects = {
  secret: createSecretKey(Buffer.from(SECRET)),
  publicKey: createPublicKey(p256.publicKey),
  privateKey: p256Key,
}

/**
 * A public key that spells out P-256 with another generator, the negative of its own. By such a one, whoever sees a public key can make up a
 * private key for it (CVE-2020-0601).
 */
export const otherGenerator = (() => {
  const der = createPublicKey(spelledOut['P-256'].publicKey).export({ type: 'spki', format: 'der' })
  const [prime, y] = ['ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5']
  const at = der.indexOf(Buffer.from(y, 'hex'))
  Buffer.from((BigInt(`0x${prime}`) - BigInt(`0x${y}`)).toString(16).padStart(64, '0'), 'hex').copy(der, at)
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
})()

const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A token with these very parts; texts are taken as they are. */
export function token(payload, { alg = 'HS256', key = SECRET, header = {} } = {}) {
  const input = `${encode(typeof header === 'string' ? header : { alg, typ: 'JWT', ...header })}.${encode(payload)}`
  return `${input}.${signature(alg, input, key).toString('base64url')}`
}

function signature(alg, input, key) {
  const hash = `sha${alg.slice(2)}`
  if (alg.startsWith('HS')) return createHmac(hash, key).update(input).digest()
  if (alg === 'none') return Buffer.alloc(0)
  if (alg.startsWith('ES')) return sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  if (alg.startsWith('RS')) return sign(hash, Buffer.from(input), key)
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants
  return sign(hash, Buffer.from(input), { key, padding, saltLength })
}
