import type { Key } from './key.js'
import type { CompleteOptions, SignOptions } from './options.js'

/**
 * Prepares a token whose signature is made elsewhere with the private half of `publicKey`: in a
 * KMS, an HSM, or a phone's key store.
 *
 * @param claims - The claims, as for {@link sign}.
 * @param publicKey - The public half of the key that signs, bound to its algorithm.
 * @param options - As for {@link sign}.
 * @returns What to sign, waiting for its signature.
 * @throws `ERR_OPTION_INVALID` for an invalid option or no expiry, `ERR_JWT_INVALID` for claims
 * that JSON cannot represent, `ERR_JWT_CLAIM_INVALID` for a registered claim of the wrong type,
 * `ERR_JWT_CLAIM_MISSING` for what a profile requires, `ERR_KEY_MISMATCH` for an unsuitable key.
 *
 * @example
 * ```js
 * import { generateKeyPairSync, sign } from 'node:crypto'
 * import { Key, prepare, verify } from 'tokenseal'
 *
 * const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }) // the private key is the service's
 * const key = Key.fromKeyObject(publicKey, 'ES256')
 * const unsigned = prepare({ sub: 'alice' }, key, { expiresIn: '15m' })
 * const signature = sign('sha256', unsigned.signingInput, { key: privateKey, dsaEncoding: 'ieee-p1363' })
 * verify(unsigned.complete(signature), key).get('sub') // => 'alice'
 * ```
 */
export function prepare(claims: object | Uint8Array, publicKey: Key, options?: SignOptions): Unsigned

/** A token or a DPoP proof that lacks its signature. {@link prepare} and {@link dpop.prepare} make it. */
export class Unsigned {
  private constructor()

  /** What to sign (RFC 7515, section 5.1): the header, a dot and the payload. */
  readonly signingInput: Uint8Array

  /**
   * The token with its signature, which is verified first.
   *
   * @param signature - The signature. For ECDSA, r and s, each of the field's length (RFC 7518,
   * section 3.4), as WebCrypto returns it, unless `format` says otherwise.
   * @param options - `format`: `'der'` for ECDSA signatures as most hardware and `node:crypto` write them.
   * @returns The token, in the compact serialization, or the proof.
   * @throws `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` if the key did not make the signature,
   * `ERR_OPTION_INVALID` if it is not bytes, and for DER if the algorithm is not ECDSA.
   *
   * @example
   * ```js
   * import { Key, prepare } from 'tokenseal'
   *
   * const unsigned = prepare({ sub: 'alice' }, Key.generate('Ed25519'), { expiresIn: '15m' })
   * unsigned.complete(new Uint8Array(64)) // throws ERR_JWS_SIGNATURE_VERIFICATION_FAILED
   * ```
   */
  complete(signature: Uint8Array, options?: CompleteOptions): string
}
