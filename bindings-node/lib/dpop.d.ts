// DPoP (RFC 9449): proofs that an app holds the key that its token is bound to. A Verifier checks them with the token.

import type { Unsigned } from './external.js'
import type { Key } from './key.js'
import type { ProofOptions } from './options.js'

/**
 * Makes a proof for one request: the value of its header `DPoP` (RFC 9449, section 4).
 *
 * @param key - The private key that the token is, or will be, bound to.
 * @param method - The method of the request, such as `POST`.
 * @param url - The URL of the request. Its query and fragment are left out.
 * @param options - The access token sent with it, and the nonce that the server asked for.
 * @returns The proof.
 * @throws `ERR_KEY_MISMATCH` for a key that cannot sign, or is a shared secret;
 * `ERR_OPTION_INVALID` for an invalid method, URL or option.
 *
 * @example
 * ```js
 * import { Issuer, Key, Verifier, dpop } from 'tokenseal'
 *
 * const [key, own] = [Key.generate('HS256'), Key.generate('ES256')]
 * const token = new Issuer({ signingKey: key, lifetime: '15m' }).issue({ sub: 'alice' }, { confirm: own.public() })
 * const proof = dpop.prove(own, 'GET', 'https://api.example/orders?page=2', { accessToken: token })
 * const verifier = new Verifier({ keys: key, publicOrigins: ['https://api.example'] })
 * verifier.verify(token, { proof, method: 'GET', url: '/orders?page=2' }).claims.sub // => 'alice'
 * ```
 */
export function prove(key: Key, method: string, url: string, options?: ProofOptions): string

/**
 * Makes a proof as {@link prove} does, on the thread pool: an RSA signature takes a millisecond.
 *
 * @param key - The private key that the token is, or will be, bound to.
 * @param method - The method of the request, such as `POST`.
 * @param url - The URL of the request. Its query and fragment are left out.
 * @param options - The access token sent with it, and the nonce that the server asked for.
 * @returns A promise of the proof.
 * @throws As {@link prove}, as a rejection: `ERR_KEY_MISMATCH`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, dpop } from 'tokenseal'
 *
 * const proof = await dpop.proveAsync(await Key.generateAsync('PS256'), 'POST', 'https://issuer.example/token')
 * proof.split('.').length // => 3
 * ```
 */
export function proveAsync(key: Key, method: string, url: string, options?: ProofOptions): Promise<string>

/**
 * Prepares a proof whose signature is made elsewhere with the private half of `publicKey`: in an
 * enclave, or in a phone's key store.
 *
 * Sign `signingInput` there, then pass the signature to {@link Unsigned.complete}.
 *
 * @param publicKey - The public key, bound to its signature algorithm.
 * @param method - The method of the request, such as `POST`.
 * @param url - The URL of the request. Its query and fragment are left out.
 * @param options - The access token sent with it, and the nonce that the server asked for.
 * @returns What to sign, waiting for its signature.
 * @throws `ERR_KEY_MISMATCH` for a key that is not for signatures, or is a shared secret;
 * `ERR_OPTION_INVALID` for an invalid method, URL or option.
 *
 * @example
 * ```js
 * import { generateKeyPairSync, sign } from 'node:crypto'
 * import { Key, dpop } from 'tokenseal'
 *
 * const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }) // the private key is the hardware's
 * const unsigned = dpop.prepare(Key.fromKeyObject(publicKey, 'ES256'), 'GET', 'https://api.example/orders')
 * const proof = unsigned.complete(sign('sha256', unsigned.signingInput, privateKey), { format: 'der' })
 * proof.split('.').length // => 3
 * ```
 */
export function prepare(publicKey: Key, method: string, url: string, options?: ProofOptions): Unsigned
