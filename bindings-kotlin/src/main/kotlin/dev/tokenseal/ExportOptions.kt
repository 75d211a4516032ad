// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/**
 * Options for exporting keys. For `Key.toJwk`, `Key.toPem`, `Key.toDer`, `KeySet.toJwks`.
 *
 * @param private export the private or secret key itself, which must be kept secret.
 */
public class ExportOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        private: Boolean = false,
    ) : this(
        OptionsWriter()
            .flag("private", private.takeIf { it })
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

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
