package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.util.concurrent.Callable
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

    @Test
    fun `many tokens are checked at once`() {
        val tokens = List(5000) { if (it % 7 == 0) "bad$it" else sign(mapOf("n" to it), key, options) }
        Verifier(key).verifyMany(tokens).forEachIndexed { at, result ->
            if (at % 7 == 0) assertEquals(ErrorCode.ERR_JWT_INVALID, result.code()) else assertEquals(at.toLong(), result.getOrThrow().claimsMap()["n"])
        }
    }

    /**
     * Resident memory, where Linux tells it: keys, verifiers and tokens that nobody closed are freed when nothing refers to them. What is kept grows with
     * each round; what the JVM's heap (of a fixed size here, see pom.xml), its compiler and the allocator hold on to stops growing.
     */
    @Test
    fun `nothing leaks`() {
        assumeTrue(File("/proc/self/statm").exists(), "only Linux tells the resident memory")
        val grown = mutableListOf<Long>()
        repeat(20) {
            val before = resident()
            work(20_000)
            settle()
            grown += resident() - before
            // A text of 4 kB that every tenth turn kept would be 8 MiB.
            if (grown.last() < 4) return
        }
        fail<Unit>("each round kept so many MiB: $grown")
    }

    private fun work(rounds: Int) {
        val long = "x".repeat(4000)
        val verifier = Verifier(key)
        val good = sign(mapOf("text" to long), key, options)
        for (round in 0 until rounds) {
            verifier.verify(good)
            if (round % 10 == 0) {
                Verifier(Key.fromJwk(key.toJwk(private = true)), options = VerifyOptions(issuer = long))
                runCatching { verifier.verify(long) }
                Issuer(key, options = IssuerOptions(issuer = long)).issue(mapOf("a" to round), IssueOptions(noExpiry = true))
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
