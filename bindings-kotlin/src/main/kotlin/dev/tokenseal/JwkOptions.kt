// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/**
 * Options for reading a JWK. For `Key.fromJwk`.
 *
 * @param alg the algorithm to bind the key to; required for an `oct` JWK without `alg`.
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm.
 * @param signatureUses values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is
 * `ERR_JOSE_NOT_SUPPORTED`.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as older systems have them. One that is empty, or nothing but zeros, is
 * refused all the same.
 */
public class JwkOptions private constructor(internal val given: GivenOptions) {
    public constructor(
        alg: Algorithm? = null,
        enc: ContentEncryption? = null,
        signatureUses: Collection<String>? = null,
        allowWeakSecret: Boolean = false,
    ) : this(
        OptionsWriter()
            .text("alg", alg?.identifier)
            .text("enc", enc?.identifier)
            .texts("signature_uses", signatureUses)
            .flag("allow_weak_secret", allowWeakSecret.takeIf { it })
            .given(),
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()

        /** The algorithm to bind the key to; required for an `oct` JWK without `alg`. */
        public fun alg(alg: Algorithm): Builder = apply { writer.text("alg", alg.identifier) }

        /** The content encryption of a `dir` key; required for `dir`, refused for every other algorithm. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /**
         * Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
         */
        public fun signatureUses(vararg signatureUses: String): Builder = apply { writer.texts("signature_uses", signatureUses.asList()) }

        /**
         * Accept an HMAC secret that is shorter than its hash, as older systems have them. One that is empty, or nothing but zeros, is refused all
         * the same.
         */
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
