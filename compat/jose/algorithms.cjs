'use strict'

// What WebCrypto and a JWK need for each algorithm that jose has: the core knows its own.

const sha = (alg) => `SHA-${alg.slice(-3)}`
const rsa = (name) => (alg) => ({
  type: 'RSA',
  crypto: { name, hash: sha(alg) },
  usages: { private: ['sign'], public: ['verify'] },
})
const signs = { private: ['sign'], public: ['verify'] }
const agrees = { private: ['deriveBits'], public: [] }

const ecdsa = (namedCurve) => () => ({
  type: 'EC',
  crypto: { name: 'ECDSA', namedCurve },
  usages: signs,
})
const ed25519 = () => ({ type: 'OKP', crypto: { name: 'Ed25519' }, usages: signs })
const mlDsa = (name) => ({ type: 'AKP', crypto: { name }, usages: signs })
const oaep = (alg) => ({
  type: 'RSA',
  crypto: { name: 'RSA-OAEP', hash: alg === 'RSA-OAEP' ? 'SHA-1' : sha(alg) },
  usages: { private: ['decrypt', 'unwrapKey'], public: ['encrypt', 'wrapKey'] },
})
/** The curve is the key's: `crypto` says which name it may have, and no more. */
const ecdh = () => ({ type: 'ECDH', crypto: { name: 'ECDH' }, usages: agrees })

/** Signatures by key pairs, then key management by key pairs. */
const PAIRS = {
  RS256: rsa('RSASSA-PKCS1-v1_5'),
  RS384: rsa('RSASSA-PKCS1-v1_5'),
  RS512: rsa('RSASSA-PKCS1-v1_5'),
  PS256: rsa('RSA-PSS'),
  PS384: rsa('RSA-PSS'),
  PS512: rsa('RSA-PSS'),
  ES256: ecdsa('P-256'),
  ES384: ecdsa('P-384'),
  ES512: ecdsa('P-521'),
  EdDSA: ed25519,
  Ed25519: ed25519,
  'ML-DSA-44': mlDsa,
  'ML-DSA-65': mlDsa,
  'ML-DSA-87': mlDsa,
  'RSA-OAEP': oaep,
  'RSA-OAEP-256': oaep,
  'RSA-OAEP-384': oaep,
  'RSA-OAEP-512': oaep,
  'ECDH-ES': ecdh,
  'ECDH-ES+A128KW': ecdh,
  'ECDH-ES+A192KW': ecdh,
  'ECDH-ES+A256KW': ecdh,
}

const hmac = (alg) => ({ crypto: { name: 'HMAC', hash: sha(alg) }, usages: ['sign', 'verify'] })
const wrap = (alg) => ({
  crypto: { name: 'AES-KW', length: bits(alg) },
  usages: ['wrapKey', 'unwrapKey'],
})
const gcm = (alg) => ({
  crypto: { name: 'AES-GCM', length: bits(alg) },
  usages: ['encrypt', 'decrypt'],
})
const password = () => ({ crypto: { name: 'PBKDF2' }, usages: ['deriveBits'] })
/** WebCrypto has no keys for these: they are bytes. */
const cbc = () => ({ crypto: undefined, usages: ['encrypt', 'decrypt'] })
const bits = (alg) => Number(alg.slice(1, 4))

/** Shared secrets; of `dir`, the algorithm is the content encryption. */
const SECRETS = {
  HS256: hmac,
  HS384: hmac,
  HS512: hmac,
  A128KW: wrap,
  A192KW: wrap,
  A256KW: wrap,
  A128GCMKW: gcm,
  A192GCMKW: gcm,
  A256GCMKW: gcm,
  A128GCM: gcm,
  A192GCM: gcm,
  A256GCM: gcm,
  'A128CBC-HS256': cbc,
  'A192CBC-HS384': cbc,
  'A256CBC-HS512': cbc,
  'PBES2-HS256+A128KW': password,
  'PBES2-HS384+A192KW': password,
  'PBES2-HS512+A256KW': password,
}

const found = (table, alg) =>
  typeof alg === 'string' && Object.hasOwn(table, alg) ? table[alg](alg) : undefined

/**
 * What a key of a pair must be for an algorithm: JWK type, WebCrypto algorithm, usages; undefined
 * where the algorithm is for no pair.
 */
const pairFor = (alg) => found(PAIRS, alg)
/** What a secret must be for an algorithm; undefined where the algorithm is for no secret. */
const secretFor = (alg) => found(SECRETS, alg)

/** Whether an algorithm signs; all others of the tables encrypt. */
const signsWith = (alg) => /^(?:HS|RS|PS|ES)\d{3}$|^Ed|^ML-/.test(alg)

module.exports = { pairFor, secretFor, signsWith }
