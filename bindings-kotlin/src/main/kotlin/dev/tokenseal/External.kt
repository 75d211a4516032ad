@file:JvmName("External")

package dev.tokenseal

import dev.tokenseal.ffi.Pending as NativePending
import dev.tokenseal.ffi.prepareJson as prepareNative
import dev.tokenseal.ffi.Unsigned as NativeUnsigned

// Keys that never leave their hardware or service (Android Keystore, a KMS): two steps, with the
// platform's own API in between.

/**
 * Prepares a token whose signature is made elsewhere, by the private half of [publicKey].
 *
 * @param claims values that JSON can express: strings, numbers, booleans, null, instants (as
 * seconds), lists and maps.
 * @throws TokenException as [sign].
 */
@JvmOverloads
public fun prepare(claims: Map<String, *>, publicKey: Key, options: TokenOptions = TokenOptions()): Unsigned = prepareJson(claimsText(claims), publicKey, options)

/** Prepares a token of claims that are JSON text. */
@JvmOverloads
public fun prepareJson(claims: String, publicKey: Key, options: TokenOptions = TokenOptions()): Unsigned =
    Unsigned(publicKey.handle.with { prepareNative(unicode(claims), it, options.given.text) })

/**
 * A token or a proof that lacks its signature: what [prepare] and [Dpop.prepare] return.
 *
 * ```kotlin
 * import java.security.KeyPairGenerator
 * import java.security.Signature
 * import java.security.spec.ECGenParameterSpec
 *
 * // What stands for a key of the Android Keystore, of which nobody sees the private half.
 * val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
 * val publicKey = Key.fromDer(pair.public.encoded, SignatureAlgorithm.ES256)
 *
 * val unsigned = prepare(mapOf("sub" to "alice"), publicKey, TokenOptions(expiresIn = 5.minutes))
 * val signature = Signature.getInstance("SHA256withECDSA").apply { initSign(pair.private); update(unsigned.signingInput) }.sign()
 * val token = unsigned.complete(signature, format = SignatureFormat.DER)
 * check(verify(token, publicKey).text("sub") == "alice")
 * ```
 */
public class Unsigned internal constructor(native: NativeUnsigned) : AutoCloseable {
    private val handle = NativeHandle(native)

    /** The bytes to sign: the header, a dot and the payload. */
    public val signingInput: ByteArray get() = handle.with { it.signingInput() }

    /**
     * Returns the token, or the proof, with its signature, which is verified first.
     *
     * @param signature for ECDSA, r and s, each as long as the field (RFC 7518, section 3.4), which
     * Java calls `SHA256withECDSAinP1363Format`; if `format` in the options is `DER`, what Java
     * calls `SHA256withECDSA`, which is what the Android Keystore returns.
     * @param options how the signature is written.
     * @throws TokenException `ERR_JWS_SIGNATURE_VERIFICATION_FAILED`, after which it may be called
     * again; `ERR_OPTION_INVALID` for DER if the algorithm is not ECDSA.
     */
    @JvmOverloads
    public fun complete(signature: ByteArray, options: CompleteOptions = CompleteOptions()): String =
        handle.with { it.complete(signature, options.given.text) }

    /** Frees it at once. */
    override fun close(): Unit = handle.close()

    /** Shows no claim. */
    override fun toString(): String = "Unsigned"
}

/** A token that waits for the result of its private key. */
public class Pending internal constructor(native: NativePending) : AutoCloseable {
    private val handle = NativeHandle(native)

    /**
     * For ECDH-ES and its kin: the public key for the key agreement. It is on the private key's
     * curve.
     */
    public val peerKey: Key? get() = handle.with { it.peerKey() }?.let(::Key)

    /** For RSA-OAEP and its kin: what the private key must decrypt. */
    public val encryptedKey: ByteArray? get() = handle.with { it.encryptedKey() }

    /**
     * Decrypts with the shared secret of the agreement (before any key derivation), or with the
     * content key that RSA-OAEP decrypted.
     *
     * @param secret no bytes if the private key could not be used on the token: it is then refused
     * like every token that cannot be decrypted.
     * @throws TokenException `ERR_JWE_DECRYPTION_FAILED`, `ERR_JOSE_LIMIT_EXCEEDED`.
     */
    public fun complete(secret: ByteArray): Decrypted = Decrypted(handle.with { it.complete(secret) })

    /** Frees it at once. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "Pending"
}
