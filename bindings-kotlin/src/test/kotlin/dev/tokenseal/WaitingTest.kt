package dev.tokenseal

import android.os.Looper
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.CancellationException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Who waits for a flight, who must not, and what ends it. */
internal class WaitingTest {
    private val key = Key.generate(SignatureAlgorithm.ES256)
    private val server = FakeServer(key.public())
    private val keys = RemoteKeySet("https://issuer.example/jwks.json", http = server)
    private val verifier = Verifier(keys)
    private val token = token(key)

    private fun token(key: Key) = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))

    private fun refusal(work: () -> Any?): TokenException = assertThrows(TokenException::class.java) { work() }

    private fun waiting() = keys.status().getValue("waiting").jsonPrimitive.int

    private fun <T> get(future: CompletableFuture<T>): T = future.get(60, TimeUnit.SECONDS)

    /** Starts work on other threads, and returns its results. */
    private fun <T> begin(count: Int, work: (Int) -> T): List<CompletableFuture<T>> = List(count) { at ->
        CompletableFuture<T>().also { future ->
            thread(isDaemon = true) { runCatching { work(at) }.fold(future::complete, future::completeExceptionally) }
        }
    }

    @Test
    fun `all threads wait for one flight`() {
        val gate = server.hold()
        val threads = begin(16) { verifier.verify(token).text("sub") }
        val futures = List(16) { verifier.verifyAsync(token) }
        eventually("a request") { server.requests.size == 1 }
        assertTrue((threads + futures).none { it.isDone })
        gate.countDown()
        assertEquals(List(16) { "alice" }, threads.map(::get))
        assertEquals(List(16) { "alice" }, futures.map { get(it).text("sub") })
        assertEquals(1, server.requests.size)
        eventually("no thread is left") { Thread.getAllStackTraces().keys.none { it.name == "tokenseal-flight" && it.isAlive } }
    }

    @Test
    fun `a future has the error that a check throws`() {
        server.fail()
        val error = assertThrows(ExecutionException::class.java) { get(verifier.verifyAsync(token)) }
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, (error.cause as TokenException).code)
        assertEquals(ErrorCode.ERR_JWS_INVALID, (assertThrows(ExecutionException::class.java) { get(Verifier(key).verifyAsync("a.b.c")) }.cause as TokenException).code)
        assertEquals("alice", get(Verifier(key).verifyAsync(token)).text("sub"))
        assertThrows(ExecutionException::class.java) { get(keys.readyAsync(java.time.Duration.ZERO)) }
        server.publish(key.public())
        get(verifier.readyAsync())
        assertEquals("alice", get(verifier.verifyAsync(token)).text("sub"))
    }

    @Test
    fun `a future that is cancelled leaves its place to another`() {
        verifier.ready()
        val gate = server.hold()
        val stranger = Key.generate(SignatureAlgorithm.ES256)
        val futures = List(8) { verifier.verifyAsync(token(stranger)) }
        assertEquals(8, waiting())
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, refusal { verifier.verify(token(stranger)) }.code)
        futures.take(3).forEach { it.cancel(true) }
        eventually("three places") { waiting() == 5 }
        server.publish(key.public(), stranger.public())
        gate.countDown()
        futures.drop(3).forEach { assertEquals(stranger.keyId, get(it).keyId) }
        futures.take(3).forEach { assertThrows(CancellationException::class.java) { get(it) } }
        eventually("all places") { waiting() == 0 }
    }

    @Test
    fun `an interrupt ends the wait, and stays`() {
        val gate = server.hold()
        val result = begin(1) {
            Thread.currentThread().interrupt()
            refusal { verifier.verify(token) }.code to Thread.currentThread().isInterrupted
        }.single()
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE to true, get(result))
        gate.countDown()
        assertEquals("alice", verifier.verify(token).text("sub"))
        assertEquals(1, server.requests.size)
    }

    @Test
    fun `what is closed during a flight does not end it`() {
        val gate = server.hold()
        val begun = ConcurrentLinkedQueue<Thread>()
        val threads = begin(4) {
            begun += Thread.currentThread()
            verifier.verify(token).text("sub")
        }
        val future = verifier.verifyAsync(token)
        eventually("a request") { server.requests.size == 1 }
        val waits = { thread: Thread -> thread.stackTrace.any { it.className == Carrier::class.java.name && it.methodName.startsWith("await") } }
        eventually("all wait") { begun.size == 4 && begun.all(waits) }
        verifier.close()
        keys.close()
        gate.countDown()
        assertEquals(List(4) { "alice" }, threads.map(::get))
        assertEquals("alice", get(future).text("sub"))
        assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal { verifier.verify(token) }.code)
    }

    @Test
    fun `Android's main thread never waits`() {
        val gate = server.hold()
        val told = ArrayList<String?>()
        val verifier = Verifier(keys, onEvent = { told += it.text("code") })
        Looper.main = Thread.currentThread()
        try {
            assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, refusal { verifier.verify(token) }.code)
            assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, refusal { verifier.ready() }.code)
            assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, (verifier.verifyMany(listOf(token)).single().exceptionOrNull() as TokenException).code)
            assertEquals(List(2) { "ERR_JWKS_UNAVAILABLE" }, told)
            val future = verifier.verifyAsync(token)
            assertFalse(future.isDone)
            gate.countDown()
            eventually("keys") { keys.status().word("state") == "fresh" }
            assertEquals("alice", verifier.verify(token).text("sub"))
            eventually("the future") { future.isDone }
            verifier.ready()
        } finally {
            Looper.main = null
        }
        assertEquals(1, server.requests.size)
    }

    @Test
    fun `a request that hangs ends with its time, and is told so`() {
        val gate = server.hold()
        val short = RemoteKeySet("https://issuer.example/jwks.json", RemoteOptions(timeout = 1.seconds), http = server)
        val checked = Verifier(short)
        val future = checked.verifyAsync(token)
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, refusal { checked.verify(token) }.code)
        assertThrows(ExecutionException::class.java) { get(future) }
        assertEquals("timeout", short.status().word("last_failure"))
        eventually("the request is cancelled") { server.requests.single().isCancelled }
        gate.countDown()
    }

    @Test
    fun `a flight does not wait for itself`() {
        lateinit var own: Verifier
        val told = ArrayList<ErrorCode>()
        val set = RemoteKeySet("https://issuer.example/jwks.json", onEvent = { told += refusal { own.verify(token(Key.generate(SignatureAlgorithm.ES256))) }.code }, http = server)
        own = Verifier(set)
        assertEquals("alice", own.verify(token).text("sub"))
        eventually("an event") { told.isNotEmpty() }
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, told.first())
    }

    @Test
    fun `a coroutine suspends, and may be cancelled`() = runBlocking {
        keys.awaitReady(30.seconds)
        assertEquals("alice", verifier.awaitVerify(token).text("sub"))
        val gate = server.hold()
        val checking = async(Dispatchers.Default) { verifier.awaitVerify(token(Key.generate(SignatureAlgorithm.ES256))) }
        eventually("a check that waits") { waiting() == 1 }
        checking.cancelAndJoin()
        eventually("its place") { waiting() == 0 }
        gate.countDown()
        server.fail()
        val refused = runCatching { RemoteKeySet("https://issuer.example/jwks.json", http = server).awaitReady(0.seconds) }.exceptionOrNull()
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, (refused as TokenException).code)
    }

    @Test
    fun `a clock that throws is the caller's own`() {
        val broken = object : java.time.Clock() {
            override fun instant() = error("no time")
            override fun getZone() = java.time.ZoneOffset.UTC
            override fun withZone(zone: java.time.ZoneId) = this
        }
        val set = RemoteKeySet("https://issuer.example/jwks.json", clock = broken, http = server)
        assertThrows(IllegalStateException::class.java) { Verifier(set).verify(token) }
        assertThrows(ExecutionException::class.java) { get(Verifier(set).verifyAsync(token)) }
        assertThrows(IllegalStateException::class.java) { set.ready() }
    }
}
