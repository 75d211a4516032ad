package dev.tokenseal

import java.time.Duration

/**
 * Makes the requests of a [RemoteKeySet]: implement it to use your own HTTP client; the default is
 * [UrlConnectionCarrier].
 *
 * It only transports. What to fetch, when, and what the answer means is decided elsewhere, so it
 * must not follow redirects, retry, cache, or send cookies. In tests, it can answer itself:
 *
 * ```kotlin
 * val key = Key.generate(SignatureAlgorithm.ES256)
 * val published = KeySet(key).toJwks().encodeToByteArray()
 * val keys = RemoteKeySet("https://issuer.example/jwks.json", http = { HttpAnswer(200, emptyMap(), published) })
 * check(Verifier(keys).verify(sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))).text("sub") == "alice")
 * ```
 */
public fun interface HttpCarrier {
    /**
     * Makes one GET request, and returns the answer whatever its status. It runs on a thread of its
     * own and may block.
     *
     * Whatever it throws means that the connection failed, unless it is a `SocketTimeoutException`
     * or an `SSLException`.
     */
    @Throws(Exception::class)
    public fun get(request: HttpRequest): HttpAnswer
}

/** A GET request for keys, or for the metadata that says where they are. */
public class HttpRequest internal constructor(
    /** The URL: `https`, or `http` if that was allowed. */
    public val url: String,
    /** All headers to send. */
    public val headers: Map<String, String>,
    /** The longest body to read, in bytes. A carrier may stop after one more. */
    public val maxBytes: Long,
    /** How long all of it may take. Nobody waits any longer than that. */
    public val timeout: Duration,
) {
    private val cancellation = Cancellation()

    /** Whether nobody waits for the answer any longer. */
    public val isCancelled: Boolean get() = cancellation.isCancelled

    /**
     * Runs [action] as soon as nobody waits for the answer any longer; at once if that is already
     * so.
     */
    public fun onCancel(action: Runnable): Unit = cancellation.onCancel(action)

    internal fun cancel() = cancellation.cancel()

    /** Shows neither the address nor a header, which may be secrets. */
    override fun toString(): String = "HttpRequest(maxBytes=$maxBytes, timeout=$timeout)"
}

/**
 * What a server answered.
 *
 * @param status the status, such as 200.
 * @param headers the headers: the values of each name, in order.
 * @param body the body, decompressed if the client does that.
 */
public class HttpAnswer(
    /** The status, such as 200. */
    public val status: Int,
    /** The headers: the values of each name, in order. */
    public val headers: Map<String, List<String>>,
    /** The body. */
    public val body: ByteArray,
) {
    override fun toString(): String = "HttpAnswer(status=$status, ${body.size} bytes)"
}

/** Those to notify when nobody waits any longer. */
internal class Cancellation {
    private var actions: MutableList<Runnable>? = ArrayList(1)

    val isCancelled: Boolean get() = synchronized(this) { actions == null }

    fun onCancel(action: Runnable) {
        val waits = synchronized(this) { actions?.add(action) }
        if (waits == null) action.run()
    }

    fun cancel() {
        val due = synchronized(this) { actions.also { actions = null } }
        due?.forEach(Runnable::run)
    }
}
