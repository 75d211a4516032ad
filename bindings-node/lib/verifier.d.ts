import type { TokenError } from './error.js'
import type { Claims, Clock, DecryptionKeys, TokenInput } from './forms.js'
import type { CheckManyOptions, CheckOptions, VerifierOptions } from './options.js'
import type { ReadyOptions, RemoteDriver, Watched } from './remote_key_set.js'
import type { ReplayCache } from './replay_cache.js'
import type { Token } from './token.js'

/** The keys of a verifier whose issuer says where its keys are, and options for every token that it checks. */
export interface ForIssuerOptions extends Omit<VerifierOptions, ForIssuer>, RemoteDriver {}

/** What the issuer itself says. */
type ForIssuer = 'keys' | 'issuer' | 'issuerTemplate' | 'allowAnyIssuer' | 'onEvent'

/** Options of a verifier of several issuers, which have their own. */
export interface ByIssuerOptions extends Watched {
  /** The keys that decrypt nested tokens, which are then the only ones to be accepted. */
  decryptionKeys?: DecryptionKeys | null
  /** A function that returns the time, for every call without `now`; the system clock if not given. */
  clock?: Clock | null
}

/**
 * Checks tokens with keys and options that are compiled once: a service makes it at start-up, and
 * uses it for every request.
 *
 * With `keys` it accepts signed tokens, with `decryptionKeys` encrypted ones, with both only
 * nested ones; `accept` changes that. In TypeScript, its type parameter is the type of the claims:
 * `new Verifier<MyClaims>(…)`.
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
   * @param options - The keys (at least one kind is required), and what is expected of every token.
   * @throws `ERR_OPTION_INVALID` for an invalid option, or a kind of token that there are no keys
   * for, `ERR_JOSE_NOT_SUPPORTED` for an unknown algorithm.
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
   * A verifier of an issuer's tokens, with the keys that its metadata names (OpenID Connect
   * Discovery, RFC 8414): keys and `iss` in one. Nothing is fetched yet.
   *
   * @param issuer - The issuer: an https URL, and the `iss` of its tokens.
   * @param options - What else is expected of every token, and how the keys are fetched.
   * @returns The verifier.
   * @throws `ERR_OPTION_INVALID` for an invalid option, or an issuer that is not an https URL.
   *
   * @example
   * ```js
   * import { Verifier } from 'tokenseal'
   *
   * const verifier = Verifier.forIssuer('https://tenant.example/', { audience: 'https://api.example' })
   * verifier instanceof Verifier // => true
   * Verifier.forIssuer('tenant.example') // throws ERR_OPTION_INVALID
   * ```
   */
  static forIssuer<C extends object = Claims>(issuer: string, options?: ForIssuerOptions): Verifier<C>

  /**
   * A verifier of several issuers: each of `verifiers` has one, and a token's exact `iss` chooses which is asked. Nothing else is tried.
   * Verifiers can be added and removed while it is used.
   *
   * @param verifiers - A verifier for each issuer, without decryption keys.
   * @param options - The keys that decrypt, if the tokens are nested.
   * @returns The verifier.
   * @throws `ERR_OPTION_INVALID` if one expects no issuer, or two expect the same.
   *
   * @example
   * ```js
   * import { Key, Verifier, sign } from 'tokenseal'
   *
   * const [a, b] = [Key.generate('ES256'), Key.generate('ES256')]
   * const verifier = Verifier.byIssuer([
   *   new Verifier({ keys: a.public(), issuer: 'https://a.example' }),
   *   new Verifier({ keys: b.public(), issuer: 'https://b.example' }),
   * ])
   * const token = sign({ sub: 'alice' }, b, { issuer: 'https://b.example', expiresIn: '15m' })
   * verifier.verify(token).claims.sub // => 'alice'
   * verifier.verify(sign({}, b, { issuer: 'https://c.example', expiresIn: '15m' })) // throws ERR_JWT_CLAIM_MISMATCH
   * ```
   */
  static byIssuer<C extends object = Claims>(verifiers: ReadonlyArray<Verifier<C>>, options?: ByIssuerOptions): Verifier<C>

  /**
   * Adds the verifier of one more issuer to a verifier of several.
   *
   * @param verifier - The verifier of that issuer.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` if it expects no issuer or one that is already there, and if this
   * verifier has its own keys.
   *
   * @example
   * ```js
   * import { Verifier } from 'tokenseal'
   *
   * const verifier = Verifier.byIssuer([])
   * verifier.add(Verifier.forIssuer('https://tenant.example/'))
   * verifier.add(Verifier.forIssuer('https://tenant.example/')) // throws ERR_OPTION_INVALID
   * ```
   */
  add(verifier: Verifier<C>): void

  /**
   * Removes the verifier of an issuer from a verifier of several; its aliases go with it.
   *
   * @param issuer - The issuer or its template, as it was given.
   * @returns Whether there was one.
   * @throws `ERR_OPTION_INVALID` if this verifier has its own keys.
   *
   * @example
   * ```js
   * import { Verifier } from 'tokenseal'
   *
   * const verifier = Verifier.byIssuer([Verifier.forIssuer('https://tenant.example/')])
   * verifier.remove('https://tenant.example/') // => true
   * verifier.remove('https://tenant.example/') // => false
   * ```
   */
  remove(issuer: string): boolean

  /**
   * Fetches all remote keys unless usable ones are at hand, and the status lists that are allowed by
   * exact address: for a service's start-up and health check.
   *
   * @param options - How long to wait.
   * @returns A promise that resolves once there are keys and lists.
   * @throws `ERR_JWKS_UNAVAILABLE` or `ERR_JWT_REVOCATION_UNAVAILABLE` if some are still missing at
   * the end, `ERR_OPTION_INVALID`, as a rejection.
   *
   * @example
   * ```js
   * import { RemoteKeySet, Verifier } from 'tokenseal'
   * import { TestIssuer } from 'tokenseal/testing'
   *
   * const issuer = await TestIssuer.start()
   * const verifier = new Verifier({ keys: new RemoteKeySet({ issuer: issuer.url, allowHttp: true }), issuer: issuer.url })
   * await verifier.ready()
   * verifier.verify(issuer.issue({ sub: 'alice' })).claims.sub // => 'alice'
   * await issuer.close()
   * ```
   */
  ready(options?: ReadyOptions): Promise<void>

  /**
   * Checks a token, signed, encrypted or nested. It never waits: if keys or a status list must be
   * fetched, it starts fetching them and fails. Await {@link Verifier.ready} first, or use {@link
   * Verifier.verifyAsync}.
   *
   * @param token - The token, as text or as its bytes.
   * @param options - The DPoP proof and the certificate that came with it; the time, if it is not what the clock says.
   * @returns The token, with its claims.
   * @throws `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token,
   * `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_ALG_NOT_ALLOWED`,
   * `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`,
   * `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_UNSIGNED`,
   * `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`, `ERR_JWT_CLAIM_MISMATCH`,
   * `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_JWT_REVOKED`,
   * `ERR_JWT_REVOCATION_UNAVAILABLE`, `ERR_JWKS_UNAVAILABLE`, `ERR_JWT_NOT_BOUND` for a bound token
   * whose sender does not prove possession of what it is bound to, `ERR_DPOP_INVALID`,
   * `ERR_DPOP_NONCE_REQUIRED`, `ERR_DPOP_UNAVAILABLE`, `ERR_OPTION_INVALID`.
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
   * Checks a token as {@link Verifier.verify} does, on the thread pool: worth it for RSA decryption
   * and passwords. If keys or a status list must be fetched first, it waits for them.
   *
   * @param token - The token, as text or as its bytes.
   * @param options - The DPoP proof and the certificate that came with it; the time, if it is not what the clock says.
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
   * @returns For each token, in its place, what {@link Verifier.verify} would return or throw.
   * @throws `ERR_OPTION_INVALID` for anything that is not a list, or a wrong option.
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
  verifyMany(tokens: readonly TokenInput[], options?: CheckManyOptions): Array<Token<C> | TokenError>

  /**
   * Checks many tokens on all cores, without blocking the event loop.
   *
   * @param tokens - The tokens, as text or as their bytes.
   * @param options - The time, if it is not what the clock says.
   * @returns A promise of what {@link Verifier.verifyMany} gives.
   * @throws `ERR_OPTION_INVALID` for anything that is not a list, or a wrong option, as a rejection.
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
  verifyManyAsync(tokens: readonly TokenInput[], options?: CheckManyOptions): Promise<Array<Token<C> | TokenError>>

  /**
   * Whether a token that this verifier accepted is still valid: for long-lived connections, such as
   * a WebSocket, to ask now and then. It checks the token's times, the list of revocations and the
   * status; signature, claims and proof were checked when the connection began.
   *
   * It never waits, and uses what is at hand of a list that must be read or fetched. Use {@link
   * Verifier.stillValidAsync} in services.
   *
   * @param token - The token, as its check returned it.
   * @param options - The time, if it is not what the clock says.
   * @returns Nothing, while the token is valid.
   * @throws `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_JWT_REVOKED`: close the connection.
   * `ERR_JWT_REVOCATION_UNAVAILABLE` if the list or the status is unavailable. `ERR_OPTION_INVALID`
   * for anything that is not a Token, or for a strict list, since that requires waiting.
   *
   * @example
   * ```js
   * import { Key, Revocations, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('HS256')
   * const revocations = new Revocations()
   * const verifier = new Verifier({ keys: key, revocations })
   * const token = verifier.verify(sign({ sub: 'alice', jti: 'a' }, key, { expiresIn: '5m' }))
   *
   * verifier.stillValid(token)
   * verifier.stillValid(token, { now: new Date(Date.now() + 300_000) }) // throws ERR_JWT_EXPIRED
   * revocations.revoke(token)
   * verifier.stillValid(token) // throws ERR_JWT_REVOKED
   * ```
   */
  stillValid(token: Token<object>, options?: CheckManyOptions): void

  /**
   * The same as {@link Verifier.stillValid}, and waits if a list in a store or a status must be
   * fetched first.
   *
   * @param token - The token, as its check returned it.
   * @param options - The time, if it is not what the clock says.
   * @returns A promise that resolves if the token is still valid.
   * @throws As {@link Verifier.stillValid}, as a rejection: `ERR_JWT_EXPIRED` and others.
   *
   * @example
   * ```js
   * import { TestIssuer } from 'tokenseal/testing'
   *
   * const issuer = await TestIssuer.start()
   * const verifier = issuer.verifier()
   * const token = await verifier.verifyAsync(issuer.issue({ sub: 'alice' }))
   * await verifier.stillValidAsync(token)
   * const refused = await verifier.stillValidAsync(token, { now: new Date('2999-01-01') }).catch((error) => error)
   * refused.code // => 'ERR_JWT_EXPIRED'
   * await issuer.close()
   * ```
   */
  stillValidAsync(token: Token<object>, options?: CheckManyOptions): Promise<void>

  /**
   * A nonce for the header `DPoP-Nonce` of an answer, so that a client has a fresh one before it needs it (RFC 9449, section 8.2).
   *
   * @param options - The time, if it is not what the clock says.
   * @returns The nonce, which is valid for at least five minutes; null without `nonceKey`.
   * @throws `ERR_OPTION_INVALID` for an invalid time.
   *
   * @example
   * ```js
   * import { Key, Verifier } from 'tokenseal'
   *
   * const key = Key.generate('HS256')
   * new Verifier({ keys: key, publicOrigins: ['https://api.example'], nonceKey: key }).dpopNonce().length // => 54
   * new Verifier({ keys: key }).dpopNonce() // => null
   * ```
   */
  dpopNonce(options?: CheckManyOptions): string | null

  /** The cache of the DPoP proofs that were used, for its `status`; null if this verifier cannot check any. */
  readonly replays: ReplayCache | null
}
