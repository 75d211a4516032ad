package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.Key as NativeKey
import dev.tokenseal.ffi.KeySet as NativeKeySet

/**
 * What a [Verifier] verifies signatures with: [Keys] at hand, a [RemoteKeySet], which is fetched,
 * or a [KeyRing], which rotates.
 */
public sealed interface VerificationKeys

/** What a [Verifier] decrypts with: [Keys] at hand, or a [KeyRing], which rotates. */
public sealed interface DecryptionKeys

/** What an [Issuer] signs with: a [Key], or a [KeyRing], whose key changes. */
public sealed interface SigningKey

/**
 * What an [Issuer] encrypts to: a [Key], the recipient's [RemoteKeySet], or a [KeyRing] of its own.
 */
public sealed interface EncryptionKey

/** What verifies and decrypts tokens: one [Key], or a [KeySet] of several. */
public sealed interface Keys : VerificationKeys, DecryptionKeys

/**
 * A key, with what it may do: made once, bound to its algorithm, immutable and safe to share
 * between threads.
 *
 * A token can never choose more than the key permits. Keys are equal if they have the same
 * thumbprint, algorithm and key_id, and are both private or both public. You need not close a key:
 * it is freed when nothing refers to it; [close] frees it, and wipes its secret, at once.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * check(key.isPrivate && !key.public().isPrivate)
 * check(Key.fromJwk(key.toJwk(private = true)) == key)
 * ```
 */
public class Key internal constructor(native: NativeKey) : Keys, SigningKey, EncryptionKey, Confirmation, AutoCloseable {
    internal val handle = NativeHandle(native)
    private val set = lazy { handle.with { NativeHandle(NativeKeySet(listOf(it))) } }

    /**
     * The set of this key alone. A caller that makes it while the key is being closed also closes
     * it: [close] may not have seen it.
     */
    internal val alone: NativeHandle<NativeKeySet>
        get() {
            val made = set.value
            if (!handle.isOpen) {
                made.close()
                throw closed()
            }
            return made
        }

    /**
     * The algorithm that the key is bound to. A key without one verifies and decrypts with every
     * algorithm of its family, and cannot sign or encrypt.
     */
    public val algorithm: Algorithm? get() = handle.with { it.algorithm() }?.let(Algorithm::of)

    /** The content encryption that a `dir` key is bound to. */
    public val contentEncryption: ContentEncryption? get() = handle.with { it.contentEncryption() }?.let(ContentEncryption::of)

    /**
     * The key's `kid`: it is written into the tokens that the key makes, and selects the key for
     * the tokens that it checks.
     */
    public val keyId: String? get() = handle.with { it.keyId() }

    /** The `kty` of RFC 7517: `oct`, `RSA`, `EC`, `OKP` or `AKP`. */
    public val keyType: String get() = handle.with { it.keyType() }

    /** The `use` of RFC 7517, `sig` or `enc`, if the key says so. */
    public val use: String? get() = handle.with { it.keyUse() }

    /** Whether the key holds something that must be kept secret. True for every shared secret. */
    @get:JvmName("isPrivate")
    public val isPrivate: Boolean get() = handle.with { it.isPrivate() }

    /**
     * The public half.
     *
     * @throws TokenException `ERR_KEY_MISMATCH` for a shared secret, which has none.
     */
    @JvmName("publicKey")
    public fun public(): Key = Key(handle.with { it.publicKey() })

    /**
     * The same key with another `kid`, or without one: the JWK in the header of an ACME request
     * (RFC 8555, section 6.2), for example, must have none.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.ES256)
     * check(key.withKeyId("2026-11").keyId == "2026-11")
     * check("kid" !in key.withKeyId(null).toJwk())
     * ```
     */
    public fun withKeyId(keyId: String?): Key = Key(handle.with { it.withKeyId(keyId) })

    /**
     * The key as the JSON text of a JWK (RFC 7517): the public half, unless the private half is
     * requested.
     *
     * @throws TokenException `ERR_KEY_MISMATCH` for a private half that the key does not have, and
     * for a shared secret unless the private half is requested.
     */
    @JvmOverloads
    public fun toJwk(options: ExportOptions = ExportOptions()): String = handle.with { it.jwkText(options.given.text) }

    /**
     * The key as PEM: SPKI, or PKCS#8 if the private half is requested.
     *
     * @throws TokenException `ERR_KEY_MISMATCH` for a half that the key does not have, and for a
     * shared secret.
     */
    @JvmOverloads
    public fun toPem(options: ExportOptions = ExportOptions()): String = handle.with { it.pem(options.given.text) }

    /**
     * The key as DER: SPKI, or PKCS#8 if the private half is requested.
     *
     * @throws TokenException `ERR_KEY_MISMATCH` for a half that the key does not have, and for a
     * shared secret.
     */
    @JvmOverloads
    public fun toDer(options: ExportOptions = ExportOptions()): ByteArray = handle.with { it.bytes("der", options.given.text) }

    /**
     * The key as [toJwk] returns it, in bytes that can be wiped: no other copy is left.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.ES256)
     * val jwk = key.toJwkBytes(private = true)
     * check(Key.fromJwk(jwk) == key)
     * jwk.fill(0)
     * ```
     *
     * @throws TokenException as [toJwk].
     */
    @JvmOverloads
    public fun toJwkBytes(options: ExportOptions = ExportOptions()): ByteArray = handle.with { it.bytes("jwk", options.given.text) }

    /**
     * The key as [toPem] returns it, in bytes that can be wiped: no other copy is left.
     *
     * @throws TokenException as [toPem].
     */
    @JvmOverloads
    public fun toPemBytes(options: ExportOptions = ExportOptions()): ByteArray = handle.with { it.bytes("pem", options.given.text) }

    /** The JWK thumbprint (RFC 7638), as base64url. */
    @JvmOverloads
    public fun thumbprint(hash: ThumbprintHash = ThumbprintHash.SHA256): String = handle.with { it.thumbprint(hash.identifier) }

    /** The thumbprint as a URI (RFC 9278). */
    @JvmOverloads
    public fun thumbprintUri(hash: ThumbprintHash = ThumbprintHash.SHA256): String = handle.with { it.thumbprintUri(hash.identifier) }

    /**
     * Frees the key at once. Sets, issuers and verifiers made with it keep what they need.
     */
    override fun close() {
        handle.close()
        if (set.isInitialized()) set.value.close()
    }

    override fun equals(other: Any?): Boolean = this === other || (other is Key && handle.with { own -> other.handle.with { own == it } })

    override fun hashCode(): Int = handle.with { it.hashCode() }

    /** Identifies the key, and shows nothing secret. */
    override fun toString(): String = try {
        printed("Key", "keyType" to keyType, "algorithm" to algorithm?.identifier, "keyId" to shown(keyId), "isPrivate" to isPrivate)
    } catch (_: TokenException) {
        "Key(closed)"
    }

    public companion object {
        /**
         * A new key.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for an option that does not fit the
         * algorithm, and for PBES2.
         */
        @JvmStatic
        @JvmOverloads
        public fun generate(algorithm: Algorithm, options: GenerateOptions = GenerateOptions()): Key =
            keyOf { NativeKey.generate(algorithm.identifier, options.given.text) }

        /**
         * A key from the text of a JWK (RFC 7517).
         *
         * @throws TokenException `ERR_JWK_INVALID`, `ERR_KEY_WEAK`, `ERR_KEY_MISMATCH` if an option
         * contradicts the JWK, `ERR_JOSE_NOT_SUPPORTED`, `ERR_JOSE_LIMIT_EXCEEDED`,
         * `ERR_OPTION_INVALID`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwk(jwk: String, options: JwkOptions = JwkOptions()): Key =
            keyOf(ErrorCode.ERR_JWK_INVALID) { NativeKey.fromJwkText(jwk, options.given.text) }

        /**
         * A key from the bytes of a JWK's text, in UTF-8. The caller's array is not wiped, and
         * nothing else keeps a copy.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwk(jwk: ByteArray, options: JwkOptions = JwkOptions()): Key = native { keyOf("jwk", jwk, null, null, options.given.text) }

        /** A key from a JWK, as from its text. */
        @JvmStatic
        @JvmOverloads
        public fun fromJwk(jwk: JsonObject, options: JwkOptions = JwkOptions()): Key = fromJwk(jwk.toString(), options)

        /**
         * A public or private key from PEM: PKCS#8 (with a password if encrypted), SPKI, PKCS#1 or
         * SEC 1.
         *
         * @throws TokenException `ERR_JWK_INVALID`, `ERR_KEY_WEAK`, `ERR_KEY_MISMATCH`,
         * `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromPem(pem: String, algorithm: Algorithm, options: KeyOptions = KeyOptions()): Key =
            keyOf(ErrorCode.ERR_JWK_INVALID) { NativeKey.fromPem(pem, algorithm.identifier, options.password?.bytes(), options.given.text) }

        /**
         * A public or private key from the bytes of PEM. The caller's array is not wiped, and
         * nothing else keeps a copy.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromPem(pem: ByteArray, algorithm: Algorithm, options: KeyOptions = KeyOptions()): Key =
            native { keyOf("pem", pem, algorithm, options.password, options.given.text) }

        /**
         * A public or private key from DER: PKCS#8 (with a password if encrypted), SPKI, PKCS#1 or
         * SEC 1. Throws as [fromPem].
         */
        @JvmStatic
        @JvmOverloads
        public fun fromDer(der: ByteArray, algorithm: Algorithm, options: KeyOptions = KeyOptions()): Key =
            native { keyOf("der", der, algorithm, options.password, options.given.text) }

        /**
         * The public key of an X.509 certificate, in PEM (the first of a chain) or DER. Whether to
         * trust it is for the caller to decide.
         *
         * @throws TokenException `ERR_JWK_INVALID`, `ERR_KEY_WEAK`, `ERR_KEY_MISMATCH`,
         * `ERR_JOSE_LIMIT_EXCEEDED`, `ERR_OPTION_INVALID`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromCertificate(certificate: ByteArray, algorithm: Algorithm, options: KeyOptions = KeyOptions()): Key =
            keyOf { NativeKey.fromCertificate(certificate, algorithm.identifier, options.withSecrets.text) }

        /** The public key of an X.509 certificate in PEM. */
        @JvmStatic
        @JvmOverloads
        public fun fromCertificate(certificate: String, algorithm: Algorithm, options: KeyOptions = KeyOptions()): Key =
            fromCertificate(certificate.encodeToByteArray(), algorithm, options)

        /**
         * A key from the bytes of a shared secret. The caller's array is not wiped, and nothing
         * else keeps a copy.
         *
         * @throws TokenException `ERR_KEY_WEAK`, `ERR_KEY_MISMATCH`, `ERR_JWK_INVALID`,
         * `ERR_OPTION_INVALID`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromSecret(secret: ByteArray, algorithm: Algorithm, options: KeyOptions = KeyOptions()): Key =
            native { keyOf("secret", secret, algorithm, null, options.withSecrets.text) }

        /**
         * A key from a shared secret that is text, as in settings and environment variables. The
         * option `encoding` says how the text is encoded.
         *
         * ```kotlin
         * val text = "dGhpcnR5LXR3byBieXRlcyBvZiByZWFsIGVudHJvcHk="
         * val key = Key.fromSecret(text, SignatureAlgorithm.HS256, encoding = TextEncoding.BASE64)
         * check(key == Key.fromSecret("thirty-two bytes of real entropy", SignatureAlgorithm.HS256, encoding = TextEncoding.UTF_8))
         * ```
         *
         * @throws TokenException `ERR_OPTION_INVALID` without `encoding`, or for a text that does
         * not have that encoding; otherwise as for bytes.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromSecret(secret: String, algorithm: Algorithm, options: KeyOptions = KeyOptions()): Key =
            keyOf { NativeKey.fromSecretText(secret, algorithm.identifier, options.withSecrets.text) }

        /**
         * A key from a password, for encryption (PBES2; RFC 7518, section 4.8): PBES2-HS512+A256KW
         * if no [algorithm] is given.
         *
         * @throws TokenException `ERR_KEY_WEAK` for a short password, `ERR_OPTION_INVALID` for
         * another algorithm.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromPassword(password: String, algorithm: Algorithm? = null, options: KeyOptions = KeyOptions()): Key =
            keyOf { NativeKey.fromPassword(password.bytes(), algorithm?.identifier, options.withSecrets.text) }

        private inline fun keyOf(malformed: ErrorCode = ErrorCode.ERR_OPTION_INVALID, make: () -> NativeKey) = Key(native(malformed, make))

        /** The password in UTF-8, never a different one: half of a surrogate pair is refused. */
        private fun String.bytes() = encodeToByteArray(throwOnInvalidSequence = true)
    }
}

/** The hash of a thumbprint (RFC 7638). */
public enum class ThumbprintHash(internal val identifier: String) {
    /** SHA-256, which everyone uses. */
    SHA256("sha256"),

    /** SHA-384. */
    SHA384("sha384"),

    /** SHA-512. */
    SHA512("sha512"),
}
