/**
 * JSON Web Tokens: signed, encrypted, or both.
 *
 * ```js
 * import { Key, sign, verify } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const token = sign({ sub: 'alice' }, key, { issuer: 'https://issuer.example', expiresIn: '15m' })
 * const { claims } = verify(token, key.public(), { issuer: 'https://issuer.example' })
 * claims.sub // => 'alice'
 * ```
 *
 * Checking a token takes microseconds, so everything is synchronous. Slow operations (RSA with a
 * private key, passwords, new keys, many tokens) also have a form whose name ends in `Async`: it
 * takes the same arguments, works on the thread pool, and returns a promise.
 *
 * Every failure throws a {@link TokenError} with a stable `code`.
 *
 * @packageDocumentation
 */

export * from './lib/access_rules.js'
export * from './lib/algorithm.js'
export * as dpop from './lib/dpop.js'
export * from './lib/error.js'
export { Unsigned, prepare } from './lib/external.js'
export * from './lib/forms.js'
export * as http from './lib/http.js'
export * from './lib/issuer.js'
export * as jwe from './lib/jwe.js'
export * as jws from './lib/jws.js'
export * from './lib/jwt.js'
export * from './lib/key.js'
export * from './lib/key_ring.js'
export * from './lib/key_set.js'
export * from './lib/options.js'
export * from './lib/protected_resource.js'
export * from './lib/remote_key_set.js'
export * from './lib/replay_cache.js'
export * from './lib/revocations.js'
export * from './lib/status_list.js'
export * from './lib/status_lists.js'
export * from './lib/token.js'
export * from './lib/verifier.js'
