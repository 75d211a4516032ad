// The types of values: keys, tokens, headers, options and results, under jose's names.

/// <reference types="node" />

/** How a token is signed. */
export type JWSAlgorithm =
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
  | 'EdDSA'
  | 'Ed25519'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'
  | (string & {})

/** How the content key of an encrypted token is found or carried. */
export type JWEKeyManagementAlgorithm =
  | 'dir'
  | 'A128KW'
  | 'A192KW'
  | 'A256KW'
  | 'A128GCMKW'
  | 'A192GCMKW'
  | 'A256GCMKW'
  | 'ECDH-ES'
  | 'ECDH-ES+A128KW'
  | 'ECDH-ES+A192KW'
  | 'ECDH-ES+A256KW'
  | 'RSA-OAEP'
  | 'RSA-OAEP-256'
  | 'RSA-OAEP-384'
  | 'RSA-OAEP-512'
  | 'PBES2-HS256+A128KW'
  | 'PBES2-HS384+A192KW'
  | 'PBES2-HS512+A256KW'
  | (string & {})

/** How the content of a token is encrypted. */
export type JWEContentEncryptionAlgorithm =
  | 'A128CBC-HS256'
  | 'A192CBC-HS384'
  | 'A256CBC-HS512'
  | 'A128GCM'
  | 'A192GCM'
  | 'A256GCM'
  | (string & {})

/** The `kty` of a JWK. */
export type JWKKeyType = 'EC' | 'RSA' | 'OKP' | 'AKP' | 'oct' | (string & {})

/**
 * What every JWK may have. A type and not an interface, so that it is compatible with the
 * `JsonWebKey` of other type packages.
 */
export type JWKParameters = {
  kty?: JWKKeyType
  alg?: JWSAlgorithm | JWEKeyManagementAlgorithm | JWEContentEncryptionAlgorithm
  /** What may be done with the key, in WebCrypto's words. */
  key_ops?: string[]
  /** Whether a CryptoKey of it may be exported. */
  ext?: boolean
  use?: 'sig' | 'enc' | (string & {})
  x5c?: string[]
  x5t?: string
  'x5t#S256'?: string
  x5u?: string
  kid?: string
}

export interface JWK_OKP_Public extends JWKParameters {
  crv: string
  x: string
}

export interface JWK_OKP_Private extends JWK_OKP_Public {
  d: string
}

export interface JWK_AKP_Public extends JWKParameters {
  alg: string
  pub: string
}

export interface JWK_AKP_Private extends JWK_AKP_Public {
  priv: string
}

export interface JWK_EC_Public extends JWKParameters {
  crv: string
  x: string
  y: string
}

export interface JWK_EC_Private extends JWK_EC_Public {
  d: string
}

export interface JWK_RSA_Public extends JWKParameters {
  e: string
  n: string
}

export interface JWK_RSA_Private extends JWK_RSA_Public {
  d: string
  dp: string
  dq: string
  p: string
  q: string
  qi: string
}

export interface JWK_oct extends JWKParameters {
  k: string
}

/** A JSON Web Key (RFC 7517) of any type. */
export type JWK = {
  kty?: JWKKeyType
  alg?: JWSAlgorithm | JWEKeyManagementAlgorithm | JWEContentEncryptionAlgorithm
  key_ops?: string[]
  ext?: boolean
  use?: 'sig' | 'enc' | (string & {})
  x5c?: string[]
  x5t?: string
  'x5t#S256'?: string
  x5u?: string
  kid?: string
  crv?: string
  d?: string
  dp?: string
  dq?: string
  e?: string
  k?: string
  n?: string
  p?: string
  q?: string
  qi?: string
  x?: string
  y?: string
  pub?: string
  priv?: string
  /** More prime factors of an RSA key. The core refuses such keys. */
  oth?: Array<{ d?: string; r?: string; t?: string }>
}

/** A JWK whose type says which members it has. */
export type AnyJWK =
  | (JWK_EC_Private & { kty: 'EC' })
  | (JWK_EC_Public & { kty: 'EC' })
  | (JWK_RSA_Private & { kty: 'RSA' })
  | (JWK_RSA_Public & { kty: 'RSA' })
  | (JWK_OKP_Private & { kty: 'OKP' })
  | (JWK_OKP_Public & { kty: 'OKP' })
  | (JWK_AKP_Private & { kty: 'AKP' })
  | (JWK_AKP_Public & { kty: 'AKP' })
  | (JWK_oct & { kty: 'oct' })

/** A JWK Set (RFC 7517, section 5). */
export interface JSONWebKeySet {
  keys: JWK[]
}

/** A key of `node:crypto`: the members that are used here. */
export interface KeyObject {
  type: string
}

/** A key of WebCrypto: the runtime's own type if there is one. */
export type CryptoKey = typeof globalThis extends {
  crypto: { subtle: { generateKey(...args: any[]): Promise<infer Made> } }
}
  ? Extract<Made, { type: string }>
  : CryptoKeyStructuralFallback

/** What a CryptoKey has if the runtime's own type is unknown. */
export interface CryptoKeyStructuralFallback {
  readonly algorithm: { name: string }
  readonly extractable: boolean
  readonly type: string
  readonly usages: string[]
}

/** What every function takes as a key or a secret. */
export type KeyInput = CryptoKey | KeyObject | JWK | Uint8Array

/** A function that finds the key of a token. Nothing of the token is verified yet. */
export interface GetKeyFunction<IProtectedHeader, IToken, KeyTypes extends KeyInput = KeyInput> {
  (protectedHeader: IProtectedHeader, token: IToken): Promise<KeyTypes> | KeyTypes
}

/** A JWS in the flattened serialization, to verify. */
export interface FlattenedJWSInput {
  /** The unprotected header: anyone can change it. */
  header?: JWSHeaderParameters
  /** The payload as base64url, or as it is with `b64: false`. */
  payload: string | Uint8Array
  protected?: string
  signature: string
}

/** A JWS in the general serialization, to verify. */
export interface GeneralJWSInput {
  payload: string | Uint8Array
  signatures: Omit<FlattenedJWSInput, 'payload'>[]
}

/** A JWS in the flattened serialization. */
export interface FlattenedJWS extends Partial<FlattenedJWSInput> {
  payload: string
  signature: string
}

/** A JWS in the general serialization. */
export interface GeneralJWS {
  payload: string
  signatures: Omit<FlattenedJWSInput, 'payload'>[]
}

/** The header parameters of both kinds of tokens. */
export interface JoseHeaderParameters {
  kid?: string
  x5t?: string
  x5c?: string[]
  x5u?: string
  jku?: string
  /** A public key, whose owner is unverified. */
  jwk?: Omit<JWK, 'd' | 'dp' | 'dq' | 'k' | 'p' | 'q' | 'qi' | 'priv' | 'oth'>
  typ?: string
  cty?: string
}

/** The header of a JWS. */
export interface JWSHeaderParameters extends JoseHeaderParameters {
  alg?: JWSAlgorithm
  /** Whether the payload is encoded (RFC 7797); with `false`, `crit` must list it. */
  b64?: boolean
  crit?: string[]
  [propName: string]: unknown
}

/** The header parameters that key management writes. */
export interface JWEKeyManagementHeaderParameters {
  apu?: Uint8Array
  apv?: Uint8Array
  p2c?: number
  /** @deprecated For tests in jose; refused here. */
  p2s?: Uint8Array
  /** @deprecated For tests in jose; refused here. */
  iv?: Uint8Array
  /** @deprecated For tests in jose; refused here. */
  epk?: CryptoKey | KeyObject
}

/** A JWE in the flattened serialization. */
export interface FlattenedJWE {
  aad?: string
  ciphertext: string
  encrypted_key?: string
  header?: JWEHeaderParameters
  iv?: string
  protected?: string
  tag?: string
  unprotected?: JWEHeaderParameters
}

/** A JWE in the general serialization. */
export interface GeneralJWE extends Omit<FlattenedJWE, 'encrypted_key' | 'header'> {
  recipients: Pick<FlattenedJWE, 'encrypted_key' | 'header'>[]
}

/** The header of a JWE. */
export interface JWEHeaderParameters extends JoseHeaderParameters {
  alg?: JWEKeyManagementAlgorithm
  enc?: JWEContentEncryptionAlgorithm
  crit?: string[]
  zip?: 'DEF' | (string & {})
  [propName: string]: unknown
}

/** The extensions that the caller knows. */
export interface CritOption {
  /**
   * Names of header parameters that `crit` may list: `true` for those that must be protected. The
   * caller must check what they mean.
   */
  crit?: { [propName: string]: boolean }
}

/** Not in jose, which accepts any secret. */
export interface WeakSecretOption {
  /** Accepts secrets shorter than the hash, which can be guessed from a single token. */
  allowWeakSecret?: boolean
}

/** Not in jose, which accepts a secret among several recipients. */
export interface SharedContentKeyOption {
  /** Allows a shared secret among several recipients, each of whom can then forge for it. */
  allowSharedContentKey?: boolean
}

/** Options for decrypting. */
export interface DecryptOptions extends CritOption, WeakSecretOption {
  /** The only key management to accept. If not given, whatever the key allows except passwords. */
  keyManagementAlgorithms?: JWEKeyManagementAlgorithm[]
  /** The only content encryption to accept. */
  contentEncryptionAlgorithms?: JWEContentEncryptionAlgorithm[]
  /** The most iterations that a password may take; a million if not given. */
  maxPBES2Count?: number
  /** The most bytes after decompression; 250000 if not given; 0 refuses compressed tokens. */
  maxDecompressedLength?: number
}

/** Options for encrypting. */
export interface EncryptOptions extends CritOption, WeakSecretOption {}

/** What claims must be. */
export interface JWTClaimVerificationOptions {
  /** One of these must be in `aud`. */
  audience?: string | string[]
  /** How far clocks may be apart: seconds, or a text such as `'5 seconds'`. */
  clockTolerance?: string | number
  /** `iss` must be one of these. */
  issuer?: string | string[]
  /** The greatest age by `iat`: seconds, or a text such as `'2 hours'`. */
  maxTokenAge?: string | number
  subject?: string
  /** The `typ` of the header. */
  typ?: string
  /** The time; now if not given. */
  currentDate?: Date
  /** Further required claims. */
  requiredClaims?: string[]
}

/** Options for verifying a signature. */
export interface VerifyOptions extends CritOption, WeakSecretOption {
  /** The only algorithms to accept. If not given, whatever the key allows. */
  algorithms?: JWSAlgorithm[]
}

/** Options for signing. */
export interface SignOptions extends CritOption, WeakSecretOption {}

/** The claims of a token. */
export interface JWTPayload {
  iss?: string
  sub?: string
  aud?: string | string[]
  jti?: string
  nbf?: number
  exp?: number
  iat?: number
  [propName: string]: unknown
}

/** The result of decrypting a flattened JWE. */
export interface FlattenedDecryptResult {
  /** The additional authenticated data. */
  additionalAuthenticatedData?: Uint8Array
  plaintext: Uint8Array
  protectedHeader?: JWEHeaderParameters
  /** Anyone can change it. */
  sharedUnprotectedHeader?: JWEHeaderParameters
  /** Anyone can change it. */
  unprotectedHeader?: JWEHeaderParameters
}

/** The result of decrypting a general JWE. */
export interface GeneralDecryptResult extends FlattenedDecryptResult {}

/** The result of decrypting a compact JWE. */
export interface CompactDecryptResult {
  plaintext: Uint8Array
  protectedHeader: CompactJWEHeaderParameters
}

/** The result of verifying a flattened JWS. */
export interface FlattenedVerifyResult {
  payload: Uint8Array
  protectedHeader?: JWSHeaderParameters
  /** Anyone can change it. */
  unprotectedHeader?: JWSHeaderParameters
}

/** The result of verifying a general JWS. */
export interface GeneralVerifyResult extends FlattenedVerifyResult {}

/** The result of verifying a compact JWS. */
export interface CompactVerifyResult {
  payload: Uint8Array
  protectedHeader: CompactJWSHeaderParameters
}

/** A result whose payload has the type that a type guard found. */
export type InferredJWTResult<Result, Payload> = Omit<Result, 'payload'> & {
  payload: Payload & JWTPayload
}

/** A verified signed token. */
export interface JWTVerifyResult<PayloadType = JWTPayload> {
  payload: PayloadType &
    JWTPayload &
    ([PayloadType] extends [object] ? unknown : unknown extends PayloadType ? unknown : never)
  protectedHeader: JWTHeaderParameters
}

/** An encrypted token that was decrypted. */
export interface JWTDecryptResult<PayloadType = JWTPayload> {
  payload: PayloadType &
    JWTPayload &
    ([PayloadType] extends [object] ? unknown : unknown extends PayloadType ? unknown : never)
  protectedHeader: CompactJWEHeaderParameters
}

/** What comes with a result if a function found the key. */
export interface ResolvedKey<KeyType extends CryptoKey | Uint8Array = CryptoKey | Uint8Array> {
  /** The key. */
  key: KeyType
}

/** The header of a compact JWS. */
export interface CompactJWSHeaderParameters extends JWSHeaderParameters {
  alg: JWSAlgorithm
}

/** The header of a signed token. */
export interface JWTHeaderParameters extends CompactJWSHeaderParameters {
  b64?: boolean
}

/** The header of a compact JWE. */
export interface CompactJWEHeaderParameters extends JWEHeaderParameters {
  alg: JWEKeyManagementAlgorithm
  enc: JWEContentEncryptionAlgorithm
}

/**
 * The claims of a token that is being made. A text is a time from now, such as `'2 hours'` or `'-5
 * minutes'`.
 */
export interface ProduceJWT {
  setIssuer(issuer: string): this
  setSubject(subject: string): this
  setAudience(audience: string | string[]): this
  setJti(jwtId: string): this
  setNotBefore(input: number | string | Date): this
  setExpirationTime(input: number | string | Date): this
  /** Now, if nothing is given. */
  setIssuedAt(input?: number | string | Date): this
}
