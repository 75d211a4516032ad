// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/** Options for applying a security event or a logout token to a list of revocations. For `Revocations.applyEvents`. */
public class EventOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("EventOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** Issuers whose subjects and sessions the event may name, besides its own issuer. */
        public fun subjectIssuers(vararg subjectIssuers: String): Builder = apply { writer.texts("subject_issuers", subjectIssuers.asList()) }

        /** Who is revoking, for `entries`: at most 255 bytes, and no personal data. */
        public fun by(by: String): Builder = apply { writer.text("by", by) }

        /** Why, for `entries`: at most 1,000 bytes, and no personal data. */
        public fun reason(reason: String): Builder = apply { writer.text("reason", reason) }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): EventOptions = EventOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for applying a security event or a logout token to a list of revocations. For `Revocations.applyEvents`.
 *
 * @param subjectIssuers issuers whose subjects and sessions the event may name, besides its own issuer.
 * @param by who is revoking, for `entries`: at most 255 bytes, and no personal data.
 * @param reason why, for `entries`: at most 1,000 bytes, and no personal data.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun EventOptions(
    subjectIssuers: Collection<String>? = null,
    by: String? = null,
    reason: String? = null,
    now: Instant? = null,
): EventOptions {
    val builder = EventOptions.Builder()
    builder.writer
        .texts("subject_issuers", subjectIssuers)
        .text("by", by)
        .text("reason", reason)
        .time("now", now)
    return builder.build()
}
