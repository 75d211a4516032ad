package dev.tokenseal

import java.lang.ref.WeakReference
import java.time.Clock
import java.util.function.Consumer
import dev.tokenseal.ffi.Followed
import dev.tokenseal.ffi.StatusLists as NativeStatusLists

/**
 * The status lists in which a [Verifier] looks tokens up: an issuer publishes one status for each
 * of its tokens there, and a token's claim `status` says which one is its own
 * (draft-ietf-oauth-status-list-21). A token that its issuer has revoked or suspended is refused
 * with `ERR_JWT_REVOKED`.
 *
 * A list is fetched when the first token names it, and refreshed in the background while checks go
 * on, like the keys of a [RemoteKeySet]. Nothing but `allowedUris` is ever fetched.
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val uri = "https://issuer.example/statuses/1"
 *
 * // The issuer gives each token an index, and publishes the list.
 * val list = StatusList(capacity = 1_000)
 * val index = list.allocate()
 * val token = sign(mapOf("sub" to "alice", "status" to list.claim(uri, index)), key, TokenOptions(expiresIn = 15.minutes))
 * list[index] = StatusList.INVALID
 * val published = list.toJwt(key, uri, StatusTokenOptions(ttl = 5.minutes))
 *
 * // A service looks it up. (The function stands for the issuer's server.)
 * val lists = StatusLists(StatusListsOptions(allowedUris = listOf(uri)), http = { HttpAnswer(200, emptyMap(), published.encodeToByteArray()) })
 * val error = runCatching { Verifier(key.public(), statusLists = lists).verify(token) }.exceptionOrNull() as TokenException
 * check(error.code == ErrorCode.ERR_JWT_REVOKED && error.claim == "status")
 * ```
 *
 * In Java:
 *
 * ```java
 * StatusListsOptions options = StatusListsOptions.builder().allowedUris("https://issuer.example/statuses/").build();
 * StatusLists lists = new StatusLists(options);
 * ```
 *
 * Several verifiers may share it. If it has [keys] of its own, they share the lists as well;
 * otherwise, each has lists that its own keys verified.
 *
 * @param options `allowedUris` is required.
 * @param keys the keys that verify the lists; each verifier's own if omitted.
 * @param clock a clock for tests, by which lists age; the system's clocks if omitted.
 * @param onEvent receives what happens to the lists, on the thread of the request.
 * @param http makes the requests.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option.
 */
public class StatusLists @JvmOverloads constructor(
    options: StatusListsOptions,
    keys: VerificationKeys? = null,
    internal val clock: Clock? = null,
    onEvent: Consumer<Event>? = null,
    http: HttpCarrier = UrlConnectionCarrier(),
) : AutoCloseable {
    internal val handle = NativeHandle(keys.verifying { NativeStatusLists(it, options.given.text) })
    internal val id: Long = handle.with { it.id() }.toLong()

    /** The carriers of its own keys, if they are fetched or in a store. */
    internal val keysCarriers: List<Carrier> = listOfNotNull((keys as? RemoteKeySet)?.open(), (keys as? KeyRing)?.carrier)
    internal val keysClock: Clock? = (keys as? KeyRing)?.clock
    private val driver = Driver(http, null, clock, onEvent)

    /**
     * The carrier of each list, for as long as a verifier uses it: one, however many verifiers
     * follow the list.
     */
    private val carriers = HashMap<Long, WeakReference<Carrier>>()

    /** The carrier of this list. */
    @Synchronized
    internal fun carrierOf(followed: Followed): Carrier {
        carriers[followed.id().toLong()]?.get()?.let { known -> return known.also { followed.close() } }
        carriers.values.removeIf { it.get() == null }
        return Carrier(followed, driver).also { carriers[it.id] = WeakReference(it) }
    }

    /** Makes later calls fail. A verifier made with it goes on using it, and fetching. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "StatusLists"

    public companion object {
        /** Lists whose parts are given one at a time, for Java. */
        @JvmStatic
        public fun builder(options: StatusListsOptions): StatusListsBuilder = StatusListsBuilder(options)
    }
}

/** Calls the core with status lists, or none. */
internal fun <R> StatusLists?.orNone(work: (NativeStatusLists?) -> R): R = if (this == null) native { work(null) } else handle.with { work(it) }
