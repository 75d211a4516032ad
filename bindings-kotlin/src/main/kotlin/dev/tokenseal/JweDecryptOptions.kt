// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for decrypting arbitrary bytes. For `Jwe.decrypt`, `Jwe.prepareDecrypt`. */
public class JweDecryptOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("JweDecryptOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The only key management algorithms to accept, among those that the keys allow. */
        public fun keyManagement(vararg keyManagement: KeyManagement): Builder = apply { writer.texts("key_management", keyManagement.map { it.identifier }) }

        /** The only content encryption algorithms to accept. */
        public fun contentEncryption(vararg contentEncryption: ContentEncryption): Builder = apply { writer.texts("content_encryption", contentEncryption.map { it.identifier }) }

        /** The names that may appear in `crit` because the caller understands and checks them. */
        public fun critical(vararg critical: String): Builder = apply { writer.texts("critical", critical.asList()) }

        /** The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB. */
        public fun maxTokenBytes(maxTokenBytes: Long): Builder = apply { writer.number("max_token_bytes", maxTokenBytes) }

        /** The longest header, protected and unprotected together, in bytes; 16 KiB if not given. */
        public fun maxHeaderBytes(maxHeaderBytes: Long): Builder = apply { writer.number("max_header_bytes", maxHeaderBytes) }

        /** The deepest nesting of JSON, from 1 to 100; 32 if not given. */
        public fun maxJsonDepth(maxJsonDepth: Long): Builder = apply { writer.number("max_json_depth", maxJsonDepth) }

        /** The most bytes that a compressed plaintext may inflate to; 256 KiB if not given. */
        public fun maxInflatedBytes(maxInflatedBytes: Long): Builder = apply { writer.number("max_inflated_bytes", maxInflatedBytes) }

        /**
         * The most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients times the
         * number of keys may be at most 1,000 times this.
         */
        public fun maxAttempts(maxAttempts: Long): Builder = apply { writer.number("max_attempts", maxAttempts) }

        /**
         * The most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given. Iterations of SHA-384
         * and SHA-512 count three times.
         */
        public fun maxPbes2Iterations(maxPbes2Iterations: Long): Builder = apply { writer.number("max_pbes2_iterations", maxPbes2Iterations) }

        /** The options. */
        public fun build(): JweDecryptOptions = JweDecryptOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for decrypting arbitrary bytes. For `Jwe.decrypt`, `Jwe.prepareDecrypt`.
 *
 * @param keyManagement the only key management algorithms to accept, among those that the keys allow.
 * @param contentEncryption the only content encryption algorithms to accept.
 * @param critical the names that may appear in `crit` because the caller understands and checks them.
 * @param maxTokenBytes the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB.
 * @param maxHeaderBytes the longest header, protected and unprotected together, in bytes; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, from 1 to 100; 32 if not given.
 * @param maxInflatedBytes the most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
 * @param maxAttempts the most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients
 * times the number of keys may be at most 1,000 times this.
 * @param maxPbes2Iterations the most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given.
 * Iterations of SHA-384 and SHA-512 count three times.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun JweDecryptOptions(
    keyManagement: Collection<KeyManagement>? = null,
    contentEncryption: Collection<ContentEncryption>? = null,
    critical: Collection<String>? = null,
    maxTokenBytes: Long? = null,
    maxHeaderBytes: Long? = null,
    maxJsonDepth: Long? = null,
    maxInflatedBytes: Long? = null,
    maxAttempts: Long? = null,
    maxPbes2Iterations: Long? = null,
): JweDecryptOptions {
    val builder = JweDecryptOptions.Builder()
    builder.writer
        .texts("key_management", keyManagement?.map { it.identifier })
        .texts("content_encryption", contentEncryption?.map { it.identifier })
        .texts("critical", critical)
        .number("max_token_bytes", maxTokenBytes)
        .number("max_header_bytes", maxHeaderBytes)
        .number("max_json_depth", maxJsonDepth)
        .number("max_inflated_bytes", maxInflatedBytes)
        .number("max_attempts", maxAttempts)
        .number("max_pbes2_iterations", maxPbes2Iterations)
    return builder.build()
}
