// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Instant
import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for making one token. An option that contradicts a claim is `ERR_OPTION_INVALID`. For `sign`, `encrypt`, `seal`, `prepare`. */
public class TokenOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("TokenOptions")

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

        /** Who issues the token; becomes `iss`. */
        public fun issuer(issuer: String): Builder = apply { writer.text("issuer", issuer) }

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

        /** The `typ` in the header; `JWT` if not given. A profile sets its own. */
        public fun type(type: String): Builder = apply { writer.text("type", type) }

        /** Additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`. */
        public fun header(header: Map<String, *>): Builder = apply { writer.json("header", header) }

        /**
         * The profile that the token follows: the token gets the profile's `typ` and a random `jti` if the profile has them, and must have its
         * claims.
         */
        public fun profile(profile: Profile): Builder = apply { writer.text("profile", profile.identifier) }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The content encryption; a `dir` key has its own; `A256GCM` if not given. Only for `encrypt`, `seal`. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /**
         * Compress the claims before encrypting them. The length of the token then reveals something about its claims. Only for `encrypt`, `seal`.
         */
        @JvmOverloads
        public fun compress(compress: Boolean = true): Builder = apply { writer.flag("compress", compress) }

        /** The options. */
        public fun build(): TokenOptions = TokenOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for making one token. An option that contradicts a claim is `ERR_OPTION_INVALID`. For `sign`, `encrypt`, `seal`, `prepare`.
 *
 * @param expiresIn how long the token is valid, counted from `now`; becomes `exp`. Required unless the claims have `exp`, the issuer has a
 * `lifetime`, or `noExpiry` is set.
 * @param issuer who issues the token; becomes `iss`.
 * @param audience whom the token is for, one or several; becomes `aud`.
 * @param audiences several of them, [audience] among them.
 * @param subject whom the token is about; becomes `sub`.
 * @param noExpiry make a token that never expires.
 * @param notBefore the time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
 * @param tokenId the token's own ID; becomes `jti`.
 * @param type the `typ` in the header; `JWT` if not given. A profile sets its own.
 * @param header additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`.
 * @param profile the profile that the token follows: the token gets the profile's `typ` and a random `jti` if the profile has them, and must have its
 * claims.
 * @param now the current time; the system clock's if not given.
 * @param enc the content encryption; a `dir` key has its own; `A256GCM` if not given. Only for `encrypt`, `seal`.
 * @param compress compress the claims before encrypting them. The length of the token then reveals something about its claims. Only for `encrypt`,
 * `seal`.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun TokenOptions(
    expiresIn: Duration? = null,
    issuer: String? = null,
    audience: String? = null,
    audiences: Collection<String>? = null,
    subject: String? = null,
    noExpiry: Boolean = false,
    notBefore: Instant? = null,
    tokenId: String? = null,
    type: String? = null,
    header: JsonObject? = null,
    profile: Profile? = null,
    now: Instant? = null,
    enc: ContentEncryption? = null,
    compress: Boolean = false,
): TokenOptions {
    val builder = TokenOptions.Builder()
    builder.writer
        .length("expires_in", expiresIn)
        .text("issuer", issuer)
        .textOrTexts("audience", audience, audiences)
        .text("subject", subject)
        .flag("no_expiry", noExpiry.takeIf { it })
        .time("not_before", notBefore)
        .text("token_id", tokenId)
        .text("type", type)
        .json("header", header)
        .text("profile", profile?.identifier)
        .time("now", now)
        .text("enc", enc?.identifier)
        .flag("compress", compress.takeIf { it })
    return builder.build()
}
