// Tokens that the shim has made are read by jose, and the reverse, for every algorithm that both
// have, with every kind of key that both take.

import assert from 'node:assert/strict'
import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'

import { ours, theirs } from './calls.mjs'

const BYTES = Buffer.from('any bytes, é')
const CLAIMS = {
  iss: 'https://issuer.example',
  sub: 'alice',
  aud: ['a', 'b'],
  more: [1, { x: 'é' }],
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = (namedCurve) => generateKeyPairSync('ec', { namedCurve })
const [p256, p384, p521] = ['P-256', 'P-384', 'P-521'].map(ec)
const [ed25519, x25519] = ['ed25519', 'x25519'].map((type) => generateKeyPairSync(type))
const secretOf = (length) => Uint8Array.from({ length }, (_, index) => (index * 41 + 7) % 256 || 1)

const SIGNING = {
  ...Object.fromEntries(['HS256', 'HS384', 'HS512'].map((alg) => [alg, secretOf(64)])),
  ...Object.fromEntries(['RS256', 'RS384', 'RS512'].map((alg) => [alg, rsa])),
  ...Object.fromEntries(['PS256', 'PS384', 'PS512'].map((alg) => [alg, rsa])),
  ...{ ES256: p256, ES384: p384, ES512: p521, EdDSA: ed25519, Ed25519: ed25519 },
}
const ECDH = ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW']
const MANAGEMENT = [
  ...['A128KW', 'A192KW', 'A256KW', 'A128GCMKW', 'A192GCMKW', 'A256GCMKW'].map((alg) => [
    alg,
    secretOf(Number(alg.slice(1, 4)) / 8),
  ]),
  ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((alg) => [alg, rsa]),
  ...ECDH.flatMap((alg) => [p256, p384, p521, x25519].map((pair) => [alg, pair])),
  ...['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'].map((alg) => [
    alg,
    Buffer.from('correct horse battery staple'),
  ]),
]
const ENCRYPTION = {
  ...{ 'A128CBC-HS256': 32, 'A192CBC-HS384': 48, 'A256CBC-HS512': 64 },
  ...{ A128GCM: 16, A192GCM: 24, A256GCM: 32 },
}
const BOTH = [
  ['jose', 'the shim', theirs, ours],
  ['the shim', 'jose', ours, theirs],
  ['the shim', 'itself', ours, ours],
]

/** Both halves of a key, in each form that jose takes. */
async function formsOf(key, alg) {
  if (key instanceof Uint8Array) {
    const jwk = { kty: 'oct', k: Buffer.from(key).toString('base64url') }
    const objects = alg.startsWith('PBES2') ? {} : { KeyObject: createSecretKey(key), JWK: jwk }
    return Object.entries({ bytes: key, ...objects }).map(([name, one]) => [name, one, one])
  }
  const { publicKey, privateKey } = key
  const jwks = [publicKey, privateKey].map((one) => one.export({ format: 'jwk' }))
  const imported = await Promise.all(jwks.map((jwk) => ours.importJWK(jwk, alg)))
  return [
    ['KeyObject', publicKey, privateKey],
    ['JWK', ...jwks],
    ['CryptoKey', ...imported],
  ]
}

describe('signed', () => {
  for (const [alg, pair] of Object.entries(SIGNING)) {
    test(alg, async () => {
      for (const [form, publicKey, privateKey] of await formsOf(pair, alg)) {
        for (const [maker, reader, making, reading] of BOTH) {
          const message = `${alg} by ${maker}, ${form}, read by ${reader}`
          const header = { alg, kid: 'a' }
          const jwt = await new making.SignJWT(CLAIMS).setProtectedHeader(header).sign(privateKey)
          const { payload, protectedHeader } = await reading.jwtVerify(jwt, publicKey)
          assert.deepEqual([payload, protectedHeader], [CLAIMS, header], message)
          const flat = await new making.FlattenedSign(BYTES)
            .setProtectedHeader({ alg, b64: false, crit: ['b64'] })
            .setUnprotectedHeader({ kid: 'a' })
            .sign(privateKey)
          const found = await reading.flattenedVerify({ ...flat, payload: BYTES }, publicKey)
          assert.deepEqual(Buffer.from(found.payload), BYTES, message)
          const changed = { ...flat, payload: Buffer.from('other bytes') }
          await assert.rejects(reading.flattenedVerify(changed, publicKey), {
            code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
          })
        }
      }
    })
  }

  test('by several', async () => {
    for (const [maker, reader, making, reading] of BOTH) {
      const jws = await new making.GeneralSign(BYTES)
        .addSignature(p256.privateKey)
        .setProtectedHeader({ alg: 'ES256', kid: 'a' })
        .addSignature(ed25519.privateKey)
        .setProtectedHeader({ alg: 'EdDSA' })
        .setUnprotectedHeader({ kid: 'b' })
        .sign()
      for (const key of [p256.publicKey, ed25519.publicKey]) {
        const { payload } = await reading.generalVerify(jws, key)
        assert.deepEqual(Buffer.from(payload), BYTES, `${maker}, ${reader}`)
      }
    }
  })
})

describe('encrypted', () => {
  /** jose's own limit is below what the core makes. */
  const options = { maxPBES2Count: 600_000 }

  async function exchange(alg, enc, publicKey, privateKey, what) {
    const isSlow = alg.startsWith('PBES2')
    for (const [maker, reader, making, reading] of isSlow ? BOTH.slice(0, 2) : BOTH) {
      const message = `${alg} ${enc} by ${maker}, ${what}, read by ${reader}`
      const given = { ...options, keyManagementAlgorithms: [alg] }
      const header = { alg, enc, typ: 'JWT' }
      const jwt = await new making.EncryptJWT(CLAIMS).setProtectedHeader(header).encrypt(publicKey)
      const { payload, protectedHeader } = await reading.jwtDecrypt(jwt, privateKey, given)
      assert.deepEqual([payload, protectedHeader.typ], [CLAIMS, 'JWT'], message)
      if (isSlow) continue
      const flat = await new making.FlattenedEncrypt(BYTES)
        .setProtectedHeader({ alg, enc, zip: 'DEF' })
        .setSharedUnprotectedHeader({ jku: 'x' })
        .setUnprotectedHeader({ kid: 'a' })
        .setAdditionalAuthenticatedData(Buffer.from('aad'))
        .encrypt(publicKey)
      const found = await reading.flattenedDecrypt(flat, privateKey, given)
      assert.deepEqual(Buffer.from(found.plaintext), BYTES, message)
      assert.deepEqual(found.sharedUnprotectedHeader, { jku: 'x' })
      assert.deepEqual(found.unprotectedHeader, { kid: 'a' })
      assert.equal(Buffer.from(found.additionalAuthenticatedData).toString(), 'aad')
    }
  }

  for (const [alg, pair] of MANAGEMENT) {
    const { asymmetricKeyDetails, asymmetricKeyType = '' } = pair.publicKey ?? {}
    test(`${alg} ${asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType}`, async () => {
      for (const [form, publicKey, privateKey] of await formsOf(pair, alg)) {
        await exchange(alg, 'A256GCM', publicKey, privateKey, form)
      }
    })
  }

  for (const [enc, length] of Object.entries(ENCRYPTION)) {
    test(`dir ${enc}`, async () => {
      await exchange('dir', enc, secretOf(length), secretOf(length), 'bytes')
      await exchange('A256KW', enc, secretOf(32), secretOf(32), 'bytes')
    })
  }

  test('to several', async () => {
    for (const [maker, reader, making, reading] of BOTH) {
      const jwe = await new making.GeneralEncrypt(BYTES)
        .setProtectedHeader({ enc: 'A256GCM' })
        .setSharedUnprotectedHeader({ jku: 'x' })
        .setAdditionalAuthenticatedData(Buffer.from('aad'))
        .addRecipient(rsa.publicKey)
        .setUnprotectedHeader({ alg: 'RSA-OAEP-256', kid: 'a' })
        .addRecipient(x25519.publicKey)
        .setUnprotectedHeader({ alg: 'ECDH-ES+A256KW' })
        .setKeyManagementParameters({ apu: Buffer.from('u'), apv: Buffer.from('v') })
        .encrypt()
      for (const key of [rsa.privateKey, x25519.privateKey]) {
        const { plaintext } = await reading.generalDecrypt(jwe, key)
        assert.deepEqual(Buffer.from(plaintext), BYTES, `${maker}, ${reader}`)
      }
    }
  })
})
