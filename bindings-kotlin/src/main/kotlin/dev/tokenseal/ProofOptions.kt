// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/**
 * Options for making a DPoP proof (RFC 9449). For `Dpop.prove`, `Dpop.prepare`.
 *
 * @param accessToken the access token that is sent with the proof; its hash becomes `ath`. Leave it out for a request that asks for a token.
 * @param nonce the nonce that the server has asked for in `DPoP-Nonce`.
 * @param tokenId the id of the proof; becomes `jti`. A random one if not given.
 * @param now the current time; the system clock's if not given.
 */
public class ProofOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        accessToken: String? = null,
        nonce: String? = null,
        tokenId: String? = null,
        now: Instant? = null,
    ) : this(
        OptionsWriter()
            .text("access_token", accessToken)
            .text("nonce", nonce)
            .text("token_id", tokenId)
            .time("now", now)
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /** The access token that is sent with the proof; its hash becomes `ath`. Leave it out for a request that asks for a token. */
        public fun accessToken(accessToken: String): Builder = apply { writer.text("access_token", accessToken) }

        /** The nonce that the server has asked for in `DPoP-Nonce`. */
        public fun nonce(nonce: String): Builder = apply { writer.text("nonce", nonce) }

        /** The id of the proof; becomes `jti`. A random one if not given. */
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
