// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/**
 * What to list of the revocations; all of them if nothing is named. For `Revocations.entries`.
 *
 * @param issuer the issuer of what the other options name, which have none if it is not given; alone, the revocations of the issuer itself.
 * @param tokenId the `jti` of a token.
 * @param sessionId the `sid` of a session.
 * @param subject the `sub` of a subject.
 * @param keyId the key_id of a key.
 * @param now the current time; the system clock's if not given.
 */
public class EntriesOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        issuer: String? = null,
        tokenId: String? = null,
        sessionId: String? = null,
        subject: String? = null,
        keyId: String? = null,
        now: Instant? = null,
    ) : this(
        OptionsWriter()
            .text("issuer", issuer)
            .text("token_id", tokenId)
            .text("session_id", sessionId)
            .text("subject", subject)
            .text("key_id", keyId)
            .time("now", now)
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /** The issuer of what the other options name, which have none if it is not given; alone, the revocations of the issuer itself. */
        public fun issuer(issuer: String): Builder = apply { writer.text("issuer", issuer) }

        /** The `jti` of a token. */
        public fun tokenId(tokenId: String): Builder = apply { writer.text("token_id", tokenId) }

        /** The `sid` of a session. */
        public fun sessionId(sessionId: String): Builder = apply { writer.text("session_id", sessionId) }

        /** The `sub` of a subject. */
        public fun subject(subject: String): Builder = apply { writer.text("subject", subject) }

        /** The key_id of a key. */
        public fun keyId(keyId: String): Builder = apply { writer.text("key_id", keyId) }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): EntriesOptions = EntriesOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
