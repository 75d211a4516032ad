// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for verifying the signatures of arbitrary bytes. For `Jws.verify`. */
public class JwsVerifyOptions private constructor(internal val given: GivenOptions, internal val payload: ByteArray?) {
    /** No options. */
    public constructor() : this(NO_OPTIONS, null)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("JwsVerifyOptions", "payload" to payload)

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()
        @PublishedApi
        @get:JvmSynthetic
        @set:JvmSynthetic
        internal var payload: ByteArray? = null

        /** The only signature algorithms to accept, among those that the keys allow. */
        public fun algorithms(vararg algorithms: SignatureAlgorithm): Builder = apply { writer.texts("algorithms", algorithms.map { it.identifier }) }

        /** The names that may appear in `crit` because the caller understands and checks them. */
        public fun critical(vararg critical: String): Builder = apply { writer.texts("critical", critical.asList()) }

        /** Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers produce them. */
        @JvmOverloads
        public fun allowBase64Padding(allowBase64Padding: Boolean = true): Builder = apply { writer.flag("allow_base64_padding", allowBase64Padding) }

        /** The payload of a detached token. */
        public fun payload(payload: ByteArray): Builder = apply { this.payload = payload }

        /** How many of the signatures must verify; `any` if not given. */
        public fun require(require: Require): Builder = apply { writer.text("require", require.identifier) }

        /** The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB. */
        public fun maxTokenBytes(maxTokenBytes: Long): Builder = apply { writer.number("max_token_bytes", maxTokenBytes) }

        /** The longest header, protected and unprotected together, in bytes; 16 KiB if not given. */
        public fun maxHeaderBytes(maxHeaderBytes: Long): Builder = apply { writer.number("max_header_bytes", maxHeaderBytes) }

        /** The deepest nesting of JSON, from 1 to 100; 32 if not given. */
        public fun maxJsonDepth(maxJsonDepth: Long): Builder = apply { writer.number("max_json_depth", maxJsonDepth) }

        /**
         * The most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients times the
         * number of keys may be at most 1,000 times this.
         */
        public fun maxAttempts(maxAttempts: Long): Builder = apply { writer.number("max_attempts", maxAttempts) }

        /** The options. */
        public fun build(): JwsVerifyOptions = JwsVerifyOptions(writer.given(), payload)
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for verifying the signatures of arbitrary bytes. For `Jws.verify`.
 *
 * @param algorithms the only signature algorithms to accept, among those that the keys allow.
 * @param critical the names that may appear in `crit` because the caller understands and checks them.
 * @param allowBase64Padding accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers produce them.
 * @param payload the payload of a detached token.
 * @param require how many of the signatures must verify; `any` if not given.
 * @param maxTokenBytes the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB.
 * @param maxHeaderBytes the longest header, protected and unprotected together, in bytes; 16 KiB if not given.
 * @param maxJsonDepth the deepest nesting of JSON, from 1 to 100; 32 if not given.
 * @param maxAttempts the most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients
 * times the number of keys may be at most 1,000 times this.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun JwsVerifyOptions(
    algorithms: Collection<SignatureAlgorithm>? = null,
    critical: Collection<String>? = null,
    allowBase64Padding: Boolean = false,
    payload: ByteArray? = null,
    require: Require = Require.ANY,
    maxTokenBytes: Long? = null,
    maxHeaderBytes: Long? = null,
    maxJsonDepth: Long? = null,
    maxAttempts: Long? = null,
): JwsVerifyOptions {
    val builder = JwsVerifyOptions.Builder()
    builder.writer
        .texts("algorithms", algorithms?.map { it.identifier })
        .texts("critical", critical)
        .flag("allow_base64_padding", allowBase64Padding.takeIf { it })
        .text("require", require.takeUnless { it == Require.ANY }?.identifier)
        .number("max_token_bytes", maxTokenBytes)
        .number("max_header_bytes", maxHeaderBytes)
        .number("max_json_depth", maxJsonDepth)
        .number("max_attempts", maxAttempts)
    builder.payload = payload
    return builder.build()
}
