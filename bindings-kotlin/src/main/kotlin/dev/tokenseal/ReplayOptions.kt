// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/**
 * Options of a cache of the DPoP proofs that were used. For `ReplayCache`.
 *
 * @param capacity the most proofs that are remembered, each for about a minute; 1,000,000 if not given. While it is full, proofs are
 * `ERR_DPOP_UNAVAILABLE`.
 */
public class ReplayOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        capacity: Long? = null,
    ) : this(
        OptionsWriter()
            .number("capacity", capacity)
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /**
         * The most proofs that are remembered, each for about a minute; 1,000,000 if not given. While it is full, proofs are `ERR_DPOP_UNAVAILABLE`.
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
