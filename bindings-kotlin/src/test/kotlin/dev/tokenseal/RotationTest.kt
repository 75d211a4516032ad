package dev.tokenseal

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.net.URI
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.seconds

/**
 * Python issues tokens with one ring in a file, from four forked workers, and this test checks them
 * with the keys that they publish (`tests/rotation`).
 */
internal class RotationTest {
    @TempDir
    lateinit var folder: Path

    private val python = System.getenv("TOKENSEAL_PYTHON")

    /** For each refused token, its key and the reason. */
    private val refused = ArrayList<Pair<String, ErrorCode>>()
    private val signers = HashSet<String>()
    private val workers = HashSet<String>()

    @Test
    fun `a rotation refuses nobody, and an emergency the tokens of one key`() {
        assumeTrue(python != null, "needs the Python package: `cargo xtask setup python`")
        val path = folder.resolve("keys.ring").toString()
        val key = Key.generate(KeyManagement.A256KW)
        val lengths = RingOptions(rotateEvery = 4.seconds, tokenLifetime = 6.seconds, jwksMaxAge = 1.seconds, verifierRefresh = 2.seconds, clockSkew = 1.seconds)
        KeyRing.create(SignatureAlgorithm.ES256, lengths).use { it.save(path, key) }
        val (process, address) = serve(path, key)
        try {
            val options = RemoteOptions(allowHttp = true, minAge = 1.seconds, maxAge = 1.seconds)
            Verifier(RemoteKeySet("$address/jwks.json", options)).use { verifier -> play(verifier, address, KeyRing.open(path, key)) }
        } finally {
            process.destroy()
            process.waitFor(10, TimeUnit.SECONDS)
        }
    }

    private fun play(verifier: Verifier, address: String, ring: KeyRing) {
        load(verifier, address, Duration.ofSeconds(9))
        assertEquals(emptyList<Any>(), refused, "a rotation refuses nobody")

        val token = tokens(address).first()
        val stolen = keyId(token)
        ring.revoke(stolen)
        val revoked = Instant.now()
        while (codeOf(verifier, token) == null) {
            assertTrue(Duration.between(revoked, Instant.now()) < Duration.ofSeconds(4), "a token of the revoked key is accepted")
            Thread.sleep(50)
        }
        load(verifier, address, Duration.ofSeconds(6))
        assertEquals(emptyList<Any>(), refused.filter { it.first != stolen }, "an emergency refuses no other key")
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf(verifier, token))
        assertTrue(signers.size >= 3, "${signers.size} keys have signed")
        assertEquals(4, workers.size)
    }

    /**
     * Asks for tokens and checks them, and checks one of each answer again when it is about four
     * seconds old.
     */
    private fun load(verifier: Verifier, address: String, length: Duration) {
        val until = Instant.now() + length
        val waiting = ArrayDeque<Pair<Instant, String>>()
        while (Instant.now() < until) {
            val fresh = tokens(address)
            fresh.forEach { check(verifier, it) }
            waiting += Instant.now().plusSeconds(4) to fresh.first()
            while (waiting.first().first < Instant.now()) check(verifier, waiting.removeFirst().second)
            Thread.sleep(20)
        }
    }

    private fun check(verifier: Verifier, token: String) {
        val inspected = inspectUnverified(token)
        signers += keyId(token)
        workers += inspected.claims!!.getValue("sub").jsonPrimitive.content
        val code = codeOf(verifier, token) ?: return
        // If the machine stalled, it may have come too late.
        val expires = inspected.claims!!.getValue("exp").jsonPrimitive.content.toLong()
        if (code != ErrorCode.ERR_JWT_EXPIRED || Instant.now().epochSecond < expires) refused += keyId(token) to code
    }

    private fun codeOf(verifier: Verifier, token: String): ErrorCode? = try {
        verifier.verify(token)
        null
    } catch (error: TokenException) {
        error.code
    }

    private fun keyId(token: String) = inspectUnverified(token).header.getValue("kid").jsonPrimitive.content

    private fun tokens(address: String): List<String> =
        Json.parseToJsonElement(URI("$address/tokens").toURL().readText()).jsonArray.map { it.jsonPrimitive.content }

    /** Starts the service, and returns its process and its address. */
    private fun serve(path: String, key: Key): Pair<Process, String> {
        val command = listOf(python, "-m", "gunicorn", "--workers", "4", "--preload", "--bind", "127.0.0.1:0", "--no-control-socket", "issuers:app")
        val builder = ProcessBuilder(command).directory(root.resolve("tests/rotation")).redirectErrorStream(true)
        builder.environment() += mapOf("TOKENSEAL_RING" to path, "TOKENSEAL_RING_KEY" to key.toJwk(ExportOptions(private = true)))
        val process = builder.start()
        val lines = process.inputStream.bufferedReader()
        val told = ArrayList<String>()
        val address = Regex("Listening at: (http://[0-9.:]+)")
        while (true) {
            val line = lines.readLine() ?: error("the service has ended: $told")
            told += line
            address.find(line)?.let { found ->
                // Its further output must not fill the pipe.
                Thread { runCatching { lines.forEachLine { } } }.apply { isDaemon = true }.start()
                return process to found.groupValues[1]
            }
        }
    }
}
