import type { Length } from './forms.js'
import type { Key } from './key.js'
import type { KeySet } from './key_set.js'
import type { RemoteKeySetOptions } from './options.js'

/** Options for waiting until there are keys. */
export interface ReadyOptions {
  /** How long to wait before failing; `10s` if not given. */
  timeout?: Length
}

/** The settings of a request for keys, as `fetch` takes them. */
export interface FetchInit {
  /** Always `GET`. */
  method: 'GET'
  /** The headers, the caller's own among them. */
  headers: Record<string, string>
  /** A redirect must not be followed. */
  redirect: 'manual'
  /** No cache may answer. */
  cache: 'no-store'
  /** No cookies are sent. */
  credentials: 'omit'
  /** No referrer is sent. */
  referrerPolicy: 'no-referrer'
  /** Aborts the request when its time is up. */
  signal: AbortSignal
}

/** The answer to a request for keys, as `fetch` returns it. */
export interface FetchResponse {
  /** The status, such as 200. */
  readonly status: number
  /** The headers, as pairs of name and value. */
  readonly headers: Iterable<[string, string]>
  /** The body, an async iterable of bytes. */
  readonly body: unknown
  /** Whether a redirect was followed, which is refused. */
  readonly redirected?: boolean
}

/** A function like `fetch`. */
export type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>

/** Something that happened to a set of keys or to a check: never a token, a claim or an address. */
export type RemoteEvent =
  | {
      /** Keys were fetched, or their server said that they are unchanged. */
      event: 'fetched'
      /** How many keys there are. */
      keys: number
      /** How many were set aside. */
      setAside: number
      /** How long it took. */
      seconds: number
    }
  | {
      /** Keys or a status list could not be fetched. */
      event: 'failed'
      /** Why, such as `timeout`. */
      why: string
      /** The status of the answer, if that is why. */
      status: number | null
      /** How many seconds to wait before trying again. */
      retryIn: number
    }
  | {
      /** The keys have changed. */
      event: 'rotated'
      /** The key ids that are new. */
      added: string[]
      /** The key ids that are gone. */
      removed: string[]
    }
  | {
      /** A key reuses the id of an earlier key. */
      event: 'key_id_reused'
      /** The key id. */
      keyId: string
    }
  | {
      /**
       * A list of revocations was read in full from its store, for the first time or again; or a status
       * list was fetched.
       */
      event: 'read'
      /** How many entries it has; for a status list, how many statuses. */
      entries: number
      /** How long it took, in seconds. */
      seconds: number
    }
  | {
      /** The parts of a list of revocations that a store had lost were written back. */
      event: 'restored'
      /** How many records. */
      records: number
    }
  | {
      /** A token was accepted with keys that could not be refreshed in time. */
      event: 'accepted_stale'
    }
  | {
      /**
       * A token was accepted although the list of revocations could not be refreshed in time, as
       * `whenUnavailable` allows.
       */
      event: 'accepted_unavailable'
    }
  | {
      /** A token was refused. */
      event: 'refused'
      /** The code of the error. */
      code: string
    }

/** A function that is called with each event. Anything it throws becomes a process warning. */
export type OnEvent = (event: RemoteEvent) => void

/** Functions for monitoring. */
export interface Watched {
  /** A function that is called with each event, for logs and metrics. */
  onEvent?: OnEvent | null
}

/** How keys are fetched. */
export interface RemoteDriver extends Watched {
  /**
   * A function to use in place of the platform's `fetch`: for your own certificate authority or
   * client certificate, or for a proxy.
   */
  fetch?: FetchFunction | null
  /**
   * A function that returns further headers for each request, such as `Authorization`. They are sent
   * only to hosts that the options name, and never shown.
   */
  headers?: HeadersFunction | null
}

/** A function that returns headers, or a promise of them. */
export type HeadersFunction = () => HeaderValues | Promise<HeaderValues>

/** Headers by name, or an object that lists them as pairs. */
export type HeaderValues = Record<string, string> | Iterable<[string, string]> | null | undefined

/** The status of a set of keys. Times and ages are in seconds. */
export interface RemoteKeySetStatus {
  /**
   * Whether its keys are used: `fresh`, `due` (used, but due for a refresh) and `stale` (used,
   * although they could not be refreshed) mean yes; `expired`, `unavailable` and `cold` (nothing
   * fetched yet) mean no.
   */
  state: 'cold' | 'fresh' | 'due' | 'expired' | 'stale' | 'unavailable'
  /** How old the keys are; null if there are none. */
  age: number | null
  /** When the keys are next due to be fetched. */
  dueIn: number
  /** When the keys expire. */
  expiresIn: number
  /** Whether they are being fetched. */
  fetching: boolean
  /** When fetching them may be tried again, if it failed. */
  retryIn: number
  /** How many keys there are. */
  keys: number
  /** How many of them can verify. */
  usable: number
  /** How many of them can encrypt. */
  encryptionKeys: number
  /** How many were set aside. */
  setAside: number
  /** How often keys were fetched. */
  fetched: number
  /** How often their server said that they are unchanged. */
  unchanged: number
  /** How often they could not be fetched. */
  failed: number
  /** How many times in a row, up to now. */
  failedInARow: number
  /** Why the last fetch failed; null if it succeeded. */
  lastFailure: string | null
  /** The status of that answer, if that is why. */
  lastStatus: number | null
  /** How often a fetch was abandoned because the process had been suspended. */
  abandoned: number
  /** How often a key reused the id of an earlier key. */
  keyIdsReused: number
  /** How many checks wait because no key verifies their token. */
  waiting: number
  /** How many checks were not allowed to wait. */
  turnedAway: number
  /** How often keys may be fetched at once for tokens that no key verifies. */
  refetchesLeft: number
  /** The longest time after its removal until a key is refused. */
  aRemovedKeyIsRefusedAfter: {
    /** While the server of the keys answers. */
    whileTheServerAnswers: number
    /** While it does not. */
    whileItDoesNot: number
  }
  /** The limits in force, by name. */
  limits: Record<string, number>
}

/**
 * An issuer's keys, fetched from where it publishes them, and fetched again whenever they may have
 * changed.
 *
 * Pass it wherever a {@link Verifier} takes keys. Nothing is fetched before the first check or
 * `ready`, and nothing runs in between. A key that its issuer removed is refused at most `maxAge`
 * and one request later while the issuer's server answers, and at most `stale` more while it does
 * not.
 *
 * @example
 * ```js
 * import { RemoteKeySet, Verifier } from 'tokenseal'
 * import { TestIssuer } from 'tokenseal/testing'
 *
 * const issuer = await TestIssuer.start()
 * const keys = new RemoteKeySet(issuer.jwksUrl, { allowHttp: true })
 * const verifier = new Verifier({ keys, issuer: issuer.url, audience: 'https://api.example' })
 * await verifier.ready()
 * const token = issuer.issue({ sub: 'alice' }, { audience: 'https://api.example' })
 * verifier.verify(token).claims.sub // => 'alice'
 * await issuer.close()
 * ```
 */
export class RemoteKeySet {
  /**
   * A set of keys that is published at a URL, or at the address in its issuer's metadata. Nothing is
   * fetched yet.
   *
   * @param url - Where the JWK Set is; or the options alone, with the `issuer` or its `metadataUrl`.
   * @param options - When the keys are used, and how they are fetched.
   * @throws `ERR_OPTION_INVALID` for a URL that is not https, an invalid option, or none that says
   * where the keys are; `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` for an altered snapshot.
   *
   * @example
   * ```js
   * import { RemoteKeySet } from 'tokenseal'
   *
   * const keys = new RemoteKeySet('https://issuer.example/jwks.json', { maxAge: '30m', onEvent: console.log })
   * keys.status().state // => 'cold'
   * new RemoteKeySet({ issuer: 'https://issuer.example' }).keys.size // => 0
   * new RemoteKeySet('http://issuer.example/jwks.json') // throws ERR_OPTION_INVALID
   * ```
   */
  constructor(url: string | URL | RemoteKeySetOptions, options?: RemoteKeySetOptions)

  /** The keys as they are now, whether or not they may be used. */
  readonly keys: KeySet

  /**
   * Fetches the keys unless usable ones are at hand: for a service's start-up and health check.
   *
   * @param options - How long to wait.
   * @returns A promise that resolves once there are keys.
   * @throws `ERR_JWKS_UNAVAILABLE` if there are none in time, `ERR_OPTION_INVALID`, as a rejection.
   *
   * @example
   * ```js
   * import { RemoteKeySet } from 'tokenseal'
   * import { TestIssuer } from 'tokenseal/testing'
   *
   * const issuer = await TestIssuer.start()
   * const keys = new RemoteKeySet({ issuer: issuer.url, allowHttp: true })
   * await keys.ready({ timeout: '5s' })
   * keys.keys.size // => 1
   * await issuer.close()
   * ```
   */
  ready(options?: ReadyOptions): Promise<void>

  /**
   * The status of the set: whether its keys are used, what happened, and what it guarantees.
   *
   * @returns The status.
   *
   * @example
   * ```js
   * import { RemoteKeySet } from 'tokenseal'
   *
   * const keys = new RemoteKeySet('https://issuer.example/jwks.json', { maxAge: '10m', stale: '30m', timeout: '5s' })
   * const { aRemovedKeyIsRefusedAfter } = keys.status()
   * aRemovedKeyIsRefusedAfter // => { whileTheServerAnswers: 605, whileItDoesNot: 2405 }
   * ```
   */
  status(): RemoteKeySetStatus

  /**
   * The keys for another process, which starts with them instead of waiting for its first request.
   * Anyone who can write a snapshot chooses the keys, so it is signed.
   *
   * @param key - The key that signs it, and that `snapshotKey` verifies it with: a secret, or a private key.
   * @returns The snapshot.
   * @throws `ERR_JWKS_UNAVAILABLE` if there are no keys yet, `ERR_KEY_MISMATCH` or `ERR_OPTION_INVALID` if the key cannot sign.
   *
   * @example
   * ```js
   * import { Key, RemoteKeySet } from 'tokenseal'
   * import { TestIssuer } from 'tokenseal/testing'
   *
   * const issuer = await TestIssuer.start()
   * const snapshotKey = Key.generate('HS256')
   * const keys = new RemoteKeySet(issuer.jwksUrl, { allowHttp: true })
   * await keys.ready()
   * const snapshot = keys.snapshot(snapshotKey)
   * await issuer.close()
   * const restored = new RemoteKeySet(issuer.jwksUrl, { allowHttp: true, snapshot, snapshotKey })
   * restored.status().state // => 'fresh'
   * ```
   */
  snapshot(key: Key): string
}
