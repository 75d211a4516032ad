import type { EntriesOptions, EventOptions, RevocationFileOptions, RevocationsOptions, RevokeBeforeOptions, RevokeOptions, RevokeUntilOptions, StoreOptions } from './options.js'
import type { Token } from './token.js'

/** Options of a list that starts from a snapshot, which contains the longest lifetime. */
export interface FromSnapshotOptions extends Pick<RevocationsOptions, 'audit' | 'clock'> {}

/**
 * A client of Redis or Valkey: of `redis` (`createClient`, `createCluster`) or of `ioredis`
 * (`new Redis`, also with Sentinels, `new Redis.Cluster`). Only its settings are used, for the list's
 * own connections.
 */
export interface StoreClient {
  /**
   * Makes a second client, as clients do.
   *
   * @param settings - What should differ.
   * @returns The client.
   */
  duplicate(...settings: never[]): object
}

/**
 * What a revocation refuses: one token, a session, what a subject or issuer had been issued before
 * a time, or a key.
 */
export type RevocationKind = 'token' | 'session' | 'subject' | 'key' | 'issuer'

/** A revocation. It holds a hash of what was revoked, never the id itself. Times are in seconds since the epoch. */
export interface RevocationEntry {
  /** Which entry it is: a letter for its kind, and a hash of what was revoked. */
  id: string
  /** What was revoked. */
  kind: RevocationKind
  /** When it was revoked. */
  at: number
  /** For a subject or an issuer: tokens that were issued before this are refused; null for other kinds. */
  before: number | null
  /** When the entry expires; null if it never does. */
  ends: number | null
  /** Who revoked it, as stated by the caller; null if not stated. */
  by: string | null
  /** Why, as stated by the caller; null if not stated. */
  reason: string | null
  /** How it was withdrawn; null if it was not. */
  withdrawn: Withdrawal | null
}

/** How a revocation was withdrawn. */
export interface Withdrawal {
  /** When, in seconds since the epoch. */
  at: number
  /** By whom, as stated by the caller; null if not stated. */
  by: string | null
  /** Why, as stated by the caller; null if not stated. */
  reason: string | null
}

/** The status of a list. */
export interface RevocationsStatus {
  /** How many entries of each kind there are. */
  entries: Record<RevocationKind, number>
  /** How many bytes of memory they take. */
  bytes: number
  /** The longest that a token lives, in seconds; null if not given. */
  longestLifetime: number | null
  /** Where the list is kept: `memory`, where it is lost with the process, or `store`. */
  kept: 'memory' | 'log' | 'store'
  /** Why it cannot be used; null if it can. */
  failed: string | null
}

/**
 * What was once accepted and must be refused from now on: single tokens, sessions, keys, and
 * whatever a subject or issuer had been issued before a time.
 *
 * A {@link Verifier} with the list as `revocations` refuses what is on it with `ERR_JWT_REVOKED`.
 * The list is in memory: it applies to this process, and is lost with it. A list from {@link
 * Revocations.redis} is shared by all servers. A list keeps keyed hashes, not ids. An entry
 * expires once nothing is left that it could refuse: one hour (the largest `leeway`) after the
 * token has expired.
 *
 * Its calls are synchronous and take effect with the next check. Those that change a list also
 * have a form that ends in `Async`, which waits until the change is stored; for a list in a store,
 * only that form can be called.
 *
 * @example
 * ```js
 * import { Key, Revocations, Verifier, sign } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const revocations = new Revocations({ longestLifetime: '15m' })
 * const verifier = new Verifier({ keys: key.public(), revocations })
 * const text = sign({ sub: 'alice' }, key, { expiresIn: '15m' })
 * const entry = revocations.revoke(verifier.verify(text))
 * entry.kind // => 'token'
 * verifier.verify(text) // throws ERR_JWT_REVOKED
 * ```
 */
export class Revocations {
  /**
   * An empty list, in memory.
   *
   * @param options - How long tokens live, whether to keep who revoked what, and the clock.
   * @throws `ERR_OPTION_INVALID` for an invalid option.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * new Revocations({ longestLifetime: '1h' }).status().longestLifetime // => 3600
   * new Revocations({ longestLifetime: 0 }) // throws ERR_OPTION_INVALID
   * ```
   */
  constructor(options?: RevocationsOptions)

  /**
   * A list in memory that starts from a snapshot. It uses the same hash as the list that the
   * snapshot was taken of, so the two can be merged.
   *
   * @param snapshot - What {@link Revocations.snapshot} returned.
   * @param options - Whether to keep who revoked what, and the clock.
   * @returns The list.
   * @throws `ERR_JWT_REVOCATION_UNAVAILABLE` if the snapshot is damaged, or a newer version made it; `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const first = new Revocations()
   * first.revokeKey(null, 'stolen')
   * const second = Revocations.fromSnapshot(first.snapshot())
   * second.status().entries.key // => 1
   * Revocations.fromSnapshot(first.snapshot().slice(1)) // throws ERR_JWT_REVOCATION_UNAVAILABLE
   * ```
   */
  static fromSnapshot(snapshot: Uint8Array, options?: FromSnapshotOptions): Revocations

  /**
   * A list that the processes of one machine share in a file. A revocation is on the disk when its call returns, and every other process
   * refuses it within 0.2 seconds, at its next check.
   *
   * @param path - The file, as a path or a `file:` URL.
   * @param options - `create` makes the file if there is none; `longestLifetime` applies to a new
   * list.
   * @returns The list, already read.
   * @throws `ERR_JWT_REVOCATION_UNAVAILABLE` if the file does not exist and `create` is not given,
   *   or it is damaged or untrustworthy: an empty list is never used instead. `ERR_OPTION_INVALID` for
   *   an invalid option, and if it was made with another `longestLifetime`.
   *
   * @example
   * ```js
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { join } from 'node:path'
   * import { Revocations } from 'tokenseal'
   *
   * const path = join(mkdtempSync(join(tmpdir(), 'tokenseal-')), 'revoked.log')
   * const revocations = Revocations.file(path, { create: true, longestLifetime: '1h' })
   * revocations.revokeSession('https://issuer.example', 's1', { by: 'support' })
   * Revocations.file(path).entries()[0].by // => 'support'
   * Revocations.file('nowhere/revoked.log') // throws ERR_JWT_REVOCATION_UNAVAILABLE
   * ```
   */
  static file(path: string | URL, options?: RevocationFileOptions): Revocations

  /**
   * A list that servers share in Redis or Valkey. It is followed from now on, over its own
   * connections with the client's settings, which neither keep the process alive nor close with the
   * client. Until the list has been read, and when it is older than `maxStaleness` and cannot be
   * refreshed, checks fail with `ERR_JWT_REVOCATION_UNAVAILABLE`; `await verifier.ready()` waits for
   * the first reading.
   *
   * @param client - The client whose settings are used.
   * @param options - `namespace`, the name of the list, which is required; how old it may be, and
   * what happens to tokens if it is older.
   * @returns The list.
   * @throws `ERR_OPTION_INVALID` for an invalid option, and for a client that cannot be duplicated.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * Revocations.redis({}, { namespace: 'sessions' }) // throws ERR_OPTION_INVALID
   * ```
   */
  static redis(client: StoreClient, options: StoreOptions): Revocations

  /**
   * Revokes one checked token until it expires: by its `jti`, or by its content if it has none.
   *
   * @param token - The token, as any verifier returned it.
   * @param options - Who revokes it, and why.
   * @returns The entry, for {@link Revocations.withdraw}.
   * @throws `ERR_OPTION_INVALID` for anything that is not a Token, if it lives longer than the
   * `longestLifetime` of the list, and if the list is in a store.
   *
   * @example
   * ```js
   * import { Key, Revocations, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const revocations = new Revocations()
   * const verifier = new Verifier({ keys: key.public(), revocations })
   * const text = sign({ sub: 'alice' }, key, { expiresIn: '15m' })
   * revocations.revoke(verifier.verify(text), { by: 'logout' }).by // => 'logout'
   * verifier.verify(text) // throws ERR_JWT_REVOKED
   * revocations.revoke(text) // throws ERR_OPTION_INVALID
   * ```
   */
  revoke(token: Token<object>, options?: RevokeOptions): RevocationEntry

  /**
   * {@link Revocations.revoke}, waiting until the change is stored: for a list in a store, until the
   * store has it.
   *
   * @param token - The token, as any verifier returned it.
   * @param options - Who revokes it, and why.
   * @returns A promise of the entry.
   * @throws As {@link Revocations.revoke}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did not
   * confirm it in time (it may have been stored all the same), or stored it less durably than was
   * asked for.
   *
   * @example
   * ```js
   * import { Key, Revocations, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const revocations = new Revocations()
   * const verifier = new Verifier({ keys: key.public(), revocations })
   * const text = sign({ sub: 'alice' }, key, { expiresIn: '15m' })
   * const entry = await revocations.revokeAsync(verifier.verify(text))
   * entry.kind // => 'token'
   * verifier.verify(text) // throws ERR_JWT_REVOKED
   * ```
   */
  revokeAsync(token: Token<object>, options?: RevokeOptions): Promise<RevocationEntry>

  /**
   * Revokes the token of an issuer that has this `jti`.
   *
   * @param issuer - The `iss` of the token; null if it has none.
   * @param tokenId - Its `jti`.
   * @param options - `until`, the `exp` of the token, without which the entry lasts for
   * `longestLifetime`, or forever; who revokes it, and why.
   * @returns The entry.
   * @throws `ERR_OPTION_INVALID` if the id is empty, `until` has passed or is later than `longestLifetime` from now.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const revocations = new Revocations({ clock: () => 1_700_000_000 })
   * revocations.revokeId('https://issuer.example', '7f3a', { until: 1_700_000_900 }).ends // => 1_700_004_500
   * revocations.revokeId('https://issuer.example', '') // throws ERR_OPTION_INVALID
   * ```
   */
  revokeId(issuer: string | null, tokenId: string, options?: RevokeUntilOptions): RevocationEntry

  /**
   * {@link Revocations.revokeId}, waiting until the change is stored: for a list in a store, until
   * the store has it.
   *
   * @param issuer - The `iss` of the token; null if it has none.
   * @param tokenId - Its `jti`.
   * @param options - `until`, the `exp` of the token; who revokes it, and why.
   * @returns A promise of the entry.
   * @throws As {@link Revocations.revokeId}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did not
   * confirm it in time (it may have been stored all the same), or stored it less durably than was
   * asked for.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const entry = await new Revocations().revokeIdAsync('https://issuer.example', '7f3a')
   * entry.kind // => 'token'
   * ```
   */
  revokeIdAsync(issuer: string | null, tokenId: string, options?: RevokeUntilOptions): Promise<RevocationEntry>

  /**
   * Revokes all tokens of a session, by the claim `sid`, whenever they were or will be issued.
   *
   * @param issuer - The `iss` of the tokens; null if they have none.
   * @param sessionId - Their `sid`.
   * @param options - `until`, when the last of them has expired, without which the entry lasts for
   * `longestLifetime`, or forever; who revokes it, and why.
   * @returns The entry.
   * @throws `ERR_OPTION_INVALID` as for {@link Revocations.revokeId}.
   *
   * @example
   * ```js
   * import { Key, Revocations, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const revocations = new Revocations({ longestLifetime: '15m' })
   * const verifier = new Verifier({ keys: key.public(), revocations })
   * revocations.revokeSession(null, 'phone')
   * verifier.verify(sign({ sid: 'laptop' }, key, { expiresIn: '15m' })).get('sid') // => 'laptop'
   * verifier.verify(sign({ sid: 'phone' }, key, { expiresIn: '15m' })) // throws ERR_JWT_REVOKED
   * ```
   */
  revokeSession(issuer: string | null, sessionId: string, options?: RevokeUntilOptions): RevocationEntry

  /**
   * {@link Revocations.revokeSession}, waiting until the change is stored: for a list in a store,
   * until the store has it.
   *
   * @param issuer - The `iss` of the tokens; null if they have none.
   * @param sessionId - Their `sid`.
   * @param options - `until`, when the last of them has expired; who revokes it, and why.
   * @returns A promise of the entry.
   * @throws As {@link Revocations.revokeSession}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did
   * not confirm it in time (it may have been stored all the same), or stored it less durably than
   * was asked for.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const entry = await new Revocations().revokeSessionAsync(null, 'phone')
   * entry.kind // => 'session'
   * ```
   */
  revokeSessionAsync(issuer: string | null, sessionId: string, options?: RevokeUntilOptions): Promise<RevocationEntry>

  /**
   * Revokes all tokens that a key verifies.
   *
   * @param issuer - The issuer whose tokens are refused; null for every issuer.
   * @param keyId - The `keyId` of the key.
   * @param options - `until`, when the last of them has expired, without which the entry never ends;
   * who revokes it, and why.
   * @returns The entry.
   * @throws `ERR_OPTION_INVALID` as for {@link Revocations.revokeId}.
   *
   * @example
   * ```js
   * import { Key, Revocations, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256', { keyId: 'stolen' })
   * const revocations = new Revocations()
   * const verifier = new Verifier({ keys: key.public(), revocations })
   * revocations.revokeKey(null, 'stolen').ends // => null
   * verifier.verify(sign({}, key, { expiresIn: '15m' })) // throws ERR_JWT_REVOKED
   * ```
   */
  revokeKey(issuer: string | null, keyId: string, options?: RevokeUntilOptions): RevocationEntry

  /**
   * {@link Revocations.revokeKey}, waiting until the change is stored: for a list in a store, until
   * the store has it.
   *
   * @param issuer - The issuer whose tokens are refused; null for every issuer.
   * @param keyId - The `keyId` of the key.
   * @param options - `until`, when the last of them has expired; who revokes it, and why.
   * @returns A promise of the entry.
   * @throws As {@link Revocations.revokeKey}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did not
   * confirm it in time (it may have been stored all the same), or stored it less durably than was
   * asked for.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const entry = await new Revocations().revokeKeyAsync(null, 'stolen')
   * entry.ends // => null
   * ```
   */
  revokeKeyAsync(issuer: string | null, keyId: string, options?: RevokeUntilOptions): Promise<RevocationEntry>

  /**
   * Revokes what was issued to a subject before a time. A token that does not say when it was issued
   * is refused as well, and so is one issued in the future.
   *
   * @param issuer - The `iss` of the tokens; null if they have none.
   * @param subject - Their `sub`.
   * @param options - `before`, the end of this second if not given; who revokes it, and why.
   * @returns The entry.
   * @throws `ERR_OPTION_INVALID` if the subject is empty, or `before` is not between 1970 and 2106.
   *
   * @example
   * ```js
   * import { Key, Revocations, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const clock = () => 1_700_000_000
   * const revocations = new Revocations({ clock })
   * const verifier = new Verifier({ keys: key.public(), revocations, clock })
   * const token = (now) => sign({ sub: 'alice' }, key, { expiresIn: '15m', now })
   * revocations.revokeSubject(null, 'alice').before // => 1_700_000_001
   * verifier.verify(token(1_700_000_001), { now: 1_700_000_001 }).get('sub') // => 'alice'
   * verifier.verify(token(1_700_000_000)) // throws ERR_JWT_REVOKED
   * ```
   */
  revokeSubject(issuer: string | null, subject: string, options?: RevokeBeforeOptions): RevocationEntry

  /**
   * {@link Revocations.revokeSubject}, waiting until the change is stored: for a list in a store,
   * until the store has it.
   *
   * @param issuer - The `iss` of the tokens; null if they have none.
   * @param subject - Their `sub`.
   * @param options - `before`, the end of this second if not given; who revokes it, and why.
   * @returns A promise of the entry.
   * @throws As {@link Revocations.revokeSubject}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did
   * not confirm it in time (it may have been stored all the same), or stored it less durably than
   * was asked for.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const entry = await new Revocations().revokeSubjectAsync(null, 'alice', { before: 1_700_000_000 })
   * entry.before // => 1_700_000_000
   * ```
   */
  revokeSubjectAsync(issuer: string | null, subject: string, options?: RevokeBeforeOptions): Promise<RevocationEntry>

  /**
   * Revokes what an issuer issued before a time, as {@link Revocations.revokeSubject} does for a subject.
   *
   * @param issuer - The `iss` of the tokens.
   * @param options - `before`, the end of this second if not given; who revokes it, and why.
   * @returns The entry.
   * @throws `ERR_OPTION_INVALID` if the issuer is empty, or `before` is not between 1970 and 2106.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const revocations = new Revocations()
   * revocations.revokeIssuer('https://issuer.example', { before: new Date(1_700_000_000_000) }).before // => 1_700_000_000
   * revocations.revokeIssuer('') // throws ERR_OPTION_INVALID
   * ```
   */
  revokeIssuer(issuer: string, options?: RevokeBeforeOptions): RevocationEntry

  /**
   * {@link Revocations.revokeIssuer}, waiting until the change is stored: for a list in a store,
   * until the store has it.
   *
   * @param issuer - The `iss` of the tokens.
   * @param options - `before`, the end of this second if not given; who revokes it, and why.
   * @returns A promise of the entry.
   * @throws As {@link Revocations.revokeIssuer}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did
   * not confirm it in time (it may have been stored all the same), or stored it less durably than
   * was asked for.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const entry = await new Revocations().revokeIssuerAsync('https://issuer.example', { before: 1_700_000_000 })
   * entry.before // => 1_700_000_000
   * ```
   */
  revokeIssuerAsync(issuer: string, options?: RevokeBeforeOptions): Promise<RevocationEntry>

  /**
   * Withdraws a revocation. All earlier revocations of the same thing are withdrawn with it; it can
   * be revoked again.
   *
   * @param entry - The entry, or its id.
   * @param options - Who withdraws it, and why.
   * @returns The entry, with how it was withdrawn.
   * @throws `ERR_OPTION_INVALID` if the list has no such entry, it is withdrawn already, or has ended.
   *
   * @example
   * ```js
   * import { Key, Revocations, Verifier, sign } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const revocations = new Revocations()
   * const verifier = new Verifier({ keys: key.public(), revocations })
   * const text = sign({ sub: 'alice' }, key, { expiresIn: '15m' })
   * const entry = revocations.revoke(verifier.verify(text))
   * revocations.withdraw(entry, { by: 'support' }).withdrawn.by // => 'support'
   * verifier.verify(text).get('sub') // => 'alice'
   * revocations.withdraw(entry.id) // throws ERR_OPTION_INVALID
   * ```
   */
  withdraw(entry: RevocationEntry | string, options?: RevokeOptions): RevocationEntry

  /**
   * {@link Revocations.withdraw}, waiting until the change is stored: for a list in a store, until
   * the store has it.
   *
   * @param entry - The entry, or its id.
   * @param options - Who withdraws it, and why.
   * @returns A promise of the entry.
   * @throws As {@link Revocations.withdraw}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did not
   * confirm it in time (it may have been stored all the same), or stored it less durably than was
   * asked for.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const revocations = new Revocations()
   * const entry = await revocations.revokeSessionAsync(null, 'phone')
   * const withdrawn = await revocations.withdrawAsync(entry, { by: 'support' })
   * withdrawn.withdrawn.by // => 'support'
   * ```
   */
  withdrawAsync(entry: RevocationEntry | string, options?: RevokeOptions): Promise<RevocationEntry>

  /**
   * Revokes what a security event (RFC 8417) or a logout token ends: with CAEP's `session-revoked`
   * and OpenID's back-channel logout, a session, or everything that a user had until then. Check the
   * token first, with a verifier with the profile `security-event` or `logout-token`. Applying a
   * token twice revokes the same things twice.
   *
   * @param token - The token, as a check returned it.
   * @param options - Which other issuers' subjects the event may name; who revokes and why, which
   * default to the issuer and the event.
   * @returns The entries: none if no event says anything like that.
   * @throws `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID` or `ERR_JWT_CLAIM_MISMATCH` if the
   * token is not such a token, names a subject in a form that tokens do not use, or names one of
   * another issuer that `subjectIssuers` does not list; `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Issuer, Key, Revocations, Verifier } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const about = { issuer: 'https://issuer.example', audience: 'api', profile: 'logout-token' }
   * const provider = new Issuer({ signingKey: key, lifetime: '2m', ...about })
   * const receiver = new Verifier({ keys: key.public(), ...about })
   * const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
   * const revocations = new Revocations()
   * revocations.applyEvents(receiver.verify(provider.issue({ sid: 'phone', events }))).map(({ kind }) => kind) // => ['session']
   * ```
   */
  applyEvents(token: Token<object>, options?: EventOptions): RevocationEntry[]

  /**
   * {@link Revocations.applyEvents}, waiting until each change is stored: for a list in a store,
   * until the store has it.
   *
   * @param token - The token, as a check returned it.
   * @param options - Which other issuers' subjects the event may name; who revokes, and why.
   * @returns A promise of the entries.
   * @throws As {@link Revocations.applyEvents}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store did
   * not confirm it in time (it may have been stored all the same), or stored it less durably than
   * was asked for.
   *
   * @example
   * ```js
   * import { Issuer, Key, Revocations, Verifier } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * const about = { issuer: 'https://issuer.example', audience: 'api', profile: 'logout-token' }
   * const provider = new Issuer({ signingKey: key, lifetime: '2m', ...about })
   * const receiver = new Verifier({ keys: key.public(), ...about })
   * const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
   * const entries = await new Revocations().applyEventsAsync(receiver.verify(provider.issue({ sub: 'alice', events })))
   * entries[0].kind // => 'subject'
   * ```
   */
  applyEventsAsync(token: Token<object>, options?: EventOptions): Promise<RevocationEntry[]>

  /**
   * What was revoked and has not expired, and how it was withdrawn: all of it, or what the options
   * select. A list in memory needs `audit` for this.
   *
   * @param options - What to select: several names return the entries of each.
   * @returns The entries, in the order in which they were revoked.
   * @throws `ERR_OPTION_INVALID` if the list was made without `audit`, or is kept in a store, which {@link Revocations.entriesAsync} waits for.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const revocations = new Revocations({ audit: true })
   * revocations.revokeSubject('https://issuer.example', 'alice', { by: 'support', reason: 'lost phone' })
   * revocations.entries({ issuer: 'https://issuer.example', subject: 'alice' }).map(({ reason }) => reason) // => ['lost phone']
   * new Revocations().entries() // throws ERR_OPTION_INVALID
   * ```
   */
  entries(options?: EntriesOptions): RevocationEntry[]

  /**
   * {@link Revocations.entries}, waiting until everything is read: for a list in a store, page by
   * page. For entries that a store had lost and a service wrote back, `by` and `reason` are null.
   *
   * @param options - What to select: several names return the entries of each.
   * @returns A promise of the entries, in the order in which they were revoked.
   * @throws As {@link Revocations.entries}; `ERR_JWT_REVOCATION_UNAVAILABLE` if the store cannot be reached in time.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const revocations = new Revocations({ audit: true })
   * await revocations.revokeKeyAsync(null, 'k-1', { by: 'ops' })
   * const entries = await revocations.entriesAsync({ keyId: 'k-1' })
   * entries[0].by // => 'ops'
   * ```
   */
  entriesAsync(options?: EntriesOptions): Promise<RevocationEntry[]>

  /**
   * The list as bytes, which {@link Revocations.fromSnapshot} and {@link Revocations.merge} take.
   * Keep them where nobody else can write: they are protected against damage, but not against
   * forgery. They also hold the key with which ids can be recognized in them.
   *
   * @returns The bytes.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const revocations = new Revocations({ longestLifetime: '1h' })
   * Revocations.fromSnapshot(revocations.snapshot()).status().longestLifetime // => 3600
   * ```
   */
  snapshot(): Uint8Array

  /**
   * Adds what a snapshot of a list with the same hash holds, in any order and any number of times. A withdrawal undoes every revocation of
   * the same name that is not later.
   *
   * @param snapshot - What {@link Revocations.snapshot} returned.
   * @returns Nothing.
   * @throws `ERR_JWT_REVOCATION_UNAVAILABLE` if the snapshot is damaged, or a newer version made it;
   * `ERR_OPTION_INVALID` if it is from a list with another hash, in which nothing could be
   * recognized.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const first = new Revocations()
   * const second = Revocations.fromSnapshot(first.snapshot())
   * second.revokeKey(null, 'stolen')
   * first.merge(second.snapshot())
   * first.status().entries.key // => 1
   * first.merge(new Revocations().snapshot()) // throws ERR_OPTION_INVALID
   * ```
   */
  merge(snapshot: Uint8Array): void

  /**
   * The status of the list: how many entries of each kind there are, how much memory they take, and
   * why it cannot be used, if it cannot.
   *
   * @returns The status.
   *
   * @example
   * ```js
   * import { Revocations } from 'tokenseal'
   *
   * const revocations = new Revocations()
   * revocations.revokeSession(null, 'phone')
   * revocations.status().entries // => { token: 0, session: 1, subject: 0, key: 0, issuer: 0 }
   * revocations.status().kept // => 'memory'
   * ```
   */
  status(): RevocationsStatus
}
