import type { Length } from './forms.js'
import type { Key } from './key.js'
import type { KeySet } from './key_set.js'
import type { RemoteKeySetOptions } from './options.js'

/** Options for waiting until there are keys. */
export interface ReadyOptions {
  /** How long to wait before it is an error; `10s` if not given. */
  timeout?: Length
}

/** What a request for keys is made with. It is what `fetch` takes. */
export interface FetchInit {
  /** Always `GET`. */
  method: 'GET'
  /** The headers, the caller's own among them. */
  headers: Record<string, string>
  /** A redirect must not be followed. */
  redirect: 'manual'
  /** No cache may answer. */
  cache: 'no-store'
  /** No cookies go along. */
  credentials: 'omit'
  /** No referrer is told. */
  referrerPolicy: 'no-referrer'
  /** Aborts the request when its time is over. */
  signal: AbortSignal
}

/** The answer to a request for keys. It is what `fetch` gives. */
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
      /** Keys were fetched, or their server said that they are the same. */
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
      /** The status of the answer, where that is why. */
      status: number | null
      /** In how many seconds it may be tried again. */
      retryIn: number
    }
  | {
      /** The keys are others than before. */
      event: 'rotated'
      /** The key ids that are new. */
      added: string[]
      /** The key ids that are gone. */
      removed: string[]
    }
  | {
      /** A key has the id of another that was there before. */
      event: 'key_id_reused'
      /** The key id. */
      keyId: string
    }
  | {
      /** A list of revocations was read whole from its store, for the first time or anew; or a status list was fetched. */
      event: 'read'
      /** How many entries it has; of a status list, how many statuses. */
      entries: number
      /** How long it took, in seconds. */
      seconds: number
    }
  | {
      /** What a store had lost of a list of revocations was written there again. */
      event: 'restored'
      /** How many records. */
      records: number
    }
  | {
      /** A token was accepted by keys that could not be renewed in time. */
      event: 'accepted_stale'
    }
  | {
      /** A token was accepted although the list of revocations could not be renewed in time, as `whenUnavailable` says. */
      event: 'accepted_unavailable'
    }
  | {
      /** A token was refused. */
      event: 'refused'
      /** The code of the error. */
      code: string
    }

/** A function that is told what happens. What it throws becomes a warning of the process. */
export type OnEvent = (event: RemoteEvent) => void

/** Functions for whoever watches. */
export interface Watched {
  /** A function that is told what happens, for logs and counters. */
  onEvent?: OnEvent | null
}

/** How keys are fetched. */
export interface RemoteDriver extends Watched {
  /**
   * A function to fetch with instead of the platform's `fetch`: for a certificate authority or a client certificate of one's own, or a
   * proxy.
   */
  fetch?: FetchFunction | null
  /**
   * A function that gives more headers for each request, such as `Authorization`. They are sent only to hosts that the options name, and
   * never shown.
   */
  headers?: HeadersFunction | null
}

/** A function that gives headers, now or later. */
export type HeadersFunction = () => HeaderValues | Promise<HeaderValues>

/** Headers by their names, or an object that lists them in pairs. */
export type HeaderValues = Record<string, string> | Iterable<[string, string]> | null | undefined

/** How a set of keys is. Times and ages are in seconds. */
export interface RemoteKeySetStatus {
  /**
   * Whether its keys are used: `fresh`, `due` (used, and to be fetched again), `stale` (used, since they cannot be fetched), and not
   * `expired`, `unavailable` or `cold` (nothing was fetched yet).
   */
  state: 'cold' | 'fresh' | 'due' | 'expired' | 'stale' | 'unavailable'
  /** How old the keys are; null if there are none. */
  age: number | null
  /** When the keys are to be fetched again. */
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
  /** How often their server said that they are the same. */
  unchanged: number
  /** How often they could not be fetched. */
  failed: number
  /** How often in a row, up to now. */
  failedInARow: number
  /** Why they could not be fetched last time; null if they were. */
  lastFailure: string | null
  /** The status of that answer, where that is why. */
  lastStatus: number | null
  /** How often a flight was given up, since the process stood still. */
  abandoned: number
  /** How often a key had the id of another that was there before. */
  keyIdsReused: number
  /** How many checks wait because no key verifies their token. */
  waiting: number
  /** How many checks were not let wait. */
  turnedAway: number
  /** How often keys may be fetched at once for tokens that no key verifies. */
  refetchesLeft: number
  /** How long after its removal a key is refused at the latest. */
  aRemovedKeyIsRefusedAfter: {
    /** While the server of the keys answers. */
    whileTheServerAnswers: number
    /** While it does not. */
    whileItDoesNot: number
  }
  /** The limits that hold, by their names. */
  limits: Record<string, number>
}

/**
 * The keys of an issuer, fetched from where it publishes them, and again whenever they may have changed.
 *
 * It stands where a {@link Verifier} takes keys. Nothing is fetched before the first check, or `ready`; nothing runs while nobody checks.
 * A key that its issuer removed is refused at most `maxAge` and one request later while the issuer's server answers, and at most `stale`
 * more while it does not.
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
   * A set of keys that is published at a URL, or where the metadata of its issuer says. Nothing is fetched yet.
   *
   * @param url - Where the JWK Set is; or the options alone, with the `issuer` or its `metadataUrl`.
   * @param options - When the keys are used, and how they are fetched.
   * @throws `ERR_OPTION_INVALID` for a URL that is not https, a wrong option, or none that says where the keys are; for a snapshot that
   * was changed `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`.
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
   * Fetches the keys unless there are some to use: for the start of a service, and its health check.
   *
   * @param options - How long to wait.
   * @returns A promise that is kept when there are keys.
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
   * How the set is: whether its keys are used, what happened, and what it promises.
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
   * The keys for another process, which begins with them instead of waiting for its first request. Whoever writes a snapshot chooses the
   * keys, so it is signed.
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
