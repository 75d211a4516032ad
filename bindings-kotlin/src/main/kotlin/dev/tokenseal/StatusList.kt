package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import dev.tokenseal.ffi.StatusList as NativeStatusList

/**
 * One status for each of many tokens, as their issuer keeps and publishes them
 * (draft-ietf-oauth-status-list-21), so that a token can be revoked, or suspended for a while,
 * without a query for each token.
 *
 * ```kotlin
 * import kotlin.time.Duration.Companion.days
 *
 * val uri = "https://issuer.example/statuses/1"
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val list = StatusList(capacity = 100_000)
 *
 * // For each token an index of its own, drawn by chance.
 * val index = list.allocate()
 * val token = sign(mapOf("sub" to "alice", "status" to list.claim(uri, index)), key, TokenOptions(expiresIn = 30.days))
 *
 * // Later: this token is not valid any more. What is served at `uri`, as `application/statuslist+jwt`:
 * list[index] = StatusList.INVALID
 * val published = list.toJwt(key, uri, StatusTokenOptions(ttl = 5.minutes, expiresIn = 1.days))
 *
 * // What there is to keep, in a database or a file.
 * check(StatusList.fromState(list.toState())[index] == StatusList.INVALID)
 * ```
 *
 * It is safe to share between threads. One process changes it: if two write the same state, changes
 * are lost. To check tokens, see [StatusLists].
 *
 * @param capacity how many tokens it is for, rounded up to whole bytes of the list.
 * @param bits how many bits a status has: 1, 2, 4 or 8. With one bit, a token is either valid or
 * invalid.
 * @throws TokenException `ERR_OPTION_INVALID` for another number of bits, or more than 16 MiB of
 * statuses.
 */
public class StatusList private constructor(native: NativeStatusList) : AutoCloseable {
    @JvmOverloads
    public constructor(capacity: Long, bits: Int = 1) : this(native { NativeStatusList(capacity.toULong(), bits.toUInt()) })

    private val handle = NativeHandle(native)

    /** How many tokens it is for. */
    public val capacity: Long get() = handle.with { it.capacity() }.toLong()

    /** How many bits a status has. */
    public val bits: Int get() = handle.with { it.bits() }.toInt()

    /** How many indexes are still free. */
    public val free: Long get() = handle.with { it.free() }.toLong()

    /**
     * Returns a free index, drawn at random, so that nobody learns from it when its token was
     * issued, or how many there are.
     *
     * @throws TokenException `ERR_OPTION_INVALID` if the list is full.
     */
    public fun allocate(): Long = handle.with { it.allocate() }.toLong()

    /**
     * The status at an index.
     *
     * @throws TokenException `ERR_OPTION_INVALID` for an index that was not allocated.
     */
    public operator fun get(index: Long): Int = handle.with { it.getStatus(index.toULong()) }.toInt()

    /**
     * Sets the status at an index: [VALID], [INVALID], [SUSPENDED], or another that has a meaning
     * in your application. A check refuses a token with any status but [VALID]. In Kotlin:
     * `list[index] = StatusList.INVALID`.
     *
     * @throws TokenException `ERR_OPTION_INVALID` for an index that was not allocated, or a status
     * that needs more bits.
     */
    public operator fun set(index: Long, status: Int) {
        // Nothing may be truncated on the way.
        if (status !in 0..255) throw TokenException(ErrorCode.ERR_OPTION_INVALID, "a status is a number from 0 to 255")
        handle.with { it.setStatus(index.toULong(), status.toUByte()) }
    }

    /**
     * The claim `status` of the token that was given this index.
     *
     * @param uri where the list is published.
     * @throws TokenException `ERR_OPTION_INVALID` for an index that was not allocated, or an
     * invalid address.
     */
    public fun claim(uri: String, index: Long): JsonObject = json(handle.with { it.claim(uri, index.toULong()) })

    /**
     * Everything about the list that you must store, as text: which indexes were allocated, and
     * every status. [fromState] reads it. Keep it secret: it shows which indexes were allocated.
     */
    public fun toState(): String = handle.with { it.toState() }

    /**
     * The list as a signed token, which is published at [uri] and served as
     * `application/statuslist+jwt`.
     *
     * @param key signs it: the key of the tokens' issuer, or another that the services that check
     * them give to [StatusLists].
     * @param uri where it is published; the `sub` of the token.
     * @param options `ttl` or `expiresIn` is required: how long others may use it.
     * @throws TokenException `ERR_OPTION_INVALID` for a wrong option or address; `ERR_KEY_MISMATCH`
     * for a key that cannot sign.
     */
    public fun toJwt(key: SigningKey, uri: String, options: StatusTokenOptions): String {
        (key as? KeyRing)?.settle()
        return handle.with { list -> key.signing { list.toJwt(it!!, uri, options.given.text) } }
    }

    /** Frees it at once. */
    override fun close(): Unit = handle.close()

    /** Shows no status. */
    override fun toString(): String = "StatusList"

    public companion object {
        /** The token is valid. */
        public const val VALID: Int = 0

        /** The token is permanently invalid. */
        public const val INVALID: Int = 1

        /** The token is temporarily invalid; this status needs two bits. */
        public const val SUSPENDED: Int = 2

        /**
         * The list that [toState] wrote.
         *
         * @throws TokenException `ERR_OPTION_INVALID` if it is damaged, or a newer version wrote
         * it.
         */
        @JvmStatic
        public fun fromState(state: String): StatusList = StatusList(native { NativeStatusList.fromState(state) })
    }
}
