import type { ErrorCode } from './error.js'
import type { Jwk, Jwks, Keys } from './forms.js'
import type { Key } from './key.js'
import type { ExportOptions, FromJwksOptions } from './options.js'

/** A key of a set that was set aside when the set was read. */
export interface RejectedKey {
  /** Its index in the `keys` of the set, from 0. */
  index: number
  /** Its `kid`, if it has one. */
  keyId: string | null
  /** Why it was set aside, for programs. */
  code: ErrorCode
  /** Why it was set aside, for people. */
  message: string
}

/**
 * An ordered, immutable set of keys.
 *
 * @example
 * ```js
 * import { Key, KeySet } from 'tokenseal'
 *
 * const set = new KeySet([Key.generate('ES256', { keyId: 'old' }), Key.generate('Ed25519', { keyId: 'new' })])
 * Array.from(set, (key) => key.keyId) // => ['old', 'new']
 * ```
 */
export class KeySet implements Iterable<Key> {
  /**
   * Makes a set of given keys.
   *
   * @param keys - A key, a list of keys, or another set.
   * @throws `ERR_OPTION_INVALID` for anything else.
   *
   * @example
   * ```js
   * import { Key, KeySet } from 'tokenseal'
   *
   * new KeySet([Key.generate('ES256')]).size // => 1
   * ```
   */
  constructor(keys: Keys)

  /**
   * Reads a JWK Set (RFC 7517, section 5). A malformed key is set aside and listed in `rejected`; with `strict` it fails the set.
   *
   * @param jwks - The set, as an object or as JSON text (a string or bytes).
   * @param options - Whether to be strict.
   * @returns The set.
   * @throws `ERR_JWKS_INVALID` for anything that is not a set, `ERR_JOSE_LIMIT_EXCEEDED` for more
   * than a thousand keys, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key, KeySet } from 'tokenseal'
   *
   * const jwks = { keys: [Key.generate('ES256').toJwk(), { kty: 'EC', kid: 'broken' }] }
   * const set = KeySet.fromJwks(jwks)
   * set.size // => 1
   * set.rejected.map(({ keyId, code }) => [keyId, code]) // => [['broken', 'ERR_JWK_INVALID']]
   * KeySet.fromJwks(jwks, { strict: true }) // throws ERR_JWKS_INVALID
   * ```
   */
  static fromJwks(jwks: Jwks | string | Uint8Array, options?: FromJwksOptions): KeySet

  /** How many keys there are, without the rejected ones. */
  readonly size: number
  /** The keys that were set aside. */
  readonly rejected: RejectedKey[]

  /**
   * The first key with this `keyId`.
   *
   * @param keyId - The `keyId`.
   * @returns The key, or undefined.
   * @throws `ERR_OPTION_INVALID` if the `keyId` is not text.
   *
   * @example
   * ```js
   * import { Key, KeySet } from 'tokenseal'
   *
   * const set = new KeySet(Key.generate('ES256', { keyId: 'a' }))
   * set.get('a')?.algorithm // => 'ES256'
   * set.get('b') // => undefined
   * ```
   */
  get(keyId: string): Key | undefined

  /** The keys, in their order. */
  [Symbol.iterator](): IterableIterator<Key>

  /**
   * The set as a JWK Set (RFC 7517, section 5): the public halves, and no shared secrets; with
   * `private`, complete keys.
   *
   * @param options - Whether to give the secrets.
   * @returns The set.
   * @throws `ERR_OPTION_INVALID` for an invalid option.
   *
   * @example
   * ```js
   * import { Key, KeySet } from 'tokenseal'
   *
   * new KeySet([Key.generate('ES256'), Key.generate('HS256')]).toJwks().keys.length // => 1
   * ```
   */
  toJwks(options?: ExportOptions): { keys: Jwk[] }
}
