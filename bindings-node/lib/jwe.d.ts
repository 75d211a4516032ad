// JWE (RFC 7516): any bytes, encrypted.

import type { JsonToken, Keys, TokenInput } from './forms.js'
import type { DecryptOptions, EncryptOptions } from './jwe_options.js'
import type { Key } from './key.js'

export type { DecryptOptions, EncryptOptions } from './jwe_options.js'

/** Bytes that were decrypted. */
export interface Decrypted {
  /** The bytes that were encrypted. */
  plaintext: Uint8Array
  /** The protected header. */
  header: Record<string, unknown>
  /** The unprotected header that all recipients share, or null. Anyone may have altered it. */
  unprotected: Record<string, unknown> | null
  /** The unprotected header of the recipient that was opened, or null. Anyone may have altered it. */
  recipientHeader: Record<string, unknown> | null
  /** What was authenticated along with the plaintext, or null. */
  aad: Uint8Array | null
  /** The index of the recipient that was opened, from 0. */
  recipient: number
  /** The `keyId` of the key that fitted: the key's own, never the token's. */
  keyId: string | null
}

/**
 * Encrypts any bytes to the holder of a key or, in the general serialization, to those of several (RFC 7516, section 5.1).
 *
 * @param plaintext - The bytes.
 * @param keys - The key; in the general serialization a list of keys or a set, too.
 * @param options - How the token is written, its headers, and the content encryption.
 * @returns The token.
 * @throws `ERR_KEY_MISMATCH` for a key that is not for encryption, `ERR_OPTION_INVALID`, `ERR_JOSE_NOT_SUPPORTED`.
 *
 * @example
 * ```js
 * import { Key, jwe } from 'tokenseal'
 *
 * const [phone, laptop] = [Key.generate('ECDH-ES+A256KW'), Key.generate('ECDH-ES+A256KW', { curve: 'X25519' })]
 * const token = jwe.encrypt(Buffer.from('any bytes'), [phone.public(), laptop.public()], { serialization: 'general' })
 * Buffer.from(jwe.decrypt(token, laptop).plaintext).toString() // => 'any bytes'
 * jwe.decrypt(token, laptop).recipient // => 1
 * ```
 */
export function encrypt(plaintext: Uint8Array, keys: Keys, options?: EncryptOptions): string

/**
 * Encrypts bytes as {@link encrypt} does, on the thread pool: a password is slow on purpose.
 *
 * @param plaintext - The bytes, which are copied at once.
 * @param keys - As for {@link encrypt}.
 * @param options - As for {@link encrypt}.
 * @returns A promise of the token.
 * @throws As {@link encrypt}, as a rejection: `ERR_KEY_MISMATCH` and others.
 *
 * @example
 * ```js
 * import { Key, jwe } from 'tokenseal'
 *
 * const key = Key.fromPassword('correct horse')
 * const token = await jwe.encryptAsync(Buffer.from('any bytes'), key)
 * ;(await jwe.decryptAsync(token, key)).plaintext.length // => 9
 * ```
 */
export function encryptAsync(plaintext: Uint8Array, keys: Keys, options?: EncryptOptions): Promise<string>

/**
 * Decrypts a JWE in any serialization (RFC 7516, section 5.2).
 *
 * @param token - The token, as text or as its bytes; in a JSON serialization also as an object.
 * @param keys - A key, a list of keys, or a set.
 * @param options - What is accepted.
 * @returns The bytes, with their headers and the other details.
 * @throws `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
 * `ERR_JOSE_ALG_NOT_ALLOWED`,
 * `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, jwe } from 'tokenseal'
 *
 * const key = Key.generate('A256KW')
 * const token = jwe.encrypt(Buffer.from('any bytes'), key, { enc: 'A128CBC-HS256' })
 * Buffer.from(jwe.decrypt(token, key).plaintext).toString() // => 'any bytes'
 * jwe.decrypt(token, key, { contentEncryption: ['A256GCM'] }) // throws ERR_JOSE_ALG_NOT_ALLOWED
 * ```
 */
export function decrypt(token: TokenInput | JsonToken, keys: Keys, options?: DecryptOptions): Decrypted

/**
 * Decrypts a JWE as {@link decrypt} does, on the thread pool: RSA takes a millisecond, and a password far longer.
 *
 * @param token - As for {@link decrypt}.
 * @param keys - As for {@link decrypt}.
 * @param options - As for {@link decrypt}.
 * @returns A promise of the bytes, with what goes with them.
 * @throws As {@link decrypt}, as a rejection: `ERR_JWE_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, jwe } from 'tokenseal'
 *
 * const key = await Key.generateAsync('RSA-OAEP-256')
 * const token = jwe.encrypt(Buffer.from('any bytes'), key.public())
 * ;(await jwe.decryptAsync(token, key)).header.alg // => 'RSA-OAEP-256'
 * ```
 */
export function decryptAsync(token: TokenInput | JsonToken, keys: Keys, options?: DecryptOptions): Promise<Decrypted>

/**
 * Reads a compact JWE that is decrypted with a private key kept elsewhere.
 *
 * @param token - The token, as text or as its bytes.
 * @param publicKey - The public half of that key, for ECDH-ES or RSA-OAEP.
 * @param options - What is accepted.
 * @returns What the private key is needed for, waiting for its result.
 * @throws `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
 * `ERR_JOSE_ALG_NOT_ALLOWED`,
 * `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
 * import { Key, jwe } from 'tokenseal'
 *
 * const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 }) // the private key is the service's
 * const key = Key.fromKeyObject(publicKey, 'RSA-OAEP-256')
 * const pending = jwe.prepareDecrypt(jwe.encrypt(Buffer.from('any bytes'), key), key)
 * const padding = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
 * const contentKey = privateDecrypt(padding, pending.encryptedKey)
 * Buffer.from(pending.complete(contentKey).plaintext).toString() // => 'any bytes'
 * ```
 */
export function prepareDecrypt(token: TokenInput, publicKey: Key, options?: DecryptOptions): Pending

/** A token that waits for the result of its private key operation. {@link prepareDecrypt} makes it. */
export class Pending {
  private constructor()

  /**
   * For the ECDH-ES family: the public key that the private key must agree with. It is on the curve
   * of the private key.
   */
  readonly peerKey: Key | null
  /** For the RSA-OAEP family: what the private key must decrypt. */
  readonly encryptedKey: Uint8Array | null

  /**
   * Decrypts the content.
   *
   * @param secret - The shared secret of the agreement, before any key derivation, or the content
   * key from RSA-OAEP. If the private key could not be used on the token, pass an empty array: it is
   * refused like any token that cannot be decrypted.
   * @returns The bytes, with their headers and the other details.
   * @throws `ERR_JWE_DECRYPTION_FAILED`, whatever is wrong; `ERR_OPTION_INVALID` for anything but
   * bytes.
   *
   * @example
   * ```js
   * import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
   * import { Key, jwe } from 'tokenseal'
   *
   * const { publicKey, privateKey } = generateKeyPairSync('x25519') // the private key is the service's
   * const key = Key.fromKeyObject(publicKey, 'ECDH-ES+A256KW')
   * const pending = jwe.prepareDecrypt(jwe.encrypt(Buffer.from('any bytes'), key), key)
   * const peer = createPublicKey({ key: pending.peerKey.toDer(), format: 'der', type: 'spki' })
   * pending.complete(diffieHellman({ privateKey, publicKey: peer })).plaintext.length // => 9
   * pending.complete(new Uint8Array()) // throws ERR_JWE_DECRYPTION_FAILED
   * ```
   */
  complete(secret: Uint8Array): Decrypted
}
