// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for every other way of reading a key. For `Key.fromPem`, `Key.fromDer`, `Key.fromCertificate`, `Key.fromSecret`, `Key.fromPassword`. */
public class KeyOptions private constructor(internal val given: GivenOptions, internal val password: String?) {
    /** No options. */
    public constructor() : this(NO_OPTIONS, null)

    /** All of them as JSON, for functions that take nothing that must be kept secret: the core refuses it there. */
    internal val withSecrets: GivenOptions get() = given.with("password", password)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("KeyOptions", "password" to password)

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()
        @PublishedApi
        @get:JvmSynthetic
        @set:JvmSynthetic
        internal var password: String? = null

        /** The content encryption of a `dir` key; required for `dir`, refused for every other algorithm. Only for `Key.fromSecret`. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /** The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint. */
        public fun keyId(keyId: String): Builder = apply { writer.text("key_id", keyId) }

        /**
         * The password of an encrypted private key; required for one, refused for any other key. A string is encoded as UTF-8. Only for
         * `Key.fromPem`, `Key.fromDer`.
         */
        public fun password(password: String): Builder = apply { this.password = password }

        /** How the text of a secret is encoded; required if the secret is text, refused if it is bytes. Only for `Key.fromSecret`. */
        public fun encoding(encoding: TextEncoding): Builder = apply { writer.text("encoding", encoding.identifier) }

        /**
         * Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still refused. Only for
         * `Key.fromSecret`.
         */
        @JvmOverloads
        public fun allowWeakSecret(allowWeakSecret: Boolean = true): Builder = apply { writer.flag("allow_weak_secret", allowWeakSecret) }

        /** The options. */
        public fun build(): KeyOptions = KeyOptions(writer.given(), password)
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for every other way of reading a key. For `Key.fromPem`, `Key.fromDer`, `Key.fromCertificate`, `Key.fromSecret`, `Key.fromPassword`.
 *
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm. Only for `Key.fromSecret`.
 * @param keyId the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
 * @param password the password of an encrypted private key; required for one, refused for any other key. A string is encoded as UTF-8. Only for
 * `Key.fromPem`, `Key.fromDer`.
 * @param encoding how the text of a secret is encoded; required if the secret is text, refused if it is bytes. Only for `Key.fromSecret`.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as in some older systems. One that is empty or all zeros is still
 * refused. Only for `Key.fromSecret`.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun KeyOptions(
    enc: ContentEncryption? = null,
    keyId: String? = null,
    password: String? = null,
    encoding: TextEncoding? = null,
    allowWeakSecret: Boolean = false,
): KeyOptions {
    val builder = KeyOptions.Builder()
    builder.writer
        .text("enc", enc?.identifier)
        .text("key_id", keyId)
        .text("encoding", encoding?.identifier)
        .flag("allow_weak_secret", allowWeakSecret.takeIf { it })
    builder.password = password
    return builder.build()
}
