// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/** Options for checking one request to a protected resource. For `ProtectedResource.check`. */
public class RequestOptions private constructor(internal val given: GivenOptions, internal val certificate: ByteArray?) {
    /** No options. */
    public constructor() : this(NO_OPTIONS, null)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("RequestOptions", "certificate" to certificate)

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()
        @PublishedApi
        @get:JvmSynthetic
        @set:JvmSynthetic
        internal var certificate: ByteArray? = null

        /** The scopes that the token must have, all of them, in addition to what the rules require: a string with spaces between them, or a list. */
        public fun scope(scope: String): Builder = apply { writer.text("scope", scope) }

        /** Several of them. */
        public fun scope(scope: Collection<String>): Builder = apply { writer.texts("scope", scope) }

        /** Let a request without a token pass. A request with a bad token never does. */
        @JvmOverloads
        public fun optional(optional: Boolean = true): Builder = apply { writer.flag("optional", optional) }

        /** The certificate with which the client authenticated in the TLS handshake, in DER or PEM. */
        public fun certificate(certificate: ByteArray): Builder = apply { this.certificate = certificate }

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /** The options. */
        public fun build(): RequestOptions = RequestOptions(writer.given(), certificate)
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for checking one request to a protected resource. For `ProtectedResource.check`.
 *
 * @param scope the scopes that the token must have, all of them, in addition to what the rules require: a string with spaces between them, or a list.
 * @param scopes several of them, [scope] among them.
 * @param optional let a request without a token pass. A request with a bad token never does.
 * @param certificate the certificate with which the client authenticated in the TLS handshake, in DER or PEM.
 * @param now the current time; the system clock's if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun RequestOptions(
    scope: String? = null,
    scopes: Collection<String>? = null,
    optional: Boolean = false,
    certificate: ByteArray? = null,
    now: Instant? = null,
): RequestOptions {
    val builder = RequestOptions.Builder()
    builder.writer
        .textOrTexts("scope", scope, scopes)
        .flag("optional", optional.takeIf { it })
        .time("now", now)
    builder.certificate = certificate
    return builder.build()
}
