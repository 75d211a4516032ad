import type { IssueOptions, IssuerOptions } from './options.js'

/**
 * Makes tokens with keys and options that are given once: for services that issue tokens.
 *
 * With a signing key it signs, with an encryption key it encrypts, with both it seals. Its options
 * are checked when it is created, so that a mistake shows when the service starts.
 *
 * @example
 * ```js
 * import { Issuer, Key, Verifier } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const issuer = new Issuer({ signingKey: key, issuer: 'https://issuer.example', audience: 'https://api.example', lifetime: '15m' })
 * const verifier = new Verifier({ keys: key.public(), issuer: 'https://issuer.example', audience: 'https://api.example' })
 * verifier.verify(issuer.issue({ sub: 'alice' })).get('sub') // => 'alice'
 * ```
 */
export class Issuer {
  /**
   * Checks keys and options.
   *
   * @param options - The keys (at least one is required), what goes into every token, and how long
   * tokens live.
   * @throws `ERR_OPTION_INVALID` for an invalid option or no key, `ERR_KEY_MISMATCH` for a key that
   * cannot do its job.
   *
   * @example
   * ```js
   * import { Issuer, Key, inspectUnverified } from 'tokenseal'
   *
   * new Issuer({ signingKey: Key.generate('ES256'), lifetime: '15m' }).issue({}).split('.').length // => 3
   * const stopped = new Issuer({ signingKey: Key.generate('ES256'), lifetime: '15m', clock: () => 1_700_000_000 })
   * inspectUnverified(stopped.issue({})).claims.exp // => 1700000900
   * new Issuer({ encryptionKey: Key.generate('ES256'), lifetime: '15m' }) // throws ERR_KEY_MISMATCH
   * ```
   */
  constructor(options: IssuerOptions)

  /**
   * Makes a token.
   *
   * @param claims - The claims, as for {@link sign}.
   * @param options - What differs for this token.
   * @returns The token, in the compact serialization.
   * @throws `ERR_OPTION_INVALID` for an invalid option or no expiry, `ERR_JWT_INVALID` for claims
   * that JSON cannot represent, `ERR_JWT_CLAIM_INVALID` for a registered claim of the wrong type,
   * `ERR_JWT_CLAIM_MISSING` for what a profile requires, `ERR_JWKS_NO_MATCHING_KEY` if a ring or a
   * recipient has no key that fits.
   *
   * @example
   * ```js
   * import { Issuer, Key, inspectUnverified } from 'tokenseal'
   *
   * const issuer = new Issuer({ signingKey: Key.generate('HS256'), lifetime: '15m' })
   * const token = issuer.issue({ scope: 'read' }, { subject: 'alice', expiresIn: 60, now: 1_700_000_000 })
   * inspectUnverified(token).claims.exp // => 1700000060
   * ```
   */
  issue(claims: object | Uint8Array, options?: IssueOptions): string

  /**
   * Makes a token as {@link Issuer.issue} does, on the thread pool: an RSA signature takes a millisecond.
   *
   * @param claims - The claims, as for {@link sign}.
   * @param options - What differs for this token.
   * @returns A promise of the token.
   * @throws As {@link Issuer.issue}, as a rejection: `ERR_OPTION_INVALID` and others.
   *
   * @example
   * ```js
   * import { Issuer, Key, inspectUnverified } from 'tokenseal'
   *
   * const issuer = new Issuer({ signingKey: await Key.generateAsync('PS256'), lifetime: '15m' })
   * inspectUnverified(await issuer.issueAsync({ sub: 'alice' })).header.alg // => 'PS256'
   * ```
   */
  issueAsync(claims: object | Uint8Array, options?: IssueOptions): Promise<string>
}
