// What the functions take: names, values and options.

import type { ContentEncryptionName, KeyManagementName, SignatureAlgorithmName } from './algorithms.js'
import type { Key } from './keys.js'
import type { KeySet } from './keyset.js'
import type { LimitOptions } from './limits.js'

/** Key management by a password. */
export type PasswordAlgorithmName = Extract<KeyManagementName, `PBES2-${string}`>

/** Key management by a shared secret. */
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
/** How a token is protected: signed, encrypted, or first signed and then encrypted. */
export type TokenKind = 'signed' | 'encrypted' | 'nested'
/** Claims, `typ` and checks that belong together: RFC 9068, OpenID Connect Core, OpenID Connect Back-Channel Logout. */
export type Profile = 'access-token' | 'id-token' | 'logout-token'

/** A token, as text or as its bytes. */
export type TokenInput = string | Uint8Array
/** A token in a JSON serialization, as an object. */
export type JsonToken = Record<string, unknown>
/** How the tokens of `jws` and `jwe` are written. */
export type Serialization = 'compact' | 'flattened' | 'general'
/** What stands wherever keys are wanted. */
export type Keys = Key | readonly Key[] | KeySet
/** A length of time: whole seconds, or one number with s, m, h or d, such as `'15m'`. */
export type Length = number | `${number}${'s' | 'm' | 'h' | 'd'}`
/** A point in time: seconds since the epoch, or a Date. */
export type Time = number | Date

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

/** What exporting a key may be told. */
export interface ExportOptions {
  /** Whether to give what must be kept secret. */
  private?: boolean
}

/** What importing a key may be told. */
export interface FromKeyOptions {
  /** The key's `kid`. */
  keyId?: string | null
}

/** What importing a key from PEM or DER may be told. */
export interface FromEncryptedOptions extends FromKeyOptions {
  /** What an encrypted private key was encrypted with: required there, refused elsewhere. Text is taken as UTF-8. */
  password?: string | Uint8Array | null
}

/** What importing a shared secret, or a KeyObject that may be one, may be told. */
export interface FromSecretOptions extends FromKeyOptions {
  /** The content encryption of a `dir` key: required there, refused elsewhere. */
  enc?: ContentEncryptionName | null
}

/** What making a key from a password may be told. */
export interface FromPasswordOptions extends FromKeyOptions {}

/** What importing a JWK may be told. */
export interface FromJwkOptions {
  /** The algorithm that the key is bound to, where its JWK names none. */
  alg?: AlgorithmName | null
  /** The content encryption of a `dir` key. */
  enc?: ContentEncryptionName | null
}

/** What importing a set may be told. */
export interface FromJwksOptions {
  /** Whether one malformed key fails the set, instead of being set aside. */
  strict?: boolean
}

/** What generating a key may be told. */
export interface GenerateOptions extends FromSecretOptions {
  /** The curve of an ECDH-ES key: P-256 unless another is named. */
  curve?: AgreementCurveName | null
  /** The length of an RSA modulus in bits: 2048 unless another is given. */
  bits?: 2048 | 3072 | 4096 | 8192 | null
}

/** The header of what is made. */
export interface HeaderOptions {
  /** Further parameters of the protected header. It must not name what the library sets (`alg`, `crit`, …). */
  header?: Record<string, unknown> | null
}

/** The options of everything that makes a token with claims. */
export interface IssueOptions extends HeaderOptions {
  /**
   * How long the token is valid, in whole seconds or as `'15m'`; becomes `exp`. Required, unless the claims have `exp` or `noExpiry` is true.
   */
  expiresIn?: Length
  /** Makes a token that never expires. */
  noExpiry?: boolean
  /** For whom the token is: one, or several. Becomes `aud`. */
  audience?: string | readonly string[]
  /** Whom the token speaks of. Becomes `sub`. */
  subject?: string
  /** From when on the token is valid, as seconds since the epoch or a Date; becomes `nbf`, rounded down. */
  notBefore?: Time
  /** The token's own id. Becomes `jti`. */
  tokenId?: string
  /** The time, as seconds since the epoch or a Date; this moment, if not given. */
  now?: Time | null
}

/** What signing claims may be told. */
export interface SignOptions extends IssueOptions {
  /** Who issues the token. Becomes `iss`. */
  issuer?: string
  /** The `typ` of the header: `JWT` unless another is given. */
  type?: string
  /** A profile whose claims and `typ` the token is to have. */
  profile?: Profile
}

/** What encrypting claims may be told. */
export interface EncryptOptions extends SignOptions {
  /** The content encryption: A256GCM if not given, or the key's own for `dir`. */
  enc?: ContentEncryptionName | null
  /** Compresses the claims before they are encrypted. The length of the token then tells something about them. */
  compress?: boolean
}

/** What sealing claims is told: the keys, and what signing and encrypting may be told. */
export interface SealOptions extends EncryptOptions {
  /** The key that signs. */
  signWith: Key
  /** The key that is encrypted to. */
  encryptTo: Key
}

/** What an issuer is told once, for every token that it issues. */
export interface IssuerOptions extends Pick<
  EncryptOptions,
  'issuer' | 'audience' | 'subject' | 'noExpiry' | 'type' | 'header' | 'profile' | 'enc' | 'compress'
> {
  /** The key that signs. */
  signingKey?: Key | null
  /** The key that is encrypted to. */
  encryptionKey?: Key | null
  /** How long a token is valid, in whole seconds or as `'15m'`, unless the call says otherwise. */
  lifetime?: Length
}

/** The options of everything that reads a token: limits, and what the caller understands. */
export interface CommonReadOptions extends LimitOptions {
  /** Names that may stand in `crit` because the caller understands them. */
  critical?: readonly string[] | null
}

/** What checking a token may be told when everything else was compiled before. */
export interface CheckOptions {
  /** The time, as seconds since the epoch or a Date; this moment, if not given. */
  now?: Time | null
}

/** What is expected of claims. Every check is made unless it is waived by name. */
export interface ClaimCheckOptions extends CommonReadOptions {
  /** The `iss` that the token must have, or several of which any will do. */
  issuer?: string | readonly string[]
  /** The `aud` that the token must have or list, or several of which any will do. */
  audience?: string | readonly string[]
  /** The `sub` that the token must have. */
  subject?: string
  /** The `typ` that the token must have, or several of which any will do. If not given: absent or `JWT`. */
  type?: string | readonly string[]
  /** Claims that the token must have. */
  requiredClaims?: readonly string[]
  /** The greatest age of the token by its `iat`, in whole seconds or as `'15m'`. */
  maxAge?: Length
  /** How far clocks may be apart, in whole seconds or as `'30s'`: not at all, if not given. */
  leeway?: Length
  /** Accepts tokens without `exp`. */
  allowMissingExp?: boolean
  /** Accepts any `aud`, where none is expected. */
  allowAnyAudience?: boolean
  /** Accepts any `iss`, where none is expected. */
  allowAnyIssuer?: boolean
  /** Accepts any `typ`, where none is expected. */
  allowAnyType?: boolean
  /** A profile that the token must follow. */
  profile?: Profile
  /** The `nonce` that an ID token must have. */
  nonce?: string
  /** The `azp` (authorized party) that an ID token must have. */
  azp?: string
}

/** What verifying a token may be told. */
export interface VerifyOptions extends ClaimCheckOptions, CheckOptions {
  /** The only signature algorithms to accept, of those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[] | null
}

/** What decrypting a token may be told. */
export interface DecryptOptions extends ClaimCheckOptions, CheckOptions {
  /** The only key management algorithms to accept, of those that the keys allow. */
  keyManagement?: readonly KeyManagementName[] | null
  /** The only content encryption algorithms to accept. */
  contentEncryption?: readonly ContentEncryptionName[] | null
  /** Accepts tokens that are encrypted to a public key and not signed: anybody could have made them. */
  allowUnsigned?: boolean
}

/** What unsealing a token is told: the keys, and what verifying and decrypting may be told. */
export interface UnsealOptions extends VerifyOptions, Omit<DecryptOptions, 'allowUnsigned'> {
  /** The keys that decrypt. */
  decryptWith: Keys
  /** The keys that verify what is inside. */
  verifyWith: Keys
}

/** What a verifier is told once, for every token that it checks. */
export interface VerifierOptions extends Omit<VerifyOptions & DecryptOptions, 'now'> {
  /** The keys that verify signatures. */
  keys?: Keys | null
  /** The keys that decrypt. */
  decryptionKeys?: Keys | null
  /** The kinds of token that are accepted. If not given, the one that the keys are for. */
  accept?: readonly TokenKind[]
}
