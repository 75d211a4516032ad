package dev.tokenseal

import dev.tokenseal.ffi.jweDecryptWith
import dev.tokenseal.ffi.jweEncryptWith
import dev.tokenseal.ffi.prepareDecryptWith
import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.Decrypted as NativeDecrypted

/** JSON Web Encryption (RFC 7516): arbitrary bytes, in every serialization. */
public object Jwe {
    /**
     * Encrypts arbitrary bytes to the holder of a key or, in the general serialization, of several
     * keys.
     *
     * ```kotlin
     * val key = Key.generate(KeyManagement.ECDH_ES_A256KW)
     * val token = Jwe.encrypt("hello".encodeToByteArray(), key.public())
     * check(Jwe.decrypt(token, key).plaintext.decodeToString() == "hello")
     * ```
     *
     * @throws TokenException `ERR_OPTION_INVALID`, `ERR_KEY_MISMATCH`.
     */
    @JvmStatic
    @JvmOverloads
    public fun encrypt(plaintext: ByteArray, keys: Keys, options: JweEncryptOptions = JweEncryptOptions()): String =
        keys.with { jweEncryptWith(plaintext, it, options.aad, options.given.text) }

    /**
     * Decrypts a token in any serialization.
     *
     * @throws TokenException `ERR_JWE_INVALID`, `ERR_JWE_DECRYPTION_FAILED`,
     * `ERR_JOSE_ALG_NOT_ALLOWED`, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_CRIT_NOT_SUPPORTED`,
     * `ERR_JWKS_NO_MATCHING_KEY`, `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
     */
    @JvmStatic
    @JvmOverloads
    public fun decrypt(token: String, keys: Keys, options: JweDecryptOptions = JweDecryptOptions()): Decrypted =
        Decrypted(keys.with(ErrorCode.ERR_JWE_INVALID) { jweDecryptWith(token, it, options.given.text) })

    /**
     * Prepares a compact token that is decrypted with a private key kept elsewhere; [publicKey] is
     * its public half, for ECDH-ES or RSA-OAEP.
     *
     * The exceptions are those of [decrypt].
     */
    @JvmStatic
    @JvmOverloads
    public fun prepareDecrypt(token: String, publicKey: Key, options: JweDecryptOptions = JweDecryptOptions()): Pending =
        Pending(publicKey.handle.with(ErrorCode.ERR_JWE_INVALID) { prepareDecryptWith(token, it, options.given.text) })
}

/** Bytes that were decrypted. */
public class Decrypted internal constructor(found: NativeDecrypted) {
    /** The bytes. */
    public val plaintext: ByteArray = found.plaintext

    /** The protected header. */
    public val header: JsonObject = json(found.headerJson)

    /** The unprotected header that all recipients share. Anyone may have changed it. */
    public val unprotected: JsonObject? = found.unprotectedJson?.let(::json)

    /** The unprotected header of the recipient that was opened. Anyone may have changed it. */
    public val recipientHeader: JsonObject? = found.recipientHeaderJson?.let(::json)

    /** What was authenticated in addition to the plaintext. */
    public val aad: ByteArray? = found.aad

    /** The index of the recipient that was opened, counted from 0. */
    public val recipient: Int = found.recipient.toInt()

    /** The key_id of the key that decrypted it. It is the key's own, never the token's. */
    public val keyId: String? = found.keyId

    /** Shows no plaintext. */
    override fun toString(): String = printed("Decrypted", "keyId" to shown(keyId), "recipient" to recipient)
}
