// Run where the packed package is installed: a token by `import`, by `require`, by the shim. Prints who got it.

import { createRequire } from 'node:module'

import { SignJWT } from 'tokenseal/compat/jose'
import { jwtVerify } from 'tokenseal/compat/jose/jwt/verify'
import jwt, { verify as verifyByName } from 'tokenseal/compat/jsonwebtoken'
import * as tokenseal from 'tokenseal'

const { Key, TokenError, Verifier, seal, sign, unseal } = tokenseal
const require = createRequire(import.meta.url)
const required = require('tokenseal')
const results = []

const key = Key.generate('ES256')
const recipient = Key.generate('ECDH-ES+A256KW')
const sealed = seal({ sub: 'import' }, { signWith: key, encryptTo: recipient.public(), expiresIn: '1m' })
results.push(unseal(sealed, { decryptWith: recipient, verifyWith: key.public() }).claims.sub)
results.push(new required.Verifier({ keys: key }).verify(sign({ sub: 'require' }, key, { expiresIn: 60 })).get('sub'))

const secret = 'a secret of thirty-two bytes, ha'
results.push(jwt.verify(jwt.sign({ sub: 'compat' }, secret, { expiresIn: '1h' }), secret).sub)
results.push(verifyByName(require('tokenseal/compat/jsonwebtoken').sign({ sub: 'compat by require' }, secret), secret).sub)

const jose = await new SignJWT({ sub: 'jose' }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret))
results.push((await jwtVerify(jose, Buffer.from(secret))).payload.sub)
results.push(require('tokenseal/compat/jose/errors').JWTExpired === require('tokenseal/compat/jose').errors.JWTExpired)

try {
  new Verifier({ keys: key }).verify('a.b.c')
} catch (error) {
  results.push(error instanceof TokenError && error instanceof required.TokenError && error.code)
}
try {
  jwt.verify(jwt.sign({ exp: 1 }, secret), secret)
} catch (error) {
  results.push(error.name)
}
try {
  require('tokenseal/lib/key.cjs')
} catch (error) {
  results.push(error.code)
}
results.push(require('tokenseal/package.json').name)
console.log(JSON.stringify(results))
