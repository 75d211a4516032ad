package dev.tokenseal.redis

import dev.tokenseal.RevocationStore
import dev.tokenseal.StoreError
import dev.tokenseal.StoreRequest
import redis.clients.jedis.CommandArguments
import redis.clients.jedis.Connection
import redis.clients.jedis.DefaultJedisClientConfig
import redis.clients.jedis.HostAndPort
import redis.clients.jedis.JedisClientConfig
import redis.clients.jedis.commands.ProtocolCommand
import redis.clients.jedis.exceptions.JedisDataException
import java.net.SocketTimeoutException
import java.util.concurrent.atomic.AtomicReference

/**
 * Sends the commands of a list of revocations, or of a key ring, with Jedis, over one connection of
 * its own. It needs the package `redis.clients:jedis`.
 *
 * ```kotlin
 * import dev.tokenseal.redis.JedisStore
 * import redis.clients.jedis.DefaultJedisClientConfig
 * import redis.clients.jedis.HostAndPort
 *
 * val config = DefaultJedisClientConfig.builder().password("a secret").ssl(true).build()
 * Revocations.redis(JedisStore(HostAndPort("redis.internal", 6379), config), StoreOptions(namespace = "sessions"))
 * ```
 *
 * @param address the server: the primary, since replicas may lag.
 * @param config how your own clients connect: credentials, database, TLS. Timeouts, the protocol
 * version and key preprocessing are not adopted.
 */
public class JedisStore @JvmOverloads constructor(
    private val address: HostAndPort,
    private val config: JedisClientConfig = DefaultJedisClientConfig.builder().build(),
) : RevocationStore, AutoCloseable {
    /** A connection on which no reply is outstanding. */
    private val idle = AtomicReference<Connection?>()

    override fun send(request: StoreRequest): List<Any?> {
        val deadline = System.nanoTime() + request.timeout.toNanos()
        // Taken out: a connection that fails halfway has replies under way that must not be taken
        // for others.
        val connection = idle.getAndSet(null)?.takeIf { it.isConnected && !it.isBroken } ?: connect(deadline)
        // From another thread, this ends a read that goes on byte by byte.
        request.onCancel { runCatching { connection.forceDisconnect() } }
        try {
            val replies = request.commands.map { connection.ask(it, deadline) }
            if (!request.isCancelled) idle.getAndSet(connection)?.close() else connection.close()
            return replies
        } catch (error: Throwable) {
            runCatching { connection.close() }
            throw error
        }
    }

    /** Closes the connection. The next command opens another. */
    override fun close() {
        idle.getAndSet(null)?.close()
    }

    private fun connect(deadline: Long): Connection {
        val left = millisLeft(deadline)
        val own = DefaultJedisClientConfig.builder().from(config).resp2().autoNegotiateProtocol(false).timeoutMillis(left).commandKeyArgumentPreProcessor(null)
        try {
            return Connection(address, own.build())
        } catch (error: JedisDataException) {
            throw StoreError(error.message.orEmpty())
        }
    }
}

private fun Connection.ask(words: List<String>, deadline: Long): Any? {
    soTimeout = millisLeft(deadline)
    val name = words.first().encodeToByteArray()
    val arguments = CommandArguments(ProtocolCommand { name })
    words.drop(1).forEach { arguments.add(it) }
    sendCommand(arguments)
    return try {
        plain(one)
    } catch (error: JedisDataException) {
        plain(error)
    }
}

private fun plain(reply: Any?): Any? = when (reply) {
    is ByteArray -> reply.decodeToString(throwOnInvalidSequence = true)
    is List<*> -> reply.map(::plain)
    is JedisDataException -> StoreError(reply.message.orEmpty())
    else -> reply
}

/** At least one, since zero means forever. */
private fun millisLeft(deadline: Long): Int {
    val nanos = deadline - System.nanoTime()
    if (nanos <= 0) throw SocketTimeoutException()
    return (nanos / 1_000_000).coerceIn(1, Int.MAX_VALUE.toLong()).toInt()
}
