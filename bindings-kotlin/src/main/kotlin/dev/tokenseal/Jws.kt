package dev.tokenseal

import dev.tokenseal.ffi.jwsSignWith
import dev.tokenseal.ffi.jwsVerifyWith
import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.Verified as NativeVerified

/** JSON Web Signature (RFC 7515): any bytes, in every serialization. */
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
     * Verifies a token in any serialization, and gives the bytes that were signed.
     *
     * @throws TokenException `ERR_JWS_INVALID`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_NOT_SUPPORTED`,
     * `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
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

    /** The protected header. Of several signatures, that of the first that verified. */
    public val header: JsonObject = json(found.headerJson)

    /** The unprotected header that stands with the same signature. Anybody can have changed it. */
    public val unprotected: JsonObject? = found.unprotectedJson?.let(::json)

    /** The key_id of the key that verified that signature. It is the key's own, never the token's. */
    public val keyId: String? = found.keyId

    /** Which signatures verified, counted from 0. */
    public val verified: List<Int> = found.verified.map { it.toInt() }

    override fun toString(): String = "Verified(keyId=$keyId, verified=$verified)"
}
