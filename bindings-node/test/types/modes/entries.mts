// Type checks only: every entry by `import`, with types among the values. Compiled in each way of finding modules, never run.

import { Key, type TokenError, type VerifyOptions, verify } from 'tokenseal'
import { jwtVerify, type JWTPayload } from 'tokenseal/compat/jose'
import { encode } from 'tokenseal/compat/jose/base64url'
import { decodeJwt } from 'tokenseal/compat/jose/decode/decode_jwt'
import { JOSEError } from 'tokenseal/compat/jose/errors'
import { compactDecrypt } from 'tokenseal/compat/jose/jwe/compact/decrypt'
import { EmbeddedJWK } from 'tokenseal/compat/jose/jwk/embedded'
import { createLocalJWKSet } from 'tokenseal/compat/jose/jwks/local'
import { compactVerify } from 'tokenseal/compat/jose/jws/compact/verify'
import { SignJWT } from 'tokenseal/compat/jose/jwt/sign'
import { importJWK } from 'tokenseal/compat/jose/key/import'
import jsonwebtoken, { type JwtPayload } from 'tokenseal/compat/jsonwebtoken'
import { protect as express } from 'tokenseal/express'
import { protect as fastify } from 'tokenseal/fastify'
import { protect as grpc } from 'tokenseal/grpc'
import { protect as hono } from 'tokenseal/hono'
import { protect as mcp } from 'tokenseal/mcp'
import { protect as nest } from 'tokenseal/nest'
import { protect as next } from 'tokenseal/next'
import { TestIssuer } from 'tokenseal/testing'
import { protect as ws } from 'tokenseal/ws'

export const options: VerifyOptions = { issuer: 'https://login.example', leeway: '30s' }
export const subject: unknown = verify('a.b.c', Key.generate('ES256'), options).claims.sub
export const code = (error: TokenError): string => error.code
export const payload = jsonwebtoken.verify('a.b.c', 'x') as JwtPayload
export const jose: Promise<{ payload: JWTPayload }> = jwtVerify('a.b.c', new Uint8Array(32))
export const deep = [encode, decodeJwt, JOSEError, compactDecrypt, EmbeddedJWK, createLocalJWKSet, compactVerify, SignJWT, importJWK]
export const issuer: Promise<TestIssuer> = TestIssuer.start()

// @ts-expect-error: undefined is no value of an option, with exactOptionalPropertyTypes
export const absent: VerifyOptions = { issuer: undefined }
// @ts-expect-error: a misspelt algorithm, so this is a type and not `any`
Key.generate('ES265')
// The same for each adapter.
// @ts-expect-error
express(1)
// @ts-expect-error
fastify(1)
// @ts-expect-error
grpc(1)
// @ts-expect-error
hono(1)
// @ts-expect-error
mcp(1)
// @ts-expect-error
nest(1)
// @ts-expect-error
next(1)
// @ts-expect-error
ws(1)
