import type { SignatureAlgorithmName } from './algorithm.js'
import type { AlgorithmName, Clock, Jwk, Keys, Time } from './forms.js'
import type { Key } from './key.js'
import type { KeySet } from './key_set.js'
import type { KeyRingOptions, RingStoreOptions } from './options.js'
import type { ReadyOptions, Watched } from './remote_key_set.js'
import type { Revocations, StoreClient } from './revocations.js'

/** The clock of a ring. */
export interface RingClock {
  /** A function that tells the time by which keys change, for tests; the system's clock if not given. */
  clock?: Clock | null
}

/** The time of a call to a ring, for tests and plans: it moves the ring. */
export interface RingTime {
  /** The time; that of the ring's clock if not given. */
  now?: Time | null
}

/** What a ring in a store is given besides. */
export interface RingStore extends Watched {
  /**
   * A ring to begin with if the store has none, such as {@link KeyRing.create} gives. Leave it out in services, so that a ring that was lost is
   * noticed.
   */
  create?: KeyRing | null
}

/** What a key management service (KMS) has made of the key that protects a ring. */
export interface WrappedKey {
  /** The wrapped key, which {@link KeyRing.wrappedKey} gives back before the ring is opened. */
  wrappedKey?: Uint8Array | null
}

/** Options for protecting a ring by another key. */
export interface RewrapOptions extends WrappedKey, RingTime {}

/** Which key of a ring signs. */
export interface SigningKeyOptions extends RingTime {
  /** The algorithm; the first of the ring if not given. */
  alg?: SignatureAlgorithmName | null
}

/**
 * How a key of a ring stands: `upcoming` (published, not used yet), `active`, `verify-only` or `decrypt-only` (its turn is over, its tokens
 * may still be valid), `retired` (none can be) and `revoked`.
 */
export type RingKeyState = 'upcoming' | 'active' | 'verify-only' | 'decrypt-only' | 'retired' | 'revoked'

/** A key of a ring, and its times in seconds since the epoch. */
export interface RingKey {
  /** Its `kid`. */
  keyId: string
  /** What it is for. */
  algorithm: AlgorithmName
  /** How it stands. */
  state: RingKeyState
  /** Whether its private half is elsewhere. */
  external: boolean
  /** Since when it is published; since when it is held, if it is encrypted to. */
  published: number
  /** When its turn begins; null if that is not decided. */
  activeFrom: number | null
  /** When its turn ends; null if that is not decided. */
  activeUntil: number | null
  /** When nothing that was made with it can still be valid; null if that is not decided. */
  retires: number | null
  /** When it was revoked; null if it was not. */
  revoked: number | null
}

/** What became of a key. */
export interface RingChange {
  /** Its `kid`. */
  keyId: string
  /** What it is for. */
  algorithm: AlgorithmName
  /** How it stood before; null if it is new. */
  was: RingKeyState | null
  /** How it stands now; null if it is forgotten. */
  is: RingKeyState | null
}

/** What came of advancing a ring. */
export interface Advanced {
  /** What became of keys since the ring was advanced last. */
  changes: RingChange[]
  /** When there will be something to do again, in seconds since the epoch; null: not before somebody gives a key. */
  next: number | null
  /** The algorithms whose private keys are elsewhere and that need another key: without it, the next turn is not planned. */
  needsKey: AlgorithmName[]
}

/** How a ring is. Lengths are in seconds, times in seconds since the epoch. */
export interface KeyRingStatus {
  /** The ring's id, the same wherever it is opened. */
  id: string
  /** How often it has changed. */
  generation: number
  /** Whether it is kept in a file. */
  kept: boolean
  /** Why it could not be read or changed last; null if it could. */
  failed: { code: string; message: string } | null
  /** When there will be something to do; null: not before somebody gives a key. */
  next: number | null
  /** The algorithms that need a key from elsewhere. */
  needsKey: AlgorithmName[]
  /** The keys, in the order of their turns. */
  keys: RingKey[]
  /** The lengths that the ring was made with. */
  policy: {
    /** How long a key has its turn. */
    rotateEvery: number
    /** How long a token lives at most. */
    tokenLifetime: number
    /** How long the published set may be kept. */
    jwksMaxAge: number
    /** How much later than that everybody has fetched it again. */
    verifierRefresh: number
    /** By how much two clocks differ at most. */
    clockSkew: number
  }
  /** How long a key is published before its turn. */
  publishedAhead: number
  /** How long a key is kept after its turn. */
  keptAfter: {
    /** A key that signs. */
    signing: number
    /** A key that is encrypted to. */
    encryption: number
  }
}

/**
 * Keys that a service publishes and rotates by itself: those that sign or are encrypted to, those that will, and those whose tokens may
 * still be valid.
 *
 * An {@link Issuer} and a {@link Verifier} take it in place of a key or keys, and follow it. How long a key is published ahead and kept
 * afterwards is computed from the options, so that no valid token is ever refused. There is always one more key that everybody knows
 * already, so that a key can be revoked at any time.
 *
 * Its calls are synchronous: a change is one short write to a file. Making an RSA key takes 0.1 to 0.3 seconds, in which the event loop
 * stands still; it happens once for each turn.
 *
 * @example
 * ```js
 * import { Issuer, KeyRing, Verifier } from 'tokenseal'
 *
 * const ring = KeyRing.create('ES256', { rotateEvery: '30d' })
 * const issuer = new Issuer({ signingKey: ring, lifetime: '15m' })
 * const verifier = new Verifier({ keys: ring })
 * verifier.verify(issuer.issue({ sub: 'alice' })).claims.sub // => 'alice'
 * ring.keys().map(({ state }) => state) // => ['active', 'upcoming']
 * ring.cacheControl() // => 'max-age=600'
 * ```
 */
export class KeyRing {
  private constructor()

  /**
   * A new ring with keys for these algorithms, the first of which sign at once.
   *
   * @param algorithms - The name of an algorithm, or several.
   * @param options - How keys rotate, and keys to begin with.
   * @returns The ring, which is kept nowhere yet.
   * @throws `ERR_OPTION_INVALID` for a policy by which a valid token could be refused, naming the smallest value by which none could,
   * or no algorithm; `ERR_JOSE_NOT_SUPPORTED` for an unknown one.
   *
   * @example
   * ```js
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const known = Key.generate('ES256') // the key that verifiers have
   * const ring = KeyRing.create(['ES256', 'ECDH-ES+A256KW'], { keys: known, curve: 'X25519', tokenLifetime: '1h' })
   * ring.signingKey().keyId === known.keyId // => true
   * ring.toJwks().keys.map(({ alg }) => alg) // => ['ES256', 'ES256', 'ECDH-ES+A256KW']
   * KeyRing.create('ES256', { rotateEvery: '20m' }) // throws ERR_OPTION_INVALID
   * ```
   */
  static create(algorithms: AlgorithmName | readonly AlgorithmName[], options?: KeyRingOptions): KeyRing

  /**
   * Opens the ring that a file keeps, and follows it: what other processes change there is seen, and every change is kept there.
   *
   * @param path - The file, as a path or a `file:` URL.
   * @param protectWith - The secret key that protects it, or several of which one does.
   * @param options - The clock.
   * @returns The ring.
   * @throws `ERR_KEYRING_UNAVAILABLE` if it is not there, is damaged or not to be trusted, or another key protects it: nothing is made
   * instead; `ERR_OPTION_INVALID` for a wrong key.
   *
   * @example
   * ```js
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { join } from 'node:path'
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const path = join(mkdtempSync(join(tmpdir(), 'ring-')), 'keys.ring')
   * const key = Key.generate('A256KW') // a service takes it from its secrets
   * const ring = KeyRing.create('Ed25519')
   * ring.save(path, key)
   * KeyRing.open(path, key).signingKey().keyId === ring.signingKey().keyId // => true
   * KeyRing.open(path, Key.generate('A256KW')) // throws ERR_KEYRING_UNAVAILABLE
   * ```
   */
  static open(path: string | URL, protectWith: Keys, options?: RingClock): KeyRing

  /**
   * Opens the ring that servers share through Redis or Valkey, and follows it: every change is kept there, and what others change there is seen.
   *
   * Calls use the ring in memory, which a timer has read anew as long as somebody holds the ring; it keeps no process. While the store is out of
   * reach, the keys at hand serve on, and tokens are made for as long as no other server can have ended the turn of their key. Changes are made by
   * the functions that end in `Async`.
   *
   * @param client - A client of ioredis or node-redis. The ring has connections of its own by the client's settings, to the primary only; the client
   * itself is not used.
   * @param protectWith - The secret key that protects it; or several, of which one does.
   * @param options - Where it is.
   * @returns The ring, which has been read.
   * @throws `ERR_KEYRING_UNAVAILABLE` if the store has no such ring or cannot be reached, or another key protects it: no other ring is made
   * instead. `ERR_OPTION_INVALID` for a key that cannot protect a ring, or a client that cannot be followed.
   *
   * @example
   * ```js
   * import { Issuer, Key, KeyRing } from 'tokenseal'
   *
   * async function start(client, key) {
   *   const ring = await KeyRing.redis(client, key, { namespace: 'issuer' })
   *   return new Issuer({ signingKey: ring, issuer: 'https://issuer.example', lifetime: '15m' })
   * }
   *
   * const { code } = await start({}, Key.generate('A256KW')).catch((error) => error)
   * code // => 'ERR_OPTION_INVALID'
   * ```
   */
  static redis(client: StoreClient, protectWith: Keys, options: RingStoreOptions): Promise<KeyRing>

  /**
   * Opens a ring that {@link KeyRing.toJwe} has written. It is kept nowhere.
   *
   * @param jwe - The text, or its bytes.
   * @param protectWith - The secret key that protects it, or several of which one does.
   * @param options - The clock.
   * @returns The ring.
   * @throws `ERR_KEYRING_UNAVAILABLE` if it is damaged, another key protects it, or a newer version wrote it; `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const key = Key.generate('A256KW')
   * const text = KeyRing.create('Ed25519').toJwe(key)
   * KeyRing.fromJwe(text, key).keys().length // => 2
   * KeyRing.fromJwe(text.slice(0, -1), key) // throws ERR_KEYRING_UNAVAILABLE
   * ```
   */
  static fromJwe(jwe: string | Uint8Array, protectWith: Keys, options?: RingClock): KeyRing

  /**
   * What a KMS made of the key that protects the ring in a file: to be unwrapped by it before the ring is opened.
   *
   * @param path - The file, as a path or a `file:` URL.
   * @returns The wrapped key; null if the ring has none.
   * @throws `ERR_KEYRING_UNAVAILABLE` if the file is not there, or is no ring; `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { join } from 'node:path'
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const path = join(mkdtempSync(join(tmpdir(), 'ring-')), 'keys.ring')
   * const wrappedKey = new TextEncoder().encode('what the KMS made of it')
   * KeyRing.create('Ed25519').save(path, Key.generate('A256KW'), { wrappedKey })
   * new TextDecoder().decode(KeyRing.wrappedKey(path)) // => 'what the KMS made of it'
   * ```
   */
  static wrappedKey(path: string | URL): Uint8Array | null

  /**
   * Keeps the ring in a new file from now on, as one encrypted token. Every later change is kept there before it counts.
   *
   * @param path - The file, as a path or a `file:` URL. Nothing is overwritten.
   * @param protectWith - A secret key for encryption, such as one for `A256KW` or `dir`.
   * @param options - What a KMS made of that key, if one did.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` if the file is there already, the ring is kept already, or the key is no such key;
   * `ERR_KEYRING_UNAVAILABLE` if the file cannot be written.
   *
   * @example
   * ```js
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { join } from 'node:path'
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const path = join(mkdtempSync(join(tmpdir(), 'ring-')), 'keys.ring')
   * const ring = KeyRing.create('Ed25519')
   * ring.save(path, Key.generate('A256KW'))
   * ring.status().kept // => true
   * ring.save(path, Key.generate('A256KW')) // throws ERR_OPTION_INVALID
   * ```
   */
  save(path: string | URL, protectWith: Key, options?: WrappedKey): void

  /**
   * The ring as one encrypted token (RFC 7516), to be kept elsewhere: {@link KeyRing.fromJwe} opens it.
   *
   * @param protectWith - A secret key for encryption, such as one for `A256KW` or `dir`.
   * @param options - What a KMS made of that key, if one did.
   * @returns The text.
   * @throws `ERR_OPTION_INVALID` for a key that is public, private or for signatures.
   *
   * @example
   * ```js
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const ring = KeyRing.create('Ed25519')
   * ring.toJwe(Key.generate('A256KW')).split('.').length // => 5
   * ring.toJwe(Key.generate('HS256')) // throws ERR_OPTION_INVALID
   * ```
   */
  toJwe(protectWith: Key, options?: WrappedKey): string

  /**
   * Protects the file by another key. Other processes need that key as well, before this is done.
   *
   * @param protectWith - The new key.
   * @param options - What a KMS made of it, if one did, and the time.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` if the ring is kept nowhere or the key is no such key; `ERR_KEYRING_UNAVAILABLE`.
   *
   * @example
   * ```js
   * import { mkdtempSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { join } from 'node:path'
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const path = join(mkdtempSync(join(tmpdir(), 'ring-')), 'keys.ring')
   * const [before, after] = [Key.generate('A256KW'), Key.generate('A256KW')]
   * KeyRing.create('Ed25519').save(path, before)
   * KeyRing.open(path, [after, before]).rewrap(after)
   * KeyRing.open(path, after).status().kept // => true
   * KeyRing.open(path, before) // throws ERR_KEYRING_UNAVAILABLE
   * ```
   */
  rewrap(protectWith: Key, options?: RewrapOptions): void

  /**
   * The same for a ring in a store: resolves when the store has it.
   *
   * @param protectWith - The new key.
   * @param options - What a KMS made of it, and the time.
   * @returns Nothing.
   * @throws As {@link KeyRing.rewrap}: `ERR_OPTION_INVALID`, `ERR_KEYRING_UNAVAILABLE`.
   *
   * @example
   * ```js
   * import { Key, KeyRing } from 'tokenseal'
   *
   * // A ring that is kept nowhere has nothing to be rewrapped.
   * const { code } = await KeyRing.create('Ed25519').rewrapAsync(Key.generate('A256KW')).catch((error) => error)
   * code // => 'ERR_OPTION_INVALID'
   * ```
   */
  rewrapAsync(protectWith: Key, options?: RewrapOptions): Promise<void>

  /**
   * Does what is due: makes and publishes keys, plans whose turn is next, erases what has no more to do. An issuer and
   * {@link KeyRing.toJwks} do this themselves; whoever publishes the keys elsewhere calls it when it says that there will be something to do.
   *
   * @param options - The time.
   * @returns What has changed, and when to call it again.
   * @throws `ERR_KEYRING_UNAVAILABLE` if it could not be kept, `ERR_OPTION_INVALID` where the ring can only be followed.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * const clock = () => 1_700_000_000
   * const ring = KeyRing.create('Ed25519', { rotateEvery: '30d', clock })
   * const { next } = ring.advance()
   * next - clock() // => 30 * 86400 - 21 * 60
   * ring.advance({ now: next }).changes.map(({ was, is }) => [was, is]) // => [[null, 'upcoming']]
   * ```
   */
  advance(options?: RingTime): Advanced

  /**
   * The same for a ring in a store: resolves when the store has it.
   *
   * @param options - The time.
   * @returns What has changed, and when to call it again.
   * @throws As {@link KeyRing.advance}: `ERR_KEYRING_UNAVAILABLE`, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * (await KeyRing.create('Ed25519').advanceAsync()).changes // => []
   * ```
   */
  advanceAsync(options?: RingTime): Promise<Advanced>

  /**
   * Refuses the tokens of a key from now on, and no others. If it was its turn, the next one signs, which everybody knows already. Those who
   * fetch the keys still have it until they fetch them again.
   *
   * @param keyId - The `kid` of the key.
   * @param options - The time.
   * @returns What has changed.
   * @throws `ERR_JWKS_NO_MATCHING_KEY` if the ring has no such key; else as {@link KeyRing.advance}. If it uses a list of revocations, also
   * `ERR_JWT_REVOCATION_UNAVAILABLE`.
   *
   * @example
   * ```js
   * import { Issuer, KeyRing, Verifier } from 'tokenseal'
   *
   * const ring = KeyRing.create('Ed25519')
   * const [issuer, verifier] = [new Issuer({ signingKey: ring, lifetime: '15m' }), new Verifier({ keys: ring })]
   * const stolen = issuer.issue({ sub: 'alice' })
   * ring.revoke(ring.signingKey().keyId)
   * verifier.verify(issuer.issue({ sub: 'alice' })).get('sub') // => 'alice'
   * verifier.verify(stolen) // throws ERR_JWKS_NO_MATCHING_KEY
   * ```
   */
  revoke(keyId: string, options?: RingTime): Advanced

  /**
   * The same for a ring in a store, or one that uses a list of revocations there: resolves when each has it, the list first.
   *
   * @param keyId - The `kid` of the key.
   * @param options - The time.
   * @returns What has changed.
   * @throws As {@link KeyRing.revoke}: `ERR_JWKS_NO_MATCHING_KEY`, `ERR_KEYRING_UNAVAILABLE`, `ERR_JWT_REVOCATION_UNAVAILABLE`.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * const ring = KeyRing.create('Ed25519')
   * (await ring.revokeAsync(ring.signingKey().keyId)).changes[0].is // => 'revoked'
   * ```
   */
  revokeAsync(keyId: string, options?: RingTime): Promise<Advanced>

  /**
   * From now on, {@link KeyRing.revoke} also writes to a list of revocations: those who check by it refuse the key before they fetch the keys
   * again. If it cannot be written there, nothing is revoked.
   *
   * @param revocations - The list.
   * @param issuer - The `iss` of the tokens that the ring signs.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` for what is no such list, or no text.
   *
   * @example
   * ```js
   * import { Issuer, KeyRing, Revocations, Verifier } from 'tokenseal'
   *
   * const issuer = 'https://issuer.example'
   * const [ring, revocations] = [KeyRing.create('Ed25519'), new Revocations()]
   * ring.useRevocations(revocations, issuer)
   * // Somebody who has the keys as they were, and the list.
   * const verifier = new Verifier({ keys: ring.toKeySet(), revocations, issuer })
   * const stolen = new Issuer({ signingKey: ring, issuer, lifetime: '15m' }).issue({ sub: 'alice' })
   * verifier.verify(stolen).get('sub') // => 'alice'
   * const { keyId } = ring.signingKey()
   * ring.revoke(keyId).changes[0].is // => 'revoked'
   * verifier.verify(stolen) // throws ERR_JWT_REVOKED
   * ring.useRevocations([], issuer) // throws ERR_OPTION_INVALID
   * ```
   */
  useRevocations(revocations: Revocations, issuer: string): void

  /**
   * Adds a key, whose turn comes after the others of its algorithm: one whose private half is elsewhere, by its public half, or one that was
   * made elsewhere.
   *
   * @param key - The key, bound to its algorithm.
   * @param options - The time.
   * @returns What has changed.
   * @throws `ERR_OPTION_INVALID` if the key is bound to no algorithm, its `keyId` is taken, or the other keys of its algorithm are of the
   * other kind; else as {@link KeyRing.advance}.
   *
   * @example
   * ```js
   * import { Key, KeyRing } from 'tokenseal'
   *
   * const [first, second] = [Key.generate('ES256').public(), Key.generate('ES256').public()] // of a KMS
   * const ring = KeyRing.create('ES256', { keys: first })
   * ring.advance().needsKey // => ['ES256']
   * ring.add(second).needsKey // => []
   * ```
   */
  add(key: Key, options?: RingTime): Advanced

  /**
   * The same for a ring in a store: resolves when the store has it.
   *
   * @param key - The key, bound to its algorithm.
   * @param options - The time.
   * @returns What has changed.
   * @throws As {@link KeyRing.add}: `ERR_OPTION_INVALID`, `ERR_KEYRING_UNAVAILABLE`.
   *
   * @example
   * ```js
   * import { Key, KeyRing } from 'tokenseal'
   *
   * (await KeyRing.create('Ed25519').addAsync(Key.generate('Ed25519'))).changes[0].is // => 'upcoming'
   * ```
   */
  addAsync(key: Key, options?: RingTime): Promise<Advanced>

  /**
   * Has a ring in a store read anew if it is older than `maxStaleness`: for a service's health check, and where nothing has run for long, as in
   * a function that was frozen.
   *
   * @param options - How long to try.
   * @returns Nothing.
   * @throws `ERR_KEYRING_UNAVAILABLE` if it cannot be read now.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * await KeyRing.create('Ed25519').ready() // => undefined
   * ```
   */
  ready(options?: ReadyOptions): Promise<void>

  /**
   * The keys that are published, as a JWK Set (RFC 7517, section 5): what a service serves, with {@link KeyRing.cacheControl}. What is due
   * is done first, if that is possible.
   *
   * @param options - The time.
   * @returns The set.
   * @throws `ERR_OPTION_INVALID` if the time is none.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * KeyRing.create('ES256').toJwks().keys.length // => 2
   * ```
   */
  toJwks(options?: RingTime): { keys: Jwk[] }

  /**
   * The `Cache-Control` of the published set (RFC 9111, section 5.2): whoever keeps it longer would not know a key in time.
   *
   * @returns The value of the header.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * KeyRing.create('ES256', { jwksMaxAge: '5m' }).cacheControl() // => 'max-age=300'
   * ```
   */
  cacheControl(): string

  /**
   * The keys, in the order of their turns, without what is secret.
   *
   * @param options - The time.
   * @returns The keys with their states and times.
   * @throws `ERR_OPTION_INVALID` if the time is none.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * KeyRing.create('ES256').keys().map(({ state, external }) => [state, external]) // => [['active', false], ['upcoming', false]]
   * ```
   */
  keys(options?: RingTime): RingKey[]

  /**
   * How the ring is: its keys, its policy with what is computed from it, and why it could not be read or changed last, if so.
   *
   * @param options - The time.
   * @returns The status, without what is secret.
   * @throws `ERR_OPTION_INVALID` if the time is none.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * const { failed, publishedAhead, keptAfter } = KeyRing.create('ES256').status()
   * failed // => null
   * publishedAhead // => 1260
   * keptAfter // => { signing: 1021, encryption: 2281 }
   * ```
   */
  status(options?: RingTime): KeyRingStatus

  /**
   * The key that signs now: to {@link prepare} a token for a key whose private half is elsewhere.
   *
   * @param options - The algorithm, and the time.
   * @returns The key.
   * @throws `ERR_JWKS_NO_MATCHING_KEY` if the ring has none, `ERR_JOSE_NOT_SUPPORTED` for an unknown algorithm, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * const ring = KeyRing.create(['ES256', 'Ed25519'])
   * ring.signingKey().algorithm // => 'ES256'
   * ring.signingKey({ alg: 'Ed25519' }).algorithm // => 'Ed25519'
   * ring.signingKey({ alg: 'RS256' }) // throws ERR_JWKS_NO_MATCHING_KEY
   * ```
   */
  signingKey(options?: SigningKeyOptions): Key

  /**
   * The keys that verify now, as a set that stays as it is.
   *
   * @param options - The time.
   * @returns The set.
   * @throws `ERR_OPTION_INVALID` if the time is none.
   *
   * @example
   * ```js
   * import { KeyRing } from 'tokenseal'
   *
   * KeyRing.create('ES256').toKeySet().size // => 2
   * ```
   */
  toKeySet(options?: RingTime): KeySet
}
