// The types where a program requires.

import jose = require('tokenseal/compat/jose')
import errors = require('tokenseal/compat/jose/errors')

const secret = Buffer.from('7f0e6c2b9d8a41f3a5c4e1d09b6f8273')
export const token: Promise<string> = new jose.EncryptJWT({ sub: 'alice' })
  .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
  .replicateSubjectAsHeader()
  .encrypt(secret)
export const claims: Promise<jose.JWTPayload> = token
  .then((text) => jose.jwtDecrypt(text, secret, { contentEncryptionAlgorithms: ['A256GCM'] }))
  .then(({ payload }) => payload)
export const code: string = new errors.JWEInvalid('x').code
export const same: typeof errors.JWEInvalid = jose.errors.JWEInvalid
