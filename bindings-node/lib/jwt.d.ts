// JSON Web Tokens: the one-line functions.

import type { Claims, Keys, TokenInput } from './forms.js'
import type { Key } from './key.js'
import type { DecryptOptions, EncryptOptions, SealOptions, SignOptions, UnsealOptions, VerifyOptions } from './options.js'
import type { Inspected, Token } from './token.js'

/**
 * Signs claims: anyone can read the token, but nobody can alter it (RFC 7519, section 7.1).
 *
 * @param claims - The claims: an object, or a Uint8Array of JSON text, which is taken as it is. In an object, members that are undefined
 * are left out, a `Date` is
 * written as seconds since the epoch, a bigint exactly, and `toJSON` is used.
 * @param key - The key, which decides the algorithm and writes its `keyId` as `kid`.
 * @param options - When the token expires, which is required, and further claims and header parameters. `iat` is set to `now`.
 * @returns The token, in the compact serialization.
 * @throws `ERR_OPTION_INVALID` for an invalid option or no expiry, `ERR_JWT_INVALID` for claims
 * that JSON cannot represent, `ERR_JWT_CLAIM_INVALID` for a registered claim of the wrong type,
 * `ERR_JWT_CLAIM_MISSING` for what a profile requires, `ERR_KEY_MISMATCH` for an unsuitable key.
 *
 * @example
 * ```js
 * import { Key, sign, verify } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const token = sign({ sub: 'alice' }, key, { issuer: 'https://issuer.example', expiresIn: '15m' })
 * verify(token, key.public(), { issuer: 'https://issuer.example' }).claims.sub // => 'alice'
 * sign({ sub: 'alice' }, key) // throws ERR_OPTION_INVALID
 * ```
 */
export function sign(claims: object | Uint8Array, key: Key, options?: SignOptions): string

/**
 * Does what {@link sign} does, on the thread pool: an RSA signature takes a millisecond.
 *
 * @param claims - As for {@link sign}.
 * @param key - As for {@link sign}.
 * @param options - As for {@link sign}.
 * @returns A promise of the token.
 * @throws As {@link sign}, as a rejection: `ERR_OPTION_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, signAsync, verify } from 'tokenseal'
 *
 * const key = await Key.generateAsync('RS256')
 * const token = await signAsync({ sub: 'alice' }, key, { expiresIn: '15m' })
 * verify(token, key).claims.sub // => 'alice'
 * ```
 */
export function signAsync(claims: object | Uint8Array, key: Key, options?: SignOptions): Promise<string>

/**
 * Encrypts claims: only the holder of the key can read them (RFC 7519, section 7.1). With a public
 * key, anyone can make such a token, so {@link decrypt} refuses it unless you allow that; {@link
 * seal} also signs.
 *
 * @param claims - The claims, as for {@link sign}.
 * @param key - The key, which decides the key management, and writes its `keyId` as `kid`.
 * @param options - As for {@link sign}; the content encryption, and whether to compress.
 * @returns The token, in the compact serialization.
 * @throws `ERR_OPTION_INVALID` for an invalid option or no expiry, `ERR_JWT_INVALID` for claims
 * that JSON cannot represent, `ERR_JWT_CLAIM_INVALID` for a registered claim of the wrong type,
 * `ERR_JWT_CLAIM_MISSING` for what a profile requires, `ERR_KEY_MISMATCH` for an unsuitable key.
 *
 * @example
 * ```js
 * import { Key, decrypt, encrypt } from 'tokenseal'
 *
 * const key = Key.generate('dir', { enc: 'A256GCM' })
 * const token = encrypt({ sub: 'alice' }, key, { expiresIn: '15m' })
 * decrypt(token, key).claims.sub // => 'alice'
 * ```
 */
export function encrypt(claims: object | Uint8Array, key: Key, options?: EncryptOptions): string

/**
 * Does what {@link encrypt} does, on the thread pool: a password is slow on purpose.
 *
 * @param claims - As for {@link encrypt}.
 * @param key - As for {@link encrypt}.
 * @param options - As for {@link encrypt}.
 * @returns A promise of the token.
 * @throws As {@link encrypt}, as a rejection: `ERR_OPTION_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, decryptAsync, encryptAsync } from 'tokenseal'
 *
 * const key = Key.fromPassword('correct horse', 'PBES2-HS256+A128KW')
 * const token = await encryptAsync({ sub: 'alice' }, key, { expiresIn: '15m' })
 * ;(await decryptAsync(token, key)).claims.sub // => 'alice'
 * ```
 */
export function encryptAsync(claims: object | Uint8Array, key: Key, options?: EncryptOptions): Promise<string>

/**
 * Signs claims, then encrypts the signed token (RFC 7519, section 5.2, "nested").
 *
 * @param claims - The claims, as for {@link sign}.
 * @param options - The keys `signWith` and `encryptTo`, which are required, and the options of
 * {@link encrypt}. `header` and `type` are the inner token's.
 * @returns The token, in the compact serialization.
 * @throws `ERR_OPTION_INVALID` for an invalid option or no expiry, `ERR_JWT_INVALID` for claims
 * that JSON cannot represent, `ERR_JWT_CLAIM_INVALID` for a registered claim of the wrong type,
 * `ERR_JWT_CLAIM_MISSING` for what a profile requires, `ERR_KEY_MISMATCH` for an unsuitable key.
 *
 * @example
 * ```js
 * import { Key, seal, unseal } from 'tokenseal'
 *
 * const signing = Key.generate('ES256')
 * const recipient = Key.generate('ECDH-ES+A256KW')
 * const token = seal({ sub: 'alice' }, { signWith: signing, encryptTo: recipient.public(), expiresIn: '15m' })
 * unseal(token, { decryptWith: recipient, verifyWith: signing.public() }).claims.sub // => 'alice'
 * ```
 */
export function seal(claims: object | Uint8Array, options: SealOptions): string

/**
 * Does what {@link seal} does, on the thread pool.
 *
 * @param claims - As for {@link seal}.
 * @param options - As for {@link seal}.
 * @returns A promise of the token.
 * @throws As {@link seal}, as a rejection: `ERR_OPTION_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, sealAsync, unseal } from 'tokenseal'
 *
 * const signing = Key.generate('ES256')
 * const recipient = Key.generate('ECDH-ES+A256KW')
 * const token = await sealAsync({ sub: 'alice' }, { signWith: signing, encryptTo: recipient.public(), expiresIn: '15m' })
 * unseal(token, { decryptWith: recipient, verifyWith: signing.public() }).kind // => 'nested'
 * ```
 */
export function sealAsync(claims: object | Uint8Array, options: SealOptions): Promise<string>

/**
 * Verifies a signed token and checks its claims (RFC 7519, section 7.2). A service compiles keys and options once: {@link Verifier}.
 *
 * @param token - The token, as text or as its bytes.
 * @param keys - A key, a list of keys, or a set. The token's `kid` chooses among them.
 * @param options - What is expected of the claims. Whatever is present but not expected is
 * refused, unless waived by name.
 * @returns The token, with its claims.
 * @throws `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
 * `ERR_JOSE_NOT_SUPPORTED`,
 * `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`,
 * `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`,
 * `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, sign, verify } from 'tokenseal'
 *
 * const key = Key.generate('HS256')
 * const token = sign({ sub: 'alice' }, key, { audience: 'https://api.example', expiresIn: '15m' })
 * verify(token, key, { audience: 'https://api.example', requiredClaims: ['sub'] }).get('sub') // => 'alice'
 * verify(token, key, { audience: 'https://api.example', now: new Date(Date.now() + 3600_000) }) // throws ERR_JWT_EXPIRED
 * verify(token, key) // throws ERR_JWT_CLAIM_MISMATCH
 * ```
 */
export function verify<C extends object = Claims>(token: TokenInput, keys: Keys, options?: VerifyOptions): Token<C>

/**
 * Does what {@link verify} does, on the thread pool.
 *
 * @param token - As for {@link verify}.
 * @param keys - As for {@link verify}.
 * @param options - As for {@link verify}.
 * @returns A promise of the token.
 * @throws As {@link verify}, as a rejection: `ERR_JWT_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, sign, verifyAsync } from 'tokenseal'
 *
 * const key = Key.generate('ML-DSA-65')
 * const token = sign({ sub: 'alice' }, key, { expiresIn: '15m' })
 * ;(await verifyAsync(token, key.public())).get('sub') // => 'alice'
 * ```
 */
export function verifyAsync<C extends object = Claims>(token: TokenInput, keys: Keys, options?: VerifyOptions): Promise<Token<C>>

/**
 * Decrypts an encrypted token and checks its claims (RFC 7519, section 7.2).
 *
 * @param token - The token, as text or as its bytes.
 * @param keys - A key, a list of keys, or a set.
 * @param options - What is expected of the claims, as for {@link verify}, and of the encryption.
 * @returns The token, with its claims.
 * @throws `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
 * `ERR_JOSE_NOT_SUPPORTED`,
 * `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_UNSIGNED`
 * for one
 * that is encrypted to a public key, `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`,
 * `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, decrypt, encrypt } from 'tokenseal'
 *
 * const key = Key.generate('ECDH-ES+A256KW')
 * const token = encrypt({ sub: 'alice' }, key.public(), { expiresIn: '15m' })
 * decrypt(token, key, { allowUnsigned: true }).get('sub') // => 'alice'
 * decrypt(token, key) // throws ERR_JWT_UNSIGNED
 * decrypt(token, Key.generate('ECDH-ES+A256KW', { keyId: key.keyId })) // throws ERR_JWE_DECRYPTION_FAILED
 * ```
 */
export function decrypt<C extends object = Claims>(token: TokenInput, keys: Keys, options?: DecryptOptions): Token<C>

/**
 * Does what {@link decrypt} does, on the thread pool: RSA takes a millisecond, and a password far longer.
 *
 * @param token - As for {@link decrypt}.
 * @param keys - As for {@link decrypt}.
 * @param options - As for {@link decrypt}.
 * @returns A promise of the token.
 * @throws As {@link decrypt}, as a rejection: `ERR_JWT_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, decryptAsync, encrypt } from 'tokenseal'
 *
 * const key = await Key.generateAsync('RSA-OAEP-256')
 * const token = encrypt({ sub: 'alice' }, key.public(), { expiresIn: '15m' })
 * ;(await decryptAsync(token, key, { allowUnsigned: true })).get('sub') // => 'alice'
 * ```
 */
export function decryptAsync<C extends object = Claims>(token: TokenInput, keys: Keys, options?: DecryptOptions): Promise<Token<C>>

/**
 * Decrypts a nested token, verifies the signed one inside, and checks its claims (RFC 7519, section 7.2).
 *
 * @param token - The token, as text or as its bytes.
 * @param options - The keys `decryptWith` and `verifyWith`, which are required, and the options of
 * {@link verify} and {@link decrypt}.
 * @returns The token, with its claims. `header` and `keyId` are those of the signed token.
 * @throws `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
 * `ERR_JOSE_NOT_SUPPORTED`,
 * `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`,
 * `ERR_JWE_DECRYPTION_FAILED`, `ERR_JWT_CLAIM_MISSING`, `ERR_JWT_CLAIM_INVALID`,
 * `ERR_JWT_CLAIM_MISMATCH`, `ERR_JWT_NOT_YET_VALID`, `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD`, `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, seal, sign, unseal } from 'tokenseal'
 *
 * const [signing, recipient] = [Key.generate('Ed25519'), Key.generate('A256KW')]
 * const keys = { decryptWith: recipient, verifyWith: signing.public() }
 * const token = unseal(seal({ sub: 'alice' }, { signWith: signing, encryptTo: recipient, expiresIn: '15m' }), keys)
 * token.outerHeader.cty // => 'JWT'
 * unseal(sign({}, signing, { expiresIn: '15m' }), keys) // throws ERR_JWT_INVALID
 * ```
 */
export function unseal<C extends object = Claims>(token: TokenInput, options: UnsealOptions): Token<C>

/**
 * Does what {@link unseal} does, on the thread pool.
 *
 * @param token - As for {@link unseal}.
 * @param options - As for {@link unseal}.
 * @returns A promise of the token.
 * @throws As {@link unseal}, as a rejection: `ERR_JWT_INVALID` and others.
 *
 * @example
 * ```js
 * import { Key, seal, unsealAsync } from 'tokenseal'
 *
 * const [signing, recipient] = [Key.generate('Ed25519'), Key.generate('A256KW')]
 * const token = seal({ sub: 'alice' }, { signWith: signing, encryptTo: recipient, expiresIn: '15m' })
 * ;(await unsealAsync(token, { decryptWith: recipient, verifyWith: signing.public() })).get('sub') // => 'alice'
 * ```
 */
export function unsealAsync<C extends object = Claims>(token: TokenInput, options: UnsealOptions): Promise<Token<C>>

/**
 * Reads a token without checking anything: for people and logs, never for decisions.
 *
 * @param token - The token, as text or as its bytes.
 * @returns What the token says about itself: its kind and header, and the claims of a signed one.
 * @throws `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed token, `ERR_JOSE_LIMIT_EXCEEDED`,
 * `ERR_OPTION_INVALID`.
 *
 * @example
 * ```js
 * import { Key, inspectUnverified, sign } from 'tokenseal'
 *
 * const token = sign({ sub: 'alice' }, Key.generate('HS256'), { expiresIn: '15m' })
 * inspectUnverified(token).header.alg // => 'HS256'
 * inspectUnverified(token).claims.sub // => 'alice'
 * ```
 */
export function inspectUnverified(token: TokenInput): Inspected
