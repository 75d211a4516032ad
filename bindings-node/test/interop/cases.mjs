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

/**
 * Every form. `encs` are exchanged for each algorithm, and if `pem` is true, keys are exchanged as
 * PEM too, if possible.
 */
export const FORMS = [
  signed('claims', 'signed JWT', 'the reader checks `iss`, `aud`, `sub` and `exp`; keys as PEM, too'),
  signed('compact', 'compact JWS', 'keys as PEM, too'),
  signed('flattened', 'flattened JWS', '', { pem: false }),
  signed('general', 'general JWS', '', { pem: false }),
  signed('b64', 'flattened detached JWS with `b64: false`', '', { pem: false }),
  encrypted('encrypted claims', 'encrypted JWT', 'A128CBC-HS256 and A256GCM', { encs: ONE_OF_EACH, pem: false }),
  encrypted('compact', 'compact JWE', 'all six `enc`; keys as PEM, too', { encs: EVERY_ENC }),
  encrypted('compact', 'compact JWE by a password', 'A256GCM', { encs: ['A256GCM'], rows: PASSWORDS, pem: false, slow: true }),
  encrypted('zip', 'compressed JWE (`zip`: DEF)', 'A256GCM', { encs: ['A256GCM'], pem: false }),
  encrypted('flattened', 'flattened JWE', 'A128CBC-HS256 and A256GCM', { encs: ONE_OF_EACH, pem: false }),
  encrypted('general', 'general JWE', 'A128CBC-HS256 and A256GCM', { encs: ONE_OF_EACH, pem: false }),
]

/** Keys whose thumbprints must be equal. */
export const THUMBPRINTS = [
  { alg: 'HS256', label: 'oct' },
  { alg: 'RS256', label: 'RSA' },
  { alg: 'ES256', label: 'EC P-256' },
  { alg: 'ES384', label: 'EC P-384' },
  { alg: 'ES512', label: 'EC P-521' },
  { alg: 'ES256K', label: 'EC secp256k1' },
  { alg: 'EdDSA', label: 'OKP Ed25519' },
  { alg: 'ECDH-ES', curve: 'X25519', label: 'OKP X25519' },
  { alg: 'ML-DSA-44', label: 'AKP' },
]

export const CLAIMS = { iss: 'https://issuer.example', aud: ['https://api.example'], sub: 'alice', exp: 4_102_444_800, name: 'Zoë ☃' }
export const PASSWORD = 'correct horse battery staple'
