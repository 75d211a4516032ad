// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import java.time.Instant

/** Options for checking one token with a verifier. For `Verifier.verify`, `Verifier.verifyMany`. */
public class CheckOptions private constructor(internal val given: GivenOptions, internal val certificate: ByteArray?) {
    /** No options. */
    public constructor() : this(NO_OPTIONS, null)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("CheckOptions", "certificate" to certificate)

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()
        @PublishedApi
        @get:JvmSynthetic
        @set:JvmSynthetic
        internal var certificate: ByteArray? = null

        /** The current time; the system clock's if not given. */
        public fun now(now: Instant): Builder = apply { writer.time("now", now) }

        /**
         * The DPoP proof: the value of the `DPoP` header, or the list of its values, which must contain exactly one. Leave it out for a token that
         * came as `Bearer`. Only for `Verifier.verify`.
         */
        public fun proof(proof: String): Builder = apply { writer.text("proof", proof) }

        /** Several of them. */
        public fun proof(proof: Collection<String>): Builder = apply { writer.texts("proof", proof) }

        /** The method of the request, such as `GET`; required with `proof`. Only for `Verifier.verify`. */
        public fun method(method: String): Builder = apply { writer.text("method", method) }

        /**
         * The path of the request, or its URL, whose origin must be one of `publicOrigins`; required with `proof`. Give the path as the client sent
         * it, not decoded. Only for `Verifier.verify`.
         */
        public fun url(url: String): Builder = apply { writer.text("url", url) }

        /** The certificate with which the client authenticated in the TLS handshake, in DER or PEM. Only for `Verifier.verify`. */
        public fun certificate(certificate: ByteArray): Builder = apply { this.certificate = certificate }

        /** The options. */
        public fun build(): CheckOptions = CheckOptions(writer.given(), certificate)
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for checking one token with a verifier. For `Verifier.verify`, `Verifier.verifyMany`.
 *
 * @param now the current time; the system clock's if not given.
 * @param proof the DPoP proof: the value of the `DPoP` header, or the list of its values, which must contain exactly one. Leave it out for a token
 * that came as `Bearer`. Only for `Verifier.verify`.
 * @param proofs several of them, [proof] among them. Only for `Verifier.verify`.
 * @param method the method of the request, such as `GET`; required with `proof`. Only for `Verifier.verify`.
 * @param url the path of the request, or its URL, whose origin must be one of `publicOrigins`; required with `proof`. Give the path as the client
 * sent it, not decoded. Only for `Verifier.verify`.
 * @param certificate the certificate with which the client authenticated in the TLS handshake, in DER or PEM. Only for `Verifier.verify`.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun CheckOptions(
    now: Instant? = null,
    proof: String? = null,
    proofs: Collection<String>? = null,
    method: String? = null,
    url: String? = null,
    certificate: ByteArray? = null,
): CheckOptions {
    val builder = CheckOptions.Builder()
    builder.writer
        .time("now", now)
        .textOrTexts("proof", proof, proofs)
        .text("method", method)
        .text("url", url)
    builder.certificate = certificate
    return builder.build()
}
