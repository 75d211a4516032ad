// The shim by the types of jose: what compiles there compiles here, in both directions.

import type * as theirs from 'jose'
import * as ours from 'tokenseal/compat/jose'
import { base64url, errors, jwtVerify, SignJWT } from 'tokenseal/compat/jose'
import * as namedErrors from 'tokenseal/compat/jose/errors'
import { decode } from 'tokenseal/compat/jose/base64url'
import { jwtVerify as byPath } from 'tokenseal/compat/jose/jwt/verify'

const secret = base64url.decode('N2YwZTZjMmI5ZDhhNDFmM2E1YzRlMWQwOWI2ZjgyNzM')
export const token: string = await new SignJWT({ sub: 'alice', more: [1] })
  .setProtectedHeader({ alg: 'HS256', kid: 'a' })
  .setIssuedAt()
  .setExpirationTime('15m')
  .setAudience(['a', 'b'])
  .sign(secret, { crit: { 'urn:x': true }, allowWeakSecret: false })

const { payload, protectedHeader } = await jwtVerify(token, secret, {
  issuer: ['a'],
  maxTokenAge: '2h',
})
export const subject: string | undefined = payload.sub
export const kid: string | undefined = protectedHeader.kid

interface Scoped {
  scope: string
}
export const scope: string = (await jwtVerify<Scoped>(token, secret)).payload.scope
export const found: Uint8Array | ours.CryptoKey = (await jwtVerify(token, () => secret)).key
export const again = await byPath(token, secret)
export const bytes: Uint8Array = decode('AA')

try {
  await jwtVerify(token, secret)
} catch (error) {
  if (error instanceof errors.JWTExpired) console.log(error.claim, error.reason, error.payload.sub)
  if (error instanceof namedErrors.JOSEError) console.log(error.code)
}

const general = new ours.GeneralSign(secret)
  .addSignature(secret)
  .setProtectedHeader({ alg: 'HS256' })
export const signed: theirs.GeneralJWS = await general.addSignature(secret).done().sign()
export const encrypted: theirs.FlattenedJWE = await new ours.FlattenedEncrypt(secret)
  .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
  .encrypt(secret)

// Functions stand in the place of theirs, and options, results, headers and keys are theirs.
export const verifying: typeof theirs.jwtVerify = ours.jwtVerify
export const decrypting: typeof theirs.jwtDecrypt = ours.jwtDecrypt
export const compactVerifying: typeof theirs.compactVerify = ours.compactVerify
export const flattenedVerifying: typeof theirs.flattenedVerify = ours.flattenedVerify
export const generalVerifying: typeof theirs.generalVerify = ours.generalVerify
export const compactDecrypting: typeof theirs.compactDecrypt = ours.compactDecrypt
export const flattenedDecrypting: typeof theirs.flattenedDecrypt = ours.flattenedDecrypt
export const generalDecrypting: typeof theirs.generalDecrypt = ours.generalDecrypt
export const decodingJwt: typeof theirs.decodeJwt = ours.decodeJwt
export const decodingHeader: typeof theirs.decodeProtectedHeader = ours.decodeProtectedHeader
export const importing: typeof theirs.importJWK = ours.importJWK
export const exporting: typeof theirs.exportJWK = ours.exportJWK
export const local: typeof theirs.createLocalJWKSet = ours.createLocalJWKSet
export const runtime: typeof theirs.cryptoRuntime = ours.cryptoRuntime

export const verifyOptions: theirs.JWTVerifyOptions = {} as ours.JWTVerifyOptions
export const ownVerifyOptions: ours.JWTVerifyOptions = {} as theirs.JWTVerifyOptions
export const decryptOptions: theirs.JWTDecryptOptions = {} as ours.JWTDecryptOptions
export const ownDecryptOptions: ours.JWTDecryptOptions = {} as theirs.JWTDecryptOptions
export const getKey: theirs.JWTVerifyGetKey = {} as ours.JWTVerifyGetKey
export const ownGetKey: ours.JWTVerifyGetKey = {} as theirs.JWTVerifyGetKey
export const jwk: theirs.JWK = {} as ours.JWK
export const ownJwk: ours.JWK = {} as theirs.JWK
export const header: theirs.JWTHeaderParameters = {} as ours.JWTHeaderParameters
export const ownHeader: ours.JWTHeaderParameters = {} as theirs.JWTHeaderParameters
export const claims: theirs.JWTPayload = {} as ours.JWTPayload
export const producer: theirs.ProduceJWT = {} as ours.SignJWT
export const ownProducer: ours.ProduceJWT = {} as theirs.SignJWT
export const result: theirs.JWTVerifyResult = {} as ours.JWTVerifyResult
export const ownError: theirs.errors.JWTExpired = {} as ours.errors.JWTExpired

// @ts-expect-error a misspelt option
await jwtVerify(token, secret, { isuer: 'x' })
// @ts-expect-error no key
await jwtVerify(token, 'secret')
// @ts-expect-error a header without an algorithm
new SignJWT().setProtectedHeader({ typ: 'JWT' })
