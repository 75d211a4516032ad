import type { SignatureAlgorithmName } from './algorithm.js'
import type { AlgorithmName, Clock, Jwk, Keys, Time } from './forms.js'
import type { Key } from './key.js'
import type { KeySet } from './key_set.js'
import type { KeyRingOptions, RingStoreOptions } from './options.js'
import type { ReadyOptions, Watched } from './remote_key_set.js'
import type { Revocations, StoreClient } from './revocations.js'

/** The clock of a ring. */
export interface RingClock {
  /** A function that returns the time by which keys change, for tests; the system's clock if not given. */
  clock?: Clock | null
}

/** The time of a call to a ring, for tests and plans: it moves the ring. */
export interface RingTime {
  /** The time; that of the ring's clock if not given. */
  now?: Time | null
}

/** Further options of a ring in a store. */
export interface RingStore extends Watched {
  /**
   * A ring to begin with if the store has none, such as one from {@link KeyRing.create}. Leave it
   * out in services, so that the loss of a ring is noticed.
   */
  create?: KeyRing | null
}

/** The key that protects a ring, as wrapped by a key management service (KMS). */
export interface WrappedKey {
  /** The wrapped key, which {@link KeyRing.wrappedKey} gives back before the ring is opened. */
  wrappedKey?: Uint8Array | null
}

/** Options for protecting a ring with another key. */
export interface RewrapOptions extends WrappedKey, RingTime {}

/** Which key of a ring signs. */
export interface SigningKeyOptions extends RingTime {
  /** The algorithm; the first of the ring if not given. */
  alg?: SignatureAlgorithmName | null
}

/**
 * The state of a key of a ring: `upcoming` (published, not used yet), `active`, `verify-only` or
 * `decrypt-only` (its turn is over, its tokens may still be valid), `retired` (none can be) and
 * `revoked`.
 */
export type RingKeyState = 'upcoming' | 'active' | 'verify-only' | 'decrypt-only' | 'retired' | 'revoked'

/** A key of a ring, and its times in seconds since the epoch. */
export interface RingKey {
  /** Its `kid`. */
  keyId: string
  /** What it is for. */
  algorithm: AlgorithmName
  /** Its state. */
  state: RingKeyState
  /** Whether its private half is elsewhere. */
  external: boolean
  /** Since when it has been published; for an encryption key, since when it has been held. */
  published: number
  /** When its turn begins; null if that is undecided. */
  activeFrom: number | null
  /** When its turn ends; null if that is undecided. */
  activeUntil: number | null
  /** When nothing that was made with it can still be valid; null if that is undecided. */
  retires: number | null
  /** When it was revoked; null if it was not. */
  revoked: number | null
}

/** What happened to a key. */
export interface RingChange {
  /** Its `kid`. */
  keyId: string
  /** What it is for. */
  algorithm: AlgorithmName
  /** Its state before; null if it is new. */
  was: RingKeyState | null
  /** Its state now; null if it is forgotten. */
  is: RingKeyState | null
}

/** The result of advancing a ring. */
export interface Advanced {
  /** What happened to keys since the ring was last advanced. */
  changes: RingChange[]
  /** When there will be something to do again, in seconds since the epoch; null: not until a key is added. */
  next: number | null
  /** The algorithms whose private keys are elsewhere and that need another key: without it, the next turn is not planned. */
  needsKey: AlgorithmName[]
}

/** The status of a ring. Lengths are in seconds, times in seconds since the epoch. */
export interface KeyRingStatus {
  /** The ring's id, the same wherever it is opened. */
  id: string
  /** How often it has changed. */
  generation: number
  /** Whether it is kept in a file. */
  kept: boolean
  /** Why the last attempt to read or change it failed; null if it succeeded. */
  failed: { code: string; message: string } | null
  /** When there will be something to do; null: not until a key is added. */
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
    /** How much later everyone has fetched it again. */
    verifierRefresh: number
    /** The most by which two clocks differ. */
    clockSkew: number
  }
  /** How long a key is published before its turn. */
  publishedAhead: number
  /** How long a key is kept after its turn. */
  keptAfter: {
    /** A key that signs. */
    signing: number
    /** An encryption key. */
    encryption: number
  }
}

/**
 * Keys that a service publishes and rotates itself: those in use for signing or encryption, those
 * that will be, and those whose tokens may still be valid.
 *
 * An {@link Issuer} and a {@link Verifier} take it in place of a key or keys, and follow it. How
 * long a key is published ahead and kept afterwards is computed from the options, so that no valid
 * token is ever refused. There is always one more key that everyone already knows, so that a key
 * can be revoked at any time.
 *
 * Its calls are synchronous: a change is one short write to a file. Making an RSA key takes 0.1 to
 * 0.3 seconds and blocks the event loop; it happens once per turn.
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
   * A new ring with keys for these algorithms; the first of them sign at once.
   *
   * @param algorithms - The name of an algorithm, or several.
   * @param options - How keys rotate, and keys to begin with.
   * @returns The ring, which is not stored anywhere yet.
   * @throws `ERR_OPTION_INVALID` for a policy under which a valid token could be refused, naming the
   * smallest value that rules that out, or for no algorithm; `ERR_JOSE_NOT_SUPPORTED` for an unknown
   * one.
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
   * Opens the ring that a file keeps, and follows it: it sees what other processes change, and
   * stores every change in the file.
   *
   * @param path - The file, as a path or a `file:` URL.
   * @param protectWith - The secret key that protects it, or several candidates.
   * @param options - The clock.
   * @returns The ring.
   * @throws `ERR_KEYRING_UNAVAILABLE` if it does not exist, is damaged or untrustworthy, or is
   * protected by another key: no new ring is made instead; `ERR_OPTION_INVALID` for an unsuitable
   * key.
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
   * Opens the ring that servers share through Redis or Valkey, and follows it: it stores every
   * change there, and sees what others change.
   *
   * Calls use the ring in memory. A timer refreshes it for as long as anything references the ring,
   * without keeping the process alive. While the store is unreachable, the keys at hand stay in use,
   * and tokens are made for as long as no other server can have ended the turn of their key. To
   * change the ring, use the functions that end in `Async`.
   *
   * @param client - A client of ioredis or node-redis. The ring opens its own connections with the
   * client's settings, to the primary only; the client itself is not used.
   * @param protectWith - The secret key that protects it, or several candidates.
   * @param options - Where it is.
   * @returns The ring, already read.
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
   * Opens a ring that {@link KeyRing.toJwe} wrote. It is not stored anywhere.
   *
   * @param jwe - The text, or its bytes.
   * @param protectWith - The secret key that protects it, or several candidates.
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
   * The key that protects the ring in a file, as a KMS wrapped it: unwrap it there before opening
   * the ring.
   *
   * @param path - The file, as a path or a `file:` URL.
   * @returns The wrapped key; null if the ring has none.
   * @throws `ERR_KEYRING_UNAVAILABLE` if the file does not exist, or is not a ring;
   * `ERR_OPTION_INVALID`.
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
   * Keeps the ring in a new file from now on, as one encrypted token. Every later change is stored
   * there before it takes effect.
   *
   * @param path - The file, as a path or a `file:` URL. Nothing is overwritten.
   * @param protectWith - A secret key for encryption, such as one for `A256KW` or `dir`.
   * @param options - That key as wrapped by a KMS, if one wraps it.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` if the file already exists, the ring is already stored, or the key
   * is unsuitable; `ERR_KEYRING_UNAVAILABLE` if the file cannot be written.
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
   * @param options - That key as wrapped by a KMS, if one wraps it.
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
   * Protects the file with another key. Other processes need that key too, before you do this.
   *
   * @param protectWith - The new key.
   * @param options - That key as wrapped by a KMS, if one wraps it, and the time.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` if the ring is not stored anywhere or the key is unsuitable;
   * `ERR_KEYRING_UNAVAILABLE`.
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
   * @param options - That key as wrapped by a KMS, if one wraps it, and the time.
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
   * Does what is due: makes and publishes keys, plans whose turn is next, erases what is no longer
   * needed. An issuer and {@link KeyRing.toJwks} do this themselves; if you publish the keys
   * elsewhere, call it at the time it returned as `next`.
   *
   * @param options - The time.
   * @returns What has changed, and when to call it again.
   * @throws `ERR_KEYRING_UNAVAILABLE` if it could not be stored, `ERR_OPTION_INVALID` if the ring is
   * read-only.
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
   * From now on, refuses the tokens of a key, and only those. If it was that key's turn, the next
   * one signs, which everyone already knows. Those who fetch the keys still accept it until they
   * fetch them again.
   *
   * @param keyId - The `kid` of the key.
   * @param options - The time.
   * @returns What has changed.
   * @throws `ERR_JWKS_NO_MATCHING_KEY` if the ring has no such key; otherwise as {@link
   * KeyRing.advance}. If it uses a list of revocations, also `ERR_JWT_REVOCATION_UNAVAILABLE`.
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
   * From now on, {@link KeyRing.revoke} also writes to a list of revocations, so that verifiers that
   * use the list refuse the key before they fetch the keys again. If that write fails, nothing is
   * revoked.
   *
   * @param revocations - The list.
   * @param issuer - The `iss` of the tokens that the ring signs.
   * @returns Nothing.
   * @throws `ERR_OPTION_INVALID` if the list is not a `Revocations`, or the issuer is not text.
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
   * Adds a key, whose turn comes after the others of its algorithm: the public half of one whose
   * private half is elsewhere, or a key made elsewhere.
   *
   * @param key - The key, bound to its algorithm.
   * @param options - The time.
   * @returns What has changed.
   * @throws `ERR_OPTION_INVALID` if the key is bound to no algorithm, its `keyId` is taken, or the
   * other keys of its algorithm are of the other kind; otherwise as {@link KeyRing.advance}.
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
   * Rereads a ring in a store if it is older than `maxStaleness`: for a service's health check, and
   * after a long pause, as in a frozen serverless function.
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
   * @throws `ERR_OPTION_INVALID` if the time is invalid.
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
   * The `Cache-Control` of the published set (RFC 9111, section 5.2): anyone who keeps it longer
   * would learn of a key too late.
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
   * The keys, in the order of their turns, without secrets.
   *
   * @param options - The time.
   * @returns The keys with their states and times.
   * @throws `ERR_OPTION_INVALID` if the time is invalid.
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
   * How the ring is: its keys, its policy with what is computed from it, and why the last attempt to
   * read or change it failed, if it did.
   *
   * @param options - The time.
   * @returns The status, without secrets.
   * @throws `ERR_OPTION_INVALID` if the time is invalid.
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
   * The keys that verify now, as a set that does not change.
   *
   * @param options - The time.
   * @returns The set.
   * @throws `ERR_OPTION_INVALID` if the time is invalid.
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
