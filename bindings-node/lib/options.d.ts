import type { Key, KeySet } from '../index.js'

/** How a token is signed (RFC 7518, 8812, 9864, 9964). */
export type SignatureAlgorithmName =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'ES256K'
  | 'EdDSA'
  | 'Ed25519'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'

/** Key management by a password. */
export type PasswordAlgorithmName = 'PBES2-HS256+A128KW' | 'PBES2-HS384+A192KW' | 'PBES2-HS512+A256KW'

/** Key management by a shared secret. */
export type SymmetricKeyManagementName = 'dir' | 'A128KW' | 'A192KW' | 'A256KW' | 'A128GCMKW' | 'A192GCMKW' | 'A256GCMKW'

/** How the content key of an encrypted token is found or carried (RFC 7518, section 4). */
export type KeyManagementName =
  | SymmetricKeyManagementName
  | PasswordAlgorithmName
  | 'RSA-OAEP'
  | 'RSA-OAEP-256'
  | 'RSA-OAEP-384'
  | 'RSA-OAEP-512'
  | 'ECDH-ES'
  | 'ECDH-ES+A128KW'
  | 'ECDH-ES+A192KW'
  | 'ECDH-ES+A256KW'

/** How the content of a token is encrypted (RFC 7518, section 5). */
export type ContentEncryptionName = 'A128CBC-HS256' | 'A192CBC-HS384' | 'A256CBC-HS512' | 'A128GCM' | 'A192GCM' | 'A256GCM'

/** What a key can be bound to. */
export type AlgorithmName = SignatureAlgorithmName | KeyManagementName

/** What a shared secret can be bound to. */
export type SecretAlgorithmName = 'HS256' | 'HS384' | 'HS512' | SymmetricKeyManagementName

export type KeyType = 'oct' | 'RSA' | 'EC' | 'OKP' | 'AKP'
export type HashName = 'sha256' | 'sha384' | 'sha512'
export type TokenKind = 'signed' | 'encrypted' | 'nested'
export type Profile = 'access-token' | 'id-token' | 'logout-token'

/** A token, as text or as its bytes. */
export type TokenInput = string | Uint8Array
/** A token in a JSON serialization, as an object. */
export type JsonToken = Record<string, unknown>
/** How the tokens of `jws` and `jwe` are written. */
export type Serialization = 'compact' | 'flattened' | 'general'
/** What stands wherever keys are wanted. */
export type Keys = Key | readonly Key[] | KeySet
/** A length of time: whole seconds, or one number with s, m, h or d. */
export type Length = number | `${number}${'s' | 'm' | 'h' | 'd'}`
/** A point in time: seconds since the epoch, or a Date. */
export type Time = number | Date

/** A JSON Web Key (RFC 7517). */
export interface Jwk {
  kty?: string
  alg?: string
  kid?: string
  use?: string
  key_ops?: string[]
  [member: string]: unknown
}

/** A JWK Set (RFC 7517, section 5). */
export interface Jwks {
  keys: readonly Jwk[]
  [member: string]: unknown
}

/** Claims: the registered ones (RFC 7519, section 4.1), and any other. */
export interface Claims {
  iss?: string
  sub?: string
  aud?: string | string[]
  exp?: number
  nbf?: number
  iat?: number
  jti?: string
  [claim: string]: unknown
}

export interface ExportOptions {
  /** Whether to give what must be kept secret. */
  private?: boolean
}

export interface FromKeyOptions {
  /** The key's `kid`. */
  keyId?: string | null
}

export interface FromEncryptedOptions extends FromKeyOptions {
  /** What an encrypted private key was encrypted with: required there, refused elsewhere. Text is taken as UTF-8. */
  password?: string | Uint8Array | null
}

export interface FromSecretOptions extends FromKeyOptions {
  /** The content encryption of a `dir` key: required there, refused elsewhere. */
  enc?: ContentEncryptionName | null
}

export interface FromPasswordOptions extends FromKeyOptions {}

export interface FromJwkOptions {
  /** The algorithm that the key is bound to, where its JWK names none. */
  alg?: AlgorithmName | null
  /** The content encryption of a `dir` key. */
  enc?: ContentEncryptionName | null
}

export interface GenerateOptions extends FromSecretOptions {
  /** The curve of an ECDH-ES key: P-256 unless another is named. */
  curve?: 'P-256' | 'P-384' | 'P-521' | 'X25519' | null
  /** The length of an RSA modulus: 2048 unless another is given. */
  bits?: 2048 | 3072 | 4096 | 8192 | null
}

export interface BytesHeaderOptions {
  /** Further parameters of the protected header. */
  header?: Record<string, unknown> | null
}

/** The options of everything that makes a token with claims. */
export interface IssueOptions extends BytesHeaderOptions {
  /** How long the token is valid; becomes `exp`. Required, unless the claims have `exp` or `noExpiry` is true. */
  expiresIn?: Length
  /** Makes a token that never expires. */
  noExpiry?: boolean
  /** Becomes `aud`. */
  audience?: string | readonly string[]
  /** Becomes `sub`. */
  subject?: string
  /** From when on the token is valid; becomes `nbf`. */
  notBefore?: Time
  /** Becomes `jti`. */
  tokenId?: string
  /** The time; now, if not given. */
  now?: Time | null
}

export interface SignOptions extends IssueOptions {
  /** Becomes `iss`. */
  issuer?: string
  /** The `typ` of the header: `JWT` unless another is given. */
  type?: string
  /** A profile whose claims and `typ` the token is to have. */
  profile?: Profile
}

export interface EncryptOptions extends SignOptions {
  /** The content encryption. */
  enc?: ContentEncryptionName | null
  /** Compresses the claims before they are encrypted. The length of the token then tells something about them. */
  compress?: boolean
}

export interface SealOptions extends EncryptOptions {
  /** The key that signs. */
  signWith: Key
  /** The key that is encrypted to. */
  encryptTo: Key
}

export interface IssuerOptions extends Pick<
  EncryptOptions,
  'issuer' | 'audience' | 'subject' | 'noExpiry' | 'type' | 'header' | 'profile' | 'enc' | 'compress'
> {
  /** The key that signs. */
  signingKey?: Key | null
  /** The key that is encrypted to. */
  encryptionKey?: Key | null
  /** How long a token is valid, unless the call says otherwise. */
  lifetime?: Length
}

/** The options of everything that reads a token: limits, and what the caller understands. */
export interface CommonReadOptions {
  /** Names that may stand in `crit` because the caller understands them. */
  critical?: readonly string[] | null
  /** The longest token, in bytes: 256 KiB if not given, and 1 MiB for JSON. */
  maxTokenBytes?: number
  /** The longest header, protected and unprotected together, in bytes. */
  maxHeaderBytes?: number
  /** The deepest nesting of JSON, 1 to 100. */
  maxJsonDepth?: number
  /** The most bytes that compressed content may inflate to. */
  maxInflatedBytes?: number
  /** The most keys that may be tried on a token, over all its signatures or recipients. */
  maxAttempts?: number
  /** The most PBES2 iterations that a token may cost. */
  maxPbes2Iterations?: number
}

export interface CheckOptions {
  /** The time; now, if not given. */
  now?: Time | null
}

/** Every check is made unless it is waived by name. */
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
  /** The greatest age of the token, by its `iat`. */
  maxAge?: Length
  /** How far clocks may be apart. */
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

export interface VerifyOptions extends ClaimCheckOptions, CheckOptions {
  /** The only signature algorithms to accept, of those that the keys allow. */
  algorithms?: readonly SignatureAlgorithmName[] | null
}

export interface DecryptOptions extends ClaimCheckOptions, CheckOptions {
  /** The only key management algorithms to accept, of those that the keys allow. */
  keyManagement?: readonly KeyManagementName[] | null
  /** The only content encryption algorithms to accept. */
  contentEncryption?: readonly ContentEncryptionName[] | null
  /** Accepts tokens that are encrypted to a public key and not signed: anybody could have made them. */
  allowUnsigned?: boolean
}

export interface UnsealOptions extends VerifyOptions, Omit<DecryptOptions, 'allowUnsigned'> {
  /** The keys that decrypt. */
  decryptWith: Keys
  /** The keys that verify what is inside. */
  verifyWith: Keys
}

export interface VerifierOptions extends Omit<VerifyOptions & DecryptOptions, 'now'> {
  /** The keys that verify signatures. */
  keys?: Keys | null
  /** The keys that decrypt. */
  decryptionKeys?: Keys | null
  /** The kinds of token that are accepted. If not given, the one that the keys are for. */
  accept?: readonly TokenKind[]
}
