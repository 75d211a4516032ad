// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/**
 * Options for completing a token, or a DPoP proof, whose key is elsewhere. For `Unsigned.complete`.
 *
 * @param format how the bytes of an ECDSA signature are written; `raw` if not given.
 */
public class CompleteOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        format: SignatureFormat = SignatureFormat.RAW,
    ) : this(
        OptionsWriter()
            .text("format", format.takeUnless { it == SignatureFormat.RAW }?.identifier)
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /** How the bytes of an ECDSA signature are written; `raw` if not given. */
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
