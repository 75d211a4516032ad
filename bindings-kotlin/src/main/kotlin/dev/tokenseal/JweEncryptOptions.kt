// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject

/**
 * Options for encrypting arbitrary bytes. For `Jwe.encrypt`.
 *
 * @param enc the content encryption; a `dir` key has its own; `A256GCM` if not given.
 * @param header more parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`.
 * @param unprotected parameters for the unprotected header that all recipients share and anyone can change, in the JSON serializations only.
 * @param recipientHeaders parameters for the recipients' unprotected headers, which anyone can change, one object for each key, in the JSON
 * serializations only. A `kid` here or in `unprotected`, which must be the key's, is written nowhere else.
 * @param aad bytes to authenticate besides the plaintext; they stand in the token for all to read, in the JSON serializations only.
 * @param serialization how to write the token; `compact` if not given.
 * @param compress compress the plaintext before encrypting it. The length of the token then reveals something about its content.
 * @param allowSharedContentKey allow a symmetric key among several. Such a key must never authenticate a token again, in any serialization: every
 * recipient knows the content key, and can put other content under the encrypted key of another, in a compact token too.
 */
public class JweEncryptOptions private constructor(internal val given: GivenOptions, internal val aad: ByteArray?) {
    public constructor(
        enc: ContentEncryption? = null,
        header: JsonObject? = null,
        unprotected: JsonObject? = null,
        recipientHeaders: Collection<JsonObject>? = null,
        aad: ByteArray? = null,
        serialization: Serialization = Serialization.COMPACT,
        compress: Boolean = false,
        allowSharedContentKey: Boolean = false,
    ) : this(
        OptionsWriter()
            .text("enc", enc?.identifier)
            .json("header", header)
            .json("unprotected", unprotected)
            .jsons("recipient_headers", recipientHeaders)
            .text("serialization", serialization.takeUnless { it == Serialization.COMPACT }?.identifier)
            .flag("compress", compress.takeIf { it })
            .flag("allow_shared_content_key", allowSharedContentKey.takeIf { it })
            .given(),
        aad,
    )

    /** Options that are given one at a time, for Java. */
    public class Builder {
        private val writer = OptionsWriter()
        private var aad: ByteArray? = null

        /** The content encryption; a `dir` key has its own; `A256GCM` if not given. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /** More parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`. */
        public fun header(header: Map<String, *>): Builder = apply { writer.json("header", header) }

        /** Parameters for the unprotected header that all recipients share and anyone can change, in the JSON serializations only. */
        public fun unprotected(unprotected: Map<String, *>): Builder = apply { writer.json("unprotected", unprotected) }

        /**
         * Parameters for the recipients' unprotected headers, which anyone can change, one object for each key, in the JSON serializations only. A
         * `kid` here or in `unprotected`, which must be the key's, is written nowhere else.
         */
        public fun recipientHeaders(recipientHeaders: Collection<Map<String, *>>): Builder = apply { writer.jsons("recipient_headers", recipientHeaders) }

        /** Bytes to authenticate besides the plaintext; they stand in the token for all to read, in the JSON serializations only. */
        public fun aad(aad: ByteArray): Builder = apply { this.aad = aad }

        /** How to write the token; `compact` if not given. */
        public fun serialization(serialization: Serialization): Builder = apply { writer.text("serialization", serialization.identifier) }

        /** Compress the plaintext before encrypting it. The length of the token then reveals something about its content. */
        @JvmOverloads
        public fun compress(compress: Boolean = true): Builder = apply { writer.flag("compress", compress) }

        /**
         * Allow a symmetric key among several. Such a key must never authenticate a token again, in any serialization: every recipient knows the
         * content key, and can put other content under the encrypted key of another, in a compact token too.
         */
        @JvmOverloads
        public fun allowSharedContentKey(allowSharedContentKey: Boolean = true): Builder = apply { writer.flag("allow_shared_content_key", allowSharedContentKey) }

        /** The options. */
        public fun build(): JweEncryptOptions = JweEncryptOptions(writer.given(), aad)
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}
