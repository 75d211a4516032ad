import type { Key } from './key.js'
import type { KeyRing } from './key_ring.js'
import type { StatusTokenOptions } from './options.js'

/**
 * The `status` claim of a token: which list it is on, and at which index
 * (draft-ietf-oauth-status-list-21, section 6.2).
 */
export interface StatusClaim {
  /** The index of its status. */
  status_list: {
    /** Its index. */
    idx: number
    /** Where the list is published. */
    uri: string
  }
}

/**
 * The statuses of the tokens of an issuer, published as one signed list (draft-ietf-oauth-status-list-21).
 *
 * Each token gets its own random index from {@link StatusList.allocate}, so that an index does not
 * reveal when its token was issued. No index is given out twice: save the {@link
 * StatusList.toState | state} before a token with a new index leaves. Only one process may change
 * a list at a time. A status is valid until it is {@link StatusList.set | set} to something else.
 *
 * @example
 * ```js
 * import { Issuer, Key, StatusList } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const uri = 'https://issuer.example/statuses/1'
 * const list = new StatusList(1_000_000, 1)
 * const index = list.allocate()
 * const issuer = new Issuer({ signingKey: key, issuer: 'https://issuer.example', lifetime: '90d' })
 * const token = issuer.issue({ sub: 'alice', status: list.claim(uri, index) })
 *
 * list.set(index, StatusList.INVALID) // the token is revoked
 * const published = list.toJwt(key, uri, { ttl: '5m', expiresIn: '1d' }) // served as application/statuslist+jwt
 * published.split('.').length // => 3
 * ```
 */
export class StatusList {
  /** The token is valid. */
  static readonly VALID: 0
  /** The token is revoked, permanently. */
  static readonly INVALID: 1
  /** The token is suspended for now. This needs a list of at least two bits. */
  static readonly SUSPENDED: 2

  /**
   * A list without any allocated index.
   *
   * @param capacity - How many tokens it has room for; rounded up to a multiple of eight.
   * @param bits - How many bits the status of each has: 1, 2, 4 or 8. One distinguishes valid from
   * invalid; suspending needs two.
   * @throws `ERR_OPTION_INVALID` for another number of bits, a capacity of 0, or one that takes more
   * than 16 MiB, the most that others read by default: a hundred and thirty-four million tokens at
   * one bit.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * new StatusList(1000, 2).capacity // => 1000
   * new StatusList(1000, 3) // throws ERR_OPTION_INVALID
   * ```
   */
  constructor(capacity: number, bits: number)

  /**
   * The list that {@link StatusList.toState} saved. Nothing protects the text: anyone who can change
   * it decides which tokens are valid.
   *
   * @param state - The text.
   * @returns The list.
   * @throws `ERR_OPTION_INVALID` if it is truncated, damaged, or from a newer version.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * const list = new StatusList(1000, 2)
   * const index = list.allocate()
   * list.set(index, StatusList.SUSPENDED)
   * const again = StatusList.fromState(list.toState())
   * again.get(index) // => 2
   * again.free // => 999
   * StatusList.fromState('{}') // throws ERR_OPTION_INVALID
   * ```
   */
  static fromState(state: string): StatusList

  /** How many tokens the list has room for. */
  readonly capacity: number
  /** How many bits a status has. */
  readonly bits: number
  /** How many indexes are still free. */
  readonly free: number

  /**
   * Returns a random free index.
   *
   * @returns The index, from 0 on.
   * @throws `ERR_OPTION_INVALID` if the list is full: make another one, with its own address.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * const list = new StatusList(8, 1)
   * const given = Array.from({ length: 8 }, () => list.allocate())
   * given.sort() // => [0, 1, 2, 3, 4, 5, 6, 7]
   * list.allocate() // throws ERR_OPTION_INVALID
   * ```
   */
  allocate(): number

  /**
   * Sets the status of the token that was given this index.
   *
   * @param index - The index.
   * @param status - {@link StatusList.VALID}, {@link StatusList.INVALID}, {@link
   * StatusList.SUSPENDED}, or an application-specific number, which others refuse as they refuse an
   * invalid token.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` if no token was given the index, or the status needs more bits.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * const list = new StatusList(1000, 1)
   * const index = list.allocate()
   * list.set(index, StatusList.INVALID)
   * list.get(index) // => 1
   * list.set(index, StatusList.SUSPENDED) // throws ERR_OPTION_INVALID
   * ```
   */
  set(index: number, status: number): void

  /**
   * The status of the token that was given this index.
   *
   * @param index - The index.
   * @returns The status.
   * @throws `ERR_OPTION_INVALID` if no token was given the index.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * const list = new StatusList(1000, 1)
   * list.get(list.allocate()) // => 0
   * ```
   */
  get(index: number): number

  /**
   * The `status` claim of the token that was given this index.
   *
   * @param uri - The address at which the list is published, of http or https.
   * @param index - The index.
   * @returns The claim, for the token to issue.
   * @throws `ERR_OPTION_INVALID` if no token was given the index, or the address is invalid.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * const list = new StatusList(8, 1)
   * const index = list.allocate()
   * list.claim('https://issuer.example/statuses/1', index).status_list.idx === index // => true
   * ```
   */
  claim(uri: string, index: number): StatusClaim

  /**
   * Everything to save of the list, as text: which indexes were given out, and every status.
   *
   * @returns The text, which {@link StatusList.fromState} reads.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * StatusList.fromState(new StatusList(1000, 1).toState()).free // => 1000
   * ```
   */
  toState(): string

  /**
   * The same on the thread pool: a list of a hundred million takes a second.
   *
   * @returns A promise of the text.
   *
   * @example
   * ```js
   * import { StatusList } from 'tokenseal'
   *
   * const list = new StatusList(1000, 1)
   * StatusList.fromState(await list.toStateAsync()).free // => 1000
   * ```
   */
  toStateAsync(): Promise<string>

  /**
   * The signed token of the list as it is now, to be served at `uri` as `application/statuslist+jwt` (section 5.1 of the draft).
   *
   * @param key - The private key that signs, or a ring: those who check the tokens must have its public half.
   * @param uri - The address at which it is published, as in the tokens' claims.
   * @param options - How long it is valid.
   * @returns The token.
   * @throws `ERR_OPTION_INVALID` without `ttl` and `expiresIn`, or for an invalid address;
   * `ERR_KEY_MISMATCH` if the key cannot sign; `ERR_JOSE_LIMIT_EXCEEDED` if it would be longer than
   * 4 MiB, the most that others read by default.
   *
   * @example
   * ```js
   * import { Key, StatusList } from 'tokenseal'
   *
   * const list = new StatusList(1000, 1)
   * list.toJwt(Key.generate('ES256'), 'https://issuer.example/statuses/1', { ttl: '5m' }).split('.').length // => 3
   * list.toJwt(Key.generate('ES256'), 'https://issuer.example/statuses/1') // throws ERR_OPTION_INVALID
   * ```
   */
  toJwt(key: Key | KeyRing, uri: string, options?: StatusTokenOptions): string

  /**
   * The same on the thread pool: compressing a list of a hundred million takes seconds. It waits for
   * a ring in a store that was not read lately.
   *
   * @param key - The private key that signs, or a ring: those who check the tokens must have its public half.
   * @param uri - The address at which it is published, as in the tokens' claims.
   * @param options - How long it is valid.
   * @returns A promise of the token.
   * @throws As {@link StatusList.toJwt}, as a rejection: `ERR_OPTION_INVALID`, `ERR_KEY_MISMATCH`, `ERR_JOSE_LIMIT_EXCEEDED`.
   *
   * @example
   * ```js
   * import { KeyRing, StatusList } from 'tokenseal'
   *
   * const ring = KeyRing.create('ES256', { tokenLifetime: '1d' })
   * const published = await new StatusList(1000, 1).toJwtAsync(ring, 'https://issuer.example/statuses/1', { expiresIn: '1d' })
   * published.split('.').length // => 3
   * ```
   */
  toJwtAsync(key: Key | KeyRing, uri: string, options?: StatusTokenOptions): Promise<string>
}
