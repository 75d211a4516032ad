package dev.tokenseal

import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Fetched key sets: what the driver does around the core's decisions. */
internal class RemoteTest {
    private val url = "https://issuer.example/secret-path/jwks.json"
    private val key = Key.generate(SignatureAlgorithm.ES256)
    private val other = Key.generate(SignatureAlgorithm.ES256)
    private val server = FakeServer(key.public())
    private val clock = TestClock()
    private val events = CopyOnWriteArrayList<Event>()
    private val keys = RemoteKeySet(url, clock = clock, onEvent = { events.add(it) }, http = server)
    private val verifier = Verifier(keys, clock = clock, onEvent = { events.add(it) })

    private fun token(key: Key = this.key, issuer: String? = null) =
        sign(mapOf("sub" to "alice"), key, TokenOptions(issuer = issuer, expiresIn = 1000.minutes))

    private fun refusal(work: () -> Any?): TokenException = assertThrows(TokenException::class.java) { work() }

    private fun names() = events.map { it.name }

    @Test
    fun `the first check fetches the keys, and later ones use them`() {
        assertEquals("cold", keys.status().word("state"))
        repeat(3) { assertEquals("alice", verifier.verify(token()).text("sub")) }
        assertEquals(1, server.requests.size)
        assertEquals(listOf("fetched"), names())
        assertEquals(key.public(), keys.keys.single())
        val request = server.requests.single()
        assertEquals(url to "application/jwk-set+json, application/json", request.url to request.headers["accept"])
        assertEquals("fresh" to 1, keys.status().let { it.word("state") to it.getValue("fetched").jsonPrimitive.int })
        assertFalse(listOf(keys, verifier, request, keys.status(), events).any { "secret-path" in it.toString() })
    }

    @Test
    fun `the system's clock will do`() {
        val plain = Verifier(RemoteKeySet(url, http = server))
        repeat(3) { assertEquals(key.keyId, plain.verify(token()).keyId) }
        assertEquals(ErrorCode.ERR_JWS_INVALID, refusal { plain.verify("a.b.c") }.code)
        assertEquals(1, server.requests.size)
    }

    @Test
    fun `keys that are due are used, and fetched meanwhile`() {
        verifier.verify(token())
        val gate = server.hold()
        clock.advance(590)
        repeat(10) { verifier.verify(token()) }
        eventually("a refresh") { server.requests.size == 2 }
        gate.countDown()
        eventually("fresh keys") { keys.status().word("state") == "fresh" }
        assertEquals(2, server.requests.size)
    }

    @Test
    fun `a server that is down is put up with, up to a bound`() {
        verifier.verify(token())
        server.fail()
        clock.advance(1200)
        assertEquals("alice", verifier.verify(token()).text("sub"))
        assertTrue(names().containsAll(listOf("failed", "accepted_stale")), names().toString())
        clock.advance(3600)
        val error = refusal { verifier.verify(token()) }
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE to null, error.code to error.cause)
        assertFalse("password" in error.stackTraceToString() + events)
        server.publish(key.public())
        keys.ready(30.seconds)
        assertEquals("alice", verifier.verify(token()).text("sub"))
    }

    @Test
    fun `a key that nobody knows yet is asked for once`() {
        verifier.verify(token())
        server.publish(key.public(), other.public())
        assertEquals(other.keyId, verifier.verify(token(other)).keyId)
        assertTrue("rotated" in names())
        val stranger = Key.generate(SignatureAlgorithm.ES256)
        repeat(20) { assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, refusal { verifier.verify(token(stranger)) }.code) }
        assertEquals(3, server.requests.size)
        assertEquals(20, names().count { it == "refused" })
    }

    @Test
    fun `many tokens are checked with what was fetched once`() {
        val stranger = Key.generate(SignatureAlgorithm.ES256)
        val tokens = List(40) { if (it % 8 == 0) token(other) else if (it == 39) token(stranger) else token() }
        verifier.verify(token())
        server.publish(key.public(), other.public())
        val results = verifier.verifyMany(tokens)
        assertEquals(List(39) { true } + false, results.map { it.isSuccess }, results.toString())
        assertEquals(2, server.requests.size)
        assertEquals(40, Verifier(RemoteKeySet(url, http = FakeServer(key, other, stranger))).verifyMany(tokens).count { it.isSuccess })
    }

    @Test
    fun `an issuer's metadata leads to its keys`() {
        val issuer = "https://tenant.example/a"
        val server = FakeServer()
        server.answer = { request ->
            if (request.url.endsWith("/.well-known/openid-configuration")) {
                HttpAnswer(200, emptyMap(), """{"issuer":"$issuer","jwks_uri":"https://keys.example/jwks"}""".encodeToByteArray())
            } else {
                published(key.public())
            }
        }
        val headers = { mapOf("Authorization" to "Bearer secret-header", "ACCEPT" to "text/html") }
        val verifier = Verifier.forIssuer(issuer, headers = headers, clock = clock, onEvent = { events.add(it) }, http = server)
        verifier.ready()
        assertEquals("alice", verifier.verify(token(issuer = issuer)).text("sub"))
        assertEquals("iss", refusal { verifier.verify(token(issuer = "https://tenant.example/b")) }.claim)
        assertEquals(listOf("$issuer/.well-known/openid-configuration", "https://keys.example/jwks"), server.requests.map { it.url })
        // They are sent to the issuer, but not to a host that only its metadata names.
        assertEquals(listOf("Bearer secret-header", null), server.requests.map { it.headers["Authorization"] })
        assertTrue(server.requests.none { "ACCEPT" in it.headers })
        assertFalse("secret-header" in server.requests.toString() + events)
        assertEquals(listOf("fetched", "refused"), names())
    }

    @Test
    fun `what the function for headers throws is the cause`() {
        val thrown = IllegalStateException("no token for you")
        val failing = Verifier(RemoteKeySet(url, headers = { throw thrown }, http = server))
        val error = refusal { failing.verify(token()) }
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, error.code)
        assertSame(thrown, error.cause)
        assertSame(thrown, refusal { Verifier(RemoteKeySet(url, headers = { throw thrown }, http = server)).ready(1.seconds) }.cause)
        val split = Verifier(RemoteKeySet(url, headers = { mapOf("x" to "secret\r\ny: z") }, http = server))
        assertFalse("secret" in refusal { split.verify(token()) }.stackTraceToString())
        assertEquals(0, server.requests.size)
    }

    @Test
    fun `who watches changes nothing`() {
        val throwing = RemoteKeySet(url, onEvent = { error("a watcher's own fault") }, http = server)
        assertEquals("alice", Verifier(throwing, onEvent = { error("another") }).verify(token()).text("sub"))
        // A plain verifier can be watched as well.
        val plain = Verifier(key, onEvent = { events.add(it) })
        plain.verify(token())
        assertEquals(ErrorCode.ERR_JWS_SIGNATURE_VERIFICATION_FAILED, refusal { plain.verify(token().dropLast(8) + "AAAAAAAA") }.code)
        assertEquals(listOf("refused" to "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"), events.map { it.name to it.text("code") })
    }

    @Test
    fun `a client of the caller's own is held to the limits`() {
        server.answer = { HttpAnswer(200, emptyMap(), ByteArray(it.maxBytes.toInt() + 1)) }
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, refusal { verifier.verify(token()) }.code)
        assertEquals("too_large", keys.status().word("last_failure"))
        val odd = RemoteKeySet(url, http = { HttpAnswer(200, mapOf("x" to listOf("\ud800")), ByteArray(0)) })
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, refusal { odd.ready(0.seconds) }.code)
    }

    @Test
    fun `a snapshot is enough to begin with`() {
        keys.ready()
        val secret = Key.generate(SignatureAlgorithm.HS256)
        val options = RemoteOptions(snapshot = keys.snapshot(secret))
        server.fail()
        val later = RemoteKeySet(url, options, snapshotKey = secret, http = server)
        assertEquals("alice", Verifier(later).verify(token()).text("sub"))
        assertEquals(1, server.requests.size)
        assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal { RemoteKeySet(url, options) }.code)
        val wrong = Key.generate(SignatureAlgorithm.HS256)
        assertEquals(ErrorCode.ERR_JWS_SIGNATURE_VERIFICATION_FAILED, refusal { RemoteKeySet(url, options, snapshotKey = wrong) }.code)
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, refusal { RemoteKeySet(url).snapshot(secret) }.code)
    }

    @Test
    fun `issuers come and go, and share what is theirs`() {
        val (a, b, c) = listOf("https://a.example", "https://b.example", "https://c.example")
        fun of(issuer: String, keys: VerificationKeys) = Verifier(keys, options = VerifyOptions(issuer = issuer))
        val whole = Verifier.byIssuer(listOf(of(a, keys), of(b, keys)), clock = clock, onEvent = { events.add(it) })
        whole.ready()
        for (issuer in listOf(a, b)) assertEquals("alice", whole.verify(token(issuer = issuer)).text("sub"))
        assertEquals(1, server.requests.size)
        assertEquals("iss", refusal { whole.verify(token(issuer = c)) }.claim)
        val own = FakeServer(other.public())
        whole.add(of(c, RemoteKeySet("https://c.example/jwks", clock = clock, http = own)))
        assertEquals("alice", whole.verify(token(other, c)).text("sub"))
        assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal { whole.add(of(c, key)) }.code)
        assertEquals("alice", whole.verify(token(other, c)).text("sub"))
        assertEquals(listOf(true, false), List(2) { whole.remove(c) })
        assertEquals("iss", refusal { whole.verify(token(other, c)) }.claim)
        assertEquals(setOf(1), setOf(own.requests.size))
        for (plain in listOf(verifier, Verifier(key))) {
            assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal { plain.add(of(a, key)) }.code)
            assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal { plain.remove(a) }.code)
        }
    }

    @Test
    fun `what is closed is refused, and a verifier keeps what it has`() {
        keys.close()
        keys.close()
        assertEquals("RemoteKeySet(closed)", keys.toString())
        for (use in listOf<() -> Any?>({ Verifier(keys) }, { keys.keys }, { keys.status() }, { keys.ready() }, { keys.readyAsync() }, { keys.snapshot(key) })) {
            assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal(use).code)
        }
        assertEquals("alice", verifier.verify(token()).text("sub"))
        verifier.close()
        assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal { verifier.verify(token()) }.code)
    }
}
