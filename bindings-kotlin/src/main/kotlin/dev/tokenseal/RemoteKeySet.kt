package dev.tokenseal

import kotlinx.serialization.json.JsonObject
import java.time.Clock
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicBoolean
import java.util.function.Consumer
import java.util.function.Supplier
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import dev.tokenseal.ffi.RemoteKeySet as NativeRemoteKeySet
import java.time.Duration as JavaDuration

/**
 * An issuer's keys, fetched from where it publishes them, and fetched again whenever they may have
 * changed (RFC 7517, section 5).
 *
 * A [Verifier] takes it as its keys, and an [Issuer] as the key to encrypt to. The set is fetched
 * when a check needs it, and refreshed in the background while checks go on: one request at a time,
 * on a thread that ends with the set. A key that its publisher removed is refused at most `maxAge`
 * and one fetch later while the server answers, and at most `stale` later still while it does not.
 *
 * ```kotlin
 * val keys = RemoteKeySet("https://issuer.example/jwks.json", RemoteOptions(maxAge = 30.minutes))
 * val verifier = Verifier(keys, options = VerifyOptions(issuer = "https://issuer.example", audience = "https://api.example"))
 * check(keys.status().getValue("state").jsonPrimitive.content == "cold") // nothing is fetched yet
 * ```
 *
 * To have the issuer's metadata say where the keys are, give `issuer` or `metadataUrl` in the
 * options instead of the URL; see also [Verifier.forIssuer]. In Java:
 *
 * ```java
 * RemoteOptions options = RemoteOptions.builder().issuer("https://issuer.example").maxAge("30m").build();
 * RemoteKeySet keys = new RemoteKeySet(null, options);
 * ```
 *
 * @param url where the JWK Set is published.
 * @param options when and what to fetch.
 * @param snapshotKey the key that verifies the `snapshot` of the options.
 * @param headers returns further headers, such as a bearer token, for each request to the caller's
 * own hosts. It is called on the thread of the request; whatever it throws makes the request fail,
 * and becomes the `cause` of the error that checks throw.
 * @param clock a clock for tests, by which keys age; the system's clocks if omitted.
 * @param onEvent receives what happens to the set, on the thread of the request.
 * @param http makes the requests.
 * @throws TokenException `ERR_OPTION_INVALID` for a wrong option, no address or several;
 * `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` and similar codes for a snapshot that [snapshotKey] did
 * not sign.
 */
public class RemoteKeySet private constructor(internal val set: NativeRemoteKeySet, driver: Driver) : VerificationKeys, EncryptionKey, AutoCloseable {
    private val carrier = Carrier(native { set.followed() }, driver)
    private val isClosed = AtomicBoolean()

    @JvmOverloads
    public constructor(
        url: String? = null,
        options: RemoteOptions = RemoteOptions(),
        snapshotKey: Key? = null,
        headers: Supplier<Map<String, String>>? = null,
        clock: Clock? = null,
        onEvent: Consumer<Event>? = null,
        http: HttpCarrier = UrlConnectionCarrier(),
    ) : this(
        snapshotKey.orNoKey { key -> NativeRemoteKeySet(url, options.given.text, key, timesOf(clock.takeIf { key != null })) },
        Driver(http, headers, clock, onEvent),
    )

    /** The keys as they are now, whether or not they may still be used. */
    public val keys: KeySet get() = open().let { KeySet(native { set.keys() }) }

    /**
     * Fetches the keys, unless there are usable ones, and waits for them: for the start of a
     * service, or its health check.
     *
     * ```kotlin
     * val published = KeySet(Key.generate(SignatureAlgorithm.ES256)).toJwks().encodeToByteArray()
     * val keys = RemoteKeySet("https://issuer.example/jwks.json", http = { HttpAnswer(200, emptyMap(), published) })
     * keys.ready(5.seconds)
     * check(keys.keys.size == 1)
     * ```
     *
     * On Android's main thread it never waits: it only starts to fetch.
     *
     * @param timeout how long to wait at most. Failed requests are repeated as long as it lasts.
     * @throws TokenException `ERR_JWKS_UNAVAILABLE` with the last failure.
     */
    @JvmSynthetic
    public fun ready(timeout: Duration): Unit = ready(timeout.toJavaDuration())

    /** The same for Java. */
    public fun ready(timeout: JavaDuration): Unit = listOf(open()).ready(timeout)

    /** Waits at most 10 seconds. */
    public fun ready(): Unit = ready(READY)

    /** Does what [ready] does, without waiting. */
    @JvmOverloads
    public fun readyAsync(timeout: JavaDuration = READY): CompletableFuture<Void> = listOf(open()).readyAsync(timeout)

    /**
     * The state of the set: its state and ages in seconds, its limits, what it promises, and what
     * happened to it. It holds no addresses and no key material.
     *
     * `state` is `cold`, `fresh`, `due`, `expired`, `stale` or `unavailable`.
     */
    public fun status(): JsonObject = open().let { json(native { set.status(it.times()) }) }

    /**
     * The keys for another process to start with before its first request, as the option
     * `snapshot`.
     *
     * ```kotlin
     * val key = Key.generate(SignatureAlgorithm.HS256)
     * val published = KeySet(Key.generate(SignatureAlgorithm.ES256)).toJwks().encodeToByteArray()
     * val url = "https://issuer.example/jwks.json"
     * val keys = RemoteKeySet(url, http = { HttpAnswer(200, emptyMap(), published) })
     * keys.ready()
     *
     * val later = RemoteKeySet(url, RemoteOptions(snapshot = keys.snapshot(key)), snapshotKey = key)
     * check(later.keys.size == 1)
     * ```
     *
     * @param key signs it, since anyone who can write a snapshot chooses the keys.
     * @throws TokenException `ERR_JWKS_UNAVAILABLE` if there are no keys yet; `ERR_KEY_MISMATCH` or
     * `ERR_OPTION_INVALID` if the key cannot sign.
     */
    public fun snapshot(key: Key): String = open().let { key.handle.with { set.snapshot(it) } }

    /**
     * Makes later calls fail. A verifier made with the set goes on using it, and fetching.
     */
    override fun close(): Unit = isClosed.set(true)

    /** Says how many keys there are, and shows no address. */
    override fun toString(): String = if (isClosed.get()) "RemoteKeySet(closed)" else native { set.toString() }

    /** What fetches the keys. */
    internal fun open(): Carrier = if (isClosed.get()) throw closed() else carrier

    public companion object {
        /**
         * A set whose parts are given one at a time, for Java.
         *
         * ```java
         * RemoteKeySet keys = RemoteKeySet.builder().url("https://issuer.example/jwks.json").build();
         * ```
         */
        @JvmStatic
        public fun builder(): RemoteKeySetBuilder = RemoteKeySetBuilder()
    }
}
