// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for completing a token or a DPoP proof whose key is held elsewhere. For `Unsigned.complete`. */
public class CompleteOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("CompleteOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** How the bytes of an ECDSA signature are encoded; `raw` if not given. */
        public fun format(format: SignatureFormat): Builder = apply { writer.text("format", format.identifier) }

        /** The options. */
        public fun build(): CompleteOptions = CompleteOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for completing a token or a DPoP proof whose key is held elsewhere. For `Unsigned.complete`.
 *
 * @param format how the bytes of an ECDSA signature are encoded; `raw` if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun CompleteOptions(
    format: SignatureFormat = SignatureFormat.RAW,
): CompleteOptions {
    val builder = CompleteOptions.Builder()
    builder.writer
        .text("format", format.takeUnless { it == SignatureFormat.RAW }?.identifier)
    return builder.build()
}
