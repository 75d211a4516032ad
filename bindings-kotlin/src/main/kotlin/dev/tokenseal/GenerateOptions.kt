// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for generating a key. For `Key.generate`. */
public class GenerateOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("GenerateOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The content encryption of a `dir` key; required for `dir`, refused for every other algorithm. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /** The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given. */
        public fun curve(curve: Curve): Builder = apply { writer.text("curve", curve.identifier) }

        /** The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given. */
        public fun bits(bits: Int): Builder = apply { writer.number("bits", bits) }

        /** The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint. */
        public fun keyId(keyId: String): Builder = apply { writer.text("key_id", keyId) }

        /** The options. */
        public fun build(): GenerateOptions = GenerateOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for generating a key. For `Key.generate`.
 *
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param curve the curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.
 * @param bits the length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun GenerateOptions(
    enc: ContentEncryption? = null,
    curve: Curve? = null,
    bits: Int? = null,
    keyId: String? = null,
): GenerateOptions {
    val builder = GenerateOptions.Builder()
    builder.writer
        .text("enc", enc?.identifier)
        .text("curve", curve?.identifier)
        .number("bits", bits)
        .text("key_id", keyId)
    return builder.build()
}
