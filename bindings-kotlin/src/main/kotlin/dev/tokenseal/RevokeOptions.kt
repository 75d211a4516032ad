// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/**
 * Options for revoking, and for withdrawing a revocation. For `Revocations.revoke`, `Revocations.revokeId`, `Revocations.revokeSession`,
 * `Revocations.revokeKey`, `Revocations.revokeSubject`, `Revocations.revokeIssuer`, `Revocations.withdraw`.
 *
 * @param until when the last token has expired that the call names, in seconds since the epoch: the entry ends an hour later. Only for
 * `Revocations.revokeId`, `Revocations.revokeSession`, `Revocations.revokeKey`.
 * @param before refuse what was issued before this, in seconds since the epoch; the end of this second if not given. Only for
 * `Revocations.revokeSubject`, `Revocations.revokeIssuer`.
 * @param by who revokes, for `entries`: at most 255 bytes, and no personal data.
 * @param reason why, for `entries`: at most 1,000 bytes, and no personal data.
 * @param now the current time; the system clock's if not given.
 */
public class RevokeOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        until: Instant? = null,
        before: Instant? = null,
        by: String? = null,
        reason: String? = null,
        now: Instant? = null,
    ) : this(
        OptionsWriter()
            .time("until", until)
            .time("before", before)
            .text("by", by)
            .text("reason", reason)
            .time("now", now)
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /**
         * When the last token has expired that the call names, in seconds since the epoch: the entry ends an hour later. Only for
         * `Revocations.revokeId`, `Revocations.revokeSession`, `Revocations.revokeKey`.
         */
        public fun until(until: Instant): Builder = apply { writer.time("until", until) }

        /**
         * Refuse what was issued before this, in seconds since the epoch; the end of this second if not given. Only for `Revocations.revokeSubject`,
         * `Revocations.revokeIssuer`.
         */
        public fun before(before: Instant): Builder = apply { writer.time("before", before) }

        /** Who revokes, for `entries`: at most 255 bytes, and no personal data. */
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
