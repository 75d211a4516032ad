package dev.tokenseal

import dev.tokenseal.ffi.JwsHeaders
import dev.tokenseal.ffi.JwsSignOptions
import dev.tokenseal.ffi.JwsVerifyOptions
import dev.tokenseal.ffi.jwsSignWith
import dev.tokenseal.ffi.jwsVerifyWith
import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.Require as NativeRequire
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
     * @param header further parameters of the protected header of every signature. They must not name what the library sets (`alg`, `crit`, …).
     * @param headers the same, one object for each key.
     * @param unprotected parameters of the unprotected header, which anybody can change: in the JSON serializations only.
     * @param unprotectedHeaders the same, one object for each key.
     * @param detached whether the payload is left out of the token (RFC 7515, appendix F).
     * @param b64 whether the payload is encoded as base64url. Without that it is signed as it is (RFC 7797).
     * @throws TokenException `ERR_OPTION_INVALID`, `ERR_KEY_MISMATCH`.
     */
    @JvmStatic
    @JvmOverloads
    public fun sign(
        payload: ByteArray,
        keys: Keys,
        header: JsonObject? = null,
        headers: List<JsonObject>? = null,
        unprotected: JsonObject? = null,
        unprotectedHeaders: List<JsonObject>? = null,
        serialization: Serialization = Serialization.COMPACT,
        detached: Boolean = false,
        b64: Boolean = true,
    ): String {
        val options = JwsSignOptions(either(header, headers), either(unprotected, unprotectedHeaders), serialization.lowered, detached, b64)
        return keys.with { jwsSignWith(payload, it, options) }
    }

    /**
     * Verifies a token in any serialization, and gives the bytes that were signed.
     *
     * @param payload the payload of a detached token.
     * @param algorithms the only algorithms to accept, of those that the keys allow.
     * @param critical names that may stand in `crit` because the caller understands them.
     * @param require how many of several signatures have to verify.
     * @param maxTokenBytes the longest token; 256 KiB if not given, and 1 MiB for JSON.
     * @param maxHeaderBytes the longest header, protected and unprotected together; 16 KiB if not given.
     * @param maxJsonDepth the deepest nesting of JSON, 1 to 100; 32 if not given.
     * @param maxAttempts the most keys that may be tried, over all signatures; 16 if not given.
     * @throws TokenException `ERR_JWS_INVALID`, `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_NOT_SUPPORTED`,
     * `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
     */
    @JvmStatic
    @JvmOverloads
    public fun verify(
        token: String,
        keys: Keys,
        payload: ByteArray? = null,
        algorithms: Collection<SignatureAlgorithm>? = null,
        critical: Collection<String>? = null,
        require: Require = Require.ANY,
        maxTokenBytes: Long? = null,
        maxHeaderBytes: Long? = null,
        maxJsonDepth: Long? = null,
        maxAttempts: Long? = null,
    ): Verified {
        val options = JwsVerifyOptions(
            payload,
            algorithms?.map { it.lowered() },
            critical?.toList(),
            NativeRequire.valueOf(require.name),
            maxTokenBytes?.lowered(),
            maxHeaderBytes?.lowered(),
            maxJsonDepth?.lowered(),
            maxAttempts?.lowered(),
        )
        return Verified(keys.with(ErrorCode.ERR_JWS_INVALID) { jwsVerifyWith(token, it, options) })
    }

    private fun either(same: JsonObject?, each: List<JsonObject>?): JwsHeaders? = when {
        same != null && each != null -> throw TokenException(ErrorCode.ERR_OPTION_INVALID, "a header for every key and one for each were given")
        each != null -> JwsHeaders.Each(each.map(JsonObject::toString))
        else -> same?.let { JwsHeaders.Same(it.toString()) }
    }
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
