// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for a list of revocations. For `Revocations`. */
public class RevocationsOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("RevocationsOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * The longest lifetime of a token: a revocation is forgotten once no token it covers can still be valid. If not given, the tokens of a
         * subject, an issuer and a session are revoked forever.
         */
        public fun longestLifetime(longestLifetime: JavaDuration): Builder = apply { writer.length("longest_lifetime", longestLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun longestLifetime(longestLifetime: String): Builder = apply { writer.text("longest_lifetime", longestLifetime) }

        /** Record who revoked what, when and why, so that `entries` can list it. */
        @JvmOverloads
        public fun audit(audit: Boolean = true): Builder = apply { writer.flag("audit", audit) }

        /** The options. */
        public fun build(): RevocationsOptions = RevocationsOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a list of revocations. For `Revocations`.
 *
 * @param longestLifetime the longest lifetime of a token: a revocation is forgotten once no token it covers can still be valid. If not given, the
 * tokens of a subject, an issuer and a session are revoked forever.
 * @param audit record who revoked what, when and why, so that `entries` can list it.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun RevocationsOptions(
    longestLifetime: Duration? = null,
    audit: Boolean = false,
): RevocationsOptions {
    val builder = RevocationsOptions.Builder()
    builder.writer
        .length("longest_lifetime", longestLifetime)
        .flag("audit", audit.takeIf { it })
    return builder.build()
}
