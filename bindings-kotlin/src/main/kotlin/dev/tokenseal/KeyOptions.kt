// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/**
 * Options for every other way of reading a key. For `Key.fromPem`, `Key.fromDer`, `Key.fromCertificate`, `Key.fromSecret`, `Key.fromPassword`.
 *
 * @param enc the content encryption of a `dir` key; required for `dir`, refused for every other algorithm. Only for `Key.fromSecret`.
 * @param keyId the key's `kid`. A generated asymmetric key has its thumbprint if none is given.
 * @param password the password of an encrypted private key; required for one, refused for every other key. Text is read as UTF-8. Only for
 * `Key.fromPem`, `Key.fromDer`.
 * @param encoding what the text of a secret stands for; required where the secret is text, refused where it is bytes. Only for `Key.fromSecret`.
 * @param allowWeakSecret accept an HMAC secret that is shorter than its hash, as older systems have them. One that is empty, or nothing but zeros, is
 * refused all the same. Only for `Key.fromSecret`.
 */
public class KeyOptions private constructor(internal val given: GivenOptions, internal val password: String?) {
    public constructor(
        enc: ContentEncryption? = null,
        keyId: String? = null,
        password: String? = null,
        encoding: TextEncoding? = null,
        allowWeakSecret: Boolean = false,
    ) : this(
        OptionsWriter()
            .text("enc", enc?.identifier)
            .text("key_id", keyId)
            .text("encoding", encoding?.identifier)
            .flag("allow_weak_secret", allowWeakSecret.takeIf { it })
            .given(),
        password,
    )

    /** All of them as JSON, for functions that take nothing that must be kept secret: the core refuses it there. */
    internal val withSecrets: GivenOptions get() = given.with("password", password)

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()
        private var password: String? = null

        /** The content encryption of a `dir` key; required for `dir`, refused for every other algorithm. Only for `Key.fromSecret`. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /** The key's `kid`. A generated asymmetric key has its thumbprint if none is given. */
        public fun keyId(keyId: String): Builder = apply { writer.text("key_id", keyId) }

        /**
         * The password of an encrypted private key; required for one, refused for every other key. Text is read as UTF-8. Only for `Key.fromPem`,
         * `Key.fromDer`.
         */
        public fun password(password: String): Builder = apply { this.password = password }

        /** What the text of a secret stands for; required where the secret is text, refused where it is bytes. Only for `Key.fromSecret`. */
        public fun encoding(encoding: TextEncoding): Builder = apply { writer.text("encoding", encoding.identifier) }

        /**
         * Accept an HMAC secret that is shorter than its hash, as older systems have them. One that is empty, or nothing but zeros, is refused all
         * the same. Only for `Key.fromSecret`.
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
