package dev.tokenseal

import java.time.Duration

/**
 * Sends the commands of [Revocations.redis] and [KeyRing.redis] to Redis or Valkey:
 * [dev.tokenseal.redis.JedisStore], [dev.tokenseal.redis.LettuceStore], or your own implementation
 * over another client.
 *
 * It only transports. What to send, when, and what a reply means is decided elsewhere, so it must
 * not retry, queue, send to a replica or add a prefix to keys, and should speak RESP2. It has a
 * connection of its own, which it drops whenever a command fails: a late reply must not be taken
 * for another.
 */
public fun interface RevocationStore {
    /**
     * Sends commands one after the other over one connection, and returns a reply for each: null, a
     * `Long`, a `String`, a `List` of such, or a [StoreError] where the server refused the command.
     * It runs on a thread of its own and may block, one call at a time, provided that each returns
     * in time.
     *
     * Whatever it throws means that the connection failed, unless it is a [StoreError], a
     * `SocketTimeoutException` or `TimeoutException`, or an `SSLException`, or was caused by one of
     * the latter.
     */
    @Throws(Exception::class)
    public fun send(request: StoreRequest): List<Any?>
}

/** Commands for a store. */
public class StoreRequest internal constructor(
    /**
     * The commands, each with its arguments. They are all ASCII, except for what options such as
     * the namespace hold.
     */
    public val commands: List<List<String>>,
    /** How long all of it may take, including connecting. Nobody waits any longer than that. */
    public val timeout: Duration,
) {
    private val cancellation = Cancellation()

    /** Whether nobody waits for the replies any longer. */
    public val isCancelled: Boolean get() = cancellation.isCancelled

    /**
     * Runs [action] as soon as nobody waits for the replies any longer; at once if that is already
     * so.
     */
    public fun onCancel(action: Runnable): Unit = cancellation.onCancel(action)

    internal fun cancel() = cancellation.cancel()

    /** Shows no arguments. */
    override fun toString(): String = "StoreRequest(${commands.size} commands, timeout=$timeout)"
}

/**
 * An error that a server sent instead of a reply, such as `OOM command not allowed`.
 * [RevocationStore.send] returns it for a command, and throws it if the server does not admit the
 * client.
 */
public class StoreError(message: String) : Exception(message)
