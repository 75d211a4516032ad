package dev.tokenseal

import dev.tokenseal.ffi.jwsSignWith
import dev.tokenseal.ffi.jwsVerifyWith
import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.Verified as NativeVerified
import dev.tokenseal.ffi.VerifiedSignature as NativeVerifiedSignature

/** JSON Web Signature (RFC 7515): arbitrary bytes, in every serialization. */
public object Jws {
    /**
     * Signs bytes with one key or, in the general serialization, with several.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.EdDSA)
     * val token = Jws.sign("hello".encodeToByteArray(), key)
     * check(Jws.verify(token, key.public()).payload.decodeToString() == "hello")
     * ```
     *
     * @throws TokenException `ERR_OPTION_INVALID`, `ERR_KEY_MISMATCH`.
     */
    @JvmStatic
    @JvmOverloads
    public fun sign(payload: ByteArray, keys: Keys, options: JwsSignOptions = JwsSignOptions()): String =
        keys.with { jwsSignWith(payload, it, options.given.text) }

    /**
     * Verifies a token in any serialization, and returns the bytes that were signed.
     *
     * ```kotlin
     * val keys = listOf(Key.generate(SignatureAlgorithm.ES256), Key.generate(SignatureAlgorithm.ML_DSA_65))
     * val token = Jws.sign("signed twice".encodeToByteArray(), KeySet(keys), serialization = Serialization.GENERAL)
     * val verified = Jws.verify(token, KeySet(keys.map(Key::public)), require = Require.EVERY_KEY)
     * check(verified.verified.map { it.algorithm } == listOf(SignatureAlgorithm.ES256, SignatureAlgorithm.ML_DSA_65))
     * ```
     *
     * @throws TokenException `ERR_JWS_INVALID`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`,
     * `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`,
     * `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
     */
    @JvmStatic
    @JvmOverloads
    public fun verify(token: String, keys: Keys, options: JwsVerifyOptions = JwsVerifyOptions()): Verified =
        Verified(keys.with(ErrorCode.ERR_JWS_INVALID) { jwsVerifyWith(token, it, options.payload, options.given.text) })
}

/** A payload whose signature was verified. */
public class Verified internal constructor(found: NativeVerified) {
    /** The bytes that were signed, detached or not. */
    public val payload: ByteArray = found.payload

    /** The protected header; with several signatures, that of the first one that verified. */
    public val header: JsonObject = json(found.headerJson)

    /** The unprotected header of the same signature. Anyone may have changed it. */
    public val unprotected: JsonObject? = found.unprotectedJson?.let(::json)

    /**
     * The key_id of the key that verified that signature. It is the key's own, never the token's.
     */
    public val keyId: String? = found.keyId

    /**
     * The signatures that verified, in the token's order. Several may be by one key; the option
     * `require` says which are required.
     */
    public val verified: List<VerifiedSignature> = found.verified.map(::VerifiedSignature)

    override fun toString(): String = printed("Verified", "keyId" to shown(keyId), "verified" to verified)
}

/** One signature that was verified. */
public class VerifiedSignature internal constructor(found: NativeVerifiedSignature) {
    /** Its index in the token, counted from 0. */
    public val index: Int = found.index.toInt()

    /** The key_id of the key that verified it. It is the key's own, never the token's. */
    public val keyId: String? = found.keyId

    /** The algorithm that verified it. */
    public val algorithm: SignatureAlgorithm = SignatureAlgorithm.of(found.algorithm)

    /** Its protected header. */
    public val header: JsonObject = json(found.headerJson)

    override fun toString(): String =
        printed("VerifiedSignature", "index" to index, "keyId" to shown(keyId), "algorithm" to algorithm.identifier)
}
