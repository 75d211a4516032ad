import type { TokenError } from './error.js'
import type { Claims, TokenInput } from './forms.js'
import type { CheckOptions, VerifierOptions } from './options.js'
import type { Token } from './token.js'

/**
 * Checks tokens with keys and options that are compiled once: what a service makes at its start, and uses for every request.
 *
 * With `keys` it accepts signed tokens, with `decryptionKeys` encrypted ones, with both nested ones only; `accept` says otherwise. In
 * TypeScript its
 * parameter is the type of the claims: `new Verifier<MyClaims>(…)`.
 *
 * @example
 * ```js
 * import { Key, Verifier, sign } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const verifier = new Verifier({ keys: key.public(), issuer: 'https://issuer.example', leeway: '30s' })
 * const token = sign({ sub: 'alice' }, key, { issuer: 'https://issuer.example', expiresIn: '15m' })
 * verifier.verify(token).claims.sub // => 'alice'
 * ```
 */
export class Verifier<C extends object = Claims> {
  /**
   * Compiles keys and options.
   *
   * @param options - The keys, of which one kind is required, and what is expected of every token.
   * @throws `ERR_OPTION_INVALID` for a wrong option, or a kind of token that there are no keys for,
   * `ERR_JOSE_NOT_SUPPORTED` for an unknown algorithm.
   *
   * @example
   * ```js
   * import { Key, Verifier, encrypt } from 'tokenseal'
   *
   * const key = Key.generate('A256GCMKW')
   * const verifier = new Verifier({ decryptionKeys: key, audience: ['https://api.example', 'https://old.example'] })
   * const token = encrypt({}, key, { audience: 'https://api.example', expiresIn: '15m' })
   * verifier.verify(token).kind // => 'encrypted'
   * const later = new Verifier({ decryptionKeys: key, allowAnyAudience: true, clock: () => new Date(Date.now() + 3600_000) })
   * later.verify(token) // throws ERR_JWT_EXPIRED
   * new Verifier({ keys: key, isuer: 'https://issuer.example' }) // throws ERR_OPTION_INVALID
   * ```
   */
  constructor(options: VerifierOptions)

  /**
   * Checks a token, signed, encrypted or nested.
   *
   * @param token - The token, as text or as its bytes.
   * @param options - The time, if it is not what the clock says.
   * @returns The token, with its claims.
   * @throws `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token,
   * `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
   * `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`,
   * `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_UNSIGNED`, `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`,
   * `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key, TokenError, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('HS256')
   * const verifier = new Verifier({ keys: key })
   * try {
   *   verifier.verify(sign({}, key, { expiresIn: 60 }), { now: new Date('2999-01-01') })
   * } catch (error) {
   *   error instanceof TokenError // => true
   *   error.code // => 'ERR_JWT_EXPIRED'
   *   error.claim // => 'exp'
   * }
   * ```
   */
  verify(token: TokenInput, options?: CheckOptions): Token<C>

  /**
   * Checks a token as {@link Verifier.verify} does, on the thread pool: worth it for RSA decryption and passwords.
   *
   * @param token - The token, as text or as its bytes.
   * @param options - The time, if it is not what the clock says.
   * @returns A promise of the token.
   * @throws As {@link Verifier.verify}, as a rejection: `ERR_JWT_INVALID` and others.
   *
   * @example
   * ```js
   * import { Key, Verifier, encryptAsync } from 'tokenseal'
   *
   * const key = Key.fromPassword('correct horse')
   * const verifier = new Verifier({ decryptionKeys: key })
   * const token = await encryptAsync({ sub: 'alice' }, key, { expiresIn: '15m' })
   * ;(await verifier.verifyAsync(token)).get('sub') // => 'alice'
   * ```
   */
  verifyAsync(token: TokenInput, options?: CheckOptions): Promise<Token<C>>

  /**
   * Checks many tokens on all cores, and waits for them.
   *
   * @param tokens - The tokens, as text or as their bytes.
   * @param options - The time, if it is not what the clock says.
   * @returns For each token, in its place, what {@link Verifier.verify} would give or throw.
   * @throws `ERR_OPTION_INVALID` for what is no list, or a wrong option.
   *
   * @example
   * ```js
   * import { Key, TokenError, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const results = new Verifier({ keys: key }).verifyMany([sign({ sub: 'alice' }, key, { expiresIn: 60 }), 'no token'])
   * results[0].get('sub') // => 'alice'
   * results[1] instanceof TokenError // => true
   * results[1].code // => 'ERR_JWT_INVALID'
   * ```
   */
  verifyMany(tokens: readonly TokenInput[], options?: CheckOptions): Array<Token<C> | TokenError>

  /**
   * Checks many tokens on all cores, while the event loop goes on.
   *
   * @param tokens - The tokens, as text or as their bytes.
   * @param options - The time, if it is not what the clock says.
   * @returns A promise of what {@link Verifier.verifyMany} gives.
   * @throws `ERR_OPTION_INVALID` for what is no list, or a wrong option, as a rejection.
   *
   * @example
   * ```js
   * import { Key, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const tokens = ['alice', 'bob'].map((sub) => sign({ sub }, key, { expiresIn: 60 }))
   * const results = await new Verifier({ keys: key }).verifyManyAsync(tokens)
   * results.map((token) => token.get('sub')) // => ['alice', 'bob']
   * ```
   */
  verifyManyAsync(tokens: readonly TokenInput[], options?: CheckOptions): Promise<Array<Token<C> | TokenError>>
}
