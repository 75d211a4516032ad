// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

import kotlinx.serialization.json.JsonObject

/** Options for signing arbitrary bytes. For `Jws.sign`. */
public class JwsSignOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("JwsSignOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /** Additional parameters for the protected header: the same for every signature, or one object per key. */
        public fun header(header: Map<String, *>): Builder = apply { writer.json("header", header) }

        /** One object for each key. */
        public fun header(header: Collection<Map<String, *>>): Builder = apply { writer.jsons("header", header) }

        /**
         * Parameters for the unprotected header, which anyone can change; only in the JSON serializations. The same for every signature, or one
         * object per key. A `kid` given here must be the key's, and is then left out of the protected header.
         */
        public fun unprotected(unprotected: Map<String, *>): Builder = apply { writer.json("unprotected", unprotected) }

        /** One object for each key. */
        public fun unprotected(unprotected: Collection<Map<String, *>>): Builder = apply { writer.jsons("unprotected", unprotected) }

        /** The names of protected header parameters that a recipient must understand or else refuse the token (`crit`). Each must be in `header`. */
        public fun critical(vararg critical: String): Builder = apply { writer.texts("critical", critical.asList()) }

        /** How to write the token; `compact` if not given. */
        public fun serialization(serialization: Serialization): Builder = apply { writer.text("serialization", serialization.identifier) }

        /** Leave the payload out of the token; it reaches the recipient by some other means (RFC 7515, appendix F). */
        @JvmOverloads
        public fun detached(detached: Boolean = true): Builder = apply { writer.flag("detached", detached) }

        /** Encode the payload as base64url. If false, the payload is signed as it is (RFC 7797), which suits detached payloads. */
        public fun b64(b64: Boolean): Builder = apply { writer.flag("b64", b64) }

        /** The options. */
        public fun build(): JwsSignOptions = JwsSignOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for signing arbitrary bytes. For `Jws.sign`.
 *
 * @param header additional parameters for the protected header: the same for every signature, or one object per key.
 * @param headers one object for each key, instead of [header].
 * @param unprotected parameters for the unprotected header, which anyone can change; only in the JSON serializations. The same for every signature,
 * or one object per key. A `kid` given here must be the key's, and is then left out of the protected header.
 * @param unprotectedHeaders one object for each key, instead of [unprotected].
 * @param critical the names of protected header parameters that a recipient must understand or else refuse the token (`crit`). Each must be in
 * `header`.
 * @param serialization how to write the token; `compact` if not given.
 * @param detached leave the payload out of the token; it reaches the recipient by some other means (RFC 7515, appendix F).
 * @param b64 encode the payload as base64url. If false, the payload is signed as it is (RFC 7797), which suits detached payloads.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun JwsSignOptions(
    header: JsonObject? = null,
    headers: Collection<JsonObject>? = null,
    unprotected: JsonObject? = null,
    unprotectedHeaders: Collection<JsonObject>? = null,
    critical: Collection<String>? = null,
    serialization: Serialization = Serialization.COMPACT,
    detached: Boolean = false,
    b64: Boolean = true,
): JwsSignOptions {
    val builder = JwsSignOptions.Builder()
    builder.writer
        .jsonOrJsons("header", header, headers)
        .jsonOrJsons("unprotected", unprotected, unprotectedHeaders)
        .texts("critical", critical)
        .text("serialization", serialization.takeUnless { it == Serialization.COMPACT }?.identifier)
        .flag("detached", detached.takeIf { it })
        .flag("b64", b64.takeUnless { it })
    return builder.build()
}
