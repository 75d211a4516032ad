/**
 * JSON Web Tokens: signed, encrypted, or both.
 *
 * ```js
 * import { Key, sign, verify } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const token = sign({ sub: 'alice' }, key, { issuer: 'https://issuer.example', expiresIn: '15m' })
 * const { claims } = verify(token, key.public(), { issuer: 'https://issuer.example' })
 * ```
 *
 * Everything is synchronous: checking a token costs microseconds. Everything that fails throws a {@link TokenError} with a stable `code`.
 *
 * @packageDocumentation
 */

export * from './errors.js'
export * from './lib/options.js'
export * as jwe from './lib/jwe.js'
export * as jws from './lib/jws.js'

import type { TokenError } from './errors.js'
import type {
  AlgorithmName,
  CheckOptions,
  Claims,
  ContentEncryptionName,
  DecryptOptions,
  EncryptOptions,
  ExportOptions,
  FromEncryptedOptions,
  FromPasswordOptions,
  FromJwkOptions,
  FromKeyOptions,
  FromSecretOptions,
  GenerateOptions,
  HashName,
  IssueOptions,
  IssuerOptions,
  Jwk,
  Jwks,
  KeyType,
  Keys,
  PasswordAlgorithmName,
  SealOptions,
  SecretAlgorithmName,
  SignOptions,
  TokenInput,
  TokenKind,
  UnsealOptions,
  VerifierOptions,
  VerifyOptions,
} from './lib/options.js'

/**
 * A key with what it may do: made once, bound to its algorithm, immutable.
 *
 * The header of a token never chooses more than its key permits.
 */
export class Key {
  private constructor()

  /** A new key. An asymmetric one has its thumbprint as `keyId`, unless `keyId` says otherwise. */
  static generate(alg: AlgorithmName, options?: GenerateOptions): Key

  /** A key from a JWK (RFC 7517), an object or JSON text. `alg` binds a key whose JWK names no algorithm. */
  static fromJwk(jwk: Jwk | string, options?: FromJwkOptions): Key

  /**
   * A public or private key from PEM: `PRIVATE KEY`, `ENCRYPTED PRIVATE KEY` (with `password`), `PUBLIC KEY`, `RSA PRIVATE KEY`, `RSA PUBLIC KEY` or
   * `EC PRIVATE KEY`.
   */
  static fromPem(pem: string | Uint8Array, alg: AlgorithmName, options?: FromEncryptedOptions): Key

  /** A public or private key from DER: PKCS#8 (encrypted with `password`), PKCS#1, SEC 1 or SPKI. */
  static fromDer(der: Uint8Array, alg: AlgorithmName, options?: FromEncryptedOptions): Key

  /**
   * The public key of an X.509 certificate, in PEM (of a chain, the first) or DER. Whether to trust the certificate is for the caller to find out.
   */
  static fromCertificate(certificate: string | Uint8Array, alg: AlgorithmName, options?: FromKeyOptions): Key

  /**
   * A key from the bytes of a shared secret. Text has to be decoded first, so that nobody guesses how:
   * `Key.fromSecret(Buffer.from(process.env.SECRET, 'base64url'), 'HS256')`.
   */
  static fromSecret(secret: Uint8Array, alg: SecretAlgorithmName, options?: FromSecretOptions): Key

  /** A key from a password, for encryption (PBES2). Text is taken as UTF-8. */
  static fromPassword(password: string | Uint8Array, alg?: PasswordAlgorithmName, options?: FromPasswordOptions): Key

  /** The algorithm that the key is bound to. Without one it checks and opens with every algorithm of its family, and makes nothing. */
  readonly algorithm: AlgorithmName | null
  /** The content encryption that a `dir` key is bound to. */
  readonly contentEncryption: ContentEncryptionName | null
  /** The key's `kid`: written into tokens that it makes, and what selects it for tokens that it checks. */
  readonly keyId: string | null
  /** The `kty` of RFC 7517. */
  readonly keyType: KeyType
  /** The `use` of RFC 7517, if the key says so. */
  readonly use: 'sig' | 'enc' | null
  /** Whether the key holds what must be kept secret. True for every shared secret. */
  readonly isPrivate: boolean

  /** The public half. A shared secret has none: `ERR_KEY_MISMATCH`. */
  public(): Key

  /** The key as a JWK: the public half, unless `private` is true. A shared secret is only given with `private`. */
  toJwk(options?: ExportOptions): Jwk

  /** The key as PEM: SPKI, or PKCS#8 if `private` is true. */
  toPem(options?: ExportOptions): string

  /** The key as DER: SPKI, or PKCS#8 if `private` is true. */
  toDer(options?: ExportOptions): Uint8Array

  /** The JWK thumbprint (RFC 7638), by SHA-256 unless another hash is named. */
  thumbprint(hash?: HashName): string

  /** The thumbprint as a URI (RFC 9278). */
  thumbprintUri(hash?: HashName): string

  /** Whether both are the same key: thumbprint, algorithm, `keyId` and `isPrivate` are equal. */
  equals(other: Key): boolean
}

/** A key of a set that was set aside when the set was read. */
export interface RejectedKey {
  /** Its place in the `keys` of the set, counted from 0. */
  index: number
  /** Its `kid`, if it has one. */
  keyId: string | null
  /** Why. */
  code: TokenError['code']
}

/** Keys in their order, immutable. */
export class KeySet implements Iterable<Key> {
  constructor(keys: Keys)

  /** A set from a JWK Set (RFC 7517, section 5). A malformed key is set aside and listed in `rejected`; with `strict` it fails the set. */
  static fromJwks(jwks: Jwks | string, options?: { strict?: boolean }): KeySet

  /** How many keys there are, without the rejected ones. */
  readonly size: number
  /** The keys that were set aside. */
  readonly rejected: RejectedKey[]

  /** The first key with this `keyId`. */
  get(keyId: string): Key | undefined

  [Symbol.iterator](): IterableIterator<Key>

  /** The set as a JWK Set: the public halves, and no shared secrets; with `private`, every key whole. */
  toJwks(options?: ExportOptions): { keys: Jwk[] }
}

/** A token whose signature, encryption and claims were checked. */
export class Token<C extends object = Claims> {
  private constructor()

  /**
   * The claims, parsed when first asked for. An integer beyond 2^53 that a number cannot hold is `ERR_JWT_CLAIM_INVALID` here;
   * `payload` is exact.
   */
  readonly claims: C
  /** The bytes that were verified or decrypted: the claims as JSON text. */
  readonly payload: Uint8Array
  /** The protected header: the signed token's, or the encrypted one's where nothing is signed. */
  readonly header: Readonly<Record<string, unknown>>
  /** The `keyId` of the key that fitted; never the token's own word. */
  readonly keyId: string | null
  /** How the token was protected. */
  readonly kind: TokenKind
  /** The header of the encrypted token around a signed one. */
  readonly outerHeader: Readonly<Record<string, unknown>> | null
  /** The `keyId` of the key that decrypted the token. */
  readonly decryptionKeyId: string | null

  /** A claim, or undefined where the token has none of this name. */
  get<N extends keyof C & string>(name: N): C[N]
  get(name: string): unknown
}

/** What an unchecked token says of itself. */
export interface Inspected {
  kind: TokenKind
  header: Record<string, unknown>
  /** The claims of a signed token, if they are a strict JSON object. */
  readonly claims: Claims | null
  /** The same as JSON text. */
  readonly payload: Uint8Array | null
}

/**
 * Makes tokens with keys and options that are given once: what a service holds that hands out tokens.
 *
 * With a signing key it signs, with an encryption key it encrypts, with both it seals.
 */
export class Issuer {
  constructor(options: IssuerOptions)

  issue(claims: object | Uint8Array, options?: IssueOptions): string
}

/**
 * Checks tokens with keys and options that are compiled once: what a service makes at its start, and uses for every request.
 *
 * With `keys` it accepts signed tokens, with `decryptionKeys` encrypted ones, with both nested ones only; `accept` says otherwise.
 */
export class Verifier<C extends object = Claims> {
  constructor(options: VerifierOptions)

  verify(token: TokenInput, options?: CheckOptions): Token<C>

  /** Checks many tokens on all cores. Each has its result, or its error, in its own place. */
  verifyMany(tokens: readonly TokenInput[], options?: CheckOptions): Array<Token<C> | TokenError>
}

/**
 * Signs claims: everybody can read the token, and nobody can change it.
 *
 * Claims are an object, or a Uint8Array of JSON text, which is taken as it is. In an object, members that are undefined are left out, a `Date` is
 * written as seconds since the epoch, a bigint exactly, and `toJSON` is used; what JSON cannot say (NaN, a function, a Map) is `ERR_JWT_INVALID`.
 */
export function sign(claims: object | Uint8Array, key: Key, options?: SignOptions): string

/** A token that lacks its signature. */
export class Unsigned {
  private constructor()

  /** What is to be signed: the header, a dot and the payload. */
  readonly signingInput: Uint8Array

  /**
   * The token with its signature, which is verified first. An ECDSA signature is r and s, each of the field's length, as WebCrypto gives it
   * (`dsaEncoding: 'ieee-p1363'` in `node:crypto`).
   */
  complete(signature: Uint8Array): string
}

/**
 * Prepares a token whose signature is made elsewhere, by the private half of `publicKey`: in a KMS, an HSM, or a phone's key store. Claims and options
 * are those of {@link sign}.
 */
export function prepare(claims: object | Uint8Array, publicKey: Key, options?: SignOptions): Unsigned

/** Encrypts claims: nobody but the holder of the key can read them. With a public key, anybody can make such a token; {@link seal} also signs. */
export function encrypt(claims: object | Uint8Array, key: Key, options?: EncryptOptions): string

/** Signs claims, then encrypts the signed token (RFC 7519, section 5.2, "nested"). */
export function seal(claims: object | Uint8Array, options: SealOptions): string

/** Verifies a signed token and checks its claims. */
export function verify<C extends object = Claims>(token: TokenInput, keys: Keys, options?: VerifyOptions): Token<C>

/** Decrypts an encrypted token and checks its claims. */
export function decrypt<C extends object = Claims>(token: TokenInput, keys: Keys, options?: DecryptOptions): Token<C>

/** Decrypts a nested token, verifies the signed one inside, and checks its claims. */
export function unseal<C extends object = Claims>(token: TokenInput, options: UnsealOptions): Token<C>

/** Reads a token without checking anything: for people and logs, never for decisions. */
export function inspectUnverified(token: TokenInput): Inspected
