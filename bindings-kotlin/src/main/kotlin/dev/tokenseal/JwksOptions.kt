// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/**
 * Options for reading a JWK Set. For `KeySet.fromJwks`.
 *
 * @param strict refuse the whole set if one of its keys is malformed, instead of setting that key aside.
 * @param publicOnly set aside symmetric and private keys: a published set should have none.
 */
public class JwksOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        strict: Boolean = false,
        publicOnly: Boolean = false,
    ) : this(
        OptionsWriter()
            .flag("strict", strict.takeIf { it })
            .flag("public_only", publicOnly.takeIf { it })
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /** Refuse the whole set if one of its keys is malformed, instead of setting that key aside. */
        @JvmOverloads
        public fun strict(strict: Boolean = true): Builder = apply { writer.flag("strict", strict) }

        /** Set aside symmetric and private keys: a published set should have none. */
        @JvmOverloads
        public fun publicOnly(publicOnly: Boolean = true): Builder = apply { writer.flag("public_only", publicOnly) }

        /** The options. */
        public fun build(): JwksOptions = JwksOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
