package dev.tokenseal

import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.seconds

private const val ISSUER = "https://issuer.example"

/** Lists of revocations that servers share in Redis or Valkey, by real servers and every client. */
internal class StoresTest {
    private val refused = ErrorCode.ERR_JWT_REVOKED
    private val unavailable = ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE

    private fun codeOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }.code

    private fun each(kind: String, password: String? = null, test: (Stores, Started, (StoreOptions?) -> Instance) -> Unit) = Stores().use { stores ->
        val args = if (password == null) emptyList() else listOf("--requirepass", password)
        for (client in Client.entries) {
            val started = stores.start(kind, "args" to JsonArray(args.map(::JsonPrimitive)))
            test(stores, started) { options -> client.store(started.port, password).let { if (options == null) Instance(it) else Instance(it, options) } }
            stores.perform("end", started)
        }
    }

    @Test
    fun `what one revokes all refuse, and accept again when it is withdrawn`() = each("redis", "a secret") { _, _, instance ->
        val (one, other) = List(2) { instance(null) }
        assertNull(one.refused(tokenOf("t")))
        val entry = one.revoke("t")
        assertEquals(refused, one.refused(tokenOf("t")))
        other.until(tokenOf("t"), refused)
        val withdrawn = other.list.withdraw(entry, RevokeOptions(by = "support"))
        assertEquals(entry.id to "support", withdrawn.id to withdrawn.withdrawn?.by)
        assertNull(other.refused(tokenOf("t")))
        one.until(tokenOf("t"), null)
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { other.list.withdraw(entry) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { one.list.entries() })
        one.list.revoke(one.verifier.verify(tokenOf("t")))
        other.until(tokenOf("t"), refused)
    }

    @Test
    fun `nobody waits longer than a second`() = each("valkey") { _, _, instance ->
        val (one, other) = List(2) { instance(null).ready() }
        val times = List(20) { number ->
            other.refused(tokenOf("t-$number"))
            one.revoke("t-$number")
            other.until(tokenOf("t-$number"), refused)
        }
        // Of max_staleness, with room for a machine that is busy with other tests.
        assertTrue(times.sorted()[10] <= 1_500, "$times")
    }

    @Test
    fun `the forms that do not wait do the same`() = each("redis") { _, _, instance ->
        val (one, other) = List(2) { instance(null) }
        assertEquals("t", one.verifier.verifyAsync(tokenOf("t")).get().text("jti"))
        val entry = one.list.revokeIdAsync(ISSUER, "t").get()
        other.until(tokenOf("t"), refused)
        val error = assertThrows(ExecutionException::class.java) { other.verifier.verifyAsync(tokenOf("t")).get() }.cause as TokenException
        assertEquals(refused, error.code)
        runBlocking {
            assertEquals(entry.id, other.list.awaitWithdraw(entry).id)
            other.list.awaitRevokeSession(ISSUER, "s")
            val told = logoutToken(ISSUER, Key.generate(SignatureAlgorithm.HS256), "sub" to "alice")
            assertEquals(listOf(RevocationKind.SUBJECT), other.list.awaitApplyEvents(told).map { it.kind })
            assertEquals(listOf(RevocationKind.SUBJECT), other.list.applyEvents(told).map { it.kind })
            assertEquals("t", other.verifier.awaitVerify(tokenOf("t")).text("jti"))
        }
        val results = one.verifier.verifyMany(List(50) { tokenOf("t-$it") })
        assertTrue(results.all { it.isSuccess }, "$results")
    }

    @Test
    fun `a strict list is read for every check`() = each("valkey") { _, _, instance ->
        val (one, other) = List(2) { instance(StoreOptions(namespace = "test", create = true, strict = true)).ready() }
        repeat(10) {
            one.revoke("t-$it")
            assertEquals(refused, other.refused(tokenOf("t-$it")))
        }
    }

    @Test
    fun `nobody makes a list by mistake`() = each("redis") { _, _, instance ->
        val one = instance(StoreOptions(namespace = "test"))
        assertEquals(unavailable, one.refused(tokenOf("t")))
        assertEquals(unavailable, codeOf { one.revoke("t") })
        instance(null).ready()
        one.until(tokenOf("t"), null)
    }

    @Test
    fun `durability is what was asked for, or an error`() = each("redis") { _, _, instance ->
        // Redis 7.0 has no WAITAOF, and this one no replicas.
        val wishes = listOf(
            StoreOptions(namespace = "a", create = true, durability = Durability.FSYNC),
            StoreOptions(namespace = "b", create = true, replicas = 1, timeout = 1.seconds),
        )
        for (options in wishes) {
            val error = assertThrows(TokenException::class.java) { instance(options).revoke("t") }
            assertEquals(unavailable, error.code)
        }
    }

    @Test
    fun `many threads revoke at once`() = each("valkey") { _, _, instance ->
        val (one, other) = List(2) { instance(null).ready() }
        val pool = Executors.newFixedThreadPool(8)
        List(40) { number -> pool.submit { (if (number % 2 == 0) one else other).revoke("t-$number") } }.forEach { it.get() }
        pool.shutdown()
        repeat(40) { other.until(tokenOf("t-$it"), refused) }
    }

    @Test
    fun `a password that is wrong is the store's word`() = Stores().use { stores ->
        val started = stores.start("redis", "args" to JsonArray(listOf("--requirepass", "a secret").map(::JsonPrimitive)))
        for (client in Client.entries) {
            val events = ConcurrentLinkedQueue<Event>()
            val list = Revocations.redis(client.store(started.port, "mistyped-1"), StoreOptions(namespace = "test", create = true), onEvent = events::add)
            val error = assertThrows(TokenException::class.java) { list.revokeId(ISSUER, "t") }
            assertEquals(unavailable, error.code)
            assertTrue("mistyped" !in error.stackTraceToString() && events.isNotEmpty(), "$client: $error, $events")
        }
    }
}
