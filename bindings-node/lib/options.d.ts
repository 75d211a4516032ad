// Generated from the core by `cargo xtask generate`. Do not edit.

import type { AccessRules } from './access_rules.js'
import type { ContentEncryptionName, KeyManagementName, SignatureAlgorithmName } from './algorithm.js'
import type { AgreementCurveName, AlgorithmName, Clock, Confirmation, DecryptionKeys, EncryptionKey, Keys, Length, RemoteDriver, RingStore, RingTime, SealKeys, SigningKey, StatusListsDriver, Time, UnsealKeys, VerificationKeys, Watched } from './forms.js'
import type { Key } from './key.js'
import type { ReplayCache } from './replay_cache.js'
import type { Revocations } from './revocations.js'
import type { StatusLists } from './status_lists.js'

/** Options for exporting keys. */
export interface ExportOptions {
  /**
   * Export the private or secret key itself, which must be kept secret.
   *
   * @default false
   */
  private?: boolean
}

/** Options for importing a key. */
export interface FromKeyOptions {
  /** The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint. */
  keyId?: string | null
}

/** Options for importing a key from PEM or DER. */
export interface FromEncryptedOptions extends FromKeyOptions {
  /**
   * The password of an encrypted private key; required for one, refused for any other key. A string
   * is encoded as UTF-8.
   */
  password?: string | Uint8Array | null
}

/** Options for importing a shared secret, or a KeyObject that may be one. */
export interface FromSecretOptions extends FromKeyOptions {
  /**
   * The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
   */
  enc?: ContentEncryptionName | null
  /**
   * How the text of a secret is encoded; required if the secret is text, refused if it is bytes.
   */
  encoding?: TextEncoding | null
  /**
   * Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is
   * empty or all zeros is still refused.
   *
   * @default false
   */
  allowWeakSecret?: boolean
}

/** Options for making a key from a password. */
export interface FromPasswordOptions extends FromKeyOptions {}

/** Options for importing a JWK. */
export interface FromJwkOptions {
  /** The algorithm to bind the key to; required for an `oct` JWK without `alg`. */
  alg?: AlgorithmName | null
  /**
   * The content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
   */
  enc?: ContentEncryptionName | null
  /**
   * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
   * with any other use is `ERR_JOSE_NOT_SUPPORTED`.
   */
  signatureUses?: readonly string[]
  /**
   * Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is
   * empty or all zeros is still refused.
   *
   * @default false
   */
  allowWeakSecret?: boolean
}

/** Options for importing a JWK Set. */
export interface FromJwksOptions {
  /**
   * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
   * with any other use is `ERR_JOSE_NOT_SUPPORTED`.
   */
  signatureUses?: readonly string[]
  /**
   * Refuse the whole set if one of its keys is malformed, instead of setting that key aside.
   *
   * @default false
   */
  strict?: boolean
  /**
   * Set aside symmetric and private keys: a published set should contain none.
   *
   * @default false
   */
  publicOnly?: boolean
}

/** Options for generating a key. */
export interface GenerateOptions extends Omit<FromSecretOptions, 'encoding' | 'allowWeakSecret'> {
  /**
   * The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
   *
   * @default 'P-256'
   */
  curve?: AgreementCurveName | null
  /**
   * The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
   *
   * @default 2048
   */
  bits?: 2048 | 3072 | 4096 | 8192 | null
}

/** Options for a key set that is fetched from its publisher. */
export interface RemoteKeySetOptions extends RemoteDriver {
  /** The key that `snapshot` was signed with; required with it. */
  snapshotKey?: Key | null
  /**
   * A function that returns the time by which keys age, for tests; the system's clocks if not
   * given.
   */
  clock?: Clock | null
  /**
   * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
   * with any other use is `ERR_JOSE_NOT_SUPPORTED`.
   */
  signatureUses?: readonly string[]
  /**
   * The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414). Given
   * instead of `url` and `metadataUrl`.
   */
  issuer?: string
  /**
   * The URL of the metadata that says where the keys are. Given instead of `url` and `issuer`, and
   * needs `metadataIssuer`.
   */
  metadataUrl?: string
  /** The `issuer` that the metadata must contain, if it differs from the issuer that was asked. */
  metadataIssuer?: string
  /**
   * The only hosts that the metadata may name for the keys. They also receive the caller's headers,
   * and may have addresses that are not public.
   */
  allowedHosts?: readonly string[]
  /**
   * Allow http, which lets anyone on the network path substitute keys: for tests, and for servers
   * on the same machine.
   *
   * Waives the check of https.
   *
   * @default false
   */
  allowHttp?: boolean
  /**
   * How long keys stay fresh if their server does not say; `10m` if not given.
   *
   * @default '10m'
   */
  defaultAge?: Length
  /**
   * The shortest time that keys stay fresh, whatever their server says; `60s` if not given.
   *
   * @default '60s'
   */
  minAge?: Length
  /**
   * The longest time that keys stay fresh, whatever their server says; `1h` if not given.
   *
   * @default '1h'
   */
  maxAge?: Length
  /**
   * How much longer keys stay in use while they cannot be fetched; `1h` if not given.
   *
   * @default '1h'
   */
  stale?: Length
  /**
   * How often tokens that no key verifies may cause the keys to be fetched again: twice, and once
   * more each time this interval has passed; `30s` if not given.
   *
   * @default '30s'
   */
  cooldown?: Length
  /**
   * How long fetching the keys may take, including the metadata; `5s` if not given.
   *
   * @default '5s'
   */
  timeout?: Length
  /**
   * The most keys to read; 100 if not given.
   *
   * @default 100
   */
  maxKeys?: number
  /**
   * The longest JWK Set to read, in bytes after decompression; 256 KiB if not given.
   *
   * @default 262144
   */
  maxSetBytes?: number
  /**
   * The longest metadata to read, in bytes after decompression; 64 KiB if not given.
   *
   * @default 65536
   */
  maxMetadataBytes?: number
  /**
   * The most checks that may wait at once because no key verifies their token; 8 if not given.
   *
   * @default 8
   */
  maxWaiting?: number
  /** A snapshot taken from such a set with `snapshot`: the initial keys, which keep their age. */
  snapshot?: string
}

/** Options for a ring of keys that rotate. */
export interface KeyRingOptions extends RingTime {
  /**
   * The initial keys, in the order in which they take turns: those that verifiers already know. For
   * a public key, the private half is held elsewhere.
   */
  keys?: Keys | null
  /**
   * A function that returns the time by which keys age, for tests; the system's clocks if not
   * given.
   */
  clock?: Clock | null
  /**
   * The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
   *
   * @default 'P-256'
   */
  curve?: AgreementCurveName | null
  /**
   * The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
   *
   * @default 2048
   */
  bits?: 2048 | 3072 | 4096 | 8192 | null
  /**
   * How long a key is used to sign or to encrypt to, before the next one takes over; `30d` if not
   * given.
   *
   * @default '30d'
   */
  rotateEvery?: Length
  /**
   * The longest lifetime of a token: an issuer that would make a longer one is refused; `15m` if
   * not given.
   *
   * @default '15m'
   */
  tokenLifetime?: Length
  /**
   * How long those who fetch the published keys may cache them: what `cache_control` says; `10m` if
   * not given.
   *
   * @default '10m'
   */
  jwksMaxAge?: Length
  /**
   * How long after that everyone has fetched the keys again; `10m` if not given. An outage that
   * verifiers should not notice may last this long.
   *
   * @default '10m'
   */
  verifierRefresh?: Length
  /**
   * The largest difference between two clocks, and the largest `leeway` of a verifier; `1m` if not
   * given.
   *
   * @default '1m'
   */
  clockSkew?: Length
}

/** Options for a key ring that servers share in Redis or Valkey. */
export interface RingStoreOptions extends RingStore {
  /**
   * A function that returns the time by which keys age, for tests; the system's clocks if not
   * given.
   */
  clock?: Clock | null
  /**
   * The name of the ring in the store; required. Its key begins with this name: one ring, one name.
   */
  namespace?: string
  /**
   * How old the ring may be when a call uses it while the store is reachable: an older one is read
   * again first; `1s` if not given.
   *
   * @default '1s'
   */
  maxStaleness?: Length
  /**
   * How long a command may take, and how long a call waits; `2s` if not given.
   *
   * @default '2s'
   */
  timeout?: Length
}

/** Options for a list of revocations. */
export interface RevocationsOptions {
  /**
   * A function that returns the time, for every call without `now`; the system clock if not given.
   */
  clock?: Clock | null
  /**
   * The longest lifetime of a token: a revocation is forgotten once no token it covers can still be
   * valid. If not given, the tokens of a subject, an issuer and a session are revoked forever.
   */
  longestLifetime?: Length
  /**
   * Record who revoked what, when and why, so that `entries` can list it.
   *
   * @default false
   */
  audit?: boolean
}

/** Options for a list of revocations in a file. */
export interface RevocationFileOptions {
  /**
   * A function that returns the time, for every call without `now`; the system clock if not given.
   */
  clock?: Clock | null
  /**
   * Create the list if it does not exist. Leave it out in services, so that a lost list is noticed.
   *
   * @default false
   */
  create?: boolean
  /**
   * For a list that is created: the longest lifetime of a token. A revocation is forgotten once no
   * token it covers can still be valid. If not given, the tokens of a subject, an issuer and a
   * session are revoked forever.
   */
  longestLifetime?: Length
}

/** Options for a list of revocations that servers share in Redis or Valkey. */
export interface StoreOptions extends Watched {
  /**
   * A function that returns the time, for every call without `now`; the system clock if not given.
   */
  clock?: Clock | null
  /**
   * The name of the list in the store; required. All keys begin with this name: one list, one name.
   */
  namespace?: string
  /**
   * Create the list if it does not exist. Leave it out in services, so that a lost list is noticed.
   *
   * @default false
   */
  create?: boolean
  /**
   * With `create`: the longest lifetime of a token. A revocation is forgotten once no token it
   * covers can still be valid. If the list already exists with a shorter lifetime, it is raised to
   * this one; it is never lowered. If a list is created without this option, the tokens of a
   * subject, an issuer and a session are revoked forever.
   */
  longestLifetime?: Length
  /**
   * How old the list may be when a check uses it; `1s` if not given.
   *
   * @default '1s'
   */
  maxStaleness?: Length
  /**
   * What happens to a token if the list is older than that and cannot be refreshed in time;
   * `refuse` if not given.
   *
   * @default 'refuse'
   */
  whenUnavailable?: WhenUnavailable
  /**
   * Read the list again for every check.
   *
   * @default false
   */
  strict?: boolean
  /**
   * How often the store must prove that it can be written to, so that a primary that was cut off
   * from its replicas is noticed (`min-replicas-to-write`).
   */
  beat?: Length
  /**
   * How long a command may take, and how long a call waits; `2s` if not given.
   *
   * @default '2s'
   */
  timeout?: Length
  /**
   * What a revocation has survived by the time it is acknowledged; `memory` if not given.
   *
   * @default 'memory'
   */
  durability?: Durability
  /** How many replicas must also have it (WAIT). */
  replicas?: number
}

/** Options for revoking a token, and for withdrawing a revocation. */
export interface RevokeOptions {
  /** Who is revoking, for `entries`: at most 255 bytes, and no personal data. */
  by?: string
  /** Why, for `entries`: at most 1,000 bytes, and no personal data. */
  reason?: string
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for revoking a token, a session or a key by its ID. */
export interface RevokeUntilOptions extends RevokeOptions {
  /**
   * When the last token that the call covers has expired, in seconds since the epoch: the entry
   * ends an hour later.
   */
  until?: Time
}

/** Options for revoking what was issued to a subject, or by an issuer, before a time. */
export interface RevokeBeforeOptions extends RevokeOptions {
  /**
   * Refuse tokens issued before this time, in seconds since the epoch; the end of this second if
   * not given.
   *
   * @default the end of this second
   */
  before?: Time
}

/** Options for applying a security event or a logout token. */
export interface EventOptions extends RevokeOptions {
  /** Issuers whose subjects and sessions the event may name, besides its own issuer. */
  subjectIssuers?: readonly string[]
}

/** Options for the signed token of a status list: `ttl` or `expiresIn` is required. */
export interface StatusTokenOptions {
  /**
   * How long those who fetch the list may cache it; becomes `ttl`. This or `expiresIn` is required.
   */
  ttl?: Length
  /** How long the list is valid, counted from `now`; becomes `exp`. */
  expiresIn?: Length
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for following the status lists that tokens name: `allowedUris` is required. */
export interface StatusListsOptions extends StatusListsDriver {
  /** The keys that verify the lists; if not given, those of each Verifier. */
  keys?: VerificationKeys | null
  /**
   * The URIs of the lists that may be fetched; required. One that ends in `/` allows all URIs that
   * begin with it, any other allows only itself.
   */
  allowedUris?: readonly string[]
  /**
   * Allow http: for tests, and for servers on the same machine. Lists are signed, but anyone on the
   * network path can see which ones are used, and can hold back a new one.
   *
   * Waives the check of https.
   *
   * @default false
   */
  allowHttp?: boolean
  /**
   * How long a list stays fresh if neither the list (`ttl`, `exp`) nor its server says so; `10m` if
   * not given.
   *
   * @default '10m'
   */
  defaultAge?: Length
  /**
   * The shortest time that a list stays fresh, whatever its `ttl` and its server say; only its
   * `exp` is never exceeded; `10s` if not given.
   *
   * @default '10s'
   */
  minAge?: Length
  /**
   * The longest time before a list is fetched again, whatever it says; `1h` if not given. If that
   * fails, the list stays in use within its own `ttl` and `exp`.
   *
   * @default '1h'
   */
  maxAge?: Length
  /**
   * How long a request may take in total, and how long a check waits for it; `5s` if not given.
   *
   * @default '5s'
   */
  timeout?: Length
  /**
   * The most lists to keep; the least recently used one is dropped first; 64 if not given.
   *
   * @default 64
   */
  maxLists?: number
  /**
   * The longest status list token to read, in bytes; 4096 KiB if not given.
   *
   * @default 4194304
   */
  maxListBytes?: number
  /**
   * The most bytes that the statuses of a list may inflate to; 16384 KiB if not given.
   *
   * @default 16777216
   */
  maxInflatedBytes?: number
}

/** Which revocations to list; all of them if nothing is named. */
export interface EntriesOptions {
  /**
   * The issuer of what the other options name; if not given, they name revocations without an
   * issuer. Alone, it lists the revocations of the issuer itself.
   */
  issuer?: string
  /** The `jti` of a token. */
  tokenId?: string
  /** The `sid` of a session. */
  sessionId?: string
  /** The `sub` of a subject. */
  subject?: string
  /** The `kid` of a key. */
  keyId?: string
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for one token of an issuer. */
export interface IssueOptions {
  /**
   * How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims have
   * `exp`, the issuer has a `lifetime`, or `noExpiry` is set.
   */
  expiresIn?: Length
  /** Whom the token is for, one or several; becomes `aud`. */
  audience?: string | readonly string[]
  /** Whom the token is about; becomes `sub`. */
  subject?: string
  /**
   * Make a token that never expires.
   *
   * @default false
   */
  noExpiry?: boolean
  /** The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds. */
  notBefore?: Time
  /** The token's own ID; becomes `jti`. */
  tokenId?: string
  /**
   * The public key or certificate that the token is bound to; becomes `cnf` with its thumbprint
   * (RFC 9449, section 6; RFC 8705, section 3).
   */
  confirm?: Confirmation
  /**
   * Additional parameters for the protected header. They must not include those that the library
   * sets, such as `alg` and `crit`.
   */
  header?: Record<string, unknown> | null
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for signing claims. */
export interface SignOptions extends Omit<IssueOptions, 'confirm'> {
  /** Who issues the token; becomes `iss`. */
  issuer?: string
  /**
   * The `typ` in the header; `JWT` if not given. A profile sets its own.
   *
   * @default 'JWT'
   */
  type?: string
  /**
   * The profile that the token follows: the token gets the profile's `typ` and a random `jti` if
   * the profile has them, and must have its claims.
   */
  profile?: Profile
}

/** Options for encrypting claims. */
export interface EncryptOptions extends SignOptions {
  /**
   * The content encryption; a `dir` key has its own; `A256GCM` if not given.
   *
   * @default 'A256GCM'
   */
  enc?: ContentEncryptionName | null
  /**
   * Compress the claims before encrypting them. The length of the token then reveals something
   * about its claims.
   *
   * @default false
   */
  compress?: boolean
}

/** The keys that seal claims, and options for signing and encrypting them. */
export interface SealOptions extends EncryptOptions, SealKeys {}

/** The keys of an issuer, and options for every token that it issues. */
export interface IssuerOptions extends Omit<EncryptOptions, 'expiresIn' | 'notBefore' | 'tokenId' | 'now'> {
  /** The secret or private key to sign with. */
  signingKey?: SigningKey | null
  /** The secret or public key to encrypt to. */
  encryptionKey?: EncryptionKey | null
  /**
   * A function that returns the time, for every call without `now`; the system clock if not given.
   */
  clock?: Clock | null
  /** How long a token is valid, unless the call or the claims say otherwise. */
  lifetime?: Length
  /**
   * The algorithm to sign with, if `signingKey` is a ring that has several; the first one in the
   * ring if not given.
   */
  alg?: SignatureAlgorithmName | null
  /**
   * The key management algorithms to choose a key by, in order of preference, if `encryptionKey` is
   * a set published by its recipient; `ECDH-ES with key wrap, ECDH-ES, RSA-OAEP` if not given.
   *
   * @default ECDH-ES with key wrap, ECDH-ES, RSA-OAEP
   */
  keyManagement?: readonly KeyManagementName[] | null
}

/** What checking a token may cost. Each limit is a whole number above 0, checked before the work is done. */
export interface LimitOptions {
  /**
   * The longest token, in bytes; 256 KiB if not given.
   *
   * @default 262144
   */
  maxTokenBytes?: number
  /**
   * The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
   *
   * @default 16384
   */
  maxHeaderBytes?: number
  /**
   * The deepest nesting of JSON, from 1 to 100; 32 if not given.
   *
   * @default 32
   */
  maxJsonDepth?: number
  /**
   * The most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
   *
   * @default 262144
   */
  maxInflatedBytes?: number
  /**
   * The most keys to try on a token, over all its signatures or recipients; 16 if not given. The
   * number of signatures or recipients times the number of keys may be at most 1,000 times this.
   *
   * @default 16
   */
  maxAttempts?: number
  /**
   * The most PBES2 iterations that a token may cost, over all its recipients and all keys tried;
   * 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
   *
   * @default 1000000
   */
  maxPbes2Iterations?: number
}

/** Options for reading any token. */
export interface CommonReadOptions extends LimitOptions {
  /** The names that may appear in `crit` because the caller understands and checks them. */
  critical?: readonly string[] | null
}

/** What is expected of claims. Every check is made unless it is waived by name. */
export interface ClaimCheckOptions extends CommonReadOptions {
  /**
   * The `iss` that the token must have. Several are an error: their keys would be in one pool, and
   * each issuer could speak for the others.
   */
  issuer?: string | readonly string[]
  /** Other spellings of the issuer that the token's `iss` may have instead. */
  issuerAliases?: readonly string[]
  /** The `aud` that the token must equal or contain; if several are given, any of them will do. */
  audience?: string | readonly string[]
  /** The `sub` that the token must have. */
  subject?: string
  /**
   * The `typ` that the token must have; if several are given, any of them will do, and a list that
   * includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent or `JWT`.
   * A profile's own types are accepted as well.
   */
  type?: string | readonly string[]
  /**
   * The names of claims that the token must have, and that must be neither null nor an empty
   * string.
   */
  requiredClaims?: readonly string[]
  /**
   * The values that claims must have, by claim name: a string, a number, true or false, or a list
   * of these, any of which will do. A claim that is itself a list equals none of them.
   */
  expectedClaims?: Record<string, unknown>
  /** The greatest age of the token, counted from its `iat`. */
  maxAge?: Length
  /** The longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`. */
  maxLifetime?: Length
  /**
   * How far apart clocks may be, at most one hour; zero if not given.
   *
   * @default 0
   */
  leeway?: Length
  /** The profile that the token must follow. */
  profile?: Profile
  /** The `nonce` that an ID token must have. */
  nonce?: string
  /**
   * The `azp` (authorized party) that an ID token must have. If not given, with the profile
   * `id-token`, an `azp` that is present must be the expected audience.
   */
  azp?: string
  /**
   * Whether the sender must prove that it holds the key or certificate that the token is bound to
   * (`cnf`); `when-bound` if not given.
   *
   * @default 'when-bound'
   */
  proofOfPossession?: ProofOfPossession
  /**
   * Accept tokens without `exp`.
   *
   * Waives the check of exp.
   *
   * @default false
   */
  allowMissingExp?: boolean
  /**
   * Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as absent.
   *
   * Waives the check of aud.
   *
   * @default false
   */
  allowAnyAudience?: boolean
  /**
   * Accept any `iss` if none is expected.
   *
   * Waives the check of iss.
   *
   * @default false
   */
  allowAnyIssuer?: boolean
  /**
   * Accept any `typ` if none is expected.
   *
   * Waives the check of typ.
   *
   * @default false
   */
  allowAnyType?: boolean
  /**
   * Accept any `nonce` of an ID token if none is expected.
   *
   * Waives the check of nonce.
   *
   * @default false
   */
  allowAnyNonce?: boolean
  /**
   * Accept a `sub` that is a number; `subject` then expects its digits.
   *
   * Waives the check of the type of sub.
   *
   * @default false
   */
  allowNumericSubject?: boolean
  /**
   * Accept a token whose status has not been looked up, although its `status` claim says where to
   * do so.
   *
   * Waives the check of the status.
   *
   * @default false
   */
  allowUncheckedStatus?: boolean
}

/** Options for checking many tokens with a verifier. */
export interface CheckManyOptions {
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for checking one token with a verifier, and what came with it. */
export interface CheckOptions extends CheckManyOptions {
  /**
   * The DPoP proof: the value of the `DPoP` header, or the list of its values, which must contain
   * exactly one. Leave it out for a token that came as `Bearer`.
   */
  proof?: string | readonly string[] | null
  /** The method of the request, such as `GET`; required with `proof`. */
  method?: string | null
  /**
   * The path of the request, or its URL, whose origin must be one of `publicOrigins`; required with
   * `proof`. Give the path as the client sent it, not decoded.
   */
  url?: string | null
  /** The certificate with which the client authenticated in the TLS handshake, in DER or PEM. */
  certificate?: Uint8Array | null
}

/** Options for asking access rules about a request. */
export interface AccessOptions {
  /**
   * How the path is given; `raw` if not given.
   *
   * @default 'raw'
   */
  form?: PathForm
  /**
   * What the router in front of the handlers ignores. If different rules would match the path as
   * the router reads it, the request is denied: nobody could say which handler it reaches.
   */
  ignores?: readonly Ignored[]
  /** The current time, against which `auth_time` is checked; the system clock's if not given. */
  now?: Time | null
}

/** Options for a protected resource. */
export interface ResourceOptions {
  /** Who may do what. Without rules, a good token is enough. */
  rules?: AccessRules
  /**
   * The key for the values by which pages prove that a request is theirs, an HMAC key that all
   * instances of a service share; required with `cookie`.
   */
  csrfKey?: Key
  /**
   * The URL by which clients know the resource: https, or http on the same machine, without query
   * or fragment. The resource's metadata is published below it (RFC 9728).
   */
  resource?: string
  /** The issuers whose tokens it accepts, for its metadata. */
  authorizationServers?: readonly string[]
  /** The scopes that clients may ask for, for its metadata. */
  scopesSupported?: readonly string[]
  /** The URL of documentation for developers, for its metadata. */
  documentation?: string
  /** What is protected, for people: the `realm` of challenges, in printable ASCII. */
  realm?: string
  /**
   * The name of a cookie that may carry the token instead of the `Authorization` header. It must
   * begin with `__Host-`.
   */
  cookie?: string
  /**
   * Allow any cookie name, so that browsers also send the cookie over http: for development.
   *
   * Waives the check of the prefix __Host-.
   *
   * @default false
   */
  allowInsecureCookies?: boolean
  /**
   * How the path is given; `raw` if not given.
   *
   * @default 'raw'
   */
  form?: PathForm
  /**
   * What the router in front of the handlers ignores. If different rules would match the path as
   * the router reads it, the request is denied: nobody could say which handler it reaches.
   */
  ignores?: readonly Ignored[]
}

/** Options for checking one request to a protected resource. */
export interface RequestOptions {
  /**
   * The scopes that the token must have, all of them, in addition to what the rules require: a
   * string with spaces between them, or a list.
   */
  scope?: string | readonly string[]
  /**
   * Let a request without a token pass. A request with a bad token never does.
   *
   * @default false
   */
  optional?: boolean
  /** The certificate with which the client authenticated in the TLS handshake, in DER or PEM. */
  certificate?: Uint8Array | null
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for completing a token or a DPoP proof whose key is held elsewhere. */
export interface CompleteOptions {
  /**
   * How the bytes of an ECDSA signature are encoded; `raw` if not given.
   *
   * @default 'raw'
   */
  format?: SignatureFormat
}

/** Options for making a DPoP proof (RFC 9449). */
export interface ProofOptions {
  /**
   * The access token sent with the proof; its hash becomes `ath`. Leave it out when requesting a
   * token.
   */
  accessToken?: string | null
  /** The nonce that the server asked for in `DPoP-Nonce`. */
  nonce?: string | null
  /** The ID of the proof; becomes `jti`. Random if not given. */
  tokenId?: string
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for a cache of used DPoP proofs. */
export interface ReplayCacheOptions {
  /**
   * The most proofs to remember, each for about a minute; 1,000,000 if not given. While the cache
   * is full, proofs are `ERR_DPOP_UNAVAILABLE`.
   *
   * @default 1000000
   */
  capacity?: number
}

/** Options for a cache of used DPoP proofs that servers share in Redis or Valkey. */
export interface ReplayStoreOptions {
  /** The prefix of all keys in the store; required. */
  namespace?: string
  /**
   * How long a command may take, and how long a check waits; `2s` if not given.
   *
   * @default '2s'
   */
  timeout?: Length
}

/** Options for verifying a token. */
export interface VerifyOptions extends ClaimCheckOptions, CheckManyOptions {
  /** The only signature algorithms to accept, among those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[] | null
  /**
   * Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers produce
   * them.
   *
   * Waives the check of base64url without padding.
   *
   * @default false
   */
  allowBase64Padding?: boolean
}

/** Options for decrypting a token. */
export interface DecryptOptions extends ClaimCheckOptions, CheckManyOptions {
  /** The only key management algorithms to accept, among those that the keys allow. */
  keyManagement?: readonly KeyManagementName[] | null
  /** The only content encryption algorithms to accept. */
  contentEncryption?: readonly ContentEncryptionName[] | null
  /**
   * Accept tokens that are encrypted to a public key and not signed: anyone could have made them.
   *
   * Waives the check of a signature.
   *
   * @default false
   */
  allowUnsigned?: boolean
}

/** The keys that unseal a token, and options for verifying and decrypting it. */
export interface UnsealOptions extends VerifyOptions, Omit<DecryptOptions, 'allowUnsigned'>, UnsealKeys {
  /**
   * Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is inside.
   *
   * Waives the check of cty.
   *
   * @default false
   */
  allowMissingCty?: boolean
}

/** The keys of a verifier, and options for every token that it checks. */
export interface VerifierOptions extends Omit<VerifyOptions, 'now'>, Omit<DecryptOptions, 'now'>, Watched {
  /** The keys that verify signatures. */
  keys?: VerificationKeys | null
  /** The keys that decrypt. */
  decryptionKeys?: DecryptionKeys | null
  /** The revocations to check: tokens that they cover are refused. */
  revocations?: Revocations
  /** Where to look up the status of tokens that refer to a status list. */
  statusLists?: StatusLists
  /** The record of used DPoP proofs; a cache of the verifier's own if not given. */
  replays?: ReplayCache | null
  /**
   * The key for nonces, an HMAC key that all instances of a service share. With it, a DPoP proof
   * must contain a nonce that is at most ten minutes old.
   */
  nonceKey?: Key
  /**
   * A function that returns the time, for every call without `now`; the system clock if not given.
   */
  clock?: Clock | null
  /** The kinds of token to accept; if not given, the kind that the keys are for. */
  accept?: readonly TokenKind[]
  /**
   * An issuer with the name of a claim in braces, such as `https://login.example/{tid}/v2.0`: the
   * token's `iss` must be this with the token's own claim filled in, a string without `/`. Given
   * instead of `issuer`.
   */
  issuerTemplate?: string
  /** The values that the claim in `issuerTemplate` may have. */
  allowedTenants?: readonly string[]
  /**
   * How many accepted tokens to remember, up to 1000000: a token that is seen again is not verified
   * again while its keys and times remain valid. Revocation, status and proof of possession are
   * still checked each time. Tokens and claims then stay in memory.
   */
  remember?: number
  /**
   * Where clients reach the service, such as `https://api.example`: the scheme, the host and,
   * unless it is the scheme's default, the port. A DPoP proof must be for one of these and the path
   * of the request. Without them no proof can be checked.
   */
  publicOrigins?: readonly string[]
  /**
   * Accept any value of the claim in `issuerTemplate`: every tenant of that issuer.
   *
   * Waives the check of the tenant.
   *
   * @default false
   */
  allowAnyTenant?: boolean
  /**
   * Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is inside.
   *
   * Waives the check of cty.
   *
   * @default false
   */
  allowMissingCty?: boolean
}

/**
 * The claims and the `typ` that a specification requires together.
 *
 * - `access-token`: An OAuth 2.0 access token (RFC 9068): typ `at+jwt`; iss, exp, aud, sub, client_id, iat and jti.
 * - `id-token`: An OpenID Connect ID token (Core 1.0, section 2): iss, sub, aud, exp and iat.
 * - `logout-token`: An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4): typ `logout+jwt`; iss, aud, iat, exp, jti, the event, sub or sid, and no nonce.
 * - `security-event`: A security event token (RFC 8417; Shared Signals Framework 1.0): typ `secevent+jwt`; iss, iat, jti and events. It needs no exp: what happened does not expire.
 */
export type Profile = 'access-token' | 'id-token' | 'logout-token' | 'security-event'

/**
 * How many of a token's signatures must verify.
 *
 * - `any`: At least one.
 * - `all`: Every one that the token has. This does not prove who signed: one key may have made them all, and a signature that was removed is not missed.
 * - `every-key`: Every one, each by a key of its own, and every key must have signed: for several parties, or for a classical and a post-quantum key.
 */
export type Require = 'any' | 'all' | 'every-key'

/**
 * How a token is written.
 *
 * - `compact`: Parts separated by dots, for URLs and HTTP headers: one key, and no unprotected header.
 * - `flattened`: A JSON object for one key.
 * - `general`: A JSON object for any number of keys.
 */
export type Serialization = 'compact' | 'flattened' | 'general'

/**
 * How the text of a secret encodes its bytes.
 *
 * - `utf-8`: The UTF-8 of the text is the secret, white space included.
 * - `base64`: Base64 (RFC 4648, section 4), with or without padding.
 * - `base64url`: Base64url (RFC 4648, section 5), with or without padding.
 * - `hex`: Hexadecimal digits, two for each byte, in either case.
 */
export type TextEncoding = 'utf-8' | 'base64' | 'base64url' | 'hex'

/**
 * What happens to a token while the list of revocations cannot be refreshed.
 *
 * - `refuse`: It is refused.
 * - `accept`: It is checked against the last known list, provided that one was ever read completely; events and the status count it.
 */
export type WhenUnavailable = 'refuse' | 'accept'

/**
 * What a revocation has survived by the time it is acknowledged.
 *
 * - `memory`: It is in the memory of the store's primary.
 * - `fsync`: It is on the disk of the store's primary (WAITAOF, from Redis 7.2 and Valkey 7.2 on).
 */
export type Durability = 'memory' | 'fsync'

/**
 * Whether the sender of a token must prove that it holds the key or certificate that the token is bound to.
 *
 * - `when-bound`: If the token is bound (`cnf`).
 * - `required`: Always: a token that is not bound is refused.
 * - `ignore`: Never: a bound token is accepted from anyone.
 */
export type ProofOfPossession = 'when-bound' | 'required' | 'ignore'

/**
 * How the path of a request is given.
 *
 * - `raw`: As it appears in the request line, percent-encoded. A query is ignored.
 * - `decoded`: As WSGI and ASGI give it, already decoded: `%` is an ordinary character, and nobody can tell any more whether a slash was encoded.
 */
export type PathForm = 'raw' | 'decoded'

/**
 * What a router ignores when it looks for the handler of a path.
 *
 * - `case`: Whether letters are upper or lower case.
 * - `last-slash`: One trailing slash.
 */
export type Ignored = 'case' | 'last-slash'

/**
 * How the bytes of an ECDSA signature are written.
 *
 * - `raw`: r and s, each padded to the length of the field, one after the other (RFC 7518, section 3.4).
 * - `der`: A DER sequence of r and s, as most services and hardware return it.
 */
export type SignatureFormat = 'raw' | 'der'

/**
 * How a token is protected.
 *
 * - `signed`: Signed: anyone can read it (JWS).
 * - `encrypted`: Encrypted: only the holder of the key can read it (JWE).
 * - `nested`: Signed, then encrypted (RFC 7519, appendix A.2).
 */
export type TokenKind = 'signed' | 'encrypted' | 'nested'
