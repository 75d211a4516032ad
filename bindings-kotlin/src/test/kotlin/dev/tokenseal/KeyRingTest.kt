package dev.tokenseal

import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ExecutionException
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes

/** Rings in memory, with a clock of their own. The vectors test what keys do when. */
internal class KeyRingTest {
    private val start = Instant.parse("2030-01-01T00:00:00Z")
    private var time = start
    private val clock = ClockOf { time }
    private val lifetime = IssuerOptions(lifetime = 15.minutes)
    private val alice = mapOf("sub" to "alice")

    private fun codeOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }.code

    private fun ring(vararg algorithms: Algorithm = arrayOf(SignatureAlgorithm.ES256)) = KeyRing.create(algorithms.asList(), clock = clock)

    private fun KeyRing.states() = keys().map { it.state }

    @Test
    fun `issuers and verifiers follow its turns`() {
        val ring = ring()
        val (issuer, verifier) = Issuer(ring, options = lifetime, clock = clock) to Verifier(ring, clock = clock)
        val first = issuer.issue(alice)
        assertEquals(ring.keys()[0].keyId, verifier.verify(first).keyId)
        repeat(2) { time = ring.advance().next!! }
        val second = issuer.issue(alice)
        assertEquals(ring.keys()[1].keyId, verifier.verify(second).keyId)
        assertEquals(listOf(KeyState.VERIFY_ONLY, KeyState.ACTIVE, KeyState.UPCOMING), ring.states())
        // The first key verifies for as long as one of its tokens can be valid, and no longer.
        val retires = ring.keys()[0].retires!!
        val lenient = Verifier(ring, options = VerifyOptions(leeway = 1.minutes))
        time = retires.minusMillis(1)
        assertEquals("alice", lenient.verify(first, start).text("sub"))
        time = retires
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf { lenient.verify(first, start) })
        assertEquals("alice", lenient.verify(second, retires.minusSeconds(16 * 60)).text("sub"))
    }

    @Test
    fun `now judges claims, and never moves a ring`() {
        val ring = ring()
        val issuer = Issuer(ring, options = lifetime, clock = clock)
        val (token, before) = issuer.issue(alice) to ring.status()
        val verifier = Verifier(ring, clock = ClockOf { start.plus(Duration.ofDays(900)) })
        for (now in listOf(null, start.plus(Duration.ofDays(400)))) {
            assertEquals(ErrorCode.ERR_JWT_EXPIRED, codeOf { verifier.verify(token, now) })
            assertEquals(ErrorCode.ERR_JWT_EXPIRED, (verifier.verifyMany(listOf(token), now).single().exceptionOrNull() as TokenException).code)
            val async = assertThrows(ExecutionException::class.java) { verifier.verifyAsync(token, now).get() }
            assertEquals(ErrorCode.ERR_JWT_EXPIRED, (async.cause as TokenException).code)
        }
        for (now in listOf(start, start.minus(Duration.ofDays(400)))) {
            assertEquals("alice", verifier.verify(token, now).text("sub"))
            assertEquals("alice", verifier.verifyMany(listOf(token), now).single().getOrThrow().text("sub"))
            assertEquals("alice", verifier.verifyAsync(token, now).get().text("sub"))
        }
        val early = issuer.issue(alice, IssueOptions(now = start.minus(Duration.ofDays(400))))
        assertEquals(ring.signingKey().keyId, verifier.verify(early, start.minus(Duration.ofDays(400))).keyId)
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { issuer.issue(alice, IssueOptions(now = start.plus(Duration.ofDays(40)))) })
        assertEquals(before, ring.status())
    }

    @Test
    fun `an emergency refuses the tokens of one key`() {
        val ring = ring()
        val events = ArrayList<Event>()
        val (issuer, verifier) = Issuer(ring, options = lifetime, clock = clock) to Verifier(ring, clock = clock, onEvent = { events += it })
        val lost = issuer.issue(alice)
        val revoked = ring.revoke(ring.signingKey().keyId!!)
        assertEquals(setOf(KeyState.ACTIVE to KeyState.REVOKED, KeyState.UPCOMING to KeyState.ACTIVE, null to KeyState.UPCOMING), revoked.changes.map { it.was to it.state }.toSet())
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf { verifier.verify(lost) })
        assertEquals("alice", verifier.verify(issuer.issue(alice)).text("sub"))
        assertEquals(listOf("refused" to "ERR_JWKS_NO_MATCHING_KEY"), events.map { it.name to it.text("code") })
        assertEquals(listOf(KeyState.REVOKED, KeyState.ACTIVE, KeyState.UPCOMING), ring.states())
        assertFalse(ring.toJwks().contains(ring.keys()[0].keyId))
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf { ring.revoke("unknown") })
    }

    @Test
    fun `it encrypts and decrypts, and signs by the algorithm that is asked for`() {
        val ring = ring(SignatureAlgorithm.ES256, SignatureAlgorithm.Ed25519, KeyManagement.ECDH_ES_A256KW)
        val issuer = Issuer(ring, ring, IssuerOptions(lifetime = 15.minutes, alg = SignatureAlgorithm.Ed25519), clock)
        val verifier = Verifier(ring, ring, clock = clock)
        val token = verifier.verify(issuer.issue(alice))
        assertEquals(TokenKind.NESTED to "Ed25519", token.kind to token.header.getValue("alg").jsonPrimitive.content)
        val encrypted = Issuer(encryptionKey = ring, options = lifetime, clock = clock).issue(alice)
        assertEquals(TokenKind.ENCRYPTED, Verifier(null, ring, VerifyOptions(allowUnsigned = true), clock = clock).verify(encrypted).kind)
        assertEquals(SignatureAlgorithm.ES256 to SignatureAlgorithm.Ed25519, ring.signingKey().algorithm to ring.signingKey(SignatureAlgorithm.Ed25519).algorithm)
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf { ring.signingKey(SignatureAlgorithm.RS256) })
        assertEquals(ring.toKeySet().size, ring.keys().count { it.algorithm is SignatureAlgorithm })
    }

    @Test
    fun `one verifier of several issuers follows the ring of each`() {
        val (a, b) = ring() to ring()
        fun verifier(ring: KeyRing, issuer: String) = Verifier(ring, options = VerifyOptions(issuer = issuer), clock = clock)
        fun token(ring: KeyRing, issuer: String) = Issuer(ring, options = IssuerOptions(issuer = issuer, lifetime = 15.minutes), clock = clock).issue(alice)
        val verifier = Verifier.byIssuer(listOf(verifier(a, "https://a.example")), clock = clock)
        verifier.add(verifier(b, "https://b.example"))
        val tokens = listOf(token(a, "https://a.example"), token(b, "https://b.example"))
        assertEquals(2, verifier.verifyMany(tokens).count { it.isSuccess })
        a.revoke(a.signingKey().keyId!!)
        assertEquals(listOf(false, true), tokens.map { runCatching { verifier.verify(it) }.isSuccess })
    }

    @Test
    fun `begins with keys that others know, or whose private half is elsewhere`() {
        val known = Key.generate(SignatureAlgorithm.ES256)
        val ring = KeyRing.create(SignatureAlgorithm.ES256, keys = known, clock = clock)
        assertEquals(listOf(known.keyId to KeyState.ACTIVE), ring.keys().take(1).map { it.keyId to it.state })
        val external = KeyRing.create(emptyList(), keys = known.public(), clock = clock)
        val advanced = external.advance()
        assertEquals(listOf<Algorithm>(SignatureAlgorithm.ES256) to null, advanced.needsKey to advanced.next)
        assertTrue(external.keys().single().isExternal)
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { external.add(known.public()) })
        val added = external.add(Key.generate(SignatureAlgorithm.ES256).public())
        assertEquals(listOf(KeyState.UPCOMING), added.changes.map { it.state })
    }

    @Test
    fun `what could refuse a valid token is refused itself`() {
        fun options(given: RingOptions.Builder.() -> RingOptions.Builder) = RingOptions.builder().given().build()
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.create(SignatureAlgorithm.ES256, options { rotateEvery("1259s") }) })
        KeyRing.create(SignatureAlgorithm.ES256, options { rotateEvery("1260s") })
        KeyRing.create(SignatureAlgorithm.ES256, RingOptions(rotateEvery = 7.days, tokenLifetime = 1.hours, jwksMaxAge = 5.minutes))
        val error = assertThrows(TokenException::class.java) { KeyRing.create(SignatureAlgorithm.ES256, options { rotateEvery("5m") }) }
        assertTrue(error.message!!.contains("rotateEvery") && !error.message!!.contains('_'), error.message)
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.create(emptyList()) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Issuer(ring(), options = IssuerOptions(lifetime = 16.minutes)) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Issuer(ring(), options = IssuerOptions(noExpiry = true)) })
    }

    @Test
    fun `as a token it opens by its key alone`() {
        val (ring, wrapping) = ring() to Key.generate(KeyManagement.A256KW)
        val text = ring.toJwe(wrapping)
        val opened = KeyRing.fromJwe(text, KeySet(Key.generate(KeyManagement.A256KW), wrapping), clock)
        assertEquals(ring.status(), opened.status())
        for (wrong in listOf(text.dropLast(1), text.drop(1), "", Jwe.encrypt("{}".toByteArray(), wrapping))) {
            assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.fromJwe(wrong, wrapping) }, wrong)
        }
        assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.fromJwe(text, Key.generate(KeyManagement.A256KW)) })
        for (wrong in listOf(Key.generate(SignatureAlgorithm.HS256), Key.generate(KeyManagement.ECDH_ES))) {
            assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { ring.toJwe(wrong) })
            assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.fromJwe(text, wrong) })
        }
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { ring.rewrap(wrapping) })
    }

    @Test
    fun `says how it is, and nothing secret`() {
        val ring = ring()
        val status = ring.status()
        assertEquals(1260L to JsonNull, status.getValue("published_ahead").jsonPrimitive.content.toDouble().toLong() to status["failed"])
        assertEquals(setOf("rotate_every", "token_lifetime", "jwks_max_age", "verifier_refresh", "clock_skew"), status.getValue("policy").jsonObject.keys)
        val secret = ring.signingKey().toJwk(private = true).substringAfter("\"d\":\"").substringBefore('"')
        assertNotEquals("", secret)
        for (shown in listOf("$ring", "${ring.keys()}", "${ring.advance()}", "$status", ring.toJwks())) assertFalse(secret in shown, shown)
        assertEquals("max-age=600", ring.cacheControl())
    }

    @Test
    fun `closed, it is refused, and what was made with it goes on`() {
        val ring = ring()
        val (issuer, verifier) = Issuer(ring, options = lifetime, clock = clock) to Verifier(ring, clock = clock)
        ring.close()
        assertEquals("alice", verifier.verify(issuer.issue(alice)).text("sub"))
        for (call in listOf({ ring.keys() }, { ring.advance() }, { ring.toJwks() }, { Issuer(ring, options = lifetime) }, { Verifier(ring) })) {
            assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf(call))
        }
        assertEquals("KeyRing(closed)", "$ring")
    }

    @Test
    fun `what the clock throws is thrown, and a plain verifier asks none`() {
        var thrown: RuntimeException? = null
        val ring = KeyRing.create(SignatureAlgorithm.ES256, clock = ClockOf { thrown?.let { throw it } ?: start })
        val token = Issuer(ring, options = lifetime, clock = clock).issue(alice)
        thrown = IllegalStateException("no time")
        for (call in listOf({ ring.keys() }, { Verifier(ring).verify(token, start) }, { Issuer(ring, options = lifetime).issue(alice) })) {
            assertEquals(thrown, assertThrows(RuntimeException::class.java) { call() })
        }
        assertNull(Verifier(Key.generate(SignatureAlgorithm.HS256)).checks)
    }
}
