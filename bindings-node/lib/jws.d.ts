// JWS (RFC 7515): any bytes, signed.

import type { SignatureAlgorithmName } from './algorithm.js'
import type { JsonToken, Keys, TokenInput } from './forms.js'
import type { SignOptions, VerifyOptions } from './jws_options.js'

export type { SignOptions, VerifyOptions } from './jws_options.js'

/** Bytes whose signature was verified. */
export interface Verified {
  /** The bytes that were signed. */
  payload: Uint8Array
  /** The protected header; with several signatures, that of the first that verified. */
  header: Record<string, unknown>
  /** The unprotected header that goes with it, or null. Anyone may have altered it. */
  unprotected: Record<string, unknown> | null
  /** The `keyId` of the key that verified that signature: the key's own, never the token's. */
  keyId: string | null
  /**
   * The signatures that verified, in the token's order: always at least one. Any that is not listed
   * did not verify, or has no key.
   */
  verified: VerifiedSignature[]
}

/** One verified signature. Several may be from one key, unless `require` is `'every-key'`. */
export interface VerifiedSignature {
  /** Its index in the token, from 0. */
  index: number
  /** The `keyId` of the key that verified it, if that key has one: the key's own, never the token's. */
  keyId: string | null
  /** The algorithm that verified it. */
  algorithm: SignatureAlgorithmName
  /** Its protected header; empty if it has none. */
  header: Record<string, unknown>
}

/**
 * Signs any bytes with a key or, in the general serialization, with several (RFC 7515, section 5.1).
 *
 * @param payload - The bytes.
 * @param keys - The key; in the general serialization a list of keys or a set, too.
 * @param options - How the token is written, and its headers.
 * @returns The token.
 * @throws `ERR_KEY_MISMATCH` for a key that is not for signing, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, jws } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const token = jws.sign(Buffer.from('any bytes'), key, { detached: true })
 * const { payload } = jws.verify(token, key.public(), { payload: Buffer.from('any bytes') })
 * Buffer.from(payload).toString() // => 'any bytes'
 * ```
 */
export function sign(payload: Uint8Array, keys: Keys, options?: SignOptions): string

/**
 * Signs bytes as {@link sign} does, on the thread pool.
 *
 * @param payload - The bytes, which are copied at once.
 * @param keys - As for {@link sign}.
 * @param options - As for {@link sign}.
 * @returns A promise of the token.
 * @throws As {@link sign}, as a rejection: `ERR_KEY_MISMATCH`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, jws } from 'tokenseal'
 *
 * const key = await Key.generateAsync('RS256')
 * const token = await jws.signAsync(Buffer.from('any bytes'), key)
 * jws.verify(token, key).header.alg // => 'RS256'
 * ```
 */
export function signAsync(payload: Uint8Array, keys: Keys, options?: SignOptions): Promise<string>

/**
 * Verifies a JWS in any serialization, and returns the bytes that were signed (RFC 7515, section
 * 5.2).
 *
 * @param token - The token, as text or as its bytes; in a JSON serialization also as an object.
 * @param keys - A key, a list of keys, or a set.
 * @param options - What is accepted, and the payload of a detached token.
 * @returns The bytes, with their headers and the other details.
 * @throws `ERR_JWS_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_JOSE_NOT_SUPPORTED`,
 * `ERR_JOSE_ALG_NOT_ALLOWED`,
 * `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, jws } from 'tokenseal'
 *
 * const [a, b] = [Key.generate('ES256', { keyId: 'a' }), Key.generate('Ed25519', { keyId: 'b' })]
 * const token = JSON.parse(jws.sign(Buffer.from('any bytes'), [a, b], { serialization: 'general' }))
 * jws.verify(token, b.public()).verified.map(({ index }) => index) // => [1]
 * jws.verify(token, [a, b], { require: 'every-key' }).verified.map(({ keyId }) => keyId) // => ['a', 'b']
 * jws.verify(token, b, { require: 'all' }) // throws ERR_JWKS_NO_MATCHING_KEY
 * ```
 */
export function verify(token: TokenInput | JsonToken, keys: Keys, options?: VerifyOptions): Verified

/**
 * Verifies a JWS as {@link verify} does, on the thread pool.
 *
 * @param token - As for {@link verify}.
 * @param keys - As for {@link verify}.
 * @param options - As for {@link verify}.
 * @returns A promise of the bytes, with what goes with them.
 * @throws As {@link verify}, as a rejection: `ERR_JWS_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, jws } from 'tokenseal'
 *
 * const key = Key.generate('ML-DSA-87')
 * const { payload } = await jws.verifyAsync(jws.sign(Buffer.from('any bytes'), key), key.public())
 * payload.length // => 9
 * ```
 */
export function verifyAsync(token: TokenInput | JsonToken, keys: Keys, options?: VerifyOptions): Promise<Verified>
