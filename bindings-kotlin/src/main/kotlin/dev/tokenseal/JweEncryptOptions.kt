// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject

/** Options for encrypting arbitrary bytes. For `Jwe.encrypt`. */
public class JweEncryptOptions private constructor(internal val given: GivenOptions, internal val aad: ByteArray?) {
    /** No options. */
    public constructor() : this(NO_OPTIONS, null)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("JweEncryptOptions", "aad" to aad)

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()
        @PublishedApi
        @get:JvmSynthetic
        @set:JvmSynthetic
        internal var aad: ByteArray? = null

        /** The content encryption; a `dir` key has its own; `A256GCM` if not given. */
        public fun enc(enc: ContentEncryption): Builder = apply { writer.text("enc", enc.identifier) }

        /** Additional parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`. */
        public fun header(header: Map<String, *>): Builder = apply { writer.json("header", header) }

        /** Parameters for the unprotected header, which all recipients share and anyone can change; only in the JSON serializations. */
        public fun unprotected(unprotected: Map<String, *>): Builder = apply { writer.json("unprotected", unprotected) }

        /**
         * Parameters for the unprotected headers of the recipients, which anyone can change, one object per key; only in the JSON serializations. A
         * `kid` given here or in `unprotected` must be the key's, and is then written nowhere else.
         */
        public fun recipientHeaders(recipientHeaders: Collection<Map<String, *>>): Builder = apply { writer.jsons("recipient_headers", recipientHeaders) }

        /** Additional bytes to authenticate besides the plaintext, which anyone can read in the token; only in the JSON serializations. */
        public fun aad(aad: ByteArray): Builder = apply { this.aad = aad }

        /** How to write the token; `compact` if not given. */
        public fun serialization(serialization: Serialization): Builder = apply { writer.text("serialization", serialization.identifier) }

        /** Compress the plaintext before encrypting it. The length of the token then reveals something about its content. */
        @JvmOverloads
        public fun compress(compress: Boolean = true): Builder = apply { writer.flag("compress", compress) }

        /**
         * Allow a symmetric key among several. Such a key must never again be used to authenticate a token, in any serialization: every recipient
         * knows the content key, and can put other content under another recipient's encrypted key, in a compact token too.
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

/**
 * Options for encrypting arbitrary bytes. For `Jwe.encrypt`.
 *
 * @param enc the content encryption; a `dir` key has its own; `A256GCM` if not given.
 * @param header additional parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`.
 * @param unprotected parameters for the unprotected header, which all recipients share and anyone can change; only in the JSON serializations.
 * @param recipientHeaders parameters for the unprotected headers of the recipients, which anyone can change, one object per key; only in the JSON
 * serializations. A `kid` given here or in `unprotected` must be the key's, and is then written nowhere else.
 * @param aad additional bytes to authenticate besides the plaintext, which anyone can read in the token; only in the JSON serializations.
 * @param serialization how to write the token; `compact` if not given.
 * @param compress compress the plaintext before encrypting it. The length of the token then reveals something about its content.
 * @param allowSharedContentKey allow a symmetric key among several. Such a key must never again be used to authenticate a token, in any
 * serialization: every recipient knows the content key, and can put other content under another recipient's encrypted key, in a compact token too.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun JweEncryptOptions(
    enc: ContentEncryption? = null,
    header: JsonObject? = null,
    unprotected: JsonObject? = null,
    recipientHeaders: Collection<JsonObject>? = null,
    aad: ByteArray? = null,
    serialization: Serialization = Serialization.COMPACT,
    compress: Boolean = false,
    allowSharedContentKey: Boolean = false,
): JweEncryptOptions {
    val builder = JweEncryptOptions.Builder()
    builder.writer
        .text("enc", enc?.identifier)
        .json("header", header)
        .json("unprotected", unprotected)
        .jsons("recipient_headers", recipientHeaders)
        .text("serialization", serialization.takeUnless { it == Serialization.COMPACT }?.identifier)
        .flag("compress", compress.takeIf { it })
        .flag("allow_shared_content_key", allowSharedContentKey.takeIf { it })
    builder.aad = aad
    return builder.build()
}
