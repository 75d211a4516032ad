// jsonwebtoken and fast-jwt: signed claims, keys as PEM or bytes.

import fastJwt from 'fast-jwt'
import jwt from 'jsonwebtoken'

import { CLAIMS } from './cases.mjs'

const common = ({ alg }, form, name) => {
  if (form === 'thumbprint') return `${name} knows no JWK`
  if (form !== 'claims') return `${name} signs claims only`
  if (alg.startsWith('ML-DSA') || alg === 'ES256K' || alg === 'Ed25519') return `${name} has no ${alg.startsWith('ML') ? 'ML-DSA' : alg}`
  return undefined
}

const secretOrPem = ({ jwk, pem }, half) => (jwk.kty === 'oct' ? Buffer.from(jwk.k, 'base64url') : pem[half])
const encoded = (claims) => new TextEncoder().encode(JSON.stringify(claims))

export const jsonwebtoken = {
  name: 'jsonwebtoken',
  lacks: (row, form) => (form === 'claims' && row.alg === 'EdDSA' ? 'jsonwebtoken has no EdDSA' : common(row, form, 'jsonwebtoken')),
  formats: () => ['pem'],
  make: async ({ row, keys }) => jwt.sign(CLAIMS, secretOrPem(keys, 'private'), { algorithm: row.alg, noTimestamp: true }),
  open: async ({ row, keys, token }) => {
    const expected = { issuer: CLAIMS.iss, audience: CLAIMS.aud[0], subject: CLAIMS.sub }
    const { iat, ...claims } = jwt.verify(token, secretOrPem(keys, 'public'), { algorithms: [row.alg], ...expected })
    return encoded(claims)
  },
}

export const fast = {
  name: 'fast-jwt',
  lacks: (row, form) => common(row, form, 'fast-jwt'),
  formats: () => ['pem'],
  make: async ({ row, keys }) => fastJwt.createSigner({ key: secretOrPem(keys, 'private'), algorithm: row.alg, noTimestamp: true })(CLAIMS),
  open: async ({ row, keys, token }) => {
    const expected = { allowedIss: CLAIMS.iss, allowedAud: CLAIMS.aud[0], allowedSub: CLAIMS.sub, requiredClaims: ['exp'] }
    const verify = fastJwt.createVerifier({ key: secretOrPem(keys, 'public'), algorithms: [row.alg], cache: false, ...expected })
    const { iat, ...claims } = verify(token)
    return encoded(claims)
  },
}
