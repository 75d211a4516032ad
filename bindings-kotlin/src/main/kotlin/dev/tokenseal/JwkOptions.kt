// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for reading a JWK. For `Key.fromJwk`. */
public class JwkOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("JwkOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** The algorithm to bind the key to; required for an `oct` JWK without `alg`. */
        public fun alg(alg: Algorithm): Builder = apply { writer.text("alg", alg.identifier) }

        /** The content encryption of a `dir` key; required for `dir`, refused for every other algorithm. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /**
         * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
         */
        public fun signatureUses(vararg signatureUses: String): Builder = apply { writer.texts("signature_uses", signatureUses.asList()) }

        /** Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still refused. */
        @JvmOverloads
        public fun allowWeakSecret(allowWeakSecret: Boolean = true): Builder = apply { writer.flag("allow_weak_secret", allowWeakSecret) }

        /** The options. */
        public fun build(): JwkOptions = JwkOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for reading a JWK. For `Key.fromJwk`.
 *
 * @param alg the algorithm to bind the key to; required for an `oct` JWK without `alg`.
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still
 * refused.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun JwkOptions(
    alg: Algorithm? = null,
    enc: ContentEncryption? = null,
    signatureUses: Collection<String>? = null,
    allowWeakSecret: Boolean = false,
): JwkOptions {
    val builder = JwkOptions.Builder()
    builder.writer
        .text("alg", alg?.identifier)
        .text("enc", enc?.identifier)
        .texts("signature_uses", signatureUses)
        .flag("allow_weak_secret", allowWeakSecret.takeIf { it })
    return builder.build()
}
