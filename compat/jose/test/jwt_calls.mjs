// Calls of SignJWT, jwtVerify, EncryptJWT, jwtDecrypt and what decodes.

import { createHmac } from 'node:crypto'

import { CompactEncrypt } from 'jose'

import { NOW, SECRET, decoded, encode } from './calls.mjs'

/** A signed token with these claims and header, made by hand. */
export function token(claims, header = {}) {
  const input = `${encode({ alg: 'HS256', ...header })}.${encode(claims)}`
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`
}

const verify = (claims, options, header) => {
  const jwt = token(claims, header)
  return (jose) => jose.jwtVerify(jwt, SECRET, options)
}
const listed = (calls) =>
  calls.map(([claims, options, difference, header]) => [
    `${JSON.stringify(claims)}, ${shownOf(options)}${header ? `, ${JSON.stringify(header)}` : ''}`,
    verify(claims, options, header),
    difference,
  ])
const shownOf = (value) =>
  JSON.stringify(value, (_, one) =>
    typeof one === 'number' && !Number.isFinite(one)
      ? String(one)
      : one instanceof RegExp
        ? String(one)
        : one,
  )

const typ = (option, header, difference) => [{}, { typ: option }, difference, { typ: header }]
const at = (claims, options, difference) => [claims, options, difference]

export const CLAIMS = listed([
  [{ sub: 'alice' }, undefined],
  [{}, {}],
  [{}, null, 'options'],
  typ('x', undefined),
  typ('JWT', 'jwt'),
  typ('application/JWT', 'jwt'),
  typ('at+jwt', 'application/AT+JWT'),
  typ('APPLICATION/jwt', 'jwt'),
  typ('a/b', 'A/b'),
  typ('application/a/b', 'a/b'),
  typ('', 'x'),
  typ('x', 'y'),
  ...[5, null, {}, true].map((value) => typ(value, 'x', 'options')),
  ...[5, null].map((value) => typ('x', value, 'header parameters')),
  at({}, { issuer: 'x' }),
  at({ iss: 'y' }, { issuer: 'x' }),
  at({ iss: 'x' }, { issuer: ['y', 'x'] }),
  at({ iss: 'x' }, { issuer: [] }),
  at({ iss: 'x' }, { issuer: '' }),
  at({ iss: ['x'] }, { issuer: 'x' }),
  at({ iss: null }, { issuer: 'x' }),
  at({ iss: 'x' }, { issuer: undefined }),
  at({ iss: 5 }, {}),
  ...[5, null, {}, /x/, [5], true].map((value) => at({ iss: 'x' }, { issuer: value }, 'options')),
  at({ sub: 'a' }, { subject: 'b' }),
  at({ sub: 'a' }, { subject: '' }),
  at({}, { subject: 'a' }),
  ...[5, null, ['a'], {}].map((value) => at({ sub: 'a' }, { subject: value }, 'options')),
  at({ aud: 'a' }, { audience: 'b' }),
  at({ aud: 'a' }, { audience: 'a' }),
  at({ aud: ['a', 'b'] }, { audience: 'b' }),
  at({ aud: ['a', 'b'] }, { audience: ['c', 'b'] }),
  at({ aud: ['b', 5] }, { audience: 'b' }),
  at({ aud: 5 }, { audience: 'b' }),
  at({ aud: 'abc' }, { audience: 'b' }),
  at({ aud: {} }, { audience: 'b' }),
  at({ aud: [] }, { audience: 'b' }),
  at({ aud: 'a' }, { audience: '' }),
  at({ aud: 'a' }, { audience: [] }),
  at({}, { audience: 'b' }),
  ...[5, null, {}, /a/, [5]].map((value) => at({ aud: 'a' }, { audience: value }, 'options')),
  ...['exp', 'nbf', 'iat'].flatMap((claim) =>
    ['x', null, {}, true].map((value) => at({ [claim]: value }, {})),
  ),
  at({ iat: 'x' }, { maxTokenAge: 5 }),
  at({ exp: NOW }, {}),
  at({ exp: NOW + 1 }, {}),
  at({ exp: NOW + 0.5 }, {}),
  at({ exp: NOW - 1 }, { clockTolerance: 1 }),
  at({ exp: NOW }, { clockTolerance: 1 }),
  at({ exp: NOW }, { clockTolerance: '1s' }),
  at({ exp: NOW }, { clockTolerance: '1 minute' }),
  at({ exp: 1 }, { currentDate: new Date(500) }),
  at({ exp: -5 }, {}),
  at({ exp: 1e300 }, {}),
  at({ nbf: NOW }, {}),
  at({ nbf: NOW + 0.5 }, {}),
  at({ nbf: NOW + 1 }, {}),
  at({ nbf: NOW + 1 }, { clockTolerance: 1 }),
  ...['-1s', -1, NaN, Infinity, 'x', '', true, null, {}].map((value) =>
    at({ exp: NOW }, { clockTolerance: value }),
  ),
  ...[9, 10, '10s', 0, '9 seconds', '1 year'].map((value) =>
    at({ iat: NOW - 10 }, { maxTokenAge: value }),
  ),
  ...[-1, NaN, Infinity, 'x', '', true, null, {}].map((value) =>
    at({ iat: NOW - 10 }, { maxTokenAge: value }),
  ),
  at({ iat: NOW + 10 }, { maxTokenAge: 1 }),
  at({ iat: NOW + 10 }, { maxTokenAge: 1, clockTolerance: 10 }),
  at({ iat: NOW + 10 }, {}),
  at({}, { maxTokenAge: 1 }),
  at({}, { requiredClaims: ['jti'] }),
  at({ jti: null }, { requiredClaims: ['jti'] }),
  ...['toString', 'constructor', '__proto__'].map((name) => at({}, { requiredClaims: [name] })),
  ...['jti', null, [5], {}].map((value) => at({}, { requiredClaims: value }, 'options')),
  ...[{}, { iss: 1 }, { iss: 1, sub: 1 }, { iss: 1, aud: 1, sub: 1, iat: 1 }].map((claims) =>
    at(claims, {
      requiredClaims: ['b', 'a'],
      issuer: 'x',
      subject: 'y',
      audience: 'z',
      maxTokenAge: 1,
    }),
  ),
  ...[null, 5, 'x', true].map((value) => at({}, { currentDate: value }, 'words')),
  at({}, { currentDate: new Date(NaN) }),
  at({ sub: 'x', iss: 'b', aud: 'c' }, { issuer: 'a', subject: 'y', typ: 'q' }),
  at({ sub: 'x', iss: 'b', aud: 'c' }, { issuer: 'a', subject: 'y' }),
  ...['jti', 'issuers', 'iss', 'audiance', 'ignoreExpiration', 'leeway'].map((name) =>
    at({}, { [name]: 'x' }, 'options'),
  ),
  at({}, { algorithms: ['HS512', 'HS256'] }),
  at({}, { algorithms: ['HS512'] }),
  at({}, { algorithms: [] }),
  ...['HS256', null, [1], {}, true].map((value) => at({}, { algorithms: value })),
  ...[5, { x: 1 }, ['x']].map((value) => at({}, { crit: value }, 'options')),
  at({}, { crit: { x: true } }),
  at('[]', {}),
  at('null', {}),
  at('5', {}),
  at('"x"', {}),
  at('{', {}),
  at('', {}),
  at('{"a":1,"a":2}', {}, 'ambiguous JSON'),
  at('{"a":{"b":1,"b":2}}', {}, 'ambiguous JSON'),
  at(`${'['.repeat(40)}${']'.repeat(40)}`, {}),
  at(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, {}, 'limits'),
  at('{"__proto__":{"exp":1}}', {}),
  at('\ufeff{}', {}, 'ambiguous JSON'),
  at('{"a":"\\ud800"}', {}, 'ambiguous JSON'),
])

const signed =
  (claims, setters = (jwt) => jwt, header = { alg: 'HS256' }, key = SECRET, options) =>
  async (jose) =>
    setters(new jose.SignJWT(claims)).setProtectedHeader(header).sign(key, options)
const textOf = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))
const set = (setter, ...given) => [
  `${setter}(${given.map(textOf)})`,
  signed({}, (jwt) => jwt[setter](...given)),
]
const SPANS = [
  ...['1.5 hours', '1.49s', '1.5s', '0.5s', '-0.5s', '.5s', '1.s', '1,5s', '1 Hour', '1HOURS'],
  ...[' 1s', '1s ', '1  s', '+1s ago', '+ 1s from now', '1s  ago', '1', '', '1ms', '1 month'],
  ...['-1s from now', '1\n s', '1 S', '1e3s', '+  1s', `${'9'.repeat(400)}y`, '1w ago', '1sago'],
  ...[
    '2 weeks',
    '3 days',
    '4 mins from now',
    '5yrs',
    '- 10s',
    '+ 10s',
    '10s from now',
    '7 d',
    '1m',
  ],
]
const NO_TIMES = [null, true, {}, [], NaN, Infinity, -Infinity, new Date(NaN), () => 1, 1n]

export const SIGNING = [
  ['nothing', signed(undefined)],
  ['claims', signed({ sub: 'alice', deep: { a: [1, 'é😀', null] }, none: undefined, nan: NaN })],
  ['no prototype', signed(Object.assign(Object.create(null), { a: 1 }))],
  ...[null, 1, 'x', [], true, new Date(0), new Map(), new (class A {})(), Buffer.from('{}')].map(
    (claims) => [
      `claims that are ${Object.prototype.toString.call(claims)} ${claims}`,
      signed(claims),
    ],
  ),
  ['a function among the claims', signed({ a: () => 1 })],
  ['a bigint among the claims', signed({ a: 1n })],
  ['claims that hold themselves', signed(circular()), 'words'],
  ['claims of any type', signed({ aud: 5, iss: 5, exp: 'x', nbf: null, iat: {} })],
  ...['exp', 'nbf', 'iat'].flatMap((claim) =>
    [NaN, Infinity].map((value) => [`${claim} ${value}`, signed({ [claim]: value })]),
  ),
  [
    'all setters',
    signed({ iss: 'x' }, (jwt) => jwt.setIssuer('i').setSubject('s').setJti('j').setAudience('a')),
  ],
  ...['setIssuer', 'setSubject', 'setJti', 'setAudience'].flatMap((setter) =>
    ['x', '', 0, null, undefined, {}, ['a', 'b'], ['a', 0], []].map((value) => set(setter, value)),
  ),
  ...['setExpirationTime', 'setNotBefore', 'setIssuedAt'].flatMap((setter) =>
    [...SPANS, ...NO_TIMES, 0, 1.5, -1, new Date(1500), undefined].map((value) =>
      set(setter, value),
    ),
  ),
  ['now', signed({}, (jwt) => jwt.setIssuedAt())],
  ['a direction in capitals', signed({}, (jwt) => jwt.setIssuedAt('1s AGO')), 'durations'],
  [
    'a copy of the claims',
    async (jose) => {
      const claims = { x: { y: 1 } }
      const jwt = new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256' })
      claims.x.y = 2
      return jwt.sign(SECRET)
    },
  ],
  ['no header', (jose) => new jose.SignJWT().sign(SECRET)],
  [
    'a header twice',
    (jose) => new jose.SignJWT().setProtectedHeader({ alg: 'HS256' }).setProtectedHeader({}),
  ],
  ['typ and kid', signed({}, undefined, { alg: 'HS256', typ: 'JWT', kid: 'k' })],
  [
    'another order in the header',
    signed({}, undefined, { typ: 'JWT', alg: 'HS256' }),
    'order of the header',
  ],
  ['b64 false', signed({}, undefined, { alg: 'HS256', b64: false, crit: ['b64'] })],
  ['b64 false without alg', signed({}, undefined, { b64: false, crit: ['b64'] })],
  ['an unknown crit', signed({}, undefined, { alg: 'HS256', crit: ['urn:x'], 'urn:x': 0 })],
  ['none', signed({}, undefined, { alg: 'none' })],
  ['none with a key of none', signed({}, undefined, { alg: 'none' }, undefined)],
  ['no key', signed({}, undefined, { alg: 'HS256' }, null)],
  ['text as key', signed({}, undefined, { alg: 'HS256' }, 'x'.repeat(32))],
  ['unknown options', signed({}, undefined, { alg: 'HS256' }, SECRET, { x: 1 }), 'options'],
  ['a short secret', signed({}, undefined, { alg: 'HS256' }, Buffer.from('secret')), 'weak keys'],
]

function circular() {
  const claims = {}
  claims.self = claims
  return claims
}

const dir = { alg: 'dir', enc: 'A256GCM' }
const encrypted =
  (claims, change = (jwt) => jwt, header = dir) =>
  async (jose) => {
    const jwt = await change(new jose.EncryptJWT(claims)).setProtectedHeader(header).encrypt(SECRET)
    const [segment, key, iv, ciphertext, tag] = jwt.split('.')
    return {
      header: decoded(segment),
      lengths: [key, iv, ciphertext, tag].map(({ length }) => length),
    }
  }
const everyClaim = { iss: 'a', sub: 'b', aud: ['c'] }

export const ENCRYPTING = [
  ['claims', encrypted({ sub: 'alice' })],
  [
    'replicated',
    encrypted(everyClaim, (jwt) =>
      jwt.replicateIssuerAsHeader().replicateSubjectAsHeader().replicateAudienceAsHeader(),
    ),
  ],
  ['replicated, and not there', encrypted({}, (jwt) => jwt.replicateIssuerAsHeader())],
  [
    'replicated over a parameter',
    encrypted({ iss: 'a' }, (jwt) => jwt.replicateIssuerAsHeader(), { ...dir, iss: 'b' }),
  ],
  ['typ', encrypted({}, undefined, { ...dir, typ: 'JWT' })],
  ['no header', (jose) => new jose.EncryptJWT({}).encrypt(SECRET)],
  [
    'no header, replicated',
    (jose) => new jose.EncryptJWT({ iss: 'a' }).replicateIssuerAsHeader().encrypt(SECRET),
  ],
  ['no enc', encrypted({}, undefined, { alg: 'dir' })],
  ['no alg', encrypted({}, undefined, { enc: 'A256GCM' })],
  ['another enc', encrypted({}, undefined, { alg: 'dir', enc: 'A256' })],
  ['claims that are none', encrypted(5)],
  [
    'an initialization vector',
    encrypted({}, (jwt) => jwt.setInitializationVector(Buffer.alloc(12, 1))),
    'chosen values',
  ],
  [
    'a content encryption key',
    encrypted({}, (jwt) => jwt.setContentEncryptionKey(Buffer.alloc(32, 1)), {
      alg: 'A256KW',
      enc: 'A256GCM',
    }),
    'chosen values',
  ],
  ...[
    'setProtectedHeader',
    'setKeyManagementParameters',
    'setContentEncryptionKey',
    'setInitializationVector',
  ].map((setter) => [`${setter} twice`, (jose) => new jose.EncryptJWT({})[setter]({})[setter]({})]),
]

const jweOf = (claims, header) =>
  new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ ...dir, ...header })
    .encrypt(SECRET)
const decrypted = await Promise.all(
  [
    [{ sub: 'alice' }],
    [{ exp: NOW }],
    [{ exp: NOW + 1, iss: 'a' }, {}, { issuer: 'a' }],
    [{ iss: 'b' }, {}, { issuer: 'a' }],
    [[]],
    [5],
    [{ iss: 'a' }, { iss: 'a' }],
    [{ iss: 'b' }, { iss: 'a' }],
    [{}, { iss: 'a' }],
    [{ aud: ['a'] }, { aud: ['a'] }],
    [{ aud: ['b', 'a'] }, { aud: ['a', 'b'] }],
    [{ aud: ['a'] }, { aud: 'a' }],
    [{ sub: 'c' }, { sub: 'a' }],
    [{ sub: 'c', exp: 1 }, { sub: 'a' }],
    [{ aud: { a: 1 } }, { aud: { a: 1 } }],
    [{}, { iss: null }],
    [{ iss: 5 }, { iss: 5 }],
    [{}, { typ: 'x' }, { typ: 'x' }],
    [{}, {}, { typ: 'x' }],
    [{}, {}, { keyManagementAlgorithms: ['A256KW'] }],
    [{}, {}, { contentEncryptionAlgorithms: ['A128GCM'] }],
    [{}, {}, { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }],
    [{}, {}, { keyManagementAlgorithms: 'dir' }],
    [{}, {}, { contentEncryptionAlgorithms: [null] }],
    [{}, {}, { maxDecompressedLength: -1 }],
    [{}, {}, { maxPBES2Count: 0 }],
    [{}, {}, { algorithms: ['dir'] }, 'options'],
  ].map(async ([claims, header, options, difference]) => {
    const jwt = await jweOf(claims, header)
    const name = `${JSON.stringify(claims)}, ${JSON.stringify(header)}, ${JSON.stringify(options)}`
    return [name, (jose) => jose.jwtDecrypt(jwt, SECRET, options), difference]
  }),
)
export const DECRYPTING = decrypted

const TEXTS = [
  null,
  5,
  '',
  'a',
  'a.b',
  'e30.e30',
  'e30.e30.e30',
  'e30.bnVsbA.',
  'e30.WzFd.',
  'e30.!.',
]
const MORE = [
  'e30.e30.a.b.c',
  'a.b.c.d.e',
  'x.e30.',
  'e30..',
  '.e30.',
  'e30._w.',
  'e30.eyJhIjoxLCJhIjoyfQ.',
]
const HEADERS = [
  null,
  5,
  '',
  'a',
  'e30',
  'e30.e30',
  'bnVsbA.x.',
  'WzFd.a.',
  '!.a.',
  'e30.a.b',
  'e30.a.b.c.d',
]
const OBJECTS = [
  { protected: 'e30' },
  {},
  { protected: 5 },
  { protected: '' },
  [],
  { protected: 'e30', recipients: [] },
]

export const DECODING = [
  ...[...TEXTS, ...MORE].map((text) => [`decodeJwt(${text})`, (jose) => jose.decodeJwt(text)]),
  ['decodeJwt with white space', (jose) => jose.decodeJwt('e30.e 30.'), 'base64url'],
  ['decodeJwt with padding', (jose) => jose.decodeJwt('e30.e30=.'), 'base64url'],
  ...[...HEADERS, ...OBJECTS].map((value) => [
    `decodeProtectedHeader(${JSON.stringify(value)})`,
    (jose) => jose.decodeProtectedHeader(value),
  ]),
  [
    'UnsecuredJWT encodes',
    (jose) => new jose.UnsecuredJWT({ a: 1 }).setIssuer('x').encode(),
    'none',
  ],
  ['UnsecuredJWT decodes', (jose) => jose.UnsecuredJWT.decode('eyJhbGciOiJub25lIn0.e30.'), 'none'],
]
