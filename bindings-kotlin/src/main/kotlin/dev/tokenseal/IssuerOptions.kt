// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import java.time.Duration as JavaDuration

/** Options for an issuer, which apply to every token that it issues. For `Issuer`. */
public class IssuerOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("IssuerOptions")

    /** Options that are given one at a time: for Java, and for lengths that are text. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** Who issues the token; becomes `iss`. */
        public fun issuer(issuer: String): Builder = apply { writer.text("issuer", issuer) }

        /** Whom the token is for, one or several; becomes `aud`. */
        public fun audience(audience: String): Builder = apply { writer.text("audience", audience) }

        /** Several of them. */
        public fun audience(audience: Collection<String>): Builder = apply { writer.texts("audience", audience) }

        /** Whom the token is about; becomes `sub`. */
        public fun subject(subject: String): Builder = apply { writer.text("subject", subject) }

        /** How long a token is valid, unless the call or the claims say otherwise. */
        public fun lifetime(lifetime: JavaDuration): Builder = apply { writer.length("lifetime", lifetime) }

        /** The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`. */
        public fun lifetime(lifetime: String): Builder = apply { writer.text("lifetime", lifetime) }

        /** Make a token that never expires. */
        @JvmOverloads
        public fun noExpiry(noExpiry: Boolean = true): Builder = apply { writer.flag("no_expiry", noExpiry) }

        /** The `typ` in the header; `JWT` if not given. A profile sets its own. */
        public fun type(type: String): Builder = apply { writer.text("type", type) }

        /** Additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`. */
        public fun header(header: Map<String, *>): Builder = apply { writer.json("header", header) }

        /**
         * The profile that the token follows: the token gets the profile's `typ` and a random `jti` if the profile has them, and must have its
         * claims.
         */
        public fun profile(profile: Profile): Builder = apply { writer.text("profile", profile.identifier) }

        /** The content encryption; a `dir` key has its own; `A256GCM` if not given. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /** Compress the claims before encrypting them. The length of the token then reveals something about its claims. */
        @JvmOverloads
        public fun compress(compress: Boolean = true): Builder = apply { writer.flag("compress", compress) }

        /** The algorithm to sign with, if `signingKey` is a ring that has several; the first one in the ring if not given. */
        public fun alg(alg: SignatureAlgorithm): Builder = apply { writer.text("alg", alg.identifier) }

        /**
         * The key management algorithms to choose a key by, in order of preference, if `encryptionKey` is a set published by its recipient; `ECDH-ES
         * with key wrap, ECDH-ES, RSA-OAEP` if not given.
         */
        public fun keyManagement(vararg keyManagement: KeyManagement): Builder = apply { writer.texts("key_management", keyManagement.map { it.identifier }) }

        /** The options. */
        public fun build(): IssuerOptions = IssuerOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for an issuer, which apply to every token that it issues. For `Issuer`.
 *
 * @param issuer who issues the token; becomes `iss`.
 * @param audience whom the token is for, one or several; becomes `aud`.
 * @param audiences several of them, [audience] among them.
 * @param subject whom the token is about; becomes `sub`.
 * @param lifetime how long a token is valid, unless the call or the claims say otherwise.
 * @param noExpiry make a token that never expires.
 * @param type the `typ` in the header; `JWT` if not given. A profile sets its own.
 * @param header additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`.
 * @param profile the profile that the token follows: the token gets the profile's `typ` and a random `jti` if the profile has them, and must have its
 * claims.
 * @param enc the content encryption; a `dir` key has its own; `A256GCM` if not given.
 * @param compress compress the claims before encrypting them. The length of the token then reveals something about its claims.
 * @param alg the algorithm to sign with, if `signingKey` is a ring that has several; the first one in the ring if not given.
 * @param keyManagement the key management algorithms to choose a key by, in order of preference, if `encryptionKey` is a set published by its
 * recipient; `ECDH-ES with key wrap, ECDH-ES, RSA-OAEP` if not given.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun IssuerOptions(
    issuer: String? = null,
    audience: String? = null,
    audiences: Collection<String>? = null,
    subject: String? = null,
    lifetime: Duration? = null,
    noExpiry: Boolean = false,
    type: String? = null,
    header: JsonObject? = null,
    profile: Profile? = null,
    enc: ContentEncryption? = null,
    compress: Boolean = false,
    alg: SignatureAlgorithm? = null,
    keyManagement: Collection<KeyManagement>? = null,
): IssuerOptions {
    val builder = IssuerOptions.Builder()
    builder.writer
        .text("issuer", issuer)
        .textOrTexts("audience", audience, audiences)
        .text("subject", subject)
        .length("lifetime", lifetime)
        .flag("no_expiry", noExpiry.takeIf { it })
        .text("type", type)
        .json("header", header)
        .text("profile", profile?.identifier)
        .text("enc", enc?.identifier)
        .flag("compress", compress.takeIf { it })
        .text("alg", alg?.identifier)
        .texts("key_management", keyManagement?.map { it.identifier })
    return builder.build()
}
