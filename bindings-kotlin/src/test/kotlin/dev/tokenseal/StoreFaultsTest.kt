package dev.tokenseal

import dev.tokenseal.redis.JedisStore
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import redis.clients.jedis.HostAndPort
import java.net.ServerSocket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/**
 * Faults of stores: nothing hangs, nothing acknowledged is lost, and everything recovers by itself.
 */
internal class StoreFaultsTest {
    private val refused = ErrorCode.ERR_JWT_REVOKED
    private val unavailable = ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE

    /** Two instances; the first has revoked "old", and both know it. */
    private fun world(client: Client, kind: String, isProxied: Boolean = false, fault: (Stores, Started, Instance, Instance) -> Unit) = Stores().use { stores ->
        val started = stores.start(kind, "proxied" to JsonPrimitive(isProxied))
        val (one, other) = List(2) { Instance(client.store(started.port, null)).ready() }
        one.revoke("old")
        other.until(tokenOf("old"), refused)
        fault(stores, started, one, other)
    }

    /** After max_staleness, checks are refused, each within the bound. */
    private fun isRefused(one: Instance, other: Instance) {
        Thread.sleep(1_500)
        repeat(3) { within { assertEquals(unavailable, other.refused(tokenOf("fine"))) } }
        within { assertEquals(unavailable, assertThrows(TokenException::class.java) { one.revoke("new") }.code) }
    }

    /** The time limit of a command, a second of grace, and some time for a busy machine. */
    private fun within(work: () -> Unit) {
        val began = System.nanoTime()
        work()
        assertTrue(System.nanoTime() - began < 8_000_000_000)
    }

    private fun isWell(vararg instances: Instance) {
        instances.forEach { it.until(tokenOf("fine"), null) }
        instances.forEach { it.until(tokenOf("old"), refused) }
        instances.first().revoke("newer")
        instances.forEach { it.until(tokenOf("newer"), refused) }
    }

    @ParameterizedTest
    @EnumSource
    fun `a server that is killed and comes back empty`(client: Client) = world(client, "redis") { stores, started, one, other ->
        stores.perform("stop", started)
        isRefused(one, other)
        stores.perform("restart", started)
        isWell(one, other)
    }

    @ParameterizedTest
    @EnumSource
    fun `a server that is stopped`(client: Client) = world(client, "valkey") { stores, started, one, other ->
        stores.perform("pause", started)
        isRefused(one, other)
        stores.perform("resume", started)
        isWell(one, other)
    }

    @ParameterizedTest
    @EnumSource
    fun `a partition`(client: Client) = world(client, "redis", isProxied = true) { stores, started, one, other ->
        stores.perform("partition", started)
        isRefused(one, other)
        stores.perform("heal", started)
        isWell(one, other)
    }

    @ParameterizedTest
    @EnumSource
    fun `a flush, and clients that are thrown out`(client: Client) = world(client, "valkey") { stores, started, one, other ->
        stores.command(started, "FLUSHALL")
        isWell(one, other)
        stores.command(started, "CLIENT", "KILL", "TYPE", "normal")
        one.until(tokenOf("fine"), null)
        isWell(one, other)
    }

    /**
     * A server that accepts and answers byte by byte forever is given up on, and no thread is left
     * with it.
     */
    @Test
    fun `a server that drips`() {
        val sockets = CopyOnWriteArrayList<java.net.Socket>()
        ServerSocket(0).use { server ->
            thread(isDaemon = true) {
                while (!server.isClosed) runCatching {
                    val socket = server.accept().also(sockets::add)
                    thread(isDaemon = true) { runCatching { while (true) socket.getOutputStream().run { write('+'.code); flush() }.also { Thread.sleep(50) } } }
                }
            }
            val one = Instance(JedisStore(HostAndPort("127.0.0.1", server.localPort)))
            within { assertEquals(unavailable, one.refused(tokenOf("t"))) }
            sockets.forEach { it.close() }
        }
        val ends = System.nanoTime() + 10_000_000_000
        while (Thread.getAllStackTraces().keys.any { it.name == "tokenseal-request" }) {
            check(System.nanoTime() < ends) { "a thread hangs with its server" }
            Thread.sleep(20)
        }
    }

    /** Whatever the caller's own store throws or returns is a failure, and nothing escapes. */
    @Test
    fun `a store of one's own that is wrong`() {
        val wrong = listOf<RevocationStore>(
            RevocationStore { throw AssertionError("own") },
            RevocationStore { throw StoreError("NOPERM own") },
            RevocationStore { emptyList() },
            RevocationStore { request -> request.commands.map { Any() } },
            RevocationStore { request -> request.commands.map { "\uD800" } },
            RevocationStore { request -> request.commands.map { listOf(null, 1L, listOf("a")) } },
        )
        for ((at, store) in wrong.withIndex()) {
            val instance = Instance(store)
            within { assertEquals(unavailable, instance.refused(tokenOf("t")), "$at") }
            within { assertEquals(unavailable, assertThrows(TokenException::class.java) { instance.revoke("t") }.code, "$at") }
        }
    }
}
