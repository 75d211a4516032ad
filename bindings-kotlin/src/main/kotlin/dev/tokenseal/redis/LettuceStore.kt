package dev.tokenseal.redis

import dev.tokenseal.RevocationStore
import dev.tokenseal.StoreError
import dev.tokenseal.StoreRequest
import io.lettuce.core.ClientOptions
import io.lettuce.core.RedisClient
import io.lettuce.core.RedisCommandExecutionException
import io.lettuce.core.RedisURI
import io.lettuce.core.TimeoutOptions
import io.lettuce.core.api.StatefulRedisConnection
import io.lettuce.core.codec.StringCodec
import io.lettuce.core.output.ObjectOutput
import io.lettuce.core.protocol.CommandArgs
import io.lettuce.core.protocol.ProtocolKeyword
import io.lettuce.core.protocol.ProtocolVersion
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.Future
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference

/**
 * Sends the commands of a list of revocations, or of a key ring, with Lettuce, over one connection
 * of its own. It needs the package `io.lettuce:lettuce-core`.
 *
 * @param client your own client, whose threads and TLS settings are used. It must live as long as
 * the list or the ring is used.
 * @param uri the server: the primary, since replicas may lag. A client does not reveal the URI that
 * it was made with.
 */
public class LettuceStore(client: RedisClient, private val uri: RedisURI) : RevocationStore, AutoCloseable {
    private val client = RedisClient.create(client.resources, uri).apply {
        val own = client.options.mutate().autoReconnect(false).disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        setOptions(own.protocolVersion(ProtocolVersion.RESP2).timeoutOptions(TimeoutOptions.create()).build())
    }

    /** A connection on which no reply is outstanding. */
    private val idle = AtomicReference<StatefulRedisConnection<String, String>?>()

    override fun send(request: StoreRequest): List<Any?> {
        val deadline = System.nanoTime() + request.timeout.toNanos()
        // Taken out: a connection that fails halfway has replies under way that must not be taken
        // for others.
        val connection = idle.getAndSet(null)?.takeIf { it.isOpen } ?: connect(request, deadline)
        try {
            val replies = request.commands.map { connection.ask(it) }.map { it.reply(deadline) }
            if (!request.isCancelled) idle.getAndSet(connection)?.closeAsync() else connection.closeAsync()
            return replies
        } catch (error: Throwable) {
            connection.closeAsync()
            throw error
        }
    }

    /** Closes the connection. The next command opens another. */
    override fun close() {
        idle.getAndSet(null)?.closeAsync()
    }

    private fun connect(request: StoreRequest, deadline: Long): StatefulRedisConnection<String, String> {
        val own = RedisURI.builder(uri).withTimeout(request.timeout).build()
        val connecting: CompletableFuture<StatefulRedisConnection<String, String>> = client.connectAsync(StringCodec.UTF8, own).toCompletableFuture()
        try {
            return connecting.within(deadline)
        } catch (error: Throwable) {
            connecting.whenComplete { late, _ -> late?.closeAsync() }
            throw generateSequence(error) { it.cause }.take(20).firstOrNull { it is RedisCommandExecutionException }?.let { StoreError(it.message.orEmpty()) } ?: error
        }
    }
}

private fun StatefulRedisConnection<String, String>.ask(words: List<String>): Future<Any> {
    val name = words.first()
    val arguments = CommandArgs(StringCodec.UTF8)
    words.drop(1).forEach { arguments.add(it) }
    return async().dispatch(Word(name), ReplyOutput(), arguments)
}

/** A reply as received: Lettuce's own output turns anything but a list into a list of one. */
private class ReplyOutput : ObjectOutput<String, String>(StringCodec.UTF8) {
    private var isList = false

    override fun multi(count: Int) {
        isList = true
        super.multi(count)
    }

    override fun get(): Any? = super.get().let { reply -> if (isList || reply !is List<*>) reply else reply.singleOrNull() }
}

private class Word(private val name: String) : ProtocolKeyword {
    override fun getBytes(): ByteArray = name.encodeToByteArray()
    override fun toString(): String = name
}

private fun Future<Any>.reply(deadline: Long): Any? = try {
    within(deadline)
} catch (error: RedisCommandExecutionException) {
    StoreError(error.message.orEmpty())
}

private fun <T> Future<T>.within(deadline: Long): T = try {
    get((deadline - System.nanoTime()).coerceAtLeast(0), TimeUnit.NANOSECONDS)
} catch (error: ExecutionException) {
    throw error.cause ?: error
}
