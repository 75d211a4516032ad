// What is taken as a key: by jose's functions and by the shim, which refuse the same in the same
// words, as far as the core has no say.

import assert from 'node:assert/strict'
import { KeyObject, createSecretKey } from 'node:crypto'
import { test } from 'node:test'
import { types } from 'node:util'

import { keyFor, ours, outcomeOf, theirs } from './both.mjs'
import {
  ed25519,
  jwkOf,
  octOf,
  otherP256,
  p256,
  p384,
  pkcs8Of,
  rsa,
  secp256k1,
  secretOf,
  weakRsa,
  x25519,
} from './material.mjs'

const PAYLOAD = Buffer.from('any bytes')

/** What jose says of a key: it uses the key for what it is for. */
const THERE = {
  sign: (key, alg) => new theirs.CompactSign(PAYLOAD).setProtectedHeader({ alg }).sign(key),
  verify: (key, alg) =>
    theirs.flattenedVerify({ payload: '', protected: headerOf({ alg }), signature: 'AA' }, key),
  encrypt: (key, alg, enc = 'A128GCM') =>
    new theirs.CompactEncrypt(PAYLOAD).setProtectedHeader({ alg, enc }).encrypt(key),
  decrypt: (key, alg, enc = 'A128GCM') => {
    const token = {
      ciphertext: 'AAAA',
      encrypted_key: ENCRYPTED[alg],
      iv: 'AAAAAAAAAAAAAAAA',
      tag: 'AAAAAAAAAAAAAAAAAAAAAA',
    }
    return theirs.flattenedDecrypt(
      { ...token, protected: headerOf({ alg, enc, ...PARAMETERS[alg] }) },
      key,
      { keyManagementAlgorithms: [alg] },
    )
  },
}
const headerOf = (header) => Buffer.from(JSON.stringify(header)).toString('base64url')
const ENCRYPTED = { dir: undefined, 'ECDH-ES': undefined }
for (const alg of ['A128KW', 'RSA-OAEP', 'PBES2-HS256+A128KW']) {
  ENCRYPTED[alg] = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
}
const epk = jwkOf(p256.publicKey)
const epkOther = jwkOf(otherP256.publicKey)
const PARAMETERS = { 'ECDH-ES': { epk }, 'PBES2-HS256+A128KW': { p2c: 1000, p2s: 'AAAAAAAAAAA' } }

const { subtle } = globalThis.crypto
const cryptoKeys = await (async () => {
  const pair = (algorithm, usages) => subtle.generateKey(algorithm, false, usages)
  const [es256, es384, ecdh, x, ed] = await Promise.all([
    pair({ name: 'ECDSA', namedCurve: 'P-256' }, ['sign', 'verify']),
    pair({ name: 'ECDSA', namedCurve: 'P-384' }, ['sign', 'verify']),
    pair({ name: 'ECDH', namedCurve: 'P-256' }, ['deriveBits']),
    pair({ name: 'X25519' }, ['deriveBits']),
    pair({ name: 'Ed25519' }, ['sign', 'verify']),
  ])
  const rsaKey = (name, hash, ...usages) =>
    subtle.importKey('jwk', jwkOf(rsa.privateKey), { name, hash }, false, usages)
  const rsaPublic = (name, hash, ...usages) =>
    subtle.importKey('jwk', jwkOf(rsa.publicKey), { name, hash }, false, usages)
  const aes = (name, length, ...usages) => subtle.generateKey({ name, length }, false, usages)
  const hmac = (hash, ...usages) => subtle.generateKey({ name: 'HMAC', hash }, false, usages)
  return {
    ...{
      es256: es256.privateKey,
      es256Public: es256.publicKey,
      es384: es384.privateKey,
      ecdh: ecdh.privateKey,
      ecdhPublic: ecdh.publicKey,
    },
    ...{
      x25519: x.privateKey,
      x25519Public: x.publicKey,
      ed25519: ed.privateKey,
      ed25519Public: ed.publicKey,
    },
    ...{
      rs256: await rsaKey('RSASSA-PKCS1-v1_5', 'SHA-256', 'sign'),
      rs512: await rsaKey('RSASSA-PKCS1-v1_5', 'SHA-512', 'sign'),
    },
    ...{
      ps256: await rsaKey('RSA-PSS', 'SHA-256', 'sign'),
      rs256Public: await rsaPublic('RSASSA-PKCS1-v1_5', 'SHA-256', 'verify'),
    },
    ...{
      oaep: await rsaKey('RSA-OAEP', 'SHA-1', 'decrypt', 'unwrapKey'),
      oaepPublic: await rsaPublic('RSA-OAEP', 'SHA-1', 'encrypt'),
    },
    ...{
      oaepWrap: await rsaPublic('RSA-OAEP', 'SHA-1', 'wrapKey'),
      oaep256: await rsaPublic('RSA-OAEP', 'SHA-256', 'encrypt'),
    },
    ...{
      hmac: await hmac('SHA-256', 'sign', 'verify'),
      hmacSign: await hmac('SHA-256', 'sign'),
      hmac512: await hmac('SHA-512', 'sign'),
    },
    ...{
      gcm: await aes('AES-GCM', 128, 'encrypt', 'decrypt'),
      gcm256: await aes('AES-GCM', 256, 'encrypt'),
      kw: await aes('AES-KW', 128, 'wrapKey'),
    },
    ...{
      cbc: await aes('AES-CBC', 128, 'encrypt'),
      kwBoth: await aes('AES-KW', 128, 'wrapKey', 'unwrapKey'),
    },
    password: await subtle.importKey('raw', secretOf(20), 'PBKDF2', false, ['deriveBits']),
    passwordKey: await subtle.importKey('raw', secretOf(20), 'PBKDF2', false, ['deriveKey']),
  }
})()

const pairs = { rsa, weakRsa, p256, p384, secp256k1, ed25519, x25519 }
const of = (form) =>
  Object.fromEntries(
    Object.entries(pairs).flatMap(([name, pair]) =>
      ['publicKey', 'privateKey'].map((half) => [`${name} ${half}`, form(pair[half])]),
    ),
  )
const jwks = of(jwkOf)
const operations = [
  'sign',
  'verify',
  'encrypt',
  'decrypt',
  'wrapKey',
  'unwrapKey',
  'deriveBits',
  'deriveKey',
]
const marked = (jwk, name) => ({
  ...Object.fromEntries(
    operations.map((operation) => [`${name} for ${operation}`, { ...jwk, key_ops: [operation] }]),
  ),
  [`${name} for nothing`]: { ...jwk, key_ops: [] },
  [`${name} for text`]: { ...jwk, key_ops: 'sign' },
  [`${name} for something twice`]: { ...jwk, key_ops: ['sign', 'sign'] },
  [`${name} with a number as ext`]: { ...jwk, ext: 1 },
  [`${name} used to sign`]: { ...jwk, use: 'sig' },
  [`${name} used to encrypt`]: { ...jwk, use: 'enc' },
  [`${name} of another algorithm`]: { ...jwk, alg: 'FOO' },
})
const INPUTS = {
  ...{
    nothing: undefined,
    null: null,
    text: 'secret',
    PEM: '-----BEGIN PUBLIC KEY-----',
    number: 3,
    list: [],
    object: {},
    function: () => 1,
    Date: new Date(),
  },
  ...{
    'a named function': function getKey() {},
    'a JWK without kty': { k: 'AAAA' },
    'kty a number': { kty: 3 },
    'no k': { kty: 'oct' },
    'k a number': { kty: 'oct', k: 3 },
  },
  ...{
    bytes: secretOf(16),
    'more bytes': secretOf(32),
    Buffer: Buffer.from(secretOf(32)),
    'a secret object': createSecretKey(secretOf(16)),
    oct: octOf(16),
    'more oct': octOf(32),
  },
  ...of((key) => key),
  ...Object.fromEntries(Object.entries(jwks).map(([name, jwk]) => [`jwk ${name}`, jwk])),
  ...Object.fromEntries(
    Object.entries(cryptoKeys).map(([name, key]) => [`CryptoKey ${name}`, key]),
  ),
  ...{
    ...marked(octOf(16), 'oct'),
    ...marked(jwks['p256 publicKey'], 'EC'),
    ...marked(jwks['p256 privateKey'], 'private EC'),
    ...marked(jwks['rsa publicKey'], 'RSA'),
  },
}

const ALGORITHMS = {
  sign: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA', 'A128KW', 'ES256K', 'none', 'FOO'],
  verify: ['HS256', 'RS256', 'ES256', 'Ed25519'],
  encrypt: [
    'dir',
    'A128KW',
    'A128GCMKW',
    'RSA-OAEP',
    'ECDH-ES',
    'PBES2-HS256+A128KW',
    'HS256',
    'RSA1_5',
    'FOO',
  ],
  decrypt: ['dir', 'A128KW', 'RSA-OAEP', 'ECDH-ES', 'PBES2-HS256+A128KW'],
}

/** What jose leaves to WebCrypto, or to the use of the key, and the core decides here. */
const CRYPTO = [
  'DataError',
  'SyntaxError',
  'NotSupportedError',
  'OperationError',
  'InvalidAccessError',
  'JWEInvalid',
]
const LEFT = [
  'JWK "alg"',
  'key modulusLength',
  'ECDH with the provided key',
  'signature verification failed',
  'decryption operation failed',
  'Unsupported JWK Key Type',
]
const isLeftToCrypto = ({ error }, key) =>
  error === undefined ||
  // What WebCrypto says of a key that jose has made of bytes or of a JWK.
  (error.message.startsWith('CryptoKey') && !types.isCryptoKey(key)) ||
  CRYPTO.includes(error.name) ||
  LEFT.some((words) => error.message.includes(words))

for (const usage of Object.keys(ALGORITHMS)) {
  for (const alg of ALGORITHMS[usage]) {
    test(`what jose refuses to ${usage} by ${alg} is refused in its words`, async () => {
      let [refused, taken] = [0, 0]
      for (const [name, key] of Object.entries(INPUTS)) {
        // A function in the place of a key finds one.
        if (typeof key === 'function' && ['verify', 'decrypt'].includes(usage)) continue
        const there = await outcomeOf(
          () => THERE[usage](key, alg),
          () => 'taken',
        )
        const here = await outcomeOf(
          () => keyFor(key, alg, usage, { enc: 'A128GCM' }),
          () => 'taken',
        )
        if (!isLeftToCrypto(there, key)) assert.deepEqual(here, there, name)
        if (there.error === undefined && here.error !== undefined) {
          assert.ok(isListed(here.error), `${name}: ${here.error.message}`)
        }
        here.error === undefined ? taken++ : refused++
      }
      assert.ok(refused > 30, 'most keys are for something else')
      assert.ok(
        taken > 0 || ['A128KW', 'ES256K', 'none', 'FOO', 'HS256', 'RSA1_5'].includes(alg),
        'some key is taken',
      )
    })
  }
}

/** The differences: what the core refuses of keys that jose takes. */
const isListed = ({ code }) => code === 'ERR_KEY_WEAK'

test('a key that is not extractable is used, and never shown', async () => {
  const { publicKey, privateKey } = await ours.generateKeyPair('ES256')
  assert.equal(privateKey.extractable, false)
  const key = keyFor(privateKey, 'ES256', 'sign')
  assert.ok(key.public().equals(keyFor(publicKey, 'ES256', 'verify')))
  // A key that others have made, and one that they have read.
  assert.ok(keyFor(cryptoKeys.es256, 'ES256', 'sign').isPrivate)
  const imported = await theirs.importJWK(jwkOf(p256.privateKey), 'ES256')
  assert.equal(keyFor(imported, 'ES256', 'sign').toJwk().x, jwkOf(p256.publicKey).x)
  for (const name of ['exportJWK', 'exportPKCS8', 'calculateJwkThumbprint']) {
    await assert.rejects(ours[name](privateKey), TypeError)
  }
})

test('where Node.js gives no hidden key, those of this module go on working', async () => {
  const { from } = KeyObject
  // As version 28 of Node.js does.
  KeyObject.from = (key) => {
    if (!key.extractable) throw new TypeError('key is not extractable')
    return from(key)
  }
  try {
    const { privateKey } = await ours.generateKeyPair('ES256')
    const secret = await ours.generateSecret('HS256')
    const jwk = await ours.importJWK(jwkOf(p256.privateKey), 'ES256')
    const pkcs8 = await ours.importPKCS8(pkcs8Of(ed25519.privateKey), 'EdDSA')
    const cases = [
      [privateKey, 'ES256'],
      [secret, 'HS256'],
      [jwk, 'ES256'],
      [pkcs8, 'EdDSA'],
    ]
    for (const [key, alg] of cases) {
      assert.equal(key.extractable, false)
      assert.ok(keyFor(key, alg, 'sign').isPrivate)
    }
    const foreign = await theirs.importJWK(jwkOf(p256.privateKey), 'ES256')
    assert.throws(() => keyFor(foreign, 'ES256', 'sign'), {
      code: 'ERR_JOSE_NOT_SUPPORTED',
      message: /make or import it as extractable/,
    })
    const shown = await theirs.importJWK({ ...jwkOf(p256.privateKey), ext: true }, 'ES256')
    assert.ok(keyFor(shown, 'ES256', 'sign').isPrivate)
  } finally {
    KeyObject.from = from
  }
})

test('a key is prepared once for its object and its algorithm', () => {
  const { privateKey } = rsa
  const key = keyFor(privateKey, 'RS256', 'sign')
  assert.equal(keyFor(privateKey, 'RS256', 'sign'), key)
  assert.notEqual(keyFor(privateKey, 'PS256', 'sign'), key)
  assert.equal(keyFor(cryptoKeys.es256, 'ES256', 'sign'), keyFor(cryptoKeys.es256, 'ES256', 'sign'))
  assert.throws(() => keyFor(cryptoKeys.es256, 'ES384', 'sign'), TypeError)
})

test('a JWK that was changed is another key', () => {
  const jwk = jwkOf(p256.publicKey)
  const first = keyFor(jwk, 'ES256', 'verify')
  assert.equal(keyFor(jwk, 'ES256', 'verify'), first)
  Object.assign(jwk, { x: epkOther.x, y: epkOther.y })
  assert.equal(keyFor(jwk, 'ES256', 'verify').toJwk().x, epkOther.x)
  jwk.key_ops = ['verify']
  keyFor(jwk, 'ES256', 'verify')
  jwk.key_ops[0] = 'sign'
  assert.throws(() => keyFor(jwk, 'ES256', 'verify'), /"key_ops" must include "verify"/)
  jwk.key_ops = undefined
  delete jwk.y
  assert.throws(() => keyFor(jwk, 'ES256', 'verify'), { code: 'ERR_JWK_INVALID' })
})

test('bytes that were changed are another secret', () => {
  const secret = secretOf(32)
  const first = keyFor(secret, 'HS256', 'sign')
  secret[0] ^= 1
  assert.equal(keyFor(secret, 'HS256', 'sign').equals(first), false)
})

test('what only the core refuses is a TypeError with its code', () => {
  const cases = [
    [secretOf(31), 'HS256', 'sign', 'ERR_KEY_WEAK'],
    [new Uint8Array(), 'HS256', 'sign', 'ERR_KEY_WEAK'],
    [new Uint8Array(64), 'HS256', 'sign', 'ERR_KEY_WEAK'],
    [secretOf(17), 'A128KW', 'encrypt', 'ERR_JWK_INVALID'],
    [secretOf(7), 'PBES2-HS256+A128KW', 'encrypt', 'ERR_KEY_WEAK'],
    [weakRsa.privateKey, 'RS256', 'sign', 'ERR_KEY_WEAK'],
    [p256.privateKey, 'RS256', 'sign', 'ERR_KEY_MISMATCH'],
    [p384.publicKey, 'ES256', 'verify', 'ERR_KEY_MISMATCH'],
  ]
  for (const [key, alg, usage, code] of cases) {
    assert.throws(
      () => keyFor(key, alg, usage),
      (error) => error instanceof TypeError && error.code === code && error.cause.code === code,
    )
  }
  assert.equal(keyFor(secretOf(3), 'HS256', 'sign', { allowWeakSecret: true }).algorithm, 'HS256')
  assert.throws(() => keyFor(new Uint8Array(3), 'HS256', 'sign', { allowWeakSecret: true }))
})

test('no error holds a secret', async () => {
  const k = Buffer.from('a secret that nobody should read').toString('base64url')
  const inputs = [{ kty: 'oct', k, alg: 'FOO' }, { kty: 'EC', d: k, x: k, y: k, crv: 'P-256' }, k]
  for (const input of inputs) {
    for (const alg of ['HS256', 'HS512', 'ES256', 'RS256']) {
      const { error } = await outcomeOf(() => keyFor(input, alg, 'sign'))
      assert.ok(
        error !== undefined && !error.message.includes(k) && !error.message.includes('secret that'),
      )
    }
  }
})
