import type { ReplayCacheOptions, ReplayStoreOptions } from './options.js'
import type { StoreClient } from './revocations.js'

/** How a cache in memory is. */
export interface ReplayCacheStatus {
  /** For whom it holds. */
  scope: 'this process only'
  /** How many proofs it remembers. */
  remembered: number
  /** How many it can remember. */
  capacity: number
  /** How many it has refused, since they were used. */
  refused: number
  /** How many it has turned away while it was full. */
  turnedAway: number
}

/** How a cache in a store is. */
export interface ReplayStoreStatus {
  /** For whom it holds: all who share the store. */
  scope: 'store'
  /** How many proofs it has asked for. */
  asked: number
  /** How many it has refused, since they were used. */
  refused: number
  /** How many it could not ask for. */
  failed: number
  /** Why it could not ask for the last of these; null if it could. */
  lastFailure: string | null
}

/**
 * Which DPoP proofs were used: each is accepted once.
 *
 * A {@link Verifier} with `publicOrigins` has one of its own unless it is given one. In memory it knows nothing of other processes: not of a
 * worker, which has a memory of its own, nor of the time before a restart. {@link ReplayCache.redis} is for all of them.
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
   * @throws `ERR_OPTION_INVALID` for a wrong option.
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
   * A cache that several processes and servers share through Redis or Valkey: one key for each proof, which ends by itself.
   *
   * A check of a proof has to wait for the store: await {@link Verifier.verifyAsync}. While the store cannot be reached, such checks are
   * `ERR_DPOP_UNAVAILABLE`.
   *
   * @param client - The client whose settings are used.
   * @param options - `namespace`, what all keys in the store begin with, which is required; how long a command may take.
   * @returns The cache.
   * @throws `ERR_OPTION_INVALID` for a wrong option, and for a client that cannot be duplicated.
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
   * How the cache is.
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
