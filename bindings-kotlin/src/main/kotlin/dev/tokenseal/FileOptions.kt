// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/**
 * Options of a list of revocations in a file. For `Revocations.file`.
 *
 * @param create make the list if there is none. Leave it out in services, so that a list that was lost is noticed.
 * @param longestLifetime of a list that is made: the longest that a token lives. What was revoked is forgotten when no token can be left of it. If
 * not given, the tokens of a subject, an issuer and a session are revoked for ever.
 */
public class FileOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        create: Boolean = false,
        longestLifetime: Duration? = null,
    ) : this(
        OptionsWriter()
            .flag("create", create.takeIf { it })
            .length("longest_lifetime", longestLifetime)
            .given(),
    )

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        private val writer = OptionsWriter()

        /** Make the list if there is none. Leave it out in services, so that a list that was lost is noticed. */
        @JvmOverloads
        public fun create(create: Boolean = true): Builder = apply { writer.flag("create", create) }

        /**
         * Of a list that is made: the longest that a token lives. What was revoked is forgotten when no token can be left of it. If not given, the
         * tokens of a subject, an issuer and a session are revoked for ever.
         */
        public fun longestLifetime(longestLifetime: JavaDuration): Builder = apply { writer.length("longest_lifetime", longestLifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun longestLifetime(longestLifetime: String): Builder = apply { writer.text("longest_lifetime", longestLifetime) }

        /** The options. */
        public fun build(): FileOptions = FileOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
