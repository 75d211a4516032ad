// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for the signed token of a status list. For `StatusList.toJwt`. */
public class StatusTokenOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("StatusTokenOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** How long those who fetch the list may cache it; becomes `ttl`. This or `expiresIn` is required. */
        public fun ttl(ttl: JavaDuration): Builder = apply { writer.length("ttl", ttl) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun ttl(ttl: String): Builder = apply { writer.text("ttl", ttl) }

        /** How long the list is valid, counted from `now`; becomes `exp`. */
        public fun expiresIn(expiresIn: JavaDuration): Builder = apply { writer.length("expires_in", expiresIn) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun expiresIn(expiresIn: String): Builder = apply { writer.text("expires_in", expiresIn) }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): StatusTokenOptions = StatusTokenOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for the signed token of a status list. For `StatusList.toJwt`.
 *
 * @param ttl how long those who fetch the list may cache it; becomes `ttl`. This or `expiresIn` is required.
 * @param expiresIn how long the list is valid, counted from `now`; becomes `exp`.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun StatusTokenOptions(
    ttl: Duration? = null,
    expiresIn: Duration? = null,
    now: Instant? = null,
): StatusTokenOptions {
    val builder = StatusTokenOptions.Builder()
    builder.writer
        .length("ttl", ttl)
        .length("expires_in", expiresIn)
        .time("now", now)
    return builder.build()
}
