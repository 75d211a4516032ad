// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/** Which revocations to list; all of them if nothing is named. For `Revocations.entries`. */
public class EntriesOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("EntriesOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * The issuer of what the other options name; if not given, they name revocations without an issuer. Alone, it lists the revocations of the
         * issuer itself.
         */
        public fun issuer(issuer: String): Builder = apply { writer.text("issuer", issuer) }

        /** The `jti` of a token. */
        public fun tokenId(tokenId: String): Builder = apply { writer.text("token_id", tokenId) }

        /** The `sid` of a session. */
        public fun sessionId(sessionId: String): Builder = apply { writer.text("session_id", sessionId) }

        /** The `sub` of a subject. */
        public fun subject(subject: String): Builder = apply { writer.text("subject", subject) }

        /** The `kid` of a key. */
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

/**
 * Which revocations to list; all of them if nothing is named. For `Revocations.entries`.
 *
 * @param issuer the issuer of what the other options name; if not given, they name revocations without an issuer. Alone, it lists the revocations of
 * the issuer itself.
 * @param tokenId the `jti` of a token.
 * @param sessionId the `sid` of a session.
 * @param subject the `sub` of a subject.
 * @param keyId the `kid` of a key.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun EntriesOptions(
    issuer: String? = null,
    tokenId: String? = null,
    sessionId: String? = null,
    subject: String? = null,
    keyId: String? = null,
    now: Instant? = null,
): EntriesOptions {
    val builder = EntriesOptions.Builder()
    builder.writer
        .text("issuer", issuer)
        .text("token_id", tokenId)
        .text("session_id", sessionId)
        .text("subject", subject)
        .text("key_id", keyId)
        .time("now", now)
    return builder.build()
}
