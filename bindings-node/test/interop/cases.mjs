// What is exchanged: the forms of tokens, and the algorithms of each.

const SIGNATURES = [
  ...['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'ES256K'],
  ...['EdDSA', 'Ed25519', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
].map((alg) => ({ alg, label: `\`${alg}\`` }))

const PASSWORDS = ['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'].map((alg) => ({ alg, label: `\`${alg}\`` }))
const CURVES = ['P-256', 'P-384', 'P-521', 'X25519']
const AGREEMENTS = ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'].flatMap((alg) =>
  CURVES.map((curve) => ({ alg, curve, label: `\`${alg}\`, ${curve}` })),
)
const MANAGEMENTS = [
  ...['dir', 'A128KW', 'A192KW', 'A256KW', 'A128GCMKW', 'A192GCMKW', 'A256GCMKW'].map((alg) => ({ alg, label: `\`${alg}\`` })),
  ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((alg) => ({ alg, label: `\`${alg}\`` })),
  ...AGREEMENTS,
]

const EVERY_ENC = ['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512', 'A128GCM', 'A192GCM', 'A256GCM']
const ONE_OF_EACH = ['A128CBC-HS256', 'A256GCM']

const signed = (name, title, note = '', more = {}) => ({ name, title, note, kind: 'signed', rows: SIGNATURES, pem: true, ...more })
const encrypted = (name, title, note, more = {}) => ({ name, title, note, kind: 'encrypted', rows: MANAGEMENTS, pem: true, ...more })

/** Every form. `encs` are exchanged for each algorithm, and where `pem` is true keys are handed over as PEM too, where they can be. */
export const FORMS = [
  signed('claims', 'Signed claims: JWT', 'Their `iss`, `aud`, `sub` and `exp` are checked by the reader.'),
  signed('compact', 'Signed bytes: JWS, compact'),
  signed('flattened', 'Signed bytes: JWS, flattened JSON', '', { pem: false }),
  signed('general', 'Signed bytes: JWS, general JSON', '', { pem: false }),
  signed('b64', 'Signed bytes: JWS, flattened JSON, `b64: false`, detached', '', { pem: false }),
  encrypted('encrypted claims', 'Encrypted claims: JWT', 'With A128CBC-HS256 and A256GCM.', { encs: ONE_OF_EACH, pem: false }),
  encrypted('compact', 'Encrypted bytes: JWE, compact', 'With all six `enc`.', { encs: EVERY_ENC }),
  encrypted(
    'compact',
    'Encrypted bytes by a password: JWE, compact',
    'With A256GCM only, and never altered, since each attempt is slow on purpose.',
    {
      encs: ['A256GCM'],
      rows: PASSWORDS,
      pem: false,
      slow: true,
    },
  ),
  encrypted('zip', 'Compressed and encrypted bytes: JWE, compact, `zip`: DEF', 'With A256GCM.', { encs: ['A256GCM'], pem: false }),
  encrypted('flattened', 'Encrypted bytes: JWE, flattened JSON', 'With A128CBC-HS256 and A256GCM.', { encs: ONE_OF_EACH, pem: false }),
  encrypted('general', 'Encrypted bytes: JWE, general JSON', 'With A128CBC-HS256 and A256GCM.', { encs: ONE_OF_EACH, pem: false }),
]

/** Keys whose thumbprints have to be equal. */
export const THUMBPRINTS = [
  { alg: 'HS256', label: 'oct' },
  { alg: 'RS256', label: 'RSA' },
  { alg: 'ES256', label: 'EC, P-256' },
  { alg: 'ES384', label: 'EC, P-384' },
  { alg: 'ES512', label: 'EC, P-521' },
  { alg: 'ES256K', label: 'EC, secp256k1' },
  { alg: 'EdDSA', label: 'OKP, Ed25519' },
  { alg: 'ECDH-ES', curve: 'X25519', label: 'OKP, X25519' },
  { alg: 'ML-DSA-44', label: 'AKP' },
]

export const CLAIMS = { iss: 'https://issuer.example', aud: ['https://api.example'], sub: 'alice', exp: 4_102_444_800, name: 'Zoë ☃' }
export const PASSWORD = 'correct horse battery staple'
