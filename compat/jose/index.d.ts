/**
 * The API of panva's `jose` 6, over tokenseal: only the line that imports it changes.
 *
 * ```js
 * import { SignJWT, jwtVerify } from 'tokenseal/compat/jose'
 *
 * const secret = new TextEncoder().encode('7f0e6c2b9d8a41f3a5c4e1d09b6f8273')
 * const token = await new SignJWT({ sub: 'alice' })
 *   .setProtectedHeader({ alg: 'HS256' })
 *   .setExpirationTime('15m')
 *   .sign(secret)
 * const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'] })
 * ```
 *
 * Keys, signatures, encryption, headers and JSON are tokenseal's; claims are checked by jose's
 * rules. What jose allows but tokenseal refuses throws an error of the same classes, whose `cause`
 * is the `TokenError`. The differences are listed in docs/compat-jose.md.
 *
 * @packageDocumentation
 */

import * as base64url from './base64url.js'
import * as errors from './errors.js'

export * from './jwe.js'
export * from './jwks.js'
export * from './jws.js'
export * from './jwt.js'
export * from './key.js'
export * from './types.js'
export { base64url, errors }

/** @deprecated Always the same. */
export const cryptoRuntime = 'WebCryptoAPI'
