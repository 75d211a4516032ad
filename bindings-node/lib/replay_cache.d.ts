import type { ReplayCacheOptions, ReplayStoreOptions } from './options.js'
import type { StoreClient } from './revocations.js'

/** The status of a cache in memory. */
export interface ReplayCacheStatus {
  /** Whom it covers. */
  scope: 'this process only'
  /** How many proofs it remembers. */
  remembered: number
  /** How many it can remember. */
  capacity: number
  /** How many it has refused because they were already used. */
  refused: number
  /** How many it has rejected because it was full. */
  turnedAway: number
}

/** The status of a cache in a store. */
export interface ReplayStoreStatus {
  /** Whom it covers: all who share the store. */
  scope: 'store'
  /** How many proofs it has asked the store about. */
  asked: number
  /** How many it has refused because they were already used. */
  refused: number
  /** How many it could not ask about. */
  failed: number
  /** Why it could not ask about the last of these; null if it could. */
  lastFailure: string | null
}

/**
 * Remembers which DPoP proofs were used, so that each is accepted once.
 *
 * A {@link Verifier} with `publicOrigins` creates its own unless you give it one. A cache in
 * memory knows nothing of other processes: neither of a worker, which has its own memory, nor of
 * the time before a restart. {@link ReplayCache.redis} covers them all.
 *
 * @example
 * ```js
 * import { Key, ReplayCache, Verifier } from 'tokenseal'
 *
 * const replays = new ReplayCache({ capacity: 100_000 })
 * const verifier = new Verifier({ keys: Key.generate('HS256'), publicOrigins: ['https://api.example'], replays })
 * verifier.replays === replays // => true
 * ```
 */
export class ReplayCache {
  /**
   * An empty cache, in memory.
   *
   * @param options - How many proofs it remembers.
   * @throws `ERR_OPTION_INVALID` for an invalid option.
   *
   * @example
   * ```js
   * import { ReplayCache } from 'tokenseal'
   *
   * new ReplayCache().status().scope // => 'this process only'
   * new ReplayCache({ capacity: 0 }) // throws ERR_OPTION_INVALID
   * ```
   */
  constructor(options?: ReplayCacheOptions)

  /**
   * A cache that several processes and servers share through Redis or Valkey: one key per proof,
   * which expires by itself.
   *
   * Checking a proof must wait for the store: await {@link Verifier.verifyAsync}. While the store is
   * unreachable, such checks fail with `ERR_DPOP_UNAVAILABLE`.
   *
   * @param client - The client whose settings are used.
   * @param options - `namespace`, the required prefix of all keys in the store; how long a command
   * may take.
   * @returns The cache.
   * @throws `ERR_OPTION_INVALID` for an invalid option, and for a client that cannot be duplicated.
   *
   * @example
   * ```js
   * import { ReplayCache } from 'tokenseal'
   *
   * ReplayCache.redis({}, { namespace: 'api' }) // throws ERR_OPTION_INVALID
   * ```
   */
  static redis(client: StoreClient, options: ReplayStoreOptions): ReplayCache

  /**
   * The status of the cache.
   *
   * @returns What it has refused and, in memory, how full it is.
   *
   * @example
   * ```js
   * import { ReplayCache } from 'tokenseal'
   *
   * new ReplayCache({ capacity: 10 }).status().remembered // => 0
   * ```
   */
  status(): ReplayCacheStatus | ReplayStoreStatus
}
