// Calls of what signs and verifies bytes, in every serialization.

import { createHmac } from 'node:crypto'

import { FlattenedSign, GeneralSign } from 'jose'

import { OTHER, SECRET, decoded, encode } from './calls.mjs'

const PAYLOAD = Buffer.from('foo')
const LONGER = Buffer.from(`${OTHER}${SECRET}`)

/** A flattened token with this header, made by hand. */
function flat(header, payload = encode('foo'), more = {}) {
  const segment = encode(header)
  const signature = createHmac('sha256', SECRET).update(`${segment}.${payload}`).digest('base64url')
  return { payload, protected: segment, signature, ...more }
}

const flattened =
  (header, unprotected, options, key = SECRET) =>
  async (jose) => {
    const jws = new jose.FlattenedSign(PAYLOAD)
    if (header !== undefined) jws.setProtectedHeader(header)
    if (unprotected !== undefined) jws.setUnprotectedHeader(unprotected)
    return jws.sign(key, options)
  }
const making = (calls) =>
  calls.map(([headers, difference]) => [
    `header ${shownOf(headers)}`,
    flattened(...headers),
    difference,
  ])
const shownOf = (headers) =>
  JSON.stringify(headers, (_, one) =>
    ['bigint', 'function', 'symbol'].includes(typeof one) ? String(one) : one,
  )

const hs = (more, ...rest) => [{ alg: 'HS256', ...more }, ...rest]

export const SIGNING = [
  ...making([
    [hs()],
    [hs({ kid: 'a', typ: 'x', cty: 'y' })],
    [hs({ more: { deep: [1, null, 'é😀'] } })],
    [hs({ x: undefined, y: () => 1 })],
    [hs({ x: 1n })],
    [hs({ x: NaN })],
    [hs({}, { foo: 1 })],
    [hs({}, { kid: 'a' })],
    [hs({}, { alg: 'HS256' })],
    [[undefined, { alg: 'HS256' }], 'alg'],
    [[{}, { alg: 'HS256', foo: 1 }], 'alg'],
    [hs({}, {}), 'empty headers'],
    [[{}, {}]],
    [[]],
    [[{ alg: 'none' }]],
    [[{ alg: 'X' }]],
    [[{ alg: 5 }]],
    [[{ alg: '' }]],
    ...[null, 'x', [], new Date(0), 42, false].flatMap((value) => [
      [[value, { alg: 'HS256' }]],
      [[{ alg: 'HS256' }, value]],
    ]),
    [hs({ b64: false }), 'b64'],
    [hs({ b64: true }), 'b64'],
    [hs({ b64: true, crit: ['b64'] }), 'b64'],
    [hs({ b64: false, crit: ['b64'] })],
    [hs({ b64: false, crit: [] })],
    [hs({ b64: null, crit: ['b64'] })],
    [hs({ crit: ['b64'] })],
    [hs({ crit: ['b64'] }, { b64: false })],
    [hs({}, { b64: false }), 'b64'],
    [hs({}, { crit: ['b64'] })],
    [hs({ crit: 'b64' })],
    [hs({ crit: [''] })],
    [hs({ crit: [null], b64: false })],
    [hs({ crit: null })],
    [hs({ crit: undefined })],
    [hs({ crit: ['alg'] })],
    [hs({ crit: ['alg'] }, undefined, { crit: { alg: true } }), 'crit'],
    [hs({ crit: ['x'], x: 1 })],
    [hs({ crit: ['x'], x: 1 }, undefined, { crit: { x: true } })],
    [hs({ crit: ['x'] }, undefined, { crit: { x: true } })],
    [hs({ crit: ['x'] }, { x: 1 }, { crit: { x: true } })],
    [hs({ crit: ['x'] }, { x: 1 }, { crit: { x: false } }), 'crit'],
    [hs({ crit: ['x'], x: 1 }, undefined, { crit: { x: false } })],
    [hs({ crit: ['x', 'x'], x: 1 }, undefined, { crit: { x: true } })],
    [hs({ b64: false, crit: ['b64', 'x'], x: 1 }, undefined, { crit: { x: true } })],
    [hs({ kid: 5 }), 'header parameters'],
    [hs({ typ: 5 }), 'header parameters'],
    [hs({ zip: 'DEF' }), 'header parameters'],
    [hs({ enc: 'A256GCM' }), 'header parameters'],
    [hs({}, { zip: 'DEF' }), 'header parameters'],
    [hs({}, undefined, { crit: 5 }), 'options'],
    [hs({}, undefined, { x: 5 }), 'options'],
    [hs({}, undefined, 5), 'options'],
    [hs({}, undefined, null)],
    [[{ alg: 'ES256' }]],
    [hs({ x: 'y'.repeat(20_000) }), 'limits'],
  ]),
  [
    'a payload of no bytes',
    (jose) =>
      new jose.FlattenedSign(new Uint8Array()).setProtectedHeader({ alg: 'HS256' }).sign(SECRET),
  ],
  ...[undefined, null, {}, '', 'x', 1, [], new ArrayBuffer(1)].map((value) => [
    `a payload that is ${Object.prototype.toString.call(value)} ${value}`,
    (jose) => new jose.FlattenedSign(value),
  ]),
  [
    'a compact token',
    (jose) => new jose.CompactSign(PAYLOAD).setProtectedHeader({ alg: 'HS256' }).sign(SECRET),
  ],
  [
    'a compact token with b64 false',
    (jose) =>
      new jose.CompactSign(PAYLOAD).setProtectedHeader({ b64: false, crit: ['b64'] }).sign(SECRET),
  ],
  ['a compact token without a header', (jose) => new jose.CompactSign(PAYLOAD).sign(SECRET)],
  ['a compact payload of text', (jose) => new jose.CompactSign('x')],
  ...['CompactSign', 'FlattenedSign'].map((name) => [
    `a header of ${name} twice`,
    (jose) => new jose[name](PAYLOAD).setProtectedHeader({}).setProtectedHeader({}),
  ]),
  [
    'an unprotected header twice',
    (jose) => new jose.FlattenedSign(PAYLOAD).setUnprotectedHeader({}).setUnprotectedHeader({}),
  ],
]

const general =
  (...signatures) =>
  async (jose) => {
    const jws = new jose.GeneralSign(PAYLOAD)
    for (const [header, unprotected, key = SECRET, options] of signatures) {
      const signature = jws.addSignature(key, options)
      if (header !== undefined) signature.setProtectedHeader(header)
      if (unprotected !== undefined) signature.setUnprotectedHeader(unprotected)
    }
    return jws.sign()
  }

export const SIGNING_GENERAL = [
  ['no signature', general()],
  ['one', general([{ alg: 'HS256' }])],
  ['two', general([{ alg: 'HS256' }, { kid: 'x' }], [{ alg: 'HS384' }, undefined, LONGER])],
  ['the same twice', general([{ alg: 'HS256' }], [{ alg: 'HS256' }])],
  ['no header', general([])],
  [
    'b64 in both',
    general(
      [{ alg: 'HS256', b64: false, crit: ['b64'] }],
      [{ alg: 'HS384', b64: false, crit: ['b64'] }, undefined, LONGER],
    ),
  ],
  ['b64 in one', general([{ alg: 'HS256', b64: false, crit: ['b64'] }], [{ alg: 'HS256' }])],
  ['an unknown algorithm', general([{ alg: 'HS256' }], [{ alg: 'X' }])],
  [
    'different extensions',
    general(
      [{ alg: 'HS256', crit: ['x'], x: 1 }, undefined, SECRET, { crit: { x: true } }],
      [{ alg: 'HS256' }],
    ),
  ],
  [
    'a payload of text',
    (jose) =>
      new jose.GeneralSign('x').addSignature(SECRET).setProtectedHeader({ alg: 'HS256' }).sign(),
  ],
  [
    'a header twice',
    (jose) =>
      new jose.GeneralSign(PAYLOAD)
        .addSignature(SECRET)
        .setProtectedHeader({})
        .setProtectedHeader({}),
  ],
  [
    'done',
    (jose) => {
      const jws = new jose.GeneralSign(PAYLOAD)
      return jws.addSignature(SECRET).done() === jws
    },
  ],
  [
    'a chain',
    (jose) =>
      new jose.GeneralSign(PAYLOAD)
        .addSignature(SECRET)
        .setProtectedHeader({ alg: 'HS256' })
        .addSignature(OTHER)
        .setProtectedHeader({ alg: 'HS256', kid: 'b' })
        .sign(),
  ],
]

const made = (header, unprotected, options) =>
  flattened(header, unprotected, options)({ FlattenedSign })
const good = await made({ alg: 'HS256', kid: 'a' }, { foo: 1 })
const unencoded = await made({ alg: 'HS256', b64: false, crit: ['b64'] })
const extended = await made({ alg: 'HS256', crit: ['x'], x: 1 }, undefined, { crit: { x: true } })
const unprotectedOnly = await made(undefined, { alg: 'HS256' })
const outside = await made({ alg: 'HS256', crit: ['x'] }, { x: 1 }, { crit: { x: false } })

const verifying = (calls) =>
  calls.map(([name, token, options, difference]) => [
    name,
    (jose) => jose.flattenedVerify(token, SECRET, options),
    difference,
  ])

export const VERIFYING = [
  ...verifying([
    ['a token', good],
    ['more members', { ...good, x: 1, ciphertext: 'x', signatures: [] }],
    ['no protected header', unprotectedOnly],
    ['unencoded text', { ...unencoded, payload: 'foo' }],
    ['unencoded bytes', { ...unencoded, payload: PAYLOAD }],
    ['other unencoded bytes', { ...unencoded, payload: Buffer.from('bar') }],
    ['unencoded number', { ...unencoded, payload: 5 }],
    ['unencoded halves of pairs', { ...unencoded, payload: 'a\ud800' }],
    ['unassigned characters', { ...unencoded, payload: 'a\u0378\ud800' }],
    ['astral characters', { ...unencoded, payload: '😀' }],
    ['encoded bytes', { ...good, payload: PAYLOAD }],
    ['b64 false, not critical', await made({ alg: 'HS256', b64: false }), undefined, 'b64'],
    ['b64 true', await made({ alg: 'HS256', b64: true, crit: ['b64'] })],
    ['b64 that is a number', flat({ alg: 'HS256', b64: 5, crit: ['b64'] })],
    ['b64, unprotected', { ...good, header: { b64: false } }, undefined, 'b64'],
    ['an extension', extended, { crit: { x: true } }],
    ['an unknown extension', extended],
    ['an unprotected extension', outside, { crit: { x: false } }, 'crit'],
    ['a missing extension', flat({ alg: 'HS256', crit: ['x'] }), { crit: { x: true } }],
    [
      'an extension twice',
      flat({ alg: 'HS256', crit: ['x', 'x'], x: 1 }),
      { crit: { x: true } },
      'crit',
    ],
    [
      'a registered parameter as extension',
      flat({ alg: 'HS256', typ: 'x', crit: ['typ'] }),
      { crit: { typ: true } },
      'crit',
    ],
    ['an empty crit', flat({ alg: 'HS256', crit: [] })],
    ['a crit of text', flat({ alg: 'HS256', crit: 'x' })],
    ['a crit of null', flat({ alg: 'HS256', crit: null })],
    ['a crit of alg', flat({ alg: 'HS256', crit: ['alg'] })],
    ['an unprotected crit', { ...good, header: { crit: ['foo'], foo: 1 } }],
    ['alg twice', flat('{"alg":"HS256","alg":"HS256"}'), undefined, 'ambiguous JSON'],
    ['a parameter twice', flat('{"alg":"HS256","x":1,"x":2}'), undefined, 'ambiguous JSON'],
    ['a byte order mark', flat('\ufeff{"alg":"HS256"}'), undefined, 'ambiguous JSON'],
    ['white space in the header', flat(' { "alg" : "HS256" } ')],
    ['a kid that is a number', flat({ alg: 'HS256', kid: 5 }), undefined, 'header parameters'],
    ['no alg', flat({})],
    ['an alg that is a number', flat({ alg: 5 })],
    ['an unknown alg', flat({ alg: 'X' })],
    ['none', { ...flat({ alg: 'none' }), signature: '' }],
    ['an algorithm that is not allowed', good, { algorithms: ['HS512'] }],
    ['algorithms that are text', good, { algorithms: 'HS256' }],
    ...['"foo"', '123', 'null', '[]', '{', ''].map((text) => [
      `a header of ${text}`,
      { ...good, protected: encode(text) },
    ]),
    ['a header in two places', { ...good, header: { kid: 'a' } }],
    ...[null, 'x', [], 5].map((header) => [
      `an unprotected header of ${JSON.stringify(header)}`,
      { ...good, header },
    ]),
    ...[null, 'x', [], 5, undefined].map((token) => [`a token of ${JSON.stringify(token)}`, token]),
    ...[undefined, null, 5].map((signature) => [
      `a signature of ${signature}`,
      { ...good, signature },
    ]),
    ...[null, 5].map((segment) => [
      `a protected header of ${segment}`,
      { ...good, protected: segment },
    ]),
    ...[undefined, null, 5].map((payload) => [`a payload of ${payload}`, { ...good, payload }]),
    ['no headers', { payload: '', signature: '' }],
    ['an empty signature', { ...good, signature: '' }],
    ['a shorter signature', { ...good, signature: good.signature.slice(0, -3) }],
    [
      'another signature',
      { ...good, signature: `${good.signature.slice(0, -4)}AAAA`.slice(0, 43) },
      undefined,
    ],
    [
      'spare bits in the signature',
      { ...good, signature: `${good.signature.slice(0, 42)}B` },
      undefined,
      'base64url',
    ],
    ['a signature that is not base64url', { ...good, signature: '!' }, undefined, 'words'],
    ['a padded signature', { ...good, signature: `${good.signature}=` }, undefined, 'base64url'],
    ['a payload with white space', flat({ alg: 'HS256' }, 'Zm 9v'), undefined, 'base64url'],
    ['a payload with spare bits', flat({ alg: 'HS256' }, 'Zm9'), undefined, 'base64url'],
    ['a payload of other characters', flat({ alg: 'HS256' }, 'Zm+v'), undefined, 'words'],
  ]),
  ['another key', (jose) => jose.flattenedVerify(good, OTHER)],
  [
    'a function',
    async (jose) => {
      const seen = []
      const found = await jose.flattenedVerify(good, (...given) => {
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
      await jose.flattenedVerify(unprotectedOnly, (...given) => {
        seen.push(structuredClone(given))
        return SECRET
      })
      return seen
    },
  ],
  [
    'a function that throws',
    (jose) =>
      jose.flattenedVerify(good, () => {
        throw new RangeError('mine')
      }),
  ],
  ['a function that finds nothing', (jose) => jose.flattenedVerify(good, () => undefined)],
  [
    'a function that gives a JWK',
    async (jose) =>
      (await jose.flattenedVerify(good, () => ({ kty: 'oct', k: SECRET.toString('base64url') })))
        .key,
  ],
  [
    'a function that changes the token',
    (jose) =>
      jose.flattenedVerify(good, (header, token) => {
        header.alg = 'none'
        token.payload = 'AAAA'
        token.header.foo = 2
        return SECRET
      }),
    'key functions',
  ],
  ...[undefined, null, 5, 'x', [], {}, new ArrayBuffer(8), { kty: 'oct' }].map((key) => [
    `a key of ${Object.prototype.toString.call(key)} ${JSON.stringify(key)}`,
    (jose) => jose.flattenedVerify(good, key),
  ]),
  ...[{ use: 'enc' }, { key_ops: ['sign'] }, { alg: 'HS512' }, { alg: 'HS256', use: 'sig' }].map(
    (more) => [
      `a JWK with ${JSON.stringify(more)}`,
      (jose) =>
        jose.flattenedVerify(good, { kty: 'oct', k: SECRET.toString('base64url'), ...more }),
    ],
  ),
  [
    'a short secret',
    async (jose) => {
      const weak = Buffer.from('secret')
      const token = await new FlattenedSign(PAYLOAD).setProtectedHeader({ alg: 'HS256' }).sign(weak)
      return jose.flattenedVerify(token, weak)
    },
    'weak keys',
  ],
]

const compactOf = ({ payload, protected: segment, signature }) =>
  `${segment}.${payload}.${signature}`
const compact = compactOf(flat({ alg: 'HS256', kid: 'a' }))
const compactVerifying = (calls) =>
  calls.map(([name, token, difference]) => [
    name,
    (jose) => jose.compactVerify(token, SECRET),
    difference,
  ])

export const VERIFYING_COMPACT = [
  ...compactVerifying([
    ['a token', compact],
    ['bytes', Buffer.from(compact)],
    ...[null, 5, '', 'a', 'a.b', 'a.b.c', 'a.b.c.d', '.....', '..', 'e30..', '.e30.'].map(
      (text) => [`${text}`, text],
    ),
    ['white space before', ` ${compact}`, 'base64url'],
    [
      'unencoded',
      compactOf({ ...(await made({ alg: 'HS256', b64: false, crit: ['b64'] })), payload: 'foo' }),
    ],
    ['unencoded, beyond ASCII', compactOf({ ...unencoded, payload: 'é' })],
    ['unencoded, with white space', compactOf({ ...unencoded, payload: 'a b~' })],
    ['none', `${encode({ alg: 'none' })}.e30.`],
    ['an empty payload', compactOf(flat({ alg: 'HS256' }, ''))],
    ['a payload beyond ASCII', `${encode({ alg: 'HS256' })}.é.`],
  ]),
  [
    'a function',
    async (jose) => {
      const seen = []
      const found = await jose.compactVerify(compact, (...given) => {
        seen.push(structuredClone(given))
        return SECRET
      })
      return [found, seen]
    },
  ],
]

const several = await general(
  [{ alg: 'HS256' }, { kid: 'x' }],
  [{ alg: 'HS384' }, undefined, LONGER],
)({ GeneralSign })
const mixed = [
  { protected: flat({ alg: 'HS256' }).protected, signature: 'AA' },
  { protected: unencoded.protected, signature: 'AA' },
]

export const VERIFYING_GENERAL = [
  ['the first', (jose) => jose.generalVerify(several, SECRET)],
  ['the second', (jose) => jose.generalVerify(several, LONGER)],
  ['neither', (jose) => jose.generalVerify(several, OTHER)],
  [
    'a function',
    async (jose) => {
      const seen = []
      const found = await jose.generalVerify(several, (header, token) => {
        seen.push(structuredClone([header, token]))
        if (header.alg === 'HS256') throw new Error('another one')
        return LONGER
      })
      return [found, seen]
    },
  ],
  [
    'a function that throws',
    (jose) =>
      jose.generalVerify(several, () => {
        throw new Error('mine')
      }),
  ],
  ['more members', (jose) => jose.generalVerify({ ...several, x: 1, signature: 'x' }, SECRET)],
  [
    'one that is malformed',
    (jose) =>
      jose.generalVerify(
        { ...several, signatures: [{ protected: 'x', signature: 'y' }, {}, ...several.signatures] },
        SECRET,
      ),
  ],
  ['algorithms', (jose) => jose.generalVerify(several, LONGER, { algorithms: ['HS256'] })],
  [
    'algorithms that are a number',
    (jose) => jose.generalVerify(several, LONGER, { algorithms: 5 }),
  ],
  ['no key', (jose) => jose.generalVerify(several, undefined)],
  ['bytes as payload', (jose) => jose.generalVerify({ ...several, payload: PAYLOAD }, SECRET)],
  ['b64 in one', (jose) => jose.generalVerify({ payload: 'foo', signatures: mixed }, SECRET)],
  ...[
    null,
    'x',
    [],
    {},
    { signatures: null },
    { signatures: [null] },
    { signatures: 'x' },
    { payload: '', signatures: [] },
  ].map((token) => [
    `a token of ${JSON.stringify(token)}`,
    (jose) => jose.generalVerify(token, SECRET),
  ]),
]

export { decoded }
