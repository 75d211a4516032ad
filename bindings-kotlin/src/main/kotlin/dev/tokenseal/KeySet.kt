package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.KeySet as NativeKeySet

/**
 * An immutable set of keys, in order (RFC 7517, section 5).
 *
 * ```kotlin
 * val (old, new) = List(2) { Key.generate(SignatureAlgorithm.ES256) }
 * val published = KeySet.fromJwks(KeySet(old, new).toJwks())
 * check(published.size == 2 && published[new.keyId!!] == new.public())
 * ```
 */
public class KeySet internal constructor(native: NativeKeySet) : Keys, Iterable<Key>, AutoCloseable {
    internal val handle = NativeHandle(native)

    /** A set of these keys. */
    public constructor(keys: Iterable<Key>) : this(withAll(keys.map { it.handle }) { NativeKeySet(it) })

    /** A set of these keys. */
    public constructor(vararg keys: Key) : this(keys.asList())

    /** How many keys there are, not counting the rejected ones. */
    public val size: Int get() = handle.with { it.count() }.toInt()

    /** The keys that were set aside when the set was read. */
    public val rejected: List<RejectedKey>
        get() = handle.with { it.rejected() }.map { RejectedKey(it.index.toInt(), it.keyId, ErrorCode.valueOf(it.code), spelled(it.reason)) }

    /** The first key with this key_id. */
    public operator fun get(keyId: String): Key? = handle.with { it.key(keyId) }?.let(::Key)

    /** The keys, without the rejected ones. */
    override fun iterator(): Iterator<Key> = handle.with { it.keys() }.map(::Key).iterator()

    /**
     * The set as the text of a JWK Set: the public halves, without shared secrets; or every key in
     * full, if the private halves are requested.
     */
    @JvmOverloads
    public fun toJwks(options: ExportOptions = ExportOptions()): String = handle.with { it.jwksText(options.given.text) }

    /** Frees the set at once. You need not call it: the set is freed when nothing refers to it. */
    override fun close(): Unit = handle.close()

    /** Identifies the keys, and shows nothing secret. */
    override fun toString(): String = try {
        val members = listOfNotNull(joinToString(", ", "[", "]"), rejected.size.takeIf { it > 0 }?.let { "rejected=$it" })
        members.joinToString(", ", "KeySet(", ")")
    } catch (_: TokenException) {
        "KeySet(closed)"
    }

    public companion object {
        /**
         * A set from the text of a JWK Set. A malformed key is set aside and listed in [rejected],
         * unless the options are strict: then the whole set is refused. With `publicOnly`,
         * symmetric and private keys are set aside too.
         *
         * @throws TokenException `ERR_JWKS_INVALID`, and if the options are strict, what
         * [Key.fromJwk] throws.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwks(jwks: String, options: JwksOptions = JwksOptions()): KeySet =
            KeySet(native(ErrorCode.ERR_JWKS_INVALID) { NativeKeySet.fromJwksText(jwks, options.given.text) })

        /** A set from a JWK Set, as from its text. */
        @JvmStatic
        @JvmOverloads
        public fun fromJwks(jwks: JsonObject, options: JwksOptions = JwksOptions()): KeySet = fromJwks(jwks.toString(), options)
    }
}

/** A key of a set that was set aside when the set was read. */
public class RejectedKey internal constructor(
    /** Its index in the set's `keys`, counted from 0. */
    public val index: Int,
    /** Its `kid`, if it has one. */
    public val keyId: String?,
    /** Why it was set aside, for programs. */
    public val code: ErrorCode,
    /** Why it was set aside, for people. */
    public val message: String,
) {
    override fun toString(): String = printed("RejectedKey", "index" to index, "keyId" to shown(keyId), "code" to code)
}
