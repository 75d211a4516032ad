// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/**
 * Options of a list of revocations. For `Revocations`.
 *
 * @param longestLifetime the longest that a token lives: what was revoked is forgotten when no token can be left of it. If not given, the tokens of a
 * subject, an issuer and a session are revoked for ever.
 * @param audit keep who revoked what, when and why, so that `entries` can list it.
 */
public class RevocationsOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        longestLifetime: Duration? = null,
        audit: Boolean = false,
    ) : this(
        OptionsWriter()
            .length("longest_lifetime", longestLifetime)
            .flag("audit", audit.takeIf { it })
            .given(),
    )

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        private val writer = OptionsWriter()

        /**
         * The longest that a token lives: what was revoked is forgotten when no token can be left of it. If not given, the tokens of a subject, an
         * issuer and a session are revoked for ever.
         */
        public fun longestLifetime(longestLifetime: JavaDuration): Builder = apply { writer.length("longest_lifetime", longestLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun longestLifetime(longestLifetime: String): Builder = apply { writer.text("longest_lifetime", longestLifetime) }

        /** Keep who revoked what, when and why, so that `entries` can list it. */
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
