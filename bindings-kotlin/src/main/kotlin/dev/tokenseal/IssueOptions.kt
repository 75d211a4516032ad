// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for one token of an issuer. For `Issuer.issue`. */
public class IssueOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("IssueOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims have `exp`, the issuer has a `lifetime`, or
         * `noExpiry` is set.
         */
        public fun expiresIn(expiresIn: JavaDuration): Builder = apply { writer.length("expires_in", expiresIn) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun expiresIn(expiresIn: String): Builder = apply { writer.text("expires_in", expiresIn) }

        /** Whom the token is for, one or several; becomes `aud`. */
        public fun audience(audience: String): Builder = apply { writer.text("audience", audience) }

        /** Several of them. */
        public fun audience(audience: Collection<String>): Builder = apply { writer.texts("audience", audience) }

        /** Whom the token is about; becomes `sub`. */
        public fun subject(subject: String): Builder = apply { writer.text("subject", subject) }

        /** Make a token that never expires. */
        @JvmOverloads
        public fun noExpiry(noExpiry: Boolean = true): Builder = apply { writer.flag("no_expiry", noExpiry) }

        /** The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds. */
        public fun notBefore(notBefore: Instant): Builder = apply { writer.time("not_before", notBefore) }

        /** The token's own ID; becomes `jti`. */
        public fun tokenId(tokenId: String): Builder = apply { writer.text("token_id", tokenId) }

        /** Additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`. */
        public fun header(header: Map<String, *>): Builder = apply { writer.json("header", header) }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): IssueOptions = IssueOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for one token of an issuer. For `Issuer.issue`.
 *
 * @param expiresIn how long the token is valid, counted from `now`; becomes `exp`. Required unless the claims have `exp`, the issuer has a
 * `lifetime`, or `noExpiry` is set.
 * @param audience whom the token is for, one or several; becomes `aud`.
 * @param audiences several of them, [audience] among them.
 * @param subject whom the token is about; becomes `sub`.
 * @param noExpiry make a token that never expires.
 * @param notBefore the time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
 * @param tokenId the token's own ID; becomes `jti`.
 * @param header additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun IssueOptions(
    expiresIn: Duration? = null,
    audience: String? = null,
    audiences: Collection<String>? = null,
    subject: String? = null,
    noExpiry: Boolean = false,
    notBefore: Instant? = null,
    tokenId: String? = null,
    header: JsonObject? = null,
    now: Instant? = null,
): IssueOptions {
    val builder = IssueOptions.Builder()
    builder.writer
        .length("expires_in", expiresIn)
        .textOrTexts("audience", audience, audiences)
        .text("subject", subject)
        .flag("no_expiry", noExpiry.takeIf { it })
        .time("not_before", notBefore)
        .text("token_id", tokenId)
        .json("header", header)
        .time("now", now)
    return builder.build()
}
