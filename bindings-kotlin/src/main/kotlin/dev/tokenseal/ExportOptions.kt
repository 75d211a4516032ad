// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for exporting keys. For `Key.toJwk`, `Key.toPem`, `Key.toDer`, `KeySet.toJwks`. */
public class ExportOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("ExportOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** Export the private or secret key itself, which must be kept secret. */
        @JvmOverloads
        public fun withPrivate(private: Boolean = true): Builder = apply { writer.flag("private", private) }

        /** The options. */
        public fun build(): ExportOptions = ExportOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for exporting keys. For `Key.toJwk`, `Key.toPem`, `Key.toDer`, `KeySet.toJwks`.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun ExportOptions(
    private: Boolean = false,
): ExportOptions {
    val builder = ExportOptions.Builder()
    builder.writer
        .flag("private", private.takeIf { it })
    return builder.build()
}
