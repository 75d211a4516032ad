// The types of values: names composed of others, keys, times, tokens and claims. Options are in
// options.d.ts.

import type { KeyManagementName, SignatureAlgorithmName } from './algorithm.js'
import type { Key } from './key.js'
import type { KeyRing } from './key_ring.js'
import type { KeySet } from './key_set.js'
import type { RemoteKeySet } from './remote_key_set.js'

export type { RingStore, RingTime } from './key_ring.js'
export type { RemoteDriver, Watched } from './remote_key_set.js'
export type { StatusListsDriver } from './status_lists.js'

/** Key management with a password. */
export type PasswordAlgorithmName = Extract<KeyManagementName, `PBES2-${string}`>

/** Key management with a shared secret. */
export type SymmetricKeyManagementName = Exclude<KeyManagementName, `${'PBES2' | 'RSA' | 'ECDH'}-${string}`>

/** What a key can be bound to. */
export type AlgorithmName = SignatureAlgorithmName | KeyManagementName

/** What a shared secret can be bound to. */
export type SecretAlgorithmName = Extract<SignatureAlgorithmName, `HS${string}`> | SymmetricKeyManagementName

/** The `kty` of a key (RFC 7517, section 4.1; AKP: RFC 9964). */
export type KeyType = 'oct' | 'RSA' | 'EC' | 'OKP' | 'AKP'
/** The curve of a key for ECDH-ES (RFC 7518, section 4.6; RFC 8037, section 3.2). */
export type AgreementCurveName = 'P-256' | 'P-384' | 'P-521' | 'X25519'
/** The hash of a thumbprint (RFC 7638, RFC 9278). */
export type HashName = 'sha256' | 'sha384' | 'sha512'

/** A token, as text or as its bytes. */
export type TokenInput = string | Uint8Array
/** A token in a JSON serialization, as an object. */
export type JsonToken = Record<string, unknown>
/** A key, or several. */
export type Keys = Key | readonly Key[] | KeySet
/** The keys that verify: at hand, fetched from where they are published, or those of a ring. */
export type VerificationKeys = Keys | RemoteKeySet | KeyRing
/** The keys that decrypt: at hand, or those of a ring. */
export type DecryptionKeys = Keys | KeyRing
/** The key that signs: at hand, or the one of a ring whose turn it is. */
export type SigningKey = Key | KeyRing
/** The key to encrypt to: at hand, one of those that the recipient publishes, or the one of a ring whose turn it is. */
export type EncryptionKey = Key | RemoteKeySet | KeyRing
/** What a token is bound to: a public key, or a certificate as PEM or as DER. */
export type Confirmation = Key | string | Uint8Array
/** A length of time: whole seconds, or one number with s, m, h or d, such as `'15m'`. */
export type Length = number | `${number}${'s' | 'm' | 'h' | 'd'}`
/** A point in time: seconds since the epoch, or a Date. */
export type Time = number | Date
/** A function that returns the time. What it throws reaches the caller unchanged. */
export type Clock = () => Time

/** A JSON Web Key (RFC 7517). */
export interface Jwk {
  /** The type of the key. */
  kty?: string
  /** The algorithm that the key is bound to. */
  alg?: string
  /** The key's id: the `keyId` of a {@link Key}. */
  kid?: string
  /** What the key is for: `sig` or `enc`. */
  use?: string
  /** What may be done with the key, such as `sign`. */
  key_ops?: string[]
  /** Everything else: the key itself, and members that mean nothing to this package. */
  [member: string]: unknown
}

/** A JWK Set (RFC 7517, section 5). */
export interface Jwks {
  /** The keys. */
  keys: readonly Jwk[]
  /** Everything else is ignored. */
  [member: string]: unknown
}

/** Claims: the registered ones (RFC 7519, section 4.1), and any other. */
export interface Claims {
  /** Who issued the token. */
  iss?: string
  /** Whom the token speaks of. */
  sub?: string
  /** For whom the token is. */
  aud?: string | string[]
  /** When the token expires, in seconds since the epoch. */
  exp?: number
  /** From when on the token is valid, in seconds since the epoch. */
  nbf?: number
  /** When the token was issued, in seconds since the epoch. */
  iat?: number
  /** The token's own id. */
  jti?: string
  /** Any other claim. */
  [claim: string]: unknown
}

/** The keys that seal claims. */
export interface SealKeys {
  /** The secret or private key that signs. */
  signWith: Key
  /** The secret or public key to encrypt to. */
  encryptTo: Key
}

/** The keys that unseal a token. */
export interface UnsealKeys {
  /** The keys that decrypt. */
  decryptWith: Keys
  /** The keys that verify the signed token inside. */
  verifyWith: Keys
}
