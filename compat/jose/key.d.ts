// Making, reading and writing keys. They are CryptoKeys, or bytes if WebCrypto has no such keys;
// the core reads them when they are used.

import type { CryptoKey, FlattenedJWSInput, JWK, JWSHeaderParameters, KeyObject } from './types.js'

/** Options for reading a key. */
export interface KeyImportOptions {
  /**
   * Whether the CryptoKey may be exported. If not given: the JWK's `ext`; otherwise no for private
   * keys and yes for others.
   */
  extractable?: boolean
}

/** What a JWK becomes: bytes if it is `oct`, otherwise a CryptoKey. */
export type ImportedJWK<JWKType extends JWK> = JWKType extends { kty: 'oct' }
  ? Uint8Array
  : JWKType extends { kty: 'AKP' | 'EC' | 'OKP' | 'RSA' }
    ? CryptoKey
    : CryptoKey | Uint8Array

/** Reads a public key in PEM (SPKI), for this algorithm. */
export function importSPKI(
  spki: string,
  alg: string,
  options?: KeyImportOptions,
): Promise<CryptoKey>

/**
 * Reads the public key of a certificate in PEM, for this algorithm. The caller must decide whether
 * to trust the certificate.
 */
export function importX509(
  x509: string,
  alg: string,
  options?: KeyImportOptions,
): Promise<CryptoKey>

/** Reads a private key in PEM (PKCS #8), for this algorithm. */
export function importPKCS8(
  pkcs8: string,
  alg: string,
  options?: KeyImportOptions,
): Promise<CryptoKey>

/** Reads a JWK, for this algorithm or, if none is given, for its own. */
export function importJWK<JWKType extends JWK>(
  jwk: JWKType,
  alg?: string,
  options?: KeyImportOptions,
): Promise<ImportedJWK<JWKType>>

/** Writes a public key as PEM (SPKI). */
export function exportSPKI(key: CryptoKey | KeyObject): Promise<string>

/** Writes a private key as PEM (PKCS #8). A CryptoKey must be extractable. */
export function exportPKCS8(key: CryptoKey | KeyObject): Promise<string>

/** Writes a key as JWK. A CryptoKey must be extractable. */
export function exportJWK(key: CryptoKey | KeyObject | Uint8Array): Promise<JWK>

/** What a pair of keys can be for. */
export type GenerateKeyPairAlgorithm =
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'RSA-OAEP'
  | 'RSA-OAEP-256'
  | 'RSA-OAEP-384'
  | 'RSA-OAEP-512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'Ed25519'
  | 'EdDSA'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'
  | 'ECDH-ES'
  | 'ECDH-ES+A128KW'
  | 'ECDH-ES+A192KW'
  | 'ECDH-ES+A256KW'
  | (string & {})

/** A new pair of keys. */
export interface GenerateKeyPairResult {
  privateKey: CryptoKey
  publicKey: CryptoKey
}

/** Options for a new pair of keys. */
export interface GenerateKeyPairOptions {
  /** The curve. For ECDH-ES `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given. */
  crv?: string
  /** The bits of an RSA key, at least 2048, which is the default. */
  modulusLength?: number
  /** Whether the private key may be exported; no if not given. */
  extractable?: boolean
}

/** Makes a new pair of keys. */
export function generateKeyPair(
  alg: GenerateKeyPairAlgorithm,
  options?: GenerateKeyPairOptions,
): Promise<GenerateKeyPairResult>

/** What a secret can be for. */
export type GenerateSecretAlgorithm =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'A128CBC-HS256'
  | 'A192CBC-HS384'
  | 'A256CBC-HS512'
  | 'A128KW'
  | 'A192KW'
  | 'A256KW'
  | 'A128GCMKW'
  | 'A192GCMKW'
  | 'A256GCMKW'
  | 'A128GCM'
  | 'A192GCM'
  | 'A256GCM'
  | (string & {})

/** What a new secret is: bytes for AES-CBC with HMAC, otherwise a CryptoKey. */
export type GeneratedSecret<Alg extends string> = Alg extends
  'A128CBC-HS256' | 'A192CBC-HS384' | 'A256CBC-HS512'
  ? Uint8Array
  : string extends Alg
    ? CryptoKey | Uint8Array
    : CryptoKey

/** Options for a new secret. */
export interface GenerateSecretOptions {
  /** Whether the CryptoKey may be exported; no if not given. */
  extractable?: boolean
}

/** Makes a new secret. */
export function generateSecret<Alg extends GenerateSecretAlgorithm>(
  alg: Alg,
  options?: GenerateSecretOptions,
): Promise<GeneratedSecret<Alg>>

/** The thumbprint of a key (RFC 7638); with SHA-256 by default. */
export function calculateJwkThumbprint(
  key: JWK | CryptoKey | KeyObject,
  digestAlgorithm?: 'sha256' | 'sha384' | 'sha512',
): Promise<string>

/** The thumbprint of a key as a URI (RFC 9278). */
export function calculateJwkThumbprintUri(
  key: CryptoKey | KeyObject | JWK,
  digestAlgorithm?: 'sha256' | 'sha384' | 'sha512',
): Promise<string>

/**
 * The public key in a token's own header, for functions that accept a function in place of a key.
 * Anyone can have made it: the token proves only that its maker has the private key.
 */
export function EmbeddedJWK(
  protectedHeader?: JWSHeaderParameters,
  token?: FlattenedJWSInput,
): Promise<CryptoKey>
