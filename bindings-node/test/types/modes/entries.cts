// Type checks only: every entry by `require`.

import tokenseal = require('tokenseal')
import jose = require('tokenseal/compat/jose')
import base64url = require('tokenseal/compat/jose/base64url')
import joseDecode = require('tokenseal/compat/jose/decode/decode_jwt')
import joseErrors = require('tokenseal/compat/jose/errors')
import joseJwe = require('tokenseal/compat/jose/jwe/compact/decrypt')
import joseJwk = require('tokenseal/compat/jose/jwk/embedded')
import joseJwks = require('tokenseal/compat/jose/jwks/local')
import joseJws = require('tokenseal/compat/jose/jws/compact/verify')
import joseJwt = require('tokenseal/compat/jose/jwt/sign')
import joseKey = require('tokenseal/compat/jose/key/import')
import jsonwebtoken = require('tokenseal/compat/jsonwebtoken')
import express = require('tokenseal/express')
import fastify = require('tokenseal/fastify')
import grpc = require('tokenseal/grpc')
import hono = require('tokenseal/hono')
import mcp = require('tokenseal/mcp')
import nest = require('tokenseal/nest')
import next = require('tokenseal/next')
import testing = require('tokenseal/testing')
import ws = require('tokenseal/ws')

const options: tokenseal.VerifyOptions = { issuer: 'https://login.example', leeway: '30s' }
const subject: unknown = tokenseal.verify('a.b.c', tokenseal.Key.generate('ES256'), options).claims.sub
const payload = jsonwebtoken.verify('a.b.c', 'x') as jsonwebtoken.JwtPayload
const issuer: Promise<testing.TestIssuer> = testing.TestIssuer.start()

// @ts-expect-error: a misspelt algorithm
tokenseal.Key.generate('ES265')
// The same for each adapter.
// @ts-expect-error
express.protect(1)
// @ts-expect-error
fastify.protect(1)
// @ts-expect-error
grpc.protect(1)
// @ts-expect-error
hono.protect(1)
// @ts-expect-error
mcp.protect(1)
// @ts-expect-error
nest.protect(1)
// @ts-expect-error
next.protect(1)
// @ts-expect-error
ws.protect(1)

const joseNames = [jose.jwtVerify, base64url.encode, joseDecode.decodeJwt, joseErrors.JOSEError, joseJwe.compactDecrypt]
const moreNames = [joseJwk.EmbeddedJWK, joseJwks.createLocalJWKSet, joseJws.compactVerify, joseJwt.SignJWT, joseKey.importJWK]

export = { issuer, joseNames, moreNames, payload, subject }
