// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for a list of revocations in a file. For `Revocations.file`. */
public class FileOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("FileOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** Create the list if it does not exist. Leave it out in services, so that a lost list is noticed. */
        @JvmOverloads
        public fun create(create: Boolean = true): Builder = apply { writer.flag("create", create) }

        /**
         * For a list that is created: the longest lifetime of a token. A revocation is forgotten once no token it covers can still be valid. If not
         * given, the tokens of a subject, an issuer and a session are revoked forever.
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

/**
 * Options for a list of revocations in a file. For `Revocations.file`.
 *
 * @param create create the list if it does not exist. Leave it out in services, so that a lost list is noticed.
 * @param longestLifetime for a list that is created: the longest lifetime of a token. A revocation is forgotten once no token it covers can still be
 * valid. If not given, the tokens of a subject, an issuer and a session are revoked forever.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun FileOptions(
    create: Boolean = false,
    longestLifetime: Duration? = null,
): FileOptions {
    val builder = FileOptions.Builder()
    builder.writer
        .flag("create", create.takeIf { it })
        .length("longest_lifetime", longestLifetime)
    return builder.build()
}
