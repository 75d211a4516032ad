// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/**
 * Options for revoking, and for withdrawing a revocation. For `Revocations.revoke`, `Revocations.revokeId`, `Revocations.revokeSession`,
 * `Revocations.revokeKey`, `Revocations.revokeSubject`, `Revocations.revokeIssuer`, `Revocations.withdraw`.
 */
public class RevokeOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("RevokeOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * When the last token that the call covers has expired, in seconds since the epoch: the entry ends an hour later. Only for
         * `Revocations.revokeId`, `Revocations.revokeSession`, `Revocations.revokeKey`.
         */
        public fun until(until: Instant): Builder = apply { writer.time("until", until) }

        /**
         * Refuse tokens issued before this time, in seconds since the epoch; the end of this second if not given. Only for
         * `Revocations.revokeSubject`, `Revocations.revokeIssuer`.
         */
        public fun before(before: Instant): Builder = apply { writer.time("before", before) }

        /** Who is revoking, for `entries`: at most 255 bytes, and no personal data. */
        public fun by(by: String): Builder = apply { writer.text("by", by) }

        /** Why, for `entries`: at most 1,000 bytes, and no personal data. */
        public fun reason(reason: String): Builder = apply { writer.text("reason", reason) }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): RevokeOptions = RevokeOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for revoking, and for withdrawing a revocation. For `Revocations.revoke`, `Revocations.revokeId`, `Revocations.revokeSession`,
 * `Revocations.revokeKey`, `Revocations.revokeSubject`, `Revocations.revokeIssuer`, `Revocations.withdraw`.
 *
 * @param until when the last token that the call covers has expired, in seconds since the epoch: the entry ends an hour later. Only for
 * `Revocations.revokeId`, `Revocations.revokeSession`, `Revocations.revokeKey`.
 * @param before refuse tokens issued before this time, in seconds since the epoch; the end of this second if not given. Only for
 * `Revocations.revokeSubject`, `Revocations.revokeIssuer`.
 * @param by who is revoking, for `entries`: at most 255 bytes, and no personal data.
 * @param reason why, for `entries`: at most 1,000 bytes, and no personal data.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun RevokeOptions(
    until: Instant? = null,
    before: Instant? = null,
    by: String? = null,
    reason: String? = null,
    now: Instant? = null,
): RevokeOptions {
    val builder = RevokeOptions.Builder()
    builder.writer
        .time("until", until)
        .time("before", before)
        .text("by", by)
        .text("reason", reason)
        .time("now", now)
    return builder.build()
}
