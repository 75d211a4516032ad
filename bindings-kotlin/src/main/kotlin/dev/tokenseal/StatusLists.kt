package dev.tokenseal

import java.lang.ref.WeakReference
import java.time.Clock
import java.util.function.Consumer
import dev.tokenseal.ffi.Followed
import dev.tokenseal.ffi.StatusLists as NativeStatusLists

/**
 * The status lists in which a [Verifier] looks tokens up: an issuer publishes one status for each of its tokens there, and a token says in its claim
 * `status` which one is its own (draft-ietf-oauth-status-list-21). A token that its issuer has revoked or suspended is `ERR_JWT_REVOKED`.
 *
 * A list is fetched when the first token names it, and refreshed in the background while checks go on, as keys of a [RemoteKeySet] are. Nothing but
 * `allowedUris` is ever fetched.
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
 * Several verifiers may share it. With [keys] of its own they share the lists as well; without, each has lists that its own keys have verified.
 *
 * @param options `allowedUris` is required.
 * @param keys the keys that verify the lists; those of each verifier if not given.
 * @param clock a test's time, by which lists age; the system's clocks if not given.
 * @param onEvent is told what happens to the lists, on the thread of the request.
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

    /** What carries its own keys, where they are fetched or in a store. */
    internal val keysCarriers: List<Carrier> = listOfNotNull((keys as? RemoteKeySet)?.open(), (keys as? KeyRing)?.carrier)
    internal val keysClock: Clock? = (keys as? KeyRing)?.clock
    private val driver = Driver(http, null, clock, onEvent)

    /** What carries each list, for as long as a verifier uses it: one carrier, however many verifiers follow the list. */
    private val carriers = HashMap<Long, WeakReference<Carrier>>()

    /** What carries this list. */
    @Synchronized
    internal fun carrierOf(followed: Followed): Carrier {
        carriers[followed.id().toLong()]?.get()?.let { known -> return known.also { followed.close() } }
        carriers.values.removeIf { it.get() == null }
        return Carrier(followed, driver).also { carriers[it.id] = WeakReference(it) }
    }

    /** Refuses later calls. A verifier that was made with it goes on using it, and fetching. */
    override fun close(): Unit = handle.close()

    override fun toString(): String = "StatusLists"
}

/** Calls the core with status lists that may not be there. */
internal inline fun <R> StatusLists?.orNone(work: (NativeStatusLists?) -> R): R = if (this == null) native { work(null) } else handle.with { work(it) }
