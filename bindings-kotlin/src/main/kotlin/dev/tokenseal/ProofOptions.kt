// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/** Options for making a DPoP proof (RFC 9449). For `Dpop.prove`, `Dpop.prepare`. */
public class ProofOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("ProofOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The access token sent with the proof; its hash becomes `ath`. Leave it out when requesting a token. */
        public fun accessToken(accessToken: String): Builder = apply { writer.text("access_token", accessToken) }

        /** The nonce that the server asked for in `DPoP-Nonce`. */
        public fun nonce(nonce: String): Builder = apply { writer.text("nonce", nonce) }

        /** The ID of the proof; becomes `jti`. Random if not given. */
        public fun tokenId(tokenId: String): Builder = apply { writer.text("token_id", tokenId) }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): ProofOptions = ProofOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for making a DPoP proof (RFC 9449). For `Dpop.prove`, `Dpop.prepare`.
 *
 * @param accessToken the access token sent with the proof; its hash becomes `ath`. Leave it out when requesting a token.
 * @param nonce the nonce that the server asked for in `DPoP-Nonce`.
 * @param tokenId the ID of the proof; becomes `jti`. Random if not given.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun ProofOptions(
    accessToken: String? = null,
    nonce: String? = null,
    tokenId: String? = null,
    now: Instant? = null,
): ProofOptions {
    val builder = ProofOptions.Builder()
    builder.writer
        .text("access_token", accessToken)
        .text("nonce", nonce)
        .text("token_id", tokenId)
        .time("now", now)
    return builder.build()
}
