// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for a cache of used DPoP proofs. For `ReplayCache`. */
public class ReplayOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("ReplayOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * The most proofs to remember, each for about a minute; 1,000,000 if not given. While the cache is full, proofs are `ERR_DPOP_UNAVAILABLE`.
         */
        public fun capacity(capacity: Long): Builder = apply { writer.number("capacity", capacity) }

        /** The options. */
        public fun build(): ReplayOptions = ReplayOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a cache of used DPoP proofs. For `ReplayCache`.
 *
 * @param capacity the most proofs to remember, each for about a minute; 1,000,000 if not given. While the cache is full, proofs are
 * `ERR_DPOP_UNAVAILABLE`.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun ReplayOptions(
    capacity: Long? = null,
): ReplayOptions {
    val builder = ReplayOptions.Builder()
    builder.writer
        .number("capacity", capacity)
    return builder.build()
}
