package dev.tokenseal

import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.time.Duration.Companion.minutes

/** Key rings that servers share in Redis or Valkey, with real servers and every client. */
internal class SharedRingsTest {
    private val unavailable = ErrorCode.ERR_KEYRING_UNAVAILABLE
    private val unknownKey = ErrorCode.ERR_JWKS_NO_MATCHING_KEY
    private val options = RingStoreOptions(namespace = "ring")
    private val wrapping = Key.generate(KeyManagement.A256KW)

    private fun codeOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }.code

    private fun created() = KeyRing.create(SignatureAlgorithm.ES256)

    /** After this long without a call, the next one has the ring read first. */
    private fun sleep() = Thread.sleep(1200)

    /** One server of a service, which issues and checks with the ring. */
    private class Server(val ring: KeyRing) {
        val issuer = Issuer(ring, options = IssuerOptions(lifetime = 5.minutes))
        val verifier = Verifier(ring)
        val signer get() = ring.signingKey().keyId!!

        fun issue() = issuer.issue(mapOf("sub" to "alice"))

        fun refused(token: String): ErrorCode? = (runCatching { verifier.verify(token) }.exceptionOrNull() as TokenException?)?.code
    }

    private fun each(kind: String, test: (Stores, Started, (KeyRing?) -> Server) -> Unit) = Stores().use { stores ->
        for (client in Client.entries) {
            val started = stores.start(kind)
            test(stores, started) { create -> Server(KeyRing.redis(client.store(started.port, null), wrapping, options, create)) }
            stores.perform("end", started)
        }
    }

    @Test
    fun `servers share a ring, and what one revokes all refuse`() = each("redis") { stores, started, open ->
        assertEquals(unavailable, codeOf { open(null) })
        assertEquals(JsonPrimitive(0), stores.command(started, "DBSIZE"))
        val (one, other) = List(2) { open(created()) }
        val token = one.issue()
        assertNull(one.refused(token))
        assertNull(other.refused(token))
        val stolen = one.signer
        val changes = one.ring.revoke(stolen).changes
        assertEquals(KeyState.REVOKED, changes.single { it.keyId == stolen }.state)
        assertEquals(unknownKey, one.refused(token))
        sleep()
        assertEquals(unknownKey, other.refused(token))
        assertNotEquals(stolen, other.signer)
        assertNull(one.refused(other.issuer.issueAsync(mapOf("sub" to "alice")).get()))
        one.ring.rewrap(wrapping)
        assertTrue(one.ring.add(Key.generate(SignatureAlgorithm.ES256)).changes.isNotEmpty())
        sleep()
        assertEquals(3, KeySet.fromJwks(other.ring.toJwks()).size)
    }

    @Test
    fun `the forms that do not wait do the same`() = each("valkey") { _, _, open ->
        val one = open(created())
        val token = one.issue()
        runBlocking {
            assertEquals("alice", one.verifier.awaitVerify(token).text("sub"))
            one.ring.awaitRevoke(one.signer)
            assertTrue(one.ring.awaitAdvance().changes.isEmpty())
            one.ring.awaitAdd(Key.generate(SignatureAlgorithm.ES256))
        }
        assertEquals(unknownKey, one.refused(token))
        one.ring.rewrapAsync(wrapping).get()
    }

    @Test
    fun `a store that has lost the ring stops changes, and not tokens`() = Stores().use { stores ->
        val started = stores.start("redis")
        val events = ConcurrentLinkedQueue<Event>()
        val ring = KeyRing.redis(Client.JEDIS.store(started.port, null), wrapping, options, created(), onEvent = events::add)
        val one = Server(ring)
        stores.command(started, "FLUSHALL")
        assertEquals(unavailable, codeOf { ring.revoke(one.signer) })
        sleep()
        assertNull(one.refused(one.issue()))
        assertEquals(JsonPrimitive(0), stores.command(started, "DBSIZE"))
        assertTrue(ring.status()["failed"].toString().contains("$unavailable"))
        assertTrue(events.isNotEmpty())
    }

    @Test
    fun `a list in a store is written before the ring`() = Stores().use { stores ->
        val started = stores.start("valkey")
        val list = Revocations.redis(Client.LETTUCE.store(started.port, null), StoreOptions(namespace = "list", create = true))
        val one = Server(KeyRing.redis(Client.JEDIS.store(started.port, null), wrapping, options, created()))
        val alone = created()
        for (ring in listOf(one.ring, alone)) {
            ring.useRevocations(list, "https://issuer.example")
            ring.revoke(ring.signingKey().keyId!!)
            assertEquals(KeyState.REVOKED, ring.keys().first().state)
        }
        assertTrue(list.status()["entries"].toString().contains("\"key\":2"), "${list.status()}")
    }
}
