package dev.tokenseal

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import java.time.Clock
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import java.util.concurrent.ExecutionException
import kotlin.time.Duration.Companion.minutes

/** A verifier's own clock. */
internal class VerifierTest {
    private val key = Key.generate(SignatureAlgorithm.HS256)
    private val issued = Instant.ofEpochSecond(1_700_000_000)
    private val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes, now = issued))

    private fun fixed(now: Instant) = Clock.fixed(now, ZoneOffset.UTC)

    private fun codeOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }.code

    @Test
    fun `the clock tells the time of every check`() {
        assertEquals(ErrorCode.ERR_JWT_EXPIRED, codeOf { Verifier(key).verify(token) })
        assertEquals("alice", Verifier(key, clock = fixed(issued)).verify(token).text("sub"))
        assertEquals("alice", Verifier(key, clock = fixed(issued.plusSeconds(299).plusNanos(999_999_000))).verify(token).text("sub"))
        assertEquals(ErrorCode.ERR_JWT_EXPIRED, codeOf { Verifier(key, clock = fixed(issued.plusSeconds(300))).verify(token) })
        val late = Verifier(key, clock = fixed(issued.plusSeconds(300))).verifyMany(listOf(token)).single()
        assertEquals(ErrorCode.ERR_JWT_EXPIRED, (late.exceptionOrNull() as TokenException).code)
        assertEquals("alice", Verifier(key, clock = fixed(issued)).verifyMany(listOf(token)).single().getOrThrow().text("sub"))
    }

    @Test
    fun `an accepted token is good until it is not`() {
        val revocations = Revocations()
        val own = Verifier(key, options = VerifyOptions(issuer = "https://a.example"), revocations = revocations, clock = fixed(issued))
        val options = TokenOptions(issuer = "https://a.example", expiresIn = 5.minutes, now = issued)
        for (verifier in listOf(own, Verifier.byIssuer(listOf(own), clock = fixed(issued)))) {
            val accepted = verifier.verify(sign(mapOf("sub" to "alice"), key, options))
            verifier.stillValid(accepted)
            verifier.stillValidAsync(accepted).get()
            val entry = revocations.revoke(accepted, RevokeOptions(now = issued))
            assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { verifier.stillValid(accepted) })
            val error = assertThrows(ExecutionException::class.java) { verifier.stillValidAsync(accepted).get() }.cause as TokenException
            assertEquals(ErrorCode.ERR_JWT_REVOKED, error.code)
            assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { runBlocking { verifier.awaitStillValid(accepted) } })
            revocations.withdraw(entry, RevokeOptions(now = issued))
            runBlocking { verifier.awaitStillValid(accepted, issued.plusSeconds(299)) }
            assertEquals(ErrorCode.ERR_JWT_EXPIRED, codeOf { verifier.stillValid(accepted, issued.plusSeconds(300)) })
        }
        val unheard = sign(mapOf("sub" to "alice"), key, TokenOptions(issuer = "https://b.example", expiresIn = 5.minutes, now = issued))
        val foreign = Verifier(key, options = VerifyOptions(issuer = "https://b.example"), clock = fixed(issued)).verify(unheard)
        assertEquals(ErrorCode.ERR_JWT_CLAIM_MISMATCH, codeOf { Verifier.byIssuer(listOf(own)).stillValid(foreign) })
    }

    @Test
    fun `a time that is given wins, and the clock is not asked`() {
        val verifier = Verifier(key, clock = ClockOf { throw AssertionError("asked") })
        assertEquals("alice", verifier.verify(token, issued).text("sub"))
        assertEquals(1, verifier.verifyMany(listOf(token), issued).count { it.isSuccess })
    }

    @Test
    fun `the clock is asked once for each call`() {
        var asked = 0
        val verifier = Verifier(key, clock = ClockOf { issued.also { asked++ } })
        assertEquals(0, asked)
        verifier.verify(token)
        assertEquals(1, asked)
        verifier.verifyMany(List(10) { token })
        assertEquals(2, asked)
    }

    @Test
    fun `what the clock throws is thrown`() {
        // The one exception that means something else if it comes from the core.
        for (thrown in listOf(IllegalStateException("no time"), ArithmeticException())) {
            val verifier = Verifier(key, clock = ClockOf { throw thrown })
            assertSame(thrown, assertThrows(RuntimeException::class.java) { verifier.verify(token) })
            assertSame(thrown, assertThrows(RuntimeException::class.java) { verifier.verifyMany(listOf(token)) })
        }
    }

    @Test
    fun `no time is an option that is invalid`() {
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Verifier(key, clock = ClockOf { null }).verify(token) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Verifier(key, clock = ClockOf { null }).verifyMany(listOf(token)) })
    }
}

/** A clock that returns what a function does; null, as a Java clock may. */
internal class ClockOf(private val tell: () -> Instant?) : Clock() {
    override fun getZone(): ZoneId = ZoneOffset.UTC

    override fun withZone(zone: ZoneId): Clock = this

    override fun instant(): Instant? = tell()
}
