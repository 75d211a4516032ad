@file:JvmName("Jwt")

package dev.tokenseal

import dev.tokenseal.ffi.decryptWith
import dev.tokenseal.ffi.encryptJson as encryptNative
import dev.tokenseal.ffi.sealJson as sealNative
import dev.tokenseal.ffi.signJson as signNative
import dev.tokenseal.ffi.unsealWith
import dev.tokenseal.ffi.verifyWith
import dev.tokenseal.ffi.inspectUnverified as inspectNative

// JSON Web Tokens (RFC 7519), one at a time. To make or check many of them, use an Issuer or a
// Verifier.

/**
 * Signs claims: anyone can read the token, and nobody can change it (RFC 7519).
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 15.minutes))
 * check(verify(token, key.public()).text("sub") == "alice")
 * ```
 *
 * @param claims values that JSON can express: strings, numbers, booleans, null, instants (as
 * seconds), lists and maps; a JsonObject as well.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or a missing lifetime,
 * `ERR_KEY_MISMATCH` for an unsuitable key, `ERR_JWT_INVALID` for claims that JSON cannot express,
 * `ERR_JWT_CLAIM_INVALID` for a claim of the wrong type.
 */
@JvmOverloads
public fun sign(claims: Map<String, *>, key: Key, options: TokenOptions = TokenOptions()): String = signJson(claimsText(claims), key, options)

/** Does the same with claims that are an instance of a serializable class. */
public inline fun <reified T : Any> sign(claims: T, key: Key, options: TokenOptions = TokenOptions()): String =
    signJson(claimsText(claims, serializerOf<T>()), key, options)

/** Does the same with claims that are JSON text. */
@JvmOverloads
public fun signJson(claims: String, key: Key, options: TokenOptions = TokenOptions()): String =
    key.handle.with { signNative(unicode(claims), it, options.given.text) }

/**
 * Encrypts claims: nobody but the holder of the key can read them (RFC 7516).
 *
 * ```kotlin
 * val key = Key.generate(KeyManagement.A256KW)
 * val token = encrypt(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 15.minutes))
 * check(decrypt(token, key).text("sub") == "alice")
 * ```
 *
 * @param claims values that JSON can express: strings, numbers, booleans, null, instants (as
 * seconds), lists and maps; a JsonObject as well.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or a missing lifetime,
 * `ERR_KEY_MISMATCH` for an unsuitable key, `ERR_JWT_INVALID` for claims that JSON cannot express,
 * `ERR_JWT_CLAIM_INVALID` for a claim of the wrong type.
 */
@JvmOverloads
public fun encrypt(claims: Map<String, *>, key: Key, options: TokenOptions = TokenOptions()): String = encryptJson(claimsText(claims), key, options)

/** Does the same with claims that are an instance of a serializable class. */
public inline fun <reified T : Any> encrypt(claims: T, key: Key, options: TokenOptions = TokenOptions()): String =
    encryptJson(claimsText(claims, serializerOf<T>()), key, options)

/** Does the same with claims that are JSON text. */
@JvmOverloads
public fun encryptJson(claims: String, key: Key, options: TokenOptions = TokenOptions()): String =
    key.handle.with { encryptNative(unicode(claims), it, options.given.text) }

/**
 * Signs claims, then encrypts the signed token (RFC 7519, section 5.2, "nested").
 *
 * ```kotlin
 * val signingKey = Key.generate(SignatureAlgorithm.ES256)
 * val serviceKey = Key.generate(KeyManagement.ECDH_ES_A256KW)
 * val token = seal(mapOf("sub" to "alice"), signWith = signingKey, encryptTo = serviceKey.public(), TokenOptions(expiresIn = 15.minutes))
 * check(unseal(token, decryptWith = serviceKey, verifyWith = signingKey.public()).text("sub") == "alice")
 * ```
 *
 * @param claims values that JSON can express: strings, numbers, booleans, null, instants (as
 * seconds), lists and maps; a JsonObject as well.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or a missing lifetime,
 * `ERR_KEY_MISMATCH` for an unsuitable key, `ERR_JWT_INVALID` for claims that JSON cannot express,
 * `ERR_JWT_CLAIM_INVALID` for a claim of the wrong type.
 */
@JvmOverloads
public fun seal(claims: Map<String, *>, signWith: Key, encryptTo: Key, options: TokenOptions = TokenOptions()): String = sealJson(claimsText(claims), signWith, encryptTo, options)

/** Does the same with claims that are an instance of a serializable class. */
public inline fun <reified T : Any> seal(claims: T, signWith: Key, encryptTo: Key, options: TokenOptions = TokenOptions()): String =
    sealJson(claimsText(claims, serializerOf<T>()), signWith, encryptTo, options)

/** Does the same with claims that are JSON text. */
@JvmOverloads
public fun sealJson(claims: String, signWith: Key, encryptTo: Key, options: TokenOptions = TokenOptions()): String =
    signWith.handle.with { signing -> encryptTo.handle.with { sealNative(unicode(claims), signing, it, options.given.text) } }

/**
 * Verifies a signed token and checks its claims.
 *
 * @throws TokenException as [Verifier.verify], and `ERR_OPTION_INVALID` for a wrong option.
 */
@JvmOverloads
public fun verify(token: String, keys: Keys, options: VerifyOptions = VerifyOptions()): Token =
    Token(keys.with { verifyWith(unpaired(token), it, options.given.text) })

/**
 * Decrypts an encrypted token and checks its claims.
 *
 * @throws TokenException as [Verifier.verify], and `ERR_OPTION_INVALID` for a wrong option.
 */
@JvmOverloads
public fun decrypt(token: String, keys: Keys, options: VerifyOptions = VerifyOptions()): Token =
    Token(keys.with { decryptWith(unpaired(token), it, options.given.text) })

/**
 * Decrypts a nested token, verifies the signed one inside, and checks its claims.
 *
 * @throws TokenException as [Verifier.verify], and `ERR_OPTION_INVALID` for a wrong option.
 */
@JvmOverloads
public fun unseal(token: String, decryptWith: Keys, verifyWith: Keys, options: VerifyOptions = VerifyOptions()): Token =
    Token(decryptWith.with { decrypting -> verifyWith.with { unsealWith(unpaired(token), decrypting, it, options.given.text) } })

/**
 * Reads a token without checking anything: for people and logs, never for decisions.
 *
 * @throws TokenException `ERR_JWT_INVALID`, `ERR_JWS_INVALID` or `ERR_JWE_INVALID` for a malformed
 * token.
 */
public fun inspectUnverified(token: String): Inspected = Inspected(native { inspectNative(unpaired(token)) })
