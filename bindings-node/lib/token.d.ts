import type { Claims } from './forms.js'
import type { TokenKind } from './options.js'

/**
 * A token whose signature, encryption and claims were checked.
 *
 * @example
 * ```js
 * import { Key, sign, verify } from 'tokenseal'
 *
 * const key = Key.generate('HS256', { keyId: 'k' })
 * const token = verify(sign({ sub: 'alice' }, key, { expiresIn: '5m' }), key)
 * token.claims.sub // => 'alice'
 * token.kind // => 'signed'
 * token.keyId // => 'k'
 * token.header // => { alg: 'HS256', kid: 'k', typ: 'JWT' }
 * ```
 */
export class Token<C extends object = Claims> {
  private constructor()

  /**
   * The claims: a new object each time, which you may change. Keep it if you read it often, or use
   * {@link Token.get}.
   *
   * An integer beyond 2^53 that a number cannot hold throws `ERR_JWT_CLAIM_INVALID` here: it is
   * never rounded. {@link Token.claimsWithBigInts} returns it.
   */
  readonly claims: C
  /** The bytes that were verified or decrypted: the claims as JSON text, exactly as they were protected. */
  readonly payload: Uint8Array
  /** The protected header: the signed token's, or the encrypted one's if nothing is signed. A new object each time. */
  readonly header: Readonly<Record<string, unknown>>
  /** The `keyId` of the key that fitted: the key's own, never the token's. */
  readonly keyId: string | null
  /** How the token was protected. */
  readonly kind: TokenKind
  /**
   * How the sender proved, in the check, possession of what the token is bound to (`cnf`, RFC 7800):
   * by a DPoP proof (RFC 9449) or a client certificate (RFC 8705). Null if it is bound to nothing,
   * or `proofOfPossession` is `ignore`.
   */
  readonly provenBy: 'dpop' | 'certificate' | null
  /** The header of the encrypted token around a signed one. A new object each time. */
  readonly outerHeader: Readonly<Record<string, unknown>> | null
  /** The `keyId` of the key that decrypted the token. */
  readonly decryptionKeyId: string | null

  /**
   * The claims, with every integer beyond ±(2^53 - 1) as a bigint. All other numbers are numbers.
   *
   * @returns A new object. `JSON.stringify` rejects bigints.
   *
   * @example
   * ```js
   * import { Key, sign, verify } from 'tokenseal'
   *
   * const key = Key.generate('HS256')
   * const token = verify(sign({ id: 9007199254740993n, n: 5 }, key, { expiresIn: '5m' }), key)
   * token.claimsWithBigInts().id // => 9007199254740993n
   * token.claimsWithBigInts().n // => 5
   * token.claims // throws ERR_JWT_CLAIM_INVALID
   * ```
   */
  claimsWithBigInts<B extends object = C>(): B

  /**
   * A claim of the token. For one claim, this is the fastest way.
   *
   * @param name - The claim's name.
   * @returns The claim, or undefined if the token does not have it.
   * @throws `ERR_OPTION_INVALID` if the name is not text, `ERR_JWT_CLAIM_INVALID` as for `claims`.
   *
   * @example
   * ```js
   * import { Key, sign, verify } from 'tokenseal'
   *
   * const key = Key.generate('HS256')
   * const token = verify(sign({ sub: 'alice' }, key, { expiresIn: '5m' }), key)
   * token.get('sub') // => 'alice'
   * token.get('toString') // => undefined
   * ```
   */
  get<N extends keyof C & string>(name: N): C[N]
  get(name: string): unknown
}

/** What an unchecked token says about itself. */
export interface Inspected {
  /** How it claims to be protected. */
  kind: TokenKind
  /** The protected header; of a nested token, the outer one. */
  header: Record<string, unknown>
  /** The claims of a signed token, if they are a strict JSON object. */
  readonly claims: Claims | null
  /** The same as JSON text. */
  readonly payload: Uint8Array | null
}
