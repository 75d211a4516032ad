package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes

internal class ConcurrencyTest {
    private val key = Key.generate(SignatureAlgorithm.HS256)
    private val options = TokenOptions(expiresIn = 15.minutes)

    @Test
    fun `one verifier serves many threads`() {
        val tokens = List(100) { sign(mapOf("n" to it), key, options) }
        val verifier = Verifier(key)
        val bad = tokens[0].dropLast(4) + "AAAA"
        val results = onThreads(16) {
            for (round in 0 until 1000) {
                val n = round % tokens.size
                assertEquals(n.toLong(), verifier.verify(tokens[n]).claimsMap()["n"])
                if (n == 0) assertEquals(ErrorCode.ERR_JWS_SIGNATURE_VERIFICATION_FAILED, runCatching { verifier.verify(bad) }.code())
            }
        }
        assertEquals(16, results)
    }

    @Test
    fun `a verifier may be closed while it is used`() {
        val token = sign(mapOf("a" to 1), key, options)
        repeat(50) {
            val verifier = Verifier(key)
            onThreads(4) { thread ->
                if (thread == 3) verifier.close()
                repeat(200) {
                    val result = runCatching { verifier.verify(token) }
                    assertTrue(result.isSuccess || result.code() == ErrorCode.ERR_OPTION_INVALID, result.toString())
                }
            }
            assertEquals(ErrorCode.ERR_OPTION_INVALID, runCatching { verifier.verify(token) }.code())
        }
    }

    /**
     * The set of one key is made when the key is first used, maybe while another thread closes the
     * key.
     */
    @Test
    fun `a key that was closed while it was first used is not used again`() {
        val token = sign(mapOf("a" to 1), key, options)
        val jwk = key.toJwk(private = true)
        repeat(2000) {
            val used = Key.fromJwk(jwk)
            val start = CyclicBarrier(2)
            onThreads(2) { thread ->
                start.await()
                val result = runCatching { if (thread == 0) verify(token, used) else used.close() }
                assertTrue(result.isSuccess || result.code() == ErrorCode.ERR_OPTION_INVALID, result.toString())
            }
            assertEquals(ErrorCode.ERR_OPTION_INVALID, runCatching { verify(token, used) }.code())
        }
    }

    @Test
    fun `many tokens are checked at once`() {
        val tokens = List(5000) { if (it % 7 == 0) "bad$it" else sign(mapOf("n" to it), key, options) }
        Verifier(key).verifyMany(tokens).forEachIndexed { at, result ->
            if (at % 7 == 0) assertEquals(ErrorCode.ERR_JWT_INVALID, result.code()) else assertEquals(at.toLong(), result.getOrThrow().claimsMap()["n"])
        }
    }

    /**
     * Resident memory, as reported by Linux: keys, verifiers and tokens that nobody closed are
     * freed when nothing refers to them.
     */
    @Test
    fun `nothing leaks`() {
        assumeTrue(File("/proc/self/statm").exists(), "only Linux tells the resident memory")
        work(20_000)
        settle()
        val before = resident()
        work(60_000)
        settle()
        val grown = resident() - before
        assertTrue(grown < 64, "$grown MiB more than before")
    }

    private fun work(rounds: Int) {
        val verifier = Verifier(key)
        val good = sign(mapOf("text" to "x".repeat(200)), key, options)
        for (round in 0 until rounds) {
            verifier.verify(good)
            if (round % 10 == 0) {
                Verifier(Key.fromJwk(key.toJwk(private = true))).verify(good)
                runCatching { verifier.verify("no token") }
                Issuer(key).issue(mapOf("a" to round), IssueOptions(noExpiry = true))
            }
            if (round % 5000 == 4999) System.gc()
        }
    }

    private fun settle() = repeat(3) {
        System.gc()
        Thread.sleep(100)
    }

    /** In MiB. */
    private fun resident() = File("/proc/self/statm").readText().split(' ')[1].toLong() * 4096 shr 20

    private fun onThreads(count: Int, work: (Int) -> Unit): Int {
        val pool = Executors.newFixedThreadPool(count)
        try {
            return pool.invokeAll(List(count) { thread -> Callable { work(thread) } }).onEach { it.get() }.size
        } finally {
            pool.shutdown()
        }
    }

    private fun Result<*>.code() = (exceptionOrNull() as TokenException).code
}
