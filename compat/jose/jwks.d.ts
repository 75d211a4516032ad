// Sets of keys, local or behind a URL, as functions that find the key of a token.

import type { CryptoKey, FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters } from './types.js'

/** A function that returns the one key of a set that fits a token's header. */
export interface LocalJWKSet {
  (protectedHeader?: JWSHeaderParameters, token?: FlattenedJWSInput): Promise<CryptoKey>
  /** A copy of the set. */
  jwks: () => JSONWebKeySet
}

/** Finds keys in a local set. */
export function createLocalJWKSet(jwks: JSONWebKeySet): LocalJWKSet

/** The name of the option for a replacement for `fetch`. */
export const customFetch: unique symbol

/**
 * The name of the option that keeps a set across restarts of a process. Whoever writes it chooses
 * whom to trust.
 */
export const jwksCache: unique symbol

/** A function like `fetch`. */
export type FetchImplementation = (
  url: string,
  options: { headers: Headers; method: 'GET'; redirect: 'manual'; signal: AbortSignal },
) => Promise<Response>

/** Options for a set behind a URL. Times are in milliseconds, and count as whole seconds. */
export interface RemoteJWKSetOptions {
  /** How long fetching the set may take in total; 5000 if not given. */
  timeoutDuration?: number
  /**
   * How long after a fetch an unknown key may trigger another; 30000 if not given.
   */
  cooldownDuration?: number
  /** How long the set is used; 600000 if not given. */
  cacheMaxAge?: number | typeof Infinity
  /** More headers for each request. */
  headers?: Record<string, string>
  /** The initial set, and where fetched sets are put. */
  [jwksCache]?: JWKSCacheInput
  /** A function to fetch with. */
  [customFetch]?: FetchImplementation
}

/** A set that was kept. */
export interface ExportedJWKSCache {
  jwks: JSONWebKeySet
  /** When it was fetched, in milliseconds since the epoch. */
  uat: number
}

/** A set that was kept, or an object to keep one in. */
export type JWKSCacheInput = ExportedJWKSCache | Record<string, never>

/**
 * A function that returns the one key of a set that fits a token's header, and fetches the set
 * when necessary.
 */
export interface RemoteJWKSet {
  (protectedHeader?: JWSHeaderParameters, token?: FlattenedJWSInput): Promise<CryptoKey>
  /** Whether the set was fetched within the last `cooldownDuration`. */
  readonly coolingDown: boolean
  /** Whether the set is no older than `cacheMaxAge`. */
  readonly fresh: boolean
  /** Whether the set is being fetched. */
  readonly reloading: boolean
  /** Fetches the set at once. */
  reload: () => Promise<void>
  /** A copy of the set as the core has read it; undefined if there is none yet. */
  jwks: () => JSONWebKeySet | undefined
}

/** Finds keys in a set that is published at a URL. */
export function createRemoteJWKSet(url: URL, options?: RemoteJWKSetOptions): RemoteJWKSet
