package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Clock
import java.util.function.Consumer
import dev.tokenseal.ffi.ReplayCache as NativeReplayCache

/**
 * Remembers which DPoP proofs were used: each is accepted once (RFC 9449, section 11.1).
 *
 * A [Verifier] with `publicOrigins` has one of its own unless it is given one. A cache in memory
 * knows nothing of other processes, nor of the time before a restart: [redis] covers both. It is
 * safe to share between threads and verifiers.
 *
 * ```kotlin
 * val replays = ReplayCache(ReplayOptions(capacity = 50_000))
 * val verifier = Verifier(
 *     Key.generate(SignatureAlgorithm.ES256),
 *     options = VerifyOptions(publicOrigins = listOf("https://api.example")),
 *     replays = replays,
 * )
 * check(verifier.replays === replays && replays.status().getValue("remembered").jsonPrimitive.int == 0)
 * ```
 */
public class ReplayCache internal constructor(native: NativeReplayCache, driver: Driver?) : AutoCloseable {
    /**
     * An empty cache, in memory.
     *
     * @param options the number of proofs that it may remember.
     * @throws TokenException `ERR_OPTION_INVALID` for a wrong option.
     */
    @JvmOverloads
    public constructor(options: ReplayOptions = ReplayOptions()) : this(native { NativeReplayCache(options.given.text) }, null)

    internal val handle = NativeHandle(native)

    /** The carrier of a cache in a store. */
    internal val carrier: Carrier? = driver?.let { Carrier(native { native.followed()!! }, it) }

    /**
     * The state of the cache: for one in memory, `remembered` of `capacity`, `refused` as used and
     * `turned_away` while full; for one in a store, `asked`, `refused`, `failed` and
     * `last_failure`. `scope` says whose proofs it knows.
     */
    public fun status(): JsonObject = json(handle.with { it.status() })

    /** Makes later calls fail. A verifier made with it goes on using it. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "ReplayCache"

    public companion object {
        /**
         * A cache that several processes and servers share through Redis or Valkey: one key for
         * each proof, which expires by itself.
         *
         * A check of a proof waits for the store: [Verifier.verify] on its own thread (on Android's
         * main thread it is `ERR_OPTION_INVALID`), and [Verifier.verifyAsync] without one. While
         * the store cannot be reached, such a check is `ERR_DPOP_UNAVAILABLE`. Tokens without a
         * proof do not need the store.
         *
         * ```kotlin
         * import dev.tokenseal.redis.JedisStore
         * import redis.clients.jedis.HostAndPort
         *
         * val replays = ReplayCache.redis(JedisStore(HostAndPort("redis.internal", 6379)), ReplayStoreOptions(namespace = "api"))
         * check(replays.status().getValue("scope").jsonPrimitive.content == "store") // nothing is asked yet
         * ```
         *
         * @param store sends the commands over a connection of its own.
         * @param options `namespace` is required.
         * @param clock a clock for tests; the system's clocks if omitted.
         * @param onEvent receives what happens, on the thread of the request.
         * @throws TokenException `ERR_OPTION_INVALID` for a wrong option.
         */
        @JvmStatic
        @JvmOverloads
        public fun redis(store: RevocationStore, options: ReplayStoreOptions, clock: Clock? = null, onEvent: Consumer<Event>? = null): ReplayCache =
            ReplayCache(native { NativeReplayCache.inStore(options.given.text) }, Driver(store, clock, onEvent))
    }
}

/** Calls the core with a cache of used proofs, or none. */
internal fun <R> ReplayCache?.orNone(work: (NativeReplayCache?) -> R): R = if (this == null) native { work(null) } else handle.with { work(it) }
