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

/**
 * Lists of revocations that servers share in Redis or Valkey, with real servers and every client.
 */
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
        one.list.revoke(one.verifier.verify(tokenOf("t")))
        other.until(tokenOf("t"), refused)
    }

    @Test
    fun `an administrator finds an entry and takes it back on another machine`() = each("valkey") { stores, started, instance ->
        val (one, other) = List(2) { instance(null).list }
        assertEquals(emptyList<RevocationEntry>(), one.entries())
        val made = listOf(
            one.revokeSubject(ISSUER, "alice", RevokeOptions(by = "support", reason = "lost phone")),
            one.revokeKey(null, "k-1", RevokeOptions(by = "ops")),
        )
        assertEquals(made, other.entries())
        assertEquals(made, other.entriesAsync().get())
        assertEquals(emptyList<RevocationEntry>(), other.entries(EntriesOptions(subject = "alice")))
        val found = runBlocking { other.awaitEntries(EntriesOptions(issuer = ISSUER, subject = "alice")) }.single()
        other.withdraw(found, RevokeOptions(by = "admin"))
        val again = one.entries(EntriesOptions(issuer = ISSUER, subject = "alice")).single()
        assertEquals("support" to "admin", again.by to again.withdrawn?.by)

        stores.perform("pause", started)
        val began = System.nanoTime()
        assertEquals(unavailable, codeOf { one.entries() })
        val error = assertThrows(ExecutionException::class.java) { one.entriesAsync().get() }.cause as TokenException
        assertEquals(unavailable, error.code)
        assertTrue(System.nanoTime() - began < 16e9)
        stores.perform("resume", started)
    }

    @Test
    fun `a list of several pages is listed in its order`() = Stores().use { stores ->
        val list = Instance(Client.entries.first().store(stores.start("redis").port, null)).ready().list
        val made = List(1100) { list.revokeId(ISSUER, "$it").id }
        assertEquals(made, list.entries().map { it.id })
        assertEquals(made, list.entriesAsync().get().map { it.id })
    }

    @Test
    fun `a longest lifetime is raised, and never lowered`() = Stores().use { stores ->
        val port = stores.start("redis").port
        fun of(longest: Int) = Instance(
            Client.entries.first().store(port, null), StoreOptions(namespace = "test", create = true, longestLifetime = longest.seconds),
        ).ready()
        fun longest(instance: Instance) = instance.list.status().getValue("longest_lifetime").toString()
        val one = of(3600)
        of(7200)
        val began = System.nanoTime()
        while (longest(one) != "7200.0" && System.nanoTime() - began < 30e9) one.refused(tokenOf("t"))
        assertEquals(listOf("7200.0", "7200.0"), listOf(longest(one), longest(of(3600))))
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
    fun `a token in use is found revoked`() = each("redis") { _, _, instance ->
        for (options in listOf(null, StoreOptions(namespace = "strict", create = true, strict = true))) {
            val (one, other) = List(2) { instance(options).ready() }
            val accepted = other.verifier.verify(tokenOf("t"))
            other.verifier.stillValid(accepted)
            // An instance that has read nothing yet waits for the list.
            instance(options).verifier.stillValidAsync(accepted).get()
            one.revoke("t")
            if (options == null) other.until(tokenOf("t"), refused)
            assertEquals(refused, codeOf { other.verifier.stillValid(accepted) })
            assertEquals(refused, codeOf { runBlocking { instance(options).verifier.awaitStillValid(accepted) } })
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
