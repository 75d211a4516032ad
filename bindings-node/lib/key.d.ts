import type { KeyObject } from 'node:crypto'
import type { ContentEncryptionName } from './algorithm.js'
import type { AlgorithmName, HashName, Jwk, KeyType, PasswordAlgorithmName, SecretAlgorithmName } from './forms.js'
import type {
  ExportOptions,
  FromEncryptedOptions,
  FromJwkOptions,
  FromKeyOptions,
  FromPasswordOptions,
  FromSecretOptions,
  GenerateOptions,
} from './options.js'

/**
 * A key and what it may do: made once, bound to its algorithm, immutable.
 *
 * The header of a token never chooses more than its key permits. A key prints its type and id,
 * never its key material.
 *
 * @example
 * ```js
 * import { Key } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * key.algorithm // => 'ES256'
 * key.public().isPrivate // => false
 * ```
 */
export class Key {
  private constructor()

  /**
   * Makes a new key. An asymmetric key gets its thumbprint as `keyId`, unless `keyId` says
   * otherwise.
   *
   * @param alg - The algorithm that the key is bound to. A password cannot be generated.
   * @param options - The content encryption of a `dir` key, the curve of an ECDH-ES key, the bits of an RSA key, the `keyId`.
   * @returns The private key, or the shared secret.
   * @throws `ERR_JOSE_NOT_SUPPORTED` for an unknown algorithm, `ERR_OPTION_INVALID` for an invalid
   * option.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * Key.generate('Ed25519').keyType // => 'OKP'
   * Key.generate('ECDH-ES+A256KW', { curve: 'X25519' }).keyType // => 'OKP'
   * Key.generate('dir', { enc: 'A256GCM', keyId: '2026-01' }).keyId // => '2026-01'
   * ```
   */
  static generate(alg: AlgorithmName, options?: GenerateOptions): Key

  /**
   * Makes a new key as {@link Key.generate} does, on the thread pool: an RSA key takes a second or more.
   *
   * @param alg - The algorithm that the key is bound to.
   * @param options - As for {@link Key.generate}.
   * @returns A promise of the key.
   * @throws As {@link Key.generate}, as a rejection: `ERR_JOSE_NOT_SUPPORTED`, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = await Key.generateAsync('RS256', { bits: 2048 })
   * key.keyType // => 'RSA'
   * ```
   */
  static generateAsync(alg: AlgorithmName, options?: GenerateOptions): Promise<Key>

  /**
   * Reads a JWK (RFC 7517). A JWK without `alg` that is not bound here can verify and decrypt with
   * every algorithm of its family, but makes no tokens.
   *
   * @param jwk - The JWK, as an object or as JSON text (a string or bytes). Its `kid`, `use` and `key_ops` count.
   * @param options - The algorithm if the JWK names none; the content encryption of a `dir` key.
   * @returns The key.
   * @throws `ERR_JWK_INVALID` for a malformed JWK, `ERR_KEY_MISMATCH` if `alg` contradicts it or its
   * halves disagree, `ERR_KEY_WEAK`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_OPTION_INVALID` for a secret
   * without an algorithm.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' // RFC 8037, appendix A.2
   * const key = Key.fromJwk({ kty: 'OKP', crv: 'Ed25519', x, kid: 'a' }, { alg: 'EdDSA' })
   * key.keyId // => 'a'
   * ```
   */
  static fromJwk(jwk: Jwk | string | Uint8Array, options?: FromJwkOptions): Key

  /**
   * Reads a public or private key from PEM: `PRIVATE KEY`, `ENCRYPTED PRIVATE KEY` (with `password`), `PUBLIC KEY`, `RSA PRIVATE KEY`,
   * `RSA PUBLIC KEY` or `EC PRIVATE KEY` (RFC 7468).
   *
   * @param pem - The PEM, as text or its bytes.
   * @param alg - The algorithm that the key is bound to.
   * @param options - The `keyId`, and the password of an encrypted key.
   * @returns The key.
   * @throws `ERR_JWK_INVALID` for malformed PEM or a wrong password, `ERR_KEY_MISMATCH` for a key of another type
   * than `alg` wants,
   * `ERR_KEY_WEAK`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const pem = Key.generate('ES256').toPem()
   * Key.fromPem(pem, 'ES256', { keyId: 'front' }).keyId // => 'front'
   * Key.fromPem(pem, 'RS256') // throws ERR_KEY_MISMATCH
   * ```
   */
  static fromPem(pem: string | Uint8Array, alg: AlgorithmName, options?: FromEncryptedOptions): Key

  /**
   * Reads PEM as {@link Key.fromPem} does, on the thread pool: an encrypted key is slow to open on purpose.
   *
   * @param pem - The PEM, as text or its bytes.
   * @param alg - The algorithm that the key is bound to.
   * @param options - The `keyId`, and the password of an encrypted key.
   * @returns A promise of the key.
   * @throws As {@link Key.fromPem}, as a rejection: `ERR_JWK_INVALID` and others.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = await Key.fromPemAsync(Key.generate('ES256').toPem({ private: true }), 'ES256')
   * key.isPrivate // => true
   * ```
   */
  static fromPemAsync(pem: string | Uint8Array, alg: AlgorithmName, options?: FromEncryptedOptions): Promise<Key>

  /**
   * Reads a public or private key from DER: PKCS#8 (encrypted with `password`), PKCS#1, SEC 1 or SPKI (RFC 5958, RFC 8017, RFC 5915,
   * RFC 5280).
   *
   * @param der - The DER.
   * @param alg - The algorithm that the key is bound to.
   * @param options - The `keyId`, and the password of an encrypted key.
   * @returns The key.
   * @throws As {@link Key.fromPem}: `ERR_JWK_INVALID` and others.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = Key.generate('Ed25519')
   * Key.fromDer(key.toDer(), 'Ed25519').thumbprint() === key.thumbprint() // => true
   * ```
   */
  static fromDer(der: Uint8Array, alg: AlgorithmName, options?: FromEncryptedOptions): Key

  /**
   * Reads DER as {@link Key.fromDer} does, on the thread pool.
   *
   * @param der - The DER.
   * @param alg - The algorithm that the key is bound to.
   * @param options - The `keyId`, and the password of an encrypted key.
   * @returns A promise of the key.
   * @throws As {@link Key.fromPem}, as a rejection: `ERR_JWK_INVALID` and others.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = await Key.fromDerAsync(Key.generate('ES384').toDer(), 'ES384')
   * key.algorithm // => 'ES384'
   * ```
   */
  static fromDerAsync(der: Uint8Array, alg: AlgorithmName, options?: FromEncryptedOptions): Promise<Key>

  /**
   * Reads the public key of an X.509 certificate (RFC 5280). The caller must decide whether to trust
   * the certificate.
   *
   * @param certificate - The certificate in PEM (the first of a chain counts) or DER.
   * @param alg - The algorithm that the key is bound to.
   * @param options - The `keyId`.
   * @returns The public key. Its JWK has `x5c` and `x5t#S256`.
   * @throws `ERR_JWK_INVALID` for anything that is not a certificate, `ERR_KEY_MISMATCH`,
   * `ERR_JOSE_NOT_SUPPORTED`, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const certificate = `-----BEGIN CERTIFICATE-----
   * MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
   * ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
   * A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
   * 8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
   * 71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
   * -----END CERTIFICATE-----`
   * Key.fromCertificate(certificate, 'EdDSA').isPrivate // => false
   * ```
   */
  static fromCertificate(certificate: string | Uint8Array, alg: AlgorithmName, options?: FromKeyOptions): Key

  /**
   * Makes a key from a shared secret: its bytes, or text with the option `encoding`, since text can
   * stand for bytes in several ways.
   *
   * @param secret - The secret: for HMAC at least as long as the hash, otherwise exactly as long as
   * the algorithm requires.
   * @param alg - The algorithm that the key is bound to.
   * @param options - The `encoding` of text, the `keyId`, and the content encryption of a `dir` key.
   * @returns The key.
   * @throws `ERR_KEY_WEAK` for a secret that is too short or nothing but zeros, `ERR_JWK_INVALID` for one that is too
   * long, `ERR_KEY_MISMATCH`,
   * `ERR_JOSE_NOT_SUPPORTED`, `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const secret = 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr0'
   * Key.fromSecret(secret, 'HS256', { encoding: 'base64url' }).algorithm // => 'HS256'
   * Key.fromSecret(Buffer.from(secret, 'base64url'), 'HS256').algorithm // => 'HS256'
   * Key.fromSecret(secret, 'HS256') // throws ERR_OPTION_INVALID
   * Key.fromSecret(Buffer.from('short'), 'HS256') // throws ERR_KEY_WEAK
   * ```
   */
  static fromSecret(secret: string | Uint8Array, alg: SecretAlgorithmName, options?: FromSecretOptions): Key

  /**
   * Makes a key from a password, for encryption (PBES2; RFC 7518, section 4.8). Encrypting and
   * decrypting with it are slow on purpose: see the `Async` functions.
   *
   * @param password - The password, at least 8 bytes; text is taken as UTF-8.
   * @param alg - The algorithm: `PBES2-HS512+A256KW` if not given.
   * @param options - The `keyId`.
   * @returns The key.
   * @throws `ERR_KEY_WEAK` for a password that is too short, `ERR_KEY_MISMATCH`, `ERR_JOSE_NOT_SUPPORTED`,
   * `ERR_OPTION_INVALID`.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * Key.fromPassword('correct horse').algorithm // => 'PBES2-HS512+A256KW'
   * ```
   */
  static fromPassword(password: string | Uint8Array, alg?: PasswordAlgorithmName, options?: FromPasswordOptions): Key

  /**
   * Reads one of Node's own keys. `KeyObject.from` converts a `CryptoKey`.
   *
   * @param keyObject - A secret, public or private `KeyObject` of `node:crypto`.
   * @param alg - The algorithm that the key is bound to, since a `KeyObject` names none.
   * @param options - The `keyId`, and the content encryption of a `dir` key.
   * @returns The key.
   * @throws As {@link Key.fromSecret} and {@link Key.fromDer}: `ERR_KEY_WEAK`, `ERR_KEY_MISMATCH` and others.
   *
   * @example
   * ```js
   * import { generateKeyPairSync } from 'node:crypto'
   * import { Key, sign, verify } from 'tokenseal'
   *
   * const { publicKey, privateKey } = generateKeyPairSync('ed25519')
   * const token = sign({ sub: 'alice' }, Key.fromKeyObject(privateKey, 'EdDSA'), { expiresIn: '5m' })
   * verify(token, Key.fromKeyObject(publicKey, 'EdDSA')).get('sub') // => 'alice'
   * ```
   */
  static fromKeyObject(keyObject: KeyObject, alg: AlgorithmName, options?: FromSecretOptions): Key

  /**
   * The algorithm that the key is bound to. Without one, the key can verify and decrypt with every
   * algorithm of its family, but makes no tokens.
   */
  readonly algorithm: AlgorithmName | null
  /** The content encryption that a `dir` key is bound to. */
  readonly contentEncryption: ContentEncryptionName | null
  /** The key's `kid`: it is written into tokens that the key makes, and selects the key for tokens that it checks. */
  readonly keyId: string | null
  /** The `kty` of RFC 7517. */
  readonly keyType: KeyType
  /** The `use` of RFC 7517, section 4.2, if the key says so. */
  readonly use: string | null
  /** Whether the key holds what must be kept secret. True for every shared secret. */
  readonly isPrivate: boolean

  /**
   * The public half of the key.
   *
   * @returns A key that verifies or encrypts, with the same `keyId`.
   * @throws `ERR_KEY_MISMATCH` for a shared secret, which has none.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * key.public().keyId === key.keyId // => true
   * ```
   */
  public(): Key

  /**
   * The same key with another `keyId`, or with none, as the JWK in the header of an ACME request needs it (RFC 8555, section 6.2).
   *
   * @param keyId - The `keyId`, or null for none.
   * @returns A key that shares everything else with this one.
   * @throws `ERR_OPTION_INVALID` if the `keyId` is neither text nor null.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * key.withKeyId('2026-11').keyId // => '2026-11'
   * key.withKeyId(null).toJwk().kid // => undefined
   * ```
   */
  withKeyId(keyId: string | null): Key

  /**
   * The key as a JWK (RFC 7517): the public half, unless `private` is true.
   *
   * @param options - Whether to give the secret. A shared secret is not exported otherwise.
   * @returns The JWK.
   * @throws `ERR_KEY_MISMATCH` for a private half that the key lacks, or a shared secret without
   * `private`.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * Key.generate('Ed25519').toJwk().crv // => 'Ed25519'
   * Key.generate('HS256').toJwk() // throws ERR_KEY_MISMATCH
   * ```
   */
  toJwk(options?: ExportOptions): Jwk

  /**
   * The key as PEM (RFC 7468): SPKI, or PKCS#8 if `private` is true.
   *
   * @param options - Whether to give the private key.
   * @returns The PEM, which is not encrypted.
   * @throws `ERR_KEY_MISMATCH` for a shared secret, or a private half that the key lacks.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * Key.generate('ES256').toPem().startsWith('-----BEGIN PUBLIC KEY-----') // => true
   * ```
   */
  toPem(options?: ExportOptions): string

  /**
   * The key as DER: SPKI (RFC 5280), or PKCS#8 (RFC 5958) if `private` is true.
   *
   * @param options - Whether to give the private key.
   * @returns The DER, which is not encrypted.
   * @throws `ERR_KEY_MISMATCH` for a shared secret, or a private half that the key lacks.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * Key.generate('Ed25519').toDer().length // => 44
   * ```
   */
  toDer(options?: ExportOptions): Uint8Array

  /**
   * The JWK thumbprint (RFC 7638): the same for a key and its public half.
   *
   * @param hash - The hash: SHA-256 if not given.
   * @returns The thumbprint as base64url.
   * @throws `ERR_JOSE_NOT_SUPPORTED` or `ERR_OPTION_INVALID` for any other hash.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = Key.fromJwk({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
   * key.thumbprint() // => 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
   * ```
   */
  thumbprint(hash?: HashName): string

  /**
   * The thumbprint as a URI (RFC 9278).
   *
   * @param hash - The hash: SHA-256 if not given.
   * @returns The URI.
   * @throws `ERR_JOSE_NOT_SUPPORTED` or `ERR_OPTION_INVALID` for any other hash.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * key.thumbprintUri() === `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${key.thumbprint()}` // => true
   * ```
   */
  thumbprintUri(hash?: HashName): string

  /**
   * Whether both are the same key: thumbprint, algorithm, `keyId` and `isPrivate` are equal.
   *
   * @param other - The other key.
   * @returns Whether they are equal.
   * @throws `ERR_OPTION_INVALID` if the other is no Key.
   *
   * @example
   * ```js
   * import { Key } from 'tokenseal'
   *
   * const key = Key.generate('ES256')
   * key.equals(Key.fromJwk(key.toJwk({ private: true }))) // => true
   * key.equals(key.public()) // => false
   * ```
   */
  equals(other: Key): boolean
}
