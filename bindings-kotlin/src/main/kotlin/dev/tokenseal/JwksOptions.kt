// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for reading a JWK Set. For `KeySet.fromJwks`. */
public class JwksOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("JwksOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
         */
        public fun signatureUses(vararg signatureUses: String): Builder = apply { writer.texts("signature_uses", signatureUses.asList()) }

        /** Refuse the whole set if one of its keys is malformed, instead of setting that key aside. */
        @JvmOverloads
        public fun strict(strict: Boolean = true): Builder = apply { writer.flag("strict", strict) }

        /** Set aside symmetric and private keys: a published set should contain none. */
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

/**
 * Options for reading a JWK Set. For `KeySet.fromJwks`.
 *
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param strict refuse the whole set if one of its keys is malformed, instead of setting that key aside.
 * @param publicOnly set aside symmetric and private keys: a published set should contain none.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun JwksOptions(
    signatureUses: Collection<String>? = null,
    strict: Boolean = false,
    publicOnly: Boolean = false,
): JwksOptions {
    val builder = JwksOptions.Builder()
    builder.writer
        .texts("signature_uses", signatureUses)
        .flag("strict", strict.takeIf { it })
        .flag("public_only", publicOnly.takeIf { it })
    return builder.build()
}
