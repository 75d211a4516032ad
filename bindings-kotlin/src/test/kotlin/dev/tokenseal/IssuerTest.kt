package dev.tokenseal

import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import java.util.concurrent.ExecutionException
import kotlin.time.Duration.Companion.minutes

/** An issuer's own clock. */
internal class IssuerTest {
    private val key = Key.generate(SignatureAlgorithm.HS256)
    private val start = Instant.ofEpochSecond(1_700_000_000)
    private val options = IssuerOptions(lifetime = 5.minutes)

    private fun issuedAt(token: String) = inspectUnverified(token).claims!!.getValue("iat").jsonPrimitive.long

    @Test
    fun `the clock tells the time of every token`() {
        val issuer = Issuer(key, options = options, clock = Clock.fixed(start.plusNanos(999), ZoneOffset.UTC))
        assertEquals(start.epochSecond, issuedAt(issuer.issue(mapOf("a" to 1))))
        assertEquals(start.epochSecond, issuedAt(issuer.issueJson("{}", IssueOptions(subject = "alice", expiresIn = 1.minutes))))
        assertEquals(start.epochSecond + 60, inspectUnverified(issuer.issueJson("{}", IssueOptions(expiresIn = 1.minutes))).claims!!["exp"]!!.jsonPrimitive.long)
    }

    @Test
    fun `a time that is given wins, and the clock is not asked`() {
        val issuer = Issuer(key, options = options, clock = ClockOf { throw AssertionError("asked") })
        assertEquals(1_600_000_000, issuedAt(issuer.issue(mapOf("a" to 1), IssueOptions(now = Instant.ofEpochSecond(1_600_000_000)))))
    }

    @Test
    fun `what the clock throws is thrown`() {
        val thrown = IllegalStateException("no time")
        val issuer = Issuer(key, options = options, clock = ClockOf { throw thrown })
        assertSame(thrown, assertThrows(IllegalStateException::class.java) { issuer.issue(mapOf("a" to 1)) })
    }

    @Test
    fun `no time is an option that is invalid`() {
        val issuer = Issuer(key, options = options, clock = ClockOf { null })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, assertThrows(TokenException::class.java) { issuer.issue(mapOf("a" to 1)) }.code)
    }

    @Test
    fun `a token is encrypted to what its recipient publishes`() {
        val (signing, recipient) = Key.generate(SignatureAlgorithm.ES256) to Key.generate(KeyManagement.ECDH_ES_A256KW)
        val server = FakeServer(recipient.public())
        val issuer = Issuer(signing, RemoteKeySet("https://api.example/jwks.json", http = server), IssuerOptions(lifetime = 5.minutes))
        val tokens = listOf(issuer.issue(mapOf("sub" to "alice")), issuer.issueAsync(mapOf("sub" to "alice")).get())
        for (token in tokens) assertEquals("alice", Verifier(signing.public(), recipient).verify(token).text("sub"))
        assertEquals(1, server.requests.size)
        assertEquals(ErrorCode.ERR_JWT_INVALID, assertThrows(TokenException::class.java) { issuer.issueJson("[]") }.code)
        val wrong = assertThrows(ExecutionException::class.java) { issuer.issueAsync(mapOf("a" to Any())).get() }
        assertEquals(ErrorCode.ERR_JWT_INVALID, (wrong.cause as TokenException).code)
        server.fail()
        val cold = Issuer(signing, RemoteKeySet("https://api.example/jwks.json", http = server), IssuerOptions(lifetime = 5.minutes))
        assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, assertThrows(TokenException::class.java) { cold.issue(mapOf("sub" to "alice")) }.code)
        assertTrue(server.requests.size > 1)
        issuer.close()
        assertEquals(ErrorCode.ERR_OPTION_INVALID, assertThrows(TokenException::class.java) { issuer.issue(mapOf("sub" to "alice")) }.code)
    }
}
