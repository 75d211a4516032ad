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
  /** Export the private or secret key itself, which must be kept secret. */
  private?: boolean
}

/** Options for importing a key. */
export interface FromKeyOptions {
  /** The key's `kid`. A generated asymmetric key has its thumbprint if none is given. */
  keyId?: string | null
}

/** Options for importing a key from PEM or DER. */
export interface FromEncryptedOptions extends FromKeyOptions {
  /**
   * The password of an encrypted private key; required for one, refused for every other key. Text
   * is read as UTF-8.
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
   * What the text of a secret stands for; required where the secret is text, refused where it is
   * bytes.
   */
  encoding?: TextEncoding | null
  /**
   * Accept an HMAC secret that is shorter than its hash, as older systems have them. One that is
   * empty, or nothing but zeros, is refused all the same.
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
   * Accept an HMAC secret that is shorter than its hash, as older systems have them. One that is
   * empty, or nothing but zeros, is refused all the same.
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
  /** Refuse the whole set if one of its keys is malformed, instead of setting that key aside. */
  strict?: boolean
  /** Set aside symmetric and private keys: a published set should have none. */
  publicOnly?: boolean
}

/** Options for generating a key. */
export interface GenerateOptions extends Omit<FromSecretOptions, 'encoding' | 'allowWeakSecret'> {
  /** The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given. */
  curve?: AgreementCurveName | null
  /** The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given. */
  bits?: 2048 | 3072 | 4096 | 8192 | null
}

/** Options of a set of keys that is fetched from its publisher. */
export interface RemoteKeySetOptions extends RemoteDriver {
  /** The key that `snapshot` was signed with; required with it. */
  snapshotKey?: Key | null
  /**
   * A function that tells the time by which keys age, for tests; the system's clocks if not given.
   */
  clock?: Clock | null
  /**
   * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
   * with any other use is `ERR_JOSE_NOT_SUPPORTED`.
   */
  signatureUses?: readonly string[]
  /**
   * The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414). It
   * stands instead of `url` and `metadataUrl`.
   */
  issuer?: string
  /**
   * Where the metadata is that says where the keys are. It stands instead of `url` and `issuer`,
   * and needs `metadataIssuer`.
   */
  metadataUrl?: string
  /** The `issuer` that the metadata must have, where it is not the issuer that was asked. */
  metadataIssuer?: string
  /**
   * The only hosts that metadata may say the keys are on. These are also sent the caller's headers,
   * and may have addresses that are not public.
   */
  allowedHosts?: readonly string[]
  /**
   * Allow http, by which anybody on the way can give out keys: for tests, and for servers on the
   * same machine.
   */
  allowHttp?: boolean
  /** How long keys are fresh if their server does not say so; `10m` if not given. */
  defaultAge?: Length
  /** How long keys are fresh at least, whatever their server says; `60s` if not given. */
  minAge?: Length
  /** How long keys are fresh at most, whatever their server says; `1h` if not given. */
  maxAge?: Length
  /** How much longer keys are used while they cannot be fetched; `1h` if not given. */
  stale?: Length
  /**
   * How often tokens that no key verifies may have the keys fetched again: twice, and once more
   * each time this has passed; `30s` if not given.
   */
  cooldown?: Length
  /** How long fetching the keys may take, the metadata included; `5s` if not given. */
  timeout?: Length
  /** The most keys to read; 100 if not given. */
  maxKeys?: number
  /** The longest JWK Set to read, in bytes, after it is decompressed; 256 KiB if not given. */
  maxSetBytes?: number
  /** The longest metadata to read, in bytes, after it is decompressed; 64 KiB if not given. */
  maxMetadataBytes?: number
  /** The most checks that wait at once because no key verifies their token; 8 if not given. */
  maxWaiting?: number
  /** What `snapshot` of such a set gave: keys to begin with, as old as they are. */
  snapshot?: string
}

/** Options of a ring of keys that rotate. */
export interface KeyRingOptions extends RingTime {
  /**
   * Keys to begin with, in the order of their turns: those that verifiers know already. Of a public
   * key, the private half is elsewhere.
   */
  keys?: Keys | null
  /**
   * A function that tells the time by which keys age, for tests; the system's clocks if not given.
   */
  clock?: Clock | null
  /** The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given. */
  curve?: AgreementCurveName | null
  /** The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given. */
  bits?: 2048 | 3072 | 4096 | 8192 | null
  /** How long a key signs, or is encrypted to, before the next one does; `30d` if not given. */
  rotateEvery?: Length
  /**
   * How long a token lives at most: an issuer that would make a longer one is refused; `15m` if not
   * given.
   */
  tokenLifetime?: Length
  /**
   * How long those who fetch the published keys may keep them: what `cache_control` says; `10m` if
   * not given.
   */
  jwksMaxAge?: Length
  /**
   * How much later than that everybody has fetched them again; `10m` if not given. An outage that
   * no verifier should notice may last as long.
   */
  verifierRefresh?: Length
  /**
   * The most by which two clocks differ, and the most that a verifier's `leeway` allows; `1m` if
   * not given.
   */
  clockSkew?: Length
}

/** Options of a ring of keys that servers share in Redis or Valkey. */
export interface RingStoreOptions extends RingStore {
  /**
   * A function that tells the time by which keys age, for tests; the system's clocks if not given.
   */
  clock?: Clock | null
  /** The name of the ring in the store; required. Its key begins with it: one ring, one name. */
  namespace?: string
  /**
   * How old the ring may be that a call uses while the store answers: an older one is read anew
   * first; `1s` if not given.
   */
  maxStaleness?: Length
  /** How long a command may take, and a call waits; `2s` if not given. */
  timeout?: Length
}

/** Options of a list of revocations. */
export interface RevocationsOptions {
  /**
   * A function that tells the time, for every call that is not given `now`; the system clock if not
   * given.
   */
  clock?: Clock | null
  /**
   * The longest that a token lives: what was revoked is forgotten when no token can be left of it.
   * If not given, the tokens of a subject, an issuer and a session are revoked for ever.
   */
  longestLifetime?: Length
  /** Keep who revoked what, when and why, so that `entries` can list it. */
  audit?: boolean
}

/** Options of a list of revocations in a file. */
export interface RevocationFileOptions {
  /**
   * A function that tells the time, for every call that is not given `now`; the system clock if not
   * given.
   */
  clock?: Clock | null
  /**
   * Make the list if there is none. Leave it out in services, so that a list that was lost is
   * noticed.
   */
  create?: boolean
  /**
   * Of a list that is made: the longest that a token lives. What was revoked is forgotten when no
   * token can be left of it. If not given, the tokens of a subject, an issuer and a session are
   * revoked for ever.
   */
  longestLifetime?: Length
}

/** Options of a list of revocations that servers share in Redis or Valkey. */
export interface StoreOptions extends Watched {
  /**
   * A function that tells the time, for every call that is not given `now`; the system clock if not
   * given.
   */
  clock?: Clock | null
  /** The name of the list in the store; required. All keys begin with it: one list, one name. */
  namespace?: string
  /**
   * Make the list if there is none. Leave it out in services, so that a list that was lost is
   * noticed.
   */
  create?: boolean
  /**
   * With `create`: the longest that a token lives. What was revoked is forgotten when no token can
   * be left of it. A list that is there with a shorter one has it raised, and is never given a
   * shorter one. If a list is made without, the tokens of a subject, an issuer and a session are
   * revoked for ever.
   */
  longestLifetime?: Length
  /** How old the list may be that a check uses; `1s` if not given. */
  maxStaleness?: Length
  /**
   * What becomes of a token if the list is older, and cannot be renewed in time; `refuse` if not
   * given.
   */
  whenUnavailable?: WhenUnavailable
  /** Read the list anew for every check. */
  strict?: boolean
  /**
   * How often the store must prove that it can be written, so that a primary is noticed that was
   * cut off from its replicas (`min-replicas-to-write`).
   */
  beat?: Length
  /** How long a command may take, and a call waits; `2s` if not given. */
  timeout?: Length
  /** What a revocation has survived when it is acknowledged; `memory` if not given. */
  durability?: Durability
  /** How many replicas must have it besides (WAIT). */
  replicas?: number
}

/** Options for revoking a token, and for withdrawing a revocation. */
export interface RevokeOptions {
  /** Who revokes, for `entries`: at most 255 bytes, and no personal data. */
  by?: string
  /** Why, for `entries`: at most 1,000 bytes, and no personal data. */
  reason?: string
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for revoking a token, a session or a key by its id. */
export interface RevokeUntilOptions extends RevokeOptions {
  /**
   * When the last token has expired that the call names, in seconds since the epoch: the entry ends
   * an hour later.
   */
  until?: Time
}

/** Options for revoking what was issued to a subject, or by an issuer, before a time. */
export interface RevokeBeforeOptions extends RevokeOptions {
  /**
   * Refuse what was issued before this, in seconds since the epoch; the end of this second if not
   * given.
   */
  before?: Time
}

/** Options for applying a security event or a logout token. */
export interface EventOptions extends RevokeOptions {
  /** Issuers whose subjects and sessions the event may name, besides its own issuer. */
  subjectIssuers?: readonly string[]
}

/** Options of the signed token of a status list: `ttl` or `expiresIn` is required. */
export interface StatusTokenOptions {
  /**
   * How long those who fetch the list may keep it; becomes `ttl`. This or `expiresIn` is required.
   */
  ttl?: Length
  /** How long the list is valid from `now` on; becomes `exp`. */
  expiresIn?: Length
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for following the status lists that tokens name: `allowedUris` is required. */
export interface StatusListsOptions extends StatusListsDriver {
  /** The keys that verify the lists; those of each Verifier if not given. */
  keys?: VerificationKeys | null
  /**
   * The addresses of the lists that may be fetched; required. One that ends in `/` stands for all
   * that begin with it, any other for itself alone.
   */
  allowedUris?: readonly string[]
  /**
   * Allow http: for tests, and for servers on the same machine. Lists are signed; yet anybody on
   * the way sees which ones are used, and can keep a new one back.
   */
  allowHttp?: boolean
  /**
   * How long a list is fresh that says neither `ttl` nor `exp`, if its server does not say so
   * either; `10m` if not given.
   */
  defaultAge?: Length
  /**
   * How long a list is fresh at least, whatever its `ttl` and its server say; only its `exp` is
   * never exceeded; `10s` if not given.
   */
  minAge?: Length
  /**
   * When a list is fetched again at the latest, whatever it says; `1h` if not given. If that fails,
   * it is used on, within its own `ttl` and `exp`.
   */
  maxAge?: Length
  /** How long a request may take in all, and a check waits for it; `5s` if not given. */
  timeout?: Length
  /**
   * The most lists that are kept; the one that was not used for the longest time gives way; 64 if
   * not given.
   */
  maxLists?: number
  /** The longest status list token to read, in bytes; 4096 KiB if not given. */
  maxListBytes?: number
  /** The most bytes that the statuses of a list may inflate to; 16384 KiB if not given. */
  maxInflatedBytes?: number
}

/** What to list of the revocations; all of them if nothing is named. */
export interface EntriesOptions {
  /**
   * The issuer of what the other options name, which have none if it is not given; alone, the
   * revocations of the issuer itself.
   */
  issuer?: string
  /** The `jti` of a token. */
  tokenId?: string
  /** The `sid` of a session. */
  sessionId?: string
  /** The `sub` of a subject. */
  subject?: string
  /** The key_id of a key. */
  keyId?: string
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for one token of an issuer. */
export interface IssueOptions {
  /**
   * How long the token is valid from `now` on; becomes `exp`. Required unless the claims have
   * `exp`, an issuer has a `lifetime`, or `noExpiry` is set.
   */
  expiresIn?: Length
  /** Whom the token is for: one text, or several; becomes `aud`. */
  audience?: string | readonly string[]
  /** Whom the token is about; becomes `sub`. */
  subject?: string
  /** Make a token that never expires. */
  noExpiry?: boolean
  /** The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds. */
  notBefore?: Time
  /** The token's own id; becomes `jti`. */
  tokenId?: string
  /**
   * The public key or the certificate that the token is bound to; becomes `cnf` with the thumbprint
   * of it (RFC 9449, section 6; RFC 8705, section 3).
   */
  confirm?: Confirmation
  /**
   * More parameters for the protected header. It must not name what the library sets, such as `alg`
   * and `crit`.
   */
  header?: Record<string, unknown> | null
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for signing claims. */
export interface SignOptions extends Omit<IssueOptions, 'confirm'> {
  /** Who issues the token; becomes `iss`. */
  issuer?: string
  /** The `typ` of the header; `JWT` if not given. A profile has its own. */
  type?: string
  /**
   * The profile that the token follows: it gets the profile's `typ` and a random `jti` where the
   * profile has them, and must have its claims.
   */
  profile?: Profile
}

/** Options for encrypting claims. */
export interface EncryptOptions extends SignOptions {
  /** The content encryption; a `dir` key has its own; `A256GCM` if not given. */
  enc?: ContentEncryptionName | null
  /**
   * Compress the claims before encrypting them. The length of the token then reveals something
   * about its claims.
   */
  compress?: boolean
}

/** The keys that seal claims, and options for signing and encrypting them. */
export interface SealOptions extends EncryptOptions, SealKeys {}

/** The keys of an issuer, and options for every token that it issues. */
export interface IssuerOptions extends Omit<EncryptOptions, 'expiresIn' | 'notBefore' | 'tokenId' | 'now'> {
  /** The secret or private key that signs. */
  signingKey?: SigningKey | null
  /** The secret or public key to encrypt to. */
  encryptionKey?: EncryptionKey | null
  /**
   * A function that tells the time, for every call that is not given `now`; the system clock if not
   * given.
   */
  clock?: Clock | null
  /** How long a token is valid, unless the call or the claims say otherwise. */
  lifetime?: Length
  /**
   * The algorithm to sign by, where `signingKey` is a ring that has several; the first of the ring
   * if not given.
   */
  alg?: SignatureAlgorithmName | null
  /**
   * The key management algorithms to choose a key by, the best first, where `encryptionKey` is a
   * set that its recipient publishes; `ECDH-ES with key wrap, ECDH-ES, RSA-OAEP` if not given.
   */
  keyManagement?: readonly KeyManagementName[] | null
}

/** What checking a token may cost. Each limit is a whole number above 0, checked before the work is done. */
export interface LimitOptions {
  /** The longest token, in bytes; 256 KiB if not given. */
  maxTokenBytes?: number
  /** The longest header, protected and unprotected together, in bytes; 16 KiB if not given. */
  maxHeaderBytes?: number
  /** The deepest nesting of JSON, 1 to 100; 32 if not given. */
  maxJsonDepth?: number
  /** The most bytes that a compressed plaintext may inflate to; 256 KiB if not given. */
  maxInflatedBytes?: number
  /**
   * The most keys to try on a token, over all its signatures or recipients; 16 if not given.
   * Signatures or recipients times keys may be at most 1,000 times this.
   */
  maxAttempts?: number
  /**
   * The most PBES2 iterations that a token may cost, over all its recipients and the keys that are
   * tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
   */
  maxPbes2Iterations?: number
}

/** Options for reading any token. */
export interface CommonReadOptions extends LimitOptions {
  /** The names that may stand in `crit` because the caller understands and checks them. */
  critical?: readonly string[] | null
}

/** What is expected of claims. Every check is made unless it is waived by name. */
export interface ClaimCheckOptions extends CommonReadOptions {
  /**
   * The `iss` that the token must have. Several are an error: their keys would be in one pool, and
   * each issuer could speak for the others.
   */
  issuer?: string | readonly string[]
  /** Further spellings of the issuer that the token's `iss` may have instead. */
  issuerAliases?: readonly string[]
  /** The `aud` that the token must be or contain; of several, any will do. */
  audience?: string | readonly string[]
  /** The `sub` that the token must have. */
  subject?: string
  /**
   * The `typ` that the token must have; of several, any will do, and a list that names `JWT` also
   * accepts a token without. If not given, it must be absent or `JWT`. A profile's own are accepted
   * besides.
   */
  type?: string | readonly string[]
  /** The names of claims that the token must have, neither null nor an empty text. */
  requiredClaims?: readonly string[]
  /**
   * What claims must be, by their names: a text, a number, true or false, or any of a list of
   * these. A claim that is itself a list equals none of them.
   */
  expectedClaims?: Record<string, unknown>
  /** The greatest age of the token, counted from its `iat`. */
  maxAge?: Length
  /** The longest time from the token's `iat` (from now, if it has none) to its `exp`. */
  maxLifetime?: Length
  /** How far clocks may be apart, at most one hour; zero if not given. */
  leeway?: Length
  /** The profile that the token must follow. */
  profile?: Profile
  /** The `nonce` that an ID token must have. */
  nonce?: string
  /**
   * The `azp` (authorized party) that an ID token must have. With the profile `id-token`, an `azp`
   * must be the expected audience if this is not given.
   */
  azp?: string
  /**
   * Whether the sender has to prove that it holds the key or the certificate that the token is
   * bound to (`cnf`); `when-bound` if not given.
   */
  proofOfPossession?: ProofOfPossession
  /** Accept tokens without `exp`. */
  allowMissingExp?: boolean
  /**
   * Accept any `aud`, where none is expected; one that is null or an empty list counts as absent.
   */
  allowAnyAudience?: boolean
  /** Accept any `iss`, where none is expected. */
  allowAnyIssuer?: boolean
  /** Accept any `typ`, where none is expected. */
  allowAnyType?: boolean
  /** Accept any `nonce` of an ID token, where none is expected. */
  allowAnyNonce?: boolean
  /** Accept a `sub` that is a number; `subject` expects its digits. */
  allowNumericSubject?: boolean
  /**
   * Accept a token whose status nobody has looked up, although its `status` claim says where that
   * could be done.
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
   * The DPoP proof: the value of the header `DPoP`, or the list of its values, of which there must
   * be one. Leave it out for a token that came as `Bearer`.
   */
  proof?: string | readonly string[] | null
  /** The method of the request, such as `GET`; required with `proof`. */
  method?: string | null
  /**
   * The path of the request, or its URL, whose origin must be one of `publicOrigins`; required with
   * `proof`. Give the path as the client sent it, not decoded.
   */
  url?: string | null
  /** The certificate that the client has proven to hold in the TLS handshake, in DER or PEM. */
  certificate?: Uint8Array | null
}

/** Options for asking access rules about a request. */
export interface AccessOptions {
  /** How the path is given; `raw` if not given. */
  form?: PathForm
  /**
   * What the router in front of the handlers ignores. Where other rules would fit the path as the
   * router reads it, the request is denied: nobody could say which handler it meets.
   */
  ignores?: readonly Ignored[]
  /** The current time, which `auth_time` is held against; the system clock's if not given. */
  now?: Time | null
}

/** Options of a protected resource. */
export interface ResourceOptions {
  /** Who may do what. Without rules, a good token is enough. */
  rules?: AccessRules
  /**
   * The key of the values by which pages show that a request is theirs, an HMAC key that all
   * instances of a service share; required with `cookie`.
   */
  csrfKey?: Key
  /**
   * The URL of the resource, by which its clients know it: https, or http on the same machine,
   * without query and fragment. Its metadata are published below it (RFC 9728).
   */
  resource?: string
  /** The issuers whose tokens it takes, for its metadata. */
  authorizationServers?: readonly string[]
  /** The scopes that clients may ask for, for its metadata. */
  scopesSupported?: readonly string[]
  /** The URL of what developers should read, for its metadata. */
  documentation?: string
  /** What is protected, for people: the `realm` of challenges, in printable ASCII. */
  realm?: string
  /**
   * The name of a cookie that may hold the token instead of the header `Authorization`. It begins
   * with `__Host-`.
   */
  cookie?: string
  /** Allow any name of a cookie, so that browsers also send it by http: for development. */
  allowInsecureCookies?: boolean
  /** How the path is given; `raw` if not given. */
  form?: PathForm
  /**
   * What the router in front of the handlers ignores. Where other rules would fit the path as the
   * router reads it, the request is denied: nobody could say which handler it meets.
   */
  ignores?: readonly Ignored[]
}

/** Options for checking one request to a protected resource. */
export interface RequestOptions {
  /**
   * The scopes that the token must have, all of them, besides what rules ask: a text with spaces
   * between them, or a list.
   */
  scope?: string | readonly string[]
  /** Let a request without a token pass. One whose token is no good never does. */
  optional?: boolean
  /** The certificate that the client has proven to hold in the TLS handshake, in DER or PEM. */
  certificate?: Uint8Array | null
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options for completing a token, or a DPoP proof, whose key is elsewhere. */
export interface CompleteOptions {
  /** How the bytes of an ECDSA signature are written; `raw` if not given. */
  format?: SignatureFormat
}

/** Options for making a DPoP proof (RFC 9449). */
export interface ProofOptions {
  /**
   * The access token that is sent with the proof; its hash becomes `ath`. Leave it out for a
   * request that asks for a token.
   */
  accessToken?: string | null
  /** The nonce that the server has asked for in `DPoP-Nonce`. */
  nonce?: string | null
  /** The id of the proof; becomes `jti`. A random one if not given. */
  tokenId?: string
  /** The current time; the system clock's if not given. */
  now?: Time | null
}

/** Options of a cache of the DPoP proofs that were used. */
export interface ReplayCacheOptions {
  /**
   * The most proofs that are remembered, each for about a minute; 1,000,000 if not given. While it
   * is full, proofs are `ERR_DPOP_UNAVAILABLE`.
   */
  capacity?: number
}

/** Options of a cache of used DPoP proofs that servers share in Redis or Valkey. */
export interface ReplayStoreOptions {
  /** What all keys in the store begin with; required. */
  namespace?: string
  /** How long a command may take, and a check waits; `2s` if not given. */
  timeout?: Length
}

/** Options for verifying a token. */
export interface VerifyOptions extends ClaimCheckOptions, CheckManyOptions {
  /** The only signature algorithms to accept, among those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[] | null
  /**
   * Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers make them.
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
   */
  allowUnsigned?: boolean
}

/** The keys that unseal a token, and options for verifying and decrypting it. */
export interface UnsealOptions extends VerifyOptions, Omit<DecryptOptions, 'allowUnsigned'>, UnsealKeys {
  /**
   * Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is inside.
   */
  allowMissingCty?: boolean
}

/** The keys of a verifier, and options for every token that it checks. */
export interface VerifierOptions extends Omit<VerifyOptions, 'now'>, Omit<DecryptOptions, 'now'>, Watched {
  /** The keys that verify signatures. */
  keys?: VerificationKeys | null
  /** The keys that decrypt. */
  decryptionKeys?: DecryptionKeys | null
  /** What was revoked, and is refused. */
  revocations?: Revocations
  /** Where the status of a token is looked up that names a status list. */
  statusLists?: StatusLists
  /** Which DPoP proofs were used; a cache of the verifier's own if not given. */
  replays?: ReplayCache | null
  /**
   * The key of nonces, an HMAC key that all instances of a service share. With it, a DPoP proof
   * must have a nonce that is at most ten minutes old.
   */
  nonceKey?: Key
  /**
   * A function that tells the time, for every call that is not given `now`; the system clock if not
   * given.
   */
  clock?: Clock | null
  /** The kinds of token to accept; the kind that the keys are for if not given. */
  accept?: readonly TokenKind[]
  /**
   * An issuer with the name of a claim in braces, such as `https://login.example/{tid}/v2.0`: the
   * token's `iss` must be this with its own claim of that name, a text without `/`. It stands
   * instead of `issuer`.
   */
  issuerTemplate?: string
  /** The values that the claim of `issuerTemplate` may have. */
  allowedTenants?: readonly string[]
  /**
   * How many accepted tokens to remember, up to 1000000: one that comes again is not verified again
   * while its keys and times hold. Revocation, status and proof of possession are asked each time.
   * Tokens and claims then stay in memory.
   */
  remember?: number
  /**
   * Where clients reach the service, such as `https://api.example`: scheme, host and, if it is not
   * the scheme's own, port. A DPoP proof must be for one of these and the path of the request.
   * Without them no proof can be checked.
   */
  publicOrigins?: readonly string[]
  /** Accept any value of the claim of `issuerTemplate`: every tenant of that issuer. */
  allowAnyTenant?: boolean
  /**
   * Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is inside.
   */
  allowMissingCty?: boolean
}

/**
 * Claims and a `typ` that a specification asks for together.
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
 * - `all`: Every one that the token has. It does not prove who signed: one key can have made them all, and one that was cut off is not missed.
 * - `every-key`: Every one, each by a key of its own, and every key must have signed: for several parties, or a classical and a post-quantum key.
 */
export type Require = 'any' | 'all' | 'every-key'

/**
 * How a token is written.
 *
 * - `compact`: Parts with dots between them, for URLs and HTTP headers: one key, and no unprotected header.
 * - `flattened`: A JSON object for one key.
 * - `general`: A JSON object for any number of keys.
 */
export type Serialization = 'compact' | 'flattened' | 'general'

/**
 * How the text of a secret stands for its bytes.
 *
 * - `utf-8`: The UTF-8 of the text is the secret, white space and all.
 * - `base64`: Base64 (RFC 4648, section 4), with padding or without.
 * - `base64url`: Base64url (RFC 4648, section 5), with padding or without.
 * - `hex`: Hexadecimal digits, two for each byte, in either case.
 */
export type TextEncoding = 'utf-8' | 'base64' | 'base64url' | 'hex'

/**
 * What becomes of a token while the list of revocations cannot be renewed.
 *
 * - `refuse`: It is refused.
 * - `accept`: It is accepted by the list as it was last, if that was ever read whole; events and the status count it.
 */
export type WhenUnavailable = 'refuse' | 'accept'

/**
 * What a revocation has survived when it is acknowledged.
 *
 * - `memory`: It is in the memory of the store's primary.
 * - `fsync`: It is on the disk of the store's primary (WAITAOF, from Redis 7.2 and Valkey 7.2 on).
 */
export type Durability = 'memory' | 'fsync'

/**
 * Whether the sender of a token has to prove that it holds the key or certificate that the token is bound to.
 *
 * - `when-bound`: If the token is bound (`cnf`).
 * - `required`: Always: a token that is not bound is refused.
 * - `ignore`: Never: a token that is bound is accepted from anybody.
 */
export type ProofOfPossession = 'when-bound' | 'required' | 'ignore'

/**
 * How the path of a request is given.
 *
 * - `raw`: As it stands in the request line, percent-encoded. A query is left out of account.
 * - `decoded`: As WSGI and ASGI give it, already decoded: `%` is a character like others, and whether a slash was encoded cannot be told any more.
 */
export type PathForm = 'raw' | 'decoded'

/**
 * What a router leaves out of account when it looks for the handler of a path.
 *
 * - `case`: Whether letters are upper or lower case.
 * - `last-slash`: One slash at the end.
 */
export type Ignored = 'case' | 'last-slash'

/**
 * How the bytes of an ECDSA signature are written.
 *
 * - `raw`: r and s, each of the field's length, one after the other (RFC 7518, section 3.4).
 * - `der`: A DER sequence of r and s, as most services and hardware give it.
 */
export type SignatureFormat = 'raw' | 'der'

/**
 * How a token is protected.
 *
 * - `signed`: Signed: everyone can read it (JWS).
 * - `encrypted`: Encrypted: only the holder of the key can read it (JWE).
 * - `nested`: Signed, then encrypted (RFC 7519, appendix A.2).
 */
export type TokenKind = 'signed' | 'encrypted' | 'nested'
