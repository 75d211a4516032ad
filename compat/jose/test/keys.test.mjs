// Keys, read, written and made: by jose and by the shim, call for call.

import assert from 'node:assert/strict'
import { createPrivateKey, createSecretKey } from 'node:crypto'
import { describe, test } from 'node:test'

import { described, ours, same, theirs } from './both.mjs'
import {
  CERTIFICATE,
  PAIRS,
  ed25519,
  jwkOf,
  p256,
  pkcs8Of,
  pss,
  rsa,
  secp256k1,
  secretOf,
  spkiOf,
  weakRsa,
} from './material.mjs'

const ALGORITHMS = [
  ...[
    'RS256',
    'PS384',
    'ES256',
    'ES384',
    'ES512',
    'EdDSA',
    'Ed25519',
    'ML-DSA-44',
    'RSA-OAEP',
    'RSA-OAEP-256',
    'ECDH-ES',
    'ECDH-ES+A128KW',
  ],
  ...[
    'HS256',
    'A128KW',
    'dir',
    'PBES2-HS256+A128KW',
    'A128GCM',
    'ES256K',
    'RSA1_5',
    'none',
    'FOO',
    undefined,
  ],
]

describe('a key is imported as jose does', () => {
  for (const alg of ALGORITHMS) {
    for (const [name, { publicKey, privateKey }] of Object.entries(PAIRS)) {
      test(`${alg} of ${name}`, async () => {
        await same((library) => library.importPKCS8(pkcs8Of(privateKey), alg))
        await same((library) => library.importSPKI(spkiOf(publicKey), alg))
        await same((library) => library.importJWK(jwkOf(privateKey), alg))
        await same((library) => library.importJWK(jwkOf(publicKey), alg))
      })
    }
  }

  const pem = spkiOf(p256.publicKey)
  const broken = ['PUBLIC KEY', 'PRIVATE KEY', 'CERTIFICATE'].flatMap((label) =>
    ['', 'AAAA'].map((text) => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----`),
  )
  const texts = [
    ...[
      undefined,
      null,
      3,
      '',
      'x',
      {},
      Buffer.from(pem),
      pem,
      pkcs8Of(p256.privateKey),
      CERTIFICATE,
      pem.trim(),
      `${CERTIFICATE}AAAA`,
      `\n${pem}`,
      `${pem}x`,
      pem.replaceAll('\n', ''),
    ],
    ...[
      secp256k1.privateKey.export({ type: 'sec1', format: 'pem' }),
      rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
      ...broken,
    ],
  ]
  texts.forEach((text, index) => {
    test(`text ${index}`, async () => {
      for (const name of ['importSPKI', 'importPKCS8', 'importX509']) {
        for (const alg of ['ES256', 'EdDSA']) await same((library) => library[name](text, alg))
        await same((library) =>
          library[name](text, 'EdDSA', { extractable: name !== 'importPKCS8' }),
        )
      }
    })
  })

  const jwk = jwkOf(p256.privateKey)
  const { privateKey: stranger } = PAIRS.p384
  const JWKS = {
    'no JWK': [undefined, 'ES256'],
    null: [null, 'ES256'],
    text: ['x', 'ES256'],
    'a list': [[], 'ES256'],
    'an empty one': [{}, 'ES256'],
    'no algorithm': [jwk],
    'its own algorithm': [{ ...jwk, alg: 'ES256' }],
    'another algorithm': [{ ...jwk, alg: 'ES256' }, 'ES384'],
    'another use of it': [{ ...jwk, alg: 'ES256' }, 'ECDH-ES'],
    'ext true': [{ ...jwk, ext: true }, 'ES256'],
    'ext false': [{ ...jwk, ext: false }, 'ES256'],
    'a public one with ext false': [{ ...jwkOf(p256.publicKey), ext: false }, 'ES256'],
    extractable: [jwk, 'ES256', { extractable: true }],
    'extractable before ext': [{ ...jwk, ext: true }, 'ES256', { extractable: false }],
    'an extractable of another type': [jwk, 'ES256', { extractable: 1 }],
    key_ops: [{ ...jwk, key_ops: ['sign'] }, 'ES256'],
    'other key_ops': [{ ...jwk, key_ops: ['verify'] }, 'ES256'],
    'no key_ops': [{ ...jwk, key_ops: [] }, 'ES256'],
    'key_ops that are none': [{ ...jwk, key_ops: 'sign' }, 'ES256'],
    'key_ops twice': [{ ...jwk, key_ops: ['sign', 'sign'] }, 'ES256'],
    'a secret with key_ops that are none': [{ kty: 'oct', k: 'AAAA', key_ops: 'sign' }],
    'no type, and key_ops that are none': [{ key_ops: 'sign' }, 'ES256'],
    'no algorithm, and a number as ext': [{ ...jwk, ext: 1 }],
    'a number as ext': [{ ...jwk, ext: 1 }, 'ES256'],
    'another use': [{ ...jwk, use: 'enc' }, 'ES256'],
    'another type': [{ kty: 'FOO' }, 'ES256'],
    'a number as type': [{ kty: 3 }, 'ES256'],
    'no k': [{ kty: 'oct' }],
    'an empty k': [{ kty: 'oct', k: '' }],
    'a wrong k': [{ kty: 'oct', k: '+' }],
    'a number as k': [{ kty: 'oct', k: 3 }],
    'a short x': [{ ...jwk, x: 'AA' }, 'ES256'],
    'no y': [{ kty: 'EC', crv: 'P-256', x: jwk.x }, 'ES256'],
    'halves of two keys': [{ ...jwk, d: jwkOf(PAIRS.secp256k1.privateKey).d }, 'ES256'],
    'a wrong curve': [jwkOf(stranger), 'ES256'],
    'AKP without alg': [{ kty: 'AKP', pub: 'AA' }, 'ML-DSA-44'],
    'AKP of another alg': [{ kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' }, 'ML-DSA-65'],
    'a weak one': [jwkOf(weakRsa.privateKey), 'RS256'],
    oth: [{ ...jwkOf(rsa.privateKey), oth: [] }, 'RS256'],
    'no primes': [(({ kty, n, e, d }) => ({ kty, n, e, d }))(jwkOf(rsa.privateKey)), 'RS256'],
    'a broken certificate': [{ ...jwkOf(p256.publicKey), x5c: ['AA'] }, 'ES256'],
    secret: [{ kty: 'oct', k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ' }, 'HS256'],
  }
  for (const [name, given] of Object.entries(JWKS)) {
    test(`a JWK: ${name}`, () => same((library) => library.importJWK(...given)))
  }
})

describe('a key is exported as jose does', () => {
  const KEYS = async () => {
    const pair = async (extractable) => theirs.generateKeyPair('ES256', { extractable })
    const [{ publicKey, privateKey }, hidden] = [await pair(true), await pair(false)]
    const secret = (extractable) => theirs.generateSecret('HS256', { extractable })
    return {
      ...{
        publicKey,
        privateKey,
        hidden: hidden.privateKey,
        shown: hidden.publicKey,
        secret: await secret(true),
        hiddenSecret: await secret(false),
      },
      ...{
        p256: p256.publicKey,
        p256Private: p256.privateKey,
        rsa: rsa.publicKey,
        rsaPrivate: rsa.privateKey,
        ed25519: ed25519.privateKey,
      },
      ...{
        secp256k1: secp256k1.publicKey,
        object: createSecretKey(secretOf(32)),
        bytes: secretOf(3),
        jwk: jwkOf(p256.publicKey),
      },
      ...{ pss: pss.publicKey, nothing: undefined, null: null, text: 'x', empty: {}, f: () => 1 },
    }
  }
  for (const name of [
    'exportJWK',
    'exportSPKI',
    'exportPKCS8',
    'calculateJwkThumbprint',
    'calculateJwkThumbprintUri',
  ]) {
    test(name, async () => {
      for (const key of Object.values(await KEYS())) await same((library) => library[name](key))
    })
  }

  const jwk = jwkOf(p256.publicKey)
  const THUMBPRINTS = [
    ...[
      [jwk, 'sha512'],
      [jwk, 'sha384'],
      [jwk, 'sha1'],
      [jwk, 'SHA-256'],
      [jwkOf(p256.privateKey)],
      [jwkOf(rsa.publicKey)],
      [jwkOf(ed25519.publicKey)],
    ],
    ...[
      [{}],
      [{ kty: 'X' }],
      [{ kty: 1 }],
      [{ kty: 'oct', k: 'AAAA' }],
      [{ kty: 'oct', k: '' }],
      [{ kty: 'oct' }],
      [{ kty: 'RSA', e: 'AQAB' }],
      [{ kty: 'RSA', n: 'AA' }],
    ],
    ...[
      [{ kty: 'OKP', crv: 'Ed25519' }],
      [{ kty: 'OKP', x: 'AA' }],
      [{ kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' }],
      [{ kty: 'AKP', pub: 'AA' }],
    ],
    ...[
      [{ kty: 'AKP', alg: 'ML-DSA-44' }],
      [{ ...jwk, y: 3 }],
      [{ ...jwk, crv: '' }],
      [{ kty: 'EC', crv: 'P-256', y: 'AA' }],
      [{ ...jwk, x: 'x"\\' }],
    ],
  ]
  test('thumbprints of JWKs', async () => {
    for (const given of THUMBPRINTS) {
      await same((library) => library.calculateJwkThumbprint(...given))
      await same((library) => library.calculateJwkThumbprintUri(...given))
    }
  })
})

describe('a key is made as jose does', () => {
  const seen = ({ publicKey, privateKey }) => ({
    publicKey: described(publicKey),
    privateKey: described(privateKey),
  })
  // Of RSA one of each use: they are slow to make. WebCrypto's word for what this version of
  // Node.js lacks is not the shim's.
  const pairs = ALGORITHMS.filter((alg) => !['ML-DSA-44', 'PS384', 'RSA-OAEP'].includes(alg)).map(
    (alg) => [alg],
  )
  const OPTIONS = [
    ...[
      ['RS256', { modulusLength: 1024 }],
      ['RS256', { modulusLength: '2048' }],
      ['RS256', { modulusLength: NaN }],
      ['ES256', { extractable: true }],
    ],
    ...[
      ['ES256', { crv: 'P-384' }],
      ['ES256', { crv: 'P-256' }],
      ['EdDSA', { crv: 'Ed25519' }],
      ['EdDSA', { crv: 'Ed448' }],
      ['Ed25519', { crv: 'X25519' }],
    ],
    ...[
      ['ECDH-ES', { crv: 'X25519' }],
      ['ECDH-ES', { crv: 'P-521' }],
      ['ECDH-ES', { crv: 'X448' }],
      ['ECDH-ES+A256KW', { crv: 'secp256k1' }],
    ],
    ...[
      ['ES256', null],
      ['ES256', { extractable: 1 }],
      ['ECDH-ES', { crv: 'toString' }],
    ],
  ]
  for (const given of [...pairs, ...OPTIONS]) {
    test(`a pair for ${given[0]} ${JSON.stringify(given[1])}`, () =>
      same((library) => library.generateKeyPair(...given), seen))
  }

  const secretSeen = (value) =>
    value instanceof Uint8Array
      ? { length: value.length, made: value.constructor.name }
      : described(value)
  const secrets = [
    'HS256',
    'HS384',
    'HS512',
    'A128KW',
    'A192KW',
    'A256KW',
    'A128GCMKW',
    'A256GCMKW',
    'A192GCM',
    'A128CBC-HS256',
    'A192CBC-HS384',
    'A256CBC-HS512',
  ]
  for (const alg of [...secrets, 'dir', 'RS256', 'PBES2-HS256+A128KW', 'FOO', undefined]) {
    test(`a secret for ${alg}`, async () => {
      for (const options of [undefined, { extractable: true }, { extractable: 'x' }]) {
        await same((library) => library.generateSecret(alg, options), secretSeen)
      }
    })
  }

  test('no two are the same', async () => {
    const made = await Promise.all(
      [1, 2].map(() => ours.generateKeyPair('ES256', { extractable: true })),
    )
    const [first, second] = await Promise.all(
      made.map(({ privateKey }) => ours.exportJWK(privateKey)),
    )
    assert.notEqual(first.d, second.d)
    assert.deepEqual(
      createPrivateKey({ key: first, format: 'jwk' }).export({ format: 'jwk' }),
      first,
    )
    assert.notDeepEqual(
      await ours.generateSecret('A128CBC-HS256'),
      await ours.generateSecret('A128CBC-HS256'),
    )
  })
})

test('base64url is decoded and encoded as jose does', async () => {
  const texts = [
    '',
    'AA',
    'AA==',
    'A',
    'AB',
    'AAA',
    'AA=',
    'A A',
    'AA\n',
    'A+',
    'A/',
    'A-',
    'A_',
    'AAAA====',
    'é',
    'AAAAA',
    '  AA',
    'AA=A',
  ]
  for (const text of texts) {
    await same((library) => library.base64url.decode(text))
    await same((library) => library.base64url.decode(Buffer.from(text)))
    await same((library) => library.base64url.encode(text))
    await same((library) => library.base64url.encode(Buffer.from(text)))
  }
  for (const value of [null, 3, [], {}]) await same((library) => library.base64url.decode(value))
})

describe('a key in a header is taken as jose does', () => {
  const jwk = jwkOf(p256.publicKey)
  const HEADERS = [
    ...[
      [{ alg: 'ES256', jwk }],
      [{ alg: 'ES256' }, { header: { jwk } }],
      [{ jwk }, { header: { alg: 'ES256' } }],
      [{ alg: 'ES256' }],
      [],
      [null],
    ],
    ...['x', [], null, 3].map((value) => [{ alg: 'ES256', jwk: value }]),
    ...[
      [{ alg: 'ES256', jwk: jwkOf(p256.privateKey) }],
      [{ alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } }],
      [{ jwk }],
      [{ alg: 'none', jwk }],
    ],
    ...[
      [{ alg: 'ES384', jwk }],
      [{ alg: 'ES256', jwk: { ...jwk, alg: 'ES384' } }],
      [{ alg: 'ES256', jwk: { ...jwk, ext: false } }],
    ],
    ...[
      [{ alg: 'ES256', jwk: { ...jwk, use: 'enc' } }],
      [{ alg: 'ES256', jwk: { ...jwk, key_ops: ['sign'] } }],
      [{ alg: 'ES256', jwk: { ...jwk, key_ops: 'verify' } }],
      [{ alg: 'ES256', jwk: { ...jwk, ext: 'false' } }],
      [{ alg: 'ES256', jwk: { kty: 'X' } }],
    ],
  ]
  HEADERS.forEach((given, index) =>
    test(`header ${index}`, () => same((library) => library.EmbeddedJWK(...given))),
  )
})
