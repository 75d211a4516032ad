package dev.tokenseal

import android.os.Looper
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Used proofs that servers share in Redis or Valkey, with real servers and every client. */
internal class SharedReplaysTest {
    private val used = ErrorCode.ERR_DPOP_INVALID
    private val unavailable = ErrorCode.ERR_DPOP_UNAVAILABLE
    private val key = Key.generate(SignatureAlgorithm.ES256)
    private val own = Key.generate(SignatureAlgorithm.ES256)
    private val issuer = Issuer(key, options = IssuerOptions(lifetime = 15.minutes))
    private val token = issuer.issue(mapOf("sub" to "alice"), confirm = own.public())

    private fun sent() = CheckOptions(proof = Dpop.prove(own, "GET", "https://api.example/", accessToken = token), method = "GET", url = "/")

    private fun refusal(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }

    private fun codeOf(work: () -> Any?) = refusal(work).code

    /** One server of a service. */
    private fun server(store: RevocationStore, namespace: String = "api"): Verifier {
        val replays = ReplayCache.redis(store, ReplayStoreOptions(namespace = namespace, timeout = 1.seconds))
        return Verifier(key.public(), options = VerifyOptions(publicOrigins = listOf("https://api.example")), replays = replays)
    }

    private fun each(kind: String, test: (Stores, Started, () -> Verifier) -> Unit) = Stores().use { stores ->
        for (client in Client.entries) {
            val started = stores.start(kind)
            test(stores, started) { server(client.store(started.port, null)) }
            stores.perform("end", started)
        }
    }

    @Test
    fun `a proof that one server took no other takes`() = each("redis") { stores, started, server ->
        val (one, other) = List(2) { server() }
        val first = sent()
        assertEquals("alice", one.verify(token, first).text("sub"))
        assertEquals(used, codeOf { other.verify(token, first) })
        assertEquals(used, codeOf { one.verify(token, first) })
        assertEquals("alice", other.verify(token, sent()).text("sub"))
        assertEquals(JsonPrimitive(2), stores.command(started, "DBSIZE"))
        val status = one.replays!!.status()
        assertEquals(listOf("store", "2", "1", "0"), listOf("scope", "asked", "refused", "failed").map { status.getValue(it).jsonPrimitive.content })
        // A request that is refused earlier uses up nothing.
        assertEquals(used, codeOf { one.verify(token, CheckOptions(proof = Dpop.prove(own, "GET", "https://api.example/"), method = "GET", url = "/")) })
        assertEquals(JsonPrimitive(2), stores.command(started, "DBSIZE"))
    }

    @Test
    fun `the forms that do not wait do the same`() = each("valkey") { _, _, server ->
        val (one, other) = List(2) { server() }
        val (first, second) = List(2) { sent() }
        assertEquals("alice", one.verifyAsync(token, first).get().text("sub"))
        val error = assertThrows(ExecutionException::class.java) { other.verifyAsync(token, first).get() }.cause as TokenException
        assertEquals(used, error.code)
        assertEquals("alice", runBlocking { other.awaitVerify(token, second) }.text("sub"))
        assertEquals(used, codeOf { one.verify(token, second) })
    }

    @Test
    fun `of many threads of two servers one is let in`() = each("redis") { _, _, server ->
        val (servers, pool, proof) = Triple(List(2) { server() }, Executors.newFixedThreadPool(8), sent())
        val outcomes = List(40) { at -> pool.submit<Boolean> { runCatching { servers[at % 2].verify(token, proof) }.isSuccess } }.map { it.get() }
        pool.shutdown()
        assertEquals(1, outcomes.count { it })
    }

    @Test
    fun `nobody is let in while the store is out of reach, and tokens without a proof are`() = each("valkey") { stores, started, server ->
        val one = server()
        one.verify(token, sent())
        stores.perform("stop", started)
        val began = System.nanoTime()
        val error = refusal { one.verify(token, sent()) }
        assertEquals(unavailable to 503, error.code to error.status)
        assertNotNull(error.cause)
        assertTrue(System.nanoTime() - began < 8e9)
        assertEquals("bob", one.verify(issuer.issue(mapOf("sub" to "bob"))).text("sub"))
        stores.perform("restart", started)
        eventually("the store is back") { runCatching { one.verify(token, sent()) }.isSuccess }
        assertTrue(one.replays!!.status().getValue("failed").jsonPrimitive.int > 0)
    }

    @Test
    fun `verifiers of several issuers share a cache`() = each("redis") { _, _, server ->
        val issuers = listOf("https://a.example", "https://b.example")
        val replays = checkNotNull(server().replays)
        val whole = Verifier.byIssuer(
            issuers.map { Verifier(key.public(), options = VerifyOptions(issuer = it, publicOrigins = listOf("https://api.example")), replays = replays) },
        )
        for (one in issuers) {
            val bound = Issuer(key, options = IssuerOptions(issuer = one, lifetime = 15.minutes)).issue(mapOf("sub" to "alice"), confirm = own)
            val came = CheckOptions(proof = Dpop.prove(own, "GET", "https://api.example/", accessToken = bound), method = "GET", url = "/")
            assertEquals("alice", whole.verify(bound, came).text("sub"))
            assertEquals(used, codeOf { whole.verify(bound, came) })
        }
    }

    @Test
    fun `the main thread never waits for a store`() = Stores().use { stores ->
        val one = server(Client.JEDIS.store(stores.start("redis").port, null))
        Looper.main = Thread.currentThread()
        try {
            assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { one.verify(token, sent()) })
        } finally {
            Looper.main = null
        }
        assertEquals("alice", one.verifyAsync(token, sent()).get().text("sub"))
    }
}
