// Calls of what encrypts and decrypts bytes, in every serialization.

import { createCipheriv, generateKeyPairSync, randomBytes } from 'node:crypto'

import { CompactEncrypt, FlattenedEncrypt, GeneralEncrypt } from 'jose'

import { OTHER, SECRET, decoded, encode } from './calls.mjs'

const PLAINTEXT = Buffer.from('foo')
const HALF = SECRET.subarray(0, 16)
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

const SETTERS = {
  unprotected: 'setUnprotectedHeader',
  shared: 'setSharedUnprotectedHeader',
  parameters: 'setKeyManagementParameters',
  aad: 'setAdditionalAuthenticatedData',
  cek: 'setContentEncryptionKey',
  iv: 'setInitializationVector',
}

const flattened =
  (header, { key = SECRET, options, plaintext = PLAINTEXT, ...more } = {}) =>
  async (jose) => {
    const jwe = new jose.FlattenedEncrypt(plaintext)
    if (header !== undefined) jwe.setProtectedHeader(header)
    for (const [name, value] of Object.entries(more)) jwe[SETTERS[name]](value)
    return jwe.encrypt(key, options)
  }

/** What does not differ from token to token. */
const RANDOM = ['epk', 'iv', 'tag', 'p2s']
const shape = (header) =>
  header &&
  Object.fromEntries(
    Object.entries(header).map(([name, value]) => [
      name,
      RANDOM.includes(name) ? typeof value : value,
    ]),
  )
const described = ({
  ciphertext,
  iv,
  tag,
  protected: segment,
  encrypted_key: key,
  header,
  ...more
}) => ({
  lengths: [ciphertext, iv, tag, key].map((text) => text?.length),
  protected: shape(decoded(segment)),
  header: shape(header),
  ...more,
})

const encrypting = (calls) =>
  calls.map(([name, header, more, difference]) => [
    name,
    async (jose) => described(await flattened(header, more)(jose)),
    difference,
  ])
const dir = (more) => ({ alg: 'dir', enc: 'A256GCM', ...more })
const agreed = (more) => ({ alg: 'ECDH-ES', enc: 'A256GCM', ...more })

export const ENCRYPTING = [
  ...encrypting([
    ['dir', dir()],
    ['more parameters', dir({ kid: 'x', typ: 'JWT', cty: 'y', more: [1] })],
    ['enc, unprotected', { alg: 'dir' }, { unprotected: { enc: 'A256GCM' } }, 'alg'],
    ['both, shared', undefined, { shared: { alg: 'dir', enc: 'A256GCM' } }, 'alg'],
    ['other parameters, unprotected', dir(), { unprotected: { kid: 'a' }, shared: { jku: 'b' } }],
    ['empty headers', dir(), { unprotected: {}, shared: {} }, 'empty headers'],
    ['A256KW', { alg: 'A256KW', enc: 'A128CBC-HS256' }],
    ['A256GCMKW', { alg: 'A256GCMKW', enc: 'A256GCM' }],
    ['RSA-OAEP', { alg: 'RSA-OAEP', enc: 'A256GCM' }, { key: rsa.publicKey }],
    ['ECDH-ES', agreed(), { key: ec.publicKey }],
    [
      'apu and apv',
      agreed(),
      { key: ec.publicKey, parameters: { apu: Buffer.from('a'), apv: Buffer.from('b') } },
    ],
    ['apu that is text', agreed(), { key: ec.publicKey, parameters: { apu: 'abc' } }, 'words'],
    ['apu for dir', dir(), { parameters: { apu: PLAINTEXT } }],
    ['no parameters', dir(), { parameters: {} }],
    ['unknown parameters', dir(), { parameters: { foo: 1 } }, 'options'],
    ...[null, 'x', [], new Date(0), 42, false].map((value) => [
      `parameters of ${value}`,
      dir(),
      { parameters: value },
      'words',
    ]),
    ['a password', { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' }, {}, 'passwords'],
    [
      'p2c',
      { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' },
      { parameters: { p2c: 5000 } },
      'passwords',
    ],
    [
      'p2s',
      { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' },
      { parameters: { p2s: HALF } },
      'chosen values',
    ],
    ['epk', agreed(), { key: ec.publicKey, parameters: { epk: ec.privateKey } }, 'chosen values'],
    ['an initialization vector', dir(), { iv: Buffer.alloc(12, 1) }, 'chosen values'],
    [
      'a content encryption key',
      { alg: 'A256KW', enc: 'A256GCM' },
      { cek: OTHER },
      'chosen values',
    ],
    ['epk in the header', dir({ epk: 1 }), {}, 'header parameters'],
    ['b64 in the header', dir({ b64: true }), {}, 'header parameters'],
    ['a kid that is a number', dir({ kid: 5 }), {}, 'header parameters'],
    ['tag, unprotected', { alg: 'A256GCMKW', enc: 'A256GCM' }, { unprotected: { tag: 'x' } }],
    ['options, without a header', undefined, { options: { x: 1 } }],
    ['a private key', agreed(), { key: ec.privateKey }],
    ['a secret for RSA', { alg: 'RSA-OAEP', enc: 'A256GCM' }],
    ['RSA1_5', { alg: 'RSA1_5', enc: 'A256GCM' }, { key: rsa.publicKey }],
    ['an unknown alg', { alg: 'X', enc: 'A256GCM' }],
    ['an unknown enc', { alg: 'dir', enc: 'X' }],
    ['an unknown enc of A256KW', { alg: 'A256KW', enc: 'X' }],
    ['an alg that is a number', { alg: 5, enc: 'X' }],
    ['an enc that is a number', { alg: 'dir', enc: 5 }],
    ['no alg', { enc: 'A256GCM' }],
    ['no enc', { alg: 'dir' }],
    ['a longer secret for dir', { alg: 'dir', enc: 'A128GCM' }, {}, 'weak keys'],
    ['a longer secret for A128KW', { alg: 'A128KW', enc: 'A128GCM' }, {}, 'weak keys'],
    ['zip', dir({ zip: 'DEF' }), { plaintext: Buffer.alloc(1000) }, 'compression'],
    ['another zip', dir({ zip: 'X' })],
    ['zip, unprotected', dir(), { unprotected: { zip: 'DEF' } }],
    ['an extension', dir({ crit: ['x'], x: 1 }), { options: { crit: { x: true } } }, 'crit'],
    ['an unknown extension', dir({ crit: ['x'], x: 1 })],
    ['b64', dir({ crit: ['b64'], b64: true })],
    ['aad', dir(), { aad: Buffer.from('aad') }],
    ['no aad', dir(), { aad: new Uint8Array() }],
    ['aad that is text', dir(), { aad: 'x' }],
    ['no plaintext', dir(), { plaintext: new Uint8Array() }],
    ['a plaintext of text', dir(), { plaintext: 'x' }],
    ['no headers', undefined],
    ...[null, 'x', [], 42].map((value) => [
      `a protected header of ${JSON.stringify(value)}`,
      value,
      { shared: dir() },
    ]),
    ['a parameter twice', dir(), { unprotected: { alg: 'dir' } }],
    ...[null, 'x', [], 42].map((value) => [
      `a header of ${JSON.stringify(value)}`,
      dir(),
      { unprotected: value },
    ]),
    ['unknown options', dir(), { options: { x: 1 } }, 'options'],
  ]),
  [
    'compact',
    async (jose) => {
      const jwe = await new jose.CompactEncrypt(PLAINTEXT).setProtectedHeader(dir()).encrypt(SECRET)
      const [segment, ...parts] = jwe.split('.')
      return [decoded(segment), parts.map(({ length }) => length)]
    },
  ],
  ['compact, without a header', (jose) => new jose.CompactEncrypt(PLAINTEXT).encrypt(SECRET)],
  ['compact, of text', (jose) => new jose.CompactEncrypt('x')],
  ...Object.values(SETTERS)
    .filter((setter) => setter !== SETTERS.aad)
    .map((setter) => [
      `${setter} twice`,
      (jose) => new jose.FlattenedEncrypt(PLAINTEXT)[setter]({})[setter]({}),
    ]),
]

const general =
  ({ header, shared, aad, plaintext = PLAINTEXT, options }, ...recipients) =>
  async (jose) => {
    const jwe = new jose.GeneralEncrypt(plaintext)
    if (header !== undefined) jwe.setProtectedHeader(header)
    if (shared !== undefined) jwe.setSharedUnprotectedHeader(shared)
    if (aad !== undefined) jwe.setAdditionalAuthenticatedData(aad)
    for (const [key, unprotected, parameters] of recipients) {
      const recipient = jwe.addRecipient(key)
      if (unprotected !== undefined) recipient.setUnprotectedHeader(unprotected)
      if (parameters !== undefined) recipient.setKeyManagementParameters(parameters)
    }
    return jwe.encrypt(options)
  }
const toAll =
  (...given) =>
  async (jose) => {
    const { recipients, ...shared } = await general(...given)(jose)
    const lists = recipients.map((one) => [one.encrypted_key?.length, shape(one.header)])
    return { ...described(shared), recipients: lists }
  }
const enc = { header: { enc: 'A256GCM' } }
const toEc = (more) => [ec.publicKey, { alg: 'ECDH-ES+A256KW', ...more }]
const toRsa = (more) => [rsa.publicKey, { alg: 'RSA-OAEP', ...more }]

export const ENCRYPTING_GENERAL = [
  ['no recipient', toAll(enc)],
  ['one, directly', toAll({ header: { alg: 'dir', enc: 'A256GCM' } }, [SECRET])],
  [
    'one, with aad',
    toAll({ header: { alg: 'A256KW', enc: 'A256GCM' }, aad: PLAINTEXT }, [SECRET, { kid: 'x' }]),
  ],
  ['two', toAll(enc, toEc(), toRsa({ kid: 'z' }))],
  [
    'two, with a shared header',
    toAll({ ...enc, shared: { jku: 'x' }, aad: PLAINTEXT }, toEc(), toRsa()),
  ],
  [
    'alg, shared',
    toAll(
      { header: { alg: 'RSA-OAEP', enc: 'A256GCM' } },
      [rsa.publicKey, { kid: '1' }],
      [rsa.publicKey],
    ),
    'alg',
  ],
  [
    'a shared secret among them',
    toAll(enc, [SECRET, { alg: 'A256KW' }], toRsa()),
    'shared secrets',
  ],
  ['dir among them', toAll(enc, [SECRET, { alg: 'dir' }], toRsa())],
  ['ECDH-ES among them', toAll(enc, [ec.publicKey, { alg: 'ECDH-ES' }], toRsa())],
  ['two encs', toAll({}, toEc({ enc: 'A256GCM' }), toRsa({ enc: 'A128GCM' }))],
  ['no enc', toAll({}, toEc(), toRsa())],
  ['no alg', toAll({}, [ec.publicKey], [rsa.publicKey])],
  ['no header, one', toAll({}, [SECRET])],
  ['a parameter twice', toAll(enc, toEc({ enc: 'A256GCM' }), toRsa())],
  ['zip, unprotected', toAll(enc, toEc({ zip: 'DEF' }), toRsa())],
  ['a plaintext of text', toAll({ ...enc, plaintext: 'x' }, toEc(), toRsa())],
  ['aad that is text', toAll({ ...enc, aad: 'x' }, toEc(), toRsa())],
  ['unknown options', toAll({ ...enc, options: { x: 1 } }, toEc(), toRsa()), 'options'],
  [
    'done',
    (jose) => {
      const jwe = new jose.GeneralEncrypt(PLAINTEXT)
      return jwe.addRecipient(SECRET).done() === jwe
    },
  ],
  ...['setUnprotectedHeader', 'setKeyManagementParameters'].map((setter) => [
    `${setter} of a recipient twice`,
    (jose) => new jose.GeneralEncrypt(PLAINTEXT).addRecipient(SECRET)[setter]({})[setter]({}),
  ]),
  ...['setProtectedHeader', 'setSharedUnprotectedHeader'].map((setter) => [
    `${setter} of all twice`,
    (jose) => new jose.GeneralEncrypt(PLAINTEXT)[setter]({})[setter]({}),
  ]),
]

/** A token encrypted by node:crypto: what is written as it is. */
function byHand(header, plaintext) {
  const [segment, iv] = [encode(header), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', SECRET, iv).setAAD(Buffer.from(segment))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  const parts = { iv, ciphertext, tag: cipher.getAuthTag() }
  const members = Object.entries(parts).map(([name, one]) => [name, one.toString('base64url')])
  return { protected: segment, ...Object.fromEntries(members) }
}

const made = (header, more) => flattened(header, more)({ FlattenedEncrypt })
const good = await made(dir(), {
  unprotected: { kid: 'a' },
  shared: { jku: 'b' },
  aad: Buffer.from('aad'),
})
const shared = await made(undefined, { shared: dir() })
const password = await made({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' })
const zipped = await made(dir({ zip: 'DEF' }), { plaintext: Buffer.alloc(300_000) })
const wrapped = await made({ alg: 'A256KW', enc: 'A256GCM' })
const cbc = await made({ alg: 'dir', enc: 'A128CBC-HS256' })
const extended = await made(dir({ crit: ['x'], x: 1 }), { options: { crit: { x: true } } })
const notDeflated = byHand(dir({ zip: 'DEF' }), Buffer.from('not deflated'))
const PBES2 = ['PBES2-HS256+A128KW']

const decrypting = (calls) =>
  calls.map(([name, token, options, difference, key = SECRET]) => [
    name,
    (jose) => jose.flattenedDecrypt(token, key, options),
    difference,
  ])

export const DECRYPTING = [
  ...decrypting([
    ['a token', good],
    ['more members', { ...good, x: 1, recipients: [], signature: 'x' }],
    ['a shared header only', shared],
    ['CBC', cbc],
    ['a short tag of CBC', { ...cbc, tag: 'AAAA' }, {}, 'lengths'],
    ['a short iv of CBC', { ...cbc, iv: 'AAAA' }, {}, 'words'],
    ['key wrap', wrapped],
    ['a password', password],
    ['a password that is allowed', password, { keyManagementAlgorithms: PBES2 }],
    ['too many iterations', password, { keyManagementAlgorithms: PBES2, maxPBES2Count: 2047 }],
    ['as many iterations', password, { keyManagementAlgorithms: PBES2, maxPBES2Count: 2048 }],
    ...['x', 0, 1.5, -1, null, NaN].map((count) => [
      `maxPBES2Count ${count}`,
      good,
      { maxPBES2Count: count },
    ]),
    ['any number of iterations', good, { maxPBES2Count: Infinity }],
    ['too long when inflated', zipped],
    ['inflated', zipped, { maxDecompressedLength: 400_000 }],
    ['inflated without a limit', zipped, { maxDecompressedLength: Infinity }],
    ['what cannot be inflated', notDeflated, {}, 'compression'],
    ['not inflated', zipped, { maxDecompressedLength: 0 }],
    ...['x', -1, 1.5, NaN].map((length) => [
      `maxDecompressedLength ${length}`,
      good,
      { maxDecompressedLength: length },
    ]),
    ['maxDecompressedLength null', good, { maxDecompressedLength: null }, 'options'],
    ['key management that is not allowed', good, { keyManagementAlgorithms: ['A'] }],
    ['content encryption that is not allowed', good, { contentEncryptionAlgorithms: ['A'] }],
    ['key management that is a number', good, { keyManagementAlgorithms: 5 }],
    ['an option of something else', good, { algorithms: ['dir'] }, 'options'],
    ['an extension', extended, { crit: { x: true } }],
    ['an unknown extension', extended],
    ['aad beyond ASCII', { ...good, aad: '€' }],
    ['another ciphertext', { ...good, ciphertext: 'AAAA' }],
    ['no ciphertext', { ...good, ciphertext: '' }],
    ['a short tag', { ...good, tag: 'AAAA' }, {}, 'words'],
    ['a short iv', { ...good, iv: 'AAAA' }, {}, 'words'],
    ['an iv that is not base64url', { ...good, iv: '!' }],
    ['a tag that is not base64url', { ...good, tag: '!' }],
    ['a ciphertext that is not base64url', { ...good, ciphertext: '!' }],
    ['an encrypted key of dir', { ...good, encrypted_key: 'AA' }],
    ['no encrypted key', { ...wrapped, encrypted_key: undefined }],
    ['another encrypted key', { ...wrapped, encrypted_key: 'AAAA' }],
    ['an encrypted key that is not base64url', { ...wrapped, encrypted_key: '!' }, {}, 'base64url'],
    ['other aad', { ...good, aad: 'AQID' }],
    ['aad that is not base64url', { ...good, aad: '!' }, {}, 'base64url'],
    ['empty aad', { ...shared, aad: '' }, {}, 'words'],
    ['no iv', { ...good, iv: undefined }],
    ['no tag', { ...good, tag: undefined }],
    ...[
      'iv',
      'ciphertext',
      'tag',
      'protected',
      'encrypted_key',
      'aad',
      'header',
      'unprotected',
    ].flatMap((member) =>
      [null, 5, []].map((value) => [
        `${member} of ${JSON.stringify(value)}`,
        { ...good, [member]: value },
      ]),
    ),
    ['no ciphertext at all', { ...good, ciphertext: undefined }],
    ['no headers', { ...good, protected: undefined, header: undefined, unprotected: undefined }],
    ['no protected header', { ...good, protected: undefined }],
    ['no enc', { ...shared, unprotected: { alg: 'dir' } }],
    ['a parameter twice', { ...good, header: { alg: 'dir' } }],
    ...['"foo"', '123', 'null', '[]', '{', ''].map((text) => [
      `a header of ${text}`,
      { ...good, protected: encode(text) },
    ]),
    [
      'alg twice',
      { ...good, protected: encode('{"alg":"dir","alg":"dir","enc":"A256GCM"}') },
      {},
      'ambiguous JSON',
    ],
    ...[null, 'x', [], 5].map((token) => [`a token of ${JSON.stringify(token)}`, token]),
    ['another key', good, {}, undefined, OTHER],
    ['a short key', good, {}, 'weak keys', HALF],
    ['another key to unwrap with', wrapped, {}, undefined, OTHER],
    ['no key', good, {}, undefined, null],
    ['zip, unprotected', { ...good, header: { zip: 'DEF' } }],
  ]),
  [
    'a function',
    async (jose) => {
      const seen = []
      const found = await jose.flattenedDecrypt(good, (...given) => {
        seen.push(structuredClone(given))
        return SECRET
      })
      return [found, seen]
    },
  ],
  [
    'a function, without a protected header',
    async (jose) => {
      const seen = []
      await jose.flattenedDecrypt(shared, (...given) => {
        seen.push(structuredClone(given))
        return SECRET
      })
      return seen
    },
  ],
  [
    'a function that throws',
    (jose) =>
      jose.flattenedDecrypt(good, () => {
        throw new RangeError('mine')
      }),
  ],
]

const compact = await new CompactEncrypt(PLAINTEXT).setProtectedHeader(dir()).encrypt(SECRET)
const start = encode(dir())
const [IV, TAG] = ['AAAAAAAAAAAAAAAA', 'AAAAAAAAAAAAAAAAAAAAAA']

export const DECRYPTING_COMPACT = [
  ['bytes', (jose) => jose.compactDecrypt(Buffer.from(compact), SECRET)],
  ...[
    null,
    5,
    '',
    'a',
    'a.b.c',
    'a.b.c.d.e',
    '....',
    'e30.AA.AA.AA.AA',
    `${start}..${IV}.AA.${TAG}`,
    `${start}..${IV}..${TAG}`,
  ].map((text) => [`${text}`, (jose) => jose.compactDecrypt(text, SECRET)]),
  ...[
    `${start}.AA.${IV}.AA.${TAG}`,
    `${start}..${IV}.AA.`,
    `${start}...AA.AA`,
    `${start}..!.AA.AA`,
    'e30..AA.!.AA',
  ].map((text) => [text, (jose) => jose.compactDecrypt(text, SECRET)]),
  ['a short iv', (jose) => jose.compactDecrypt(`${start}..AAAA.AA.${TAG}`, SECRET), 'words'],
  [
    'a function',
    async (jose) => {
      const seen = []
      const found = await jose.compactDecrypt(compact, (...given) => {
        seen.push(given.map((one) => ({ ...one })))
        return SECRET
      })
      return [found, seen]
    },
  ],
]

const several = await general(enc, toRsa(), toEc())({ GeneralEncrypt })
const single = await general({ header: dir() }, [SECRET])({ GeneralEncrypt })
const passwords = await general(
  { header: { alg: PBES2[0], enc: 'A256GCM' } },
  [OTHER],
  [SECRET],
)({ GeneralEncrypt })

export const DECRYPTING_GENERAL = [
  ['the first', (jose) => jose.generalDecrypt(several, rsa.privateKey)],
  ['the second', async (jose) => (await jose.generalDecrypt(several, ec.privateKey)).plaintext],
  ['neither', (jose) => jose.generalDecrypt(several, SECRET)],
  ['the only one', (jose) => jose.generalDecrypt(single, SECRET)],
  [
    'a function',
    async (jose) => {
      const seen = []
      const { plaintext } = await jose.generalDecrypt(several, (header, token) => {
        seen.push(structuredClone([header, token]))
        if (token.header.alg === 'RSA-OAEP') throw new Error('another one')
        return ec.privateKey
      })
      return [plaintext, seen]
    },
  ],
  [
    'passwords',
    (jose) => jose.generalDecrypt(passwords, SECRET, { keyManagementAlgorithms: PBES2 }),
  ],
  [
    'key management that is not allowed',
    (jose) =>
      jose.generalDecrypt(several, ec.privateKey, { keyManagementAlgorithms: ['RSA-OAEP'] }),
  ],
  [
    'key management that is a number',
    (jose) => jose.generalDecrypt(several, ec.privateKey, { keyManagementAlgorithms: 5 }),
  ],
  [
    'an empty recipient',
    (jose) =>
      jose.generalDecrypt({ ...several, recipients: [{}, ...several.recipients] }, rsa.privateKey),
  ],
  [
    'only an empty recipient',
    (jose) => jose.generalDecrypt({ ...several, recipients: [{}] }, rsa.privateKey),
  ],
  ['dir among several', (jose) => jose.generalDecrypt({ ...single, recipients: [{}, {}] }, SECRET)],
  [
    'ECDH-ES among several',
    (jose) =>
      jose.generalDecrypt(
        { ...several, recipients: [...several.recipients, { header: { alg: 'ECDH-ES' } }] },
        rsa.privateKey,
      ),
  ],
  ...[
    null,
    'x',
    [],
    {},
    { recipients: null },
    { recipients: [null] },
    { recipients: Array(1) },
    { recipients: [] },
  ].map((token) => [
    `a token of ${JSON.stringify(token)}`,
    (jose) => jose.generalDecrypt(token, SECRET),
  ]),
]
