package dev.tokenseal

import dev.tokenseal.ffi.JweDecryptOptions
import dev.tokenseal.ffi.JweEncryptOptions
import dev.tokenseal.ffi.jweDecryptWith
import dev.tokenseal.ffi.jweEncryptWith
import dev.tokenseal.ffi.prepareDecryptWith
import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.Decrypted as NativeDecrypted

/** JSON Web Encryption (RFC 7516): any bytes, in every serialization. */
public object Jwe {
    /**
     * Encrypts any bytes to the holder of a key or, in the general serialization, to those of several.
     *
     * ```kotlin
     * val key = Key.generate(KeyManagement.ECDH_ES_A256KW)
     * val token = Jwe.encrypt("hello".encodeToByteArray(), key.public())
     * check(Jwe.decrypt(token, key).plaintext.decodeToString() == "hello")
     * ```
     *
     * @param enc the content encryption. A `dir` key has its own; A256GCM if not given.
     * @param header further parameters of the protected header, such as `typ`, `cty`, `apu` and `apv`.
     * @param unprotected parameters of the unprotected header that all recipients share, in the JSON serializations only. Anybody can change them.
     * @param recipientHeaders parameters of the recipients' unprotected headers, one object for each key, in the JSON serializations only.
     * @param aad what is authenticated beside the plaintext and stands in the token for all to read, in the JSON serializations only.
     * @param compress whether to compress first. The length of the token then tells something about its content.
     * @param allowSharedContentKey allows a symmetric key among several. Any recipient can then have made the content in the name of its holder.
     * @throws TokenException `ERR_OPTION_INVALID`, `ERR_KEY_MISMATCH`.
     */
    @JvmStatic
    @JvmOverloads
    public fun encrypt(
        plaintext: ByteArray,
        keys: Keys,
        enc: ContentEncryption? = null,
        header: JsonObject? = null,
        unprotected: JsonObject? = null,
        recipientHeaders: List<JsonObject>? = null,
        aad: ByteArray? = null,
        compress: Boolean = false,
        serialization: Serialization = Serialization.COMPACT,
        allowSharedContentKey: Boolean = false,
    ): String {
        val options = JweEncryptOptions(
            enc?.lowered(),
            header?.toString(),
            unprotected?.toString(),
            recipientHeaders?.map(JsonObject::toString),
            aad,
            serialization.lowered,
            allowSharedContentKey,
            compress,
        )
        return keys.with { jweEncryptWith(plaintext, it, options) }
    }

    /**
     * Decrypts a token in any serialization.
     *
     * @param keyManagement the only key management algorithms to accept, of those that the keys allow.
     * @param contentEncryption the only content encryption algorithms to accept.
     * @param critical names that may stand in `crit` because the caller understands them.
     * @param maxTokenBytes the longest token; 256 KiB if not given, and 1 MiB for JSON.
     * @param maxHeaderBytes the longest header, protected and unprotected together; 16 KiB if not given.
     * @param maxJsonDepth the deepest nesting of JSON, 1 to 100; 32 if not given.
     * @param maxInflatedBytes the most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
     * @param maxAttempts the most keys that may be tried, over all recipients; 16 if not given.
     * @param maxPbes2Iterations the most PBES2 iterations that a token may cost; 1,000,000 if not given.
     * @throws TokenException `ERR_JWE_INVALID`, `ERR_JWE_DECRYPTION_FAILED`, `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_NOT_SUPPORTED`,
     * `ERR_JOSE_CRIT_NOT_SUPPORTED`, `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
     */
    @JvmStatic
    @JvmOverloads
    public fun decrypt(
        token: String,
        keys: Keys,
        keyManagement: Collection<KeyManagement>? = null,
        contentEncryption: Collection<ContentEncryption>? = null,
        critical: Collection<String>? = null,
        maxTokenBytes: Long? = null,
        maxHeaderBytes: Long? = null,
        maxJsonDepth: Long? = null,
        maxInflatedBytes: Long? = null,
        maxAttempts: Long? = null,
        maxPbes2Iterations: Long? = null,
    ): Decrypted {
        val options = options(
            keyManagement, contentEncryption, critical, maxTokenBytes, maxHeaderBytes, maxJsonDepth, maxInflatedBytes, maxAttempts, maxPbes2Iterations,
        )
        return Decrypted(keys.with(ErrorCode.ERR_JWE_INVALID) { jweDecryptWith(token, it, options) })
    }

    /**
     * Prepares a compact token that is decrypted with a private key kept elsewhere; [publicKey] is its public half, for ECDH-ES or RSA-OAEP.
     *
     * The parameters and the exceptions are those of [decrypt].
     */
    @JvmStatic
    @JvmOverloads
    public fun prepareDecrypt(
        token: String,
        publicKey: Key,
        keyManagement: Collection<KeyManagement>? = null,
        contentEncryption: Collection<ContentEncryption>? = null,
        critical: Collection<String>? = null,
        maxTokenBytes: Long? = null,
        maxHeaderBytes: Long? = null,
        maxJsonDepth: Long? = null,
        maxInflatedBytes: Long? = null,
        maxAttempts: Long? = null,
        maxPbes2Iterations: Long? = null,
    ): Pending {
        val options = options(
            keyManagement, contentEncryption, critical, maxTokenBytes, maxHeaderBytes, maxJsonDepth, maxInflatedBytes, maxAttempts, maxPbes2Iterations,
        )
        return Pending(publicKey.handle.with(ErrorCode.ERR_JWE_INVALID) { prepareDecryptWith(token, it, options) })
    }

    private fun options(
        keyManagement: Collection<KeyManagement>?,
        contentEncryption: Collection<ContentEncryption>?,
        critical: Collection<String>?,
        maxTokenBytes: Long?,
        maxHeaderBytes: Long?,
        maxJsonDepth: Long?,
        maxInflatedBytes: Long?,
        maxAttempts: Long?,
        maxPbes2Iterations: Long?,
    ) = JweDecryptOptions(
        keyManagement?.map { it.lowered() },
        contentEncryption?.map { it.lowered() },
        critical?.toList(),
        maxTokenBytes?.lowered(),
        maxHeaderBytes?.lowered(),
        maxJsonDepth?.lowered(),
        maxInflatedBytes?.lowered(),
        maxAttempts?.lowered(),
        maxPbes2Iterations?.lowered(),
    )
}

/** Bytes that were decrypted. */
public class Decrypted internal constructor(found: NativeDecrypted) {
    /** The bytes. */
    public val plaintext: ByteArray = found.plaintext

    /** The protected header. */
    public val header: JsonObject = json(found.headerJson)

    /** The unprotected header that all recipients share. Anybody can have changed it. */
    public val unprotected: JsonObject? = found.unprotectedJson?.let(::json)

    /** The unprotected header of the recipient that was opened. Anybody can have changed it. */
    public val recipientHeader: JsonObject? = found.recipientHeaderJson?.let(::json)

    /** What was authenticated beside the plaintext. */
    public val aad: ByteArray? = found.aad

    /** The place of the recipient that was opened, counted from 0. */
    public val recipient: Int = found.recipient.toInt()

    /** The key_id of the key that fitted. It is the key's own, never the token's. */
    public val keyId: String? = found.keyId

    /** Shows no plaintext. */
    override fun toString(): String = "Decrypted(keyId=$keyId, recipient=$recipient)"
}
