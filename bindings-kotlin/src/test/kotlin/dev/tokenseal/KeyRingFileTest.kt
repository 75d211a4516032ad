package dev.tokenseal

import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes

/** Rings in a file. */
internal class KeyRingFileTest {
    @TempDir
    lateinit var folder: Path

    private var time = Instant.parse("2030-01-01T00:00:00Z")
    private val clock = ClockOf { time }
    private val wrapping = Key.generate(KeyManagement.A256KW)
    private val lifetime = IssuerOptions(lifetime = 15.minutes)
    private val path get() = folder.resolve("keys.ring").toString()
    private lateinit var ring: KeyRing

    @BeforeEach
    fun save() {
        ring = KeyRing.create(SignatureAlgorithm.ES256, clock = clock)
        ring.save(path, wrapping)
    }

    private fun codeOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }.code

    private fun bytes() = Files.readAllBytes(Path.of(path))

    /** Replaces the ring's file, like someone who restores a backup. */
    private fun replace(bytes: ByteArray) {
        val other = folder.resolve("other")
        Files.write(other, bytes)
        other.toFile().run { listOf(setReadable(false, false), setWritable(false, false), setReadable(true), setWritable(true)) }
        Files.move(other, Path.of(path), java.nio.file.StandardCopyOption.REPLACE_EXISTING)
    }

    /** Changes by others are seen a moment later. */
    private fun later() {
        time = time.plusSeconds(1)
    }

    @Test
    fun `others see what one changes`() {
        val other = KeyRing.open(path, KeySet(Key.generate(KeyManagement.A256KW), wrapping), clock)
        val (issuer, verifier) = Issuer(ring, options = lifetime, clock = clock) to Verifier(other, clock = clock)
        val token = issuer.issue(mapOf("sub" to "alice"))
        assertEquals("alice", verifier.verify(token).text("sub"))
        ring.revoke(ring.signingKey().keyId!!)
        later()
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf { verifier.verify(token) })
        assertEquals(ring.status(), other.status())
        assertEquals("alice", verifier.verify(issuer.issue(mapOf("sub" to "alice"))).text("sub"))
        repeat(2) { time = other.advance().next!! }
        assertEquals(other.signingKey().keyId, Verifier(ring, clock = clock).verify(issuer.issue(mapOf("a" to 1))).keyId)
    }

    @Test
    fun `nothing is overwritten`() {
        val before = bytes()
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.create(SignatureAlgorithm.ES256).save(path, wrapping) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { ring.save("$path.again", wrapping) })
        assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.create(SignatureAlgorithm.ES256).save("$path/none/keys.ring", wrapping) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.create(SignatureAlgorithm.ES256).save("$path.new", Key.generate(SignatureAlgorithm.HS256)) })
        assertArrayEquals(before, bytes())
        assertFalse(Files.exists(Path.of("$path.again")) || Files.exists(Path.of("$path.new")))
    }

    @Test
    fun `what cannot be opened is an error, and stays as it is`() {
        val good = bytes()
        assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.open(path, Key.generate(KeyManagement.A256KW)) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.open(path, Key.generate(KeyManagement.ECDH_ES)) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.open(path, KeySet()) })
        assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.open("$path.none", wrapping) })
        assertFalse(Files.exists(Path.of("$path.none")))
        for (torn in listOf(good.copyOf(good.size - 1), good.copyOf(good.size / 2), ByteArray(0), "no ring".toByteArray())) {
            replace(torn)
            assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.open(path, wrapping) })
            assertArrayEquals(torn, bytes())
        }
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { KeyRing.open("\ud800", wrapping) })
    }

    @Test
    fun `a torn file, or an older one, leaves at hand what is at hand`() {
        val (old, verifier, issuer) = Triple(bytes(), Verifier(ring, clock = clock), Issuer(ring, options = lifetime, clock = clock))
        val lost = issuer.issue(mapOf("sub" to "mallory"))
        ring.revoke(ring.signingKey().keyId!!)
        val token = issuer.issue(mapOf("sub" to "alice"))
        for (wrong in listOf(old, old.copyOf(100))) {
            replace(wrong)
            later()
            assertEquals("alice", verifier.verify(token).text("sub"))
            assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf { verifier.verify(lost) })
            assertEquals("ERR_KEYRING_UNAVAILABLE", ring.status().getValue("failed").jsonObject.getValue("code").jsonPrimitive.content)
            assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { ring.advance() })
            assertEquals("alice", verifier.verify(issuer.issue(mapOf("sub" to "alice"))).text("sub"))
            assertArrayEquals(wrong, bytes())
        }
    }

    @Test
    fun `what a KMS made of the key is read before the ring is opened`() {
        assertNull(KeyRing.wrappedKey(path))
        val (kms, next) = byteArrayOf(1, 2, 3) to Key.generate(KeyManagement.A256KW)
        val other = KeyRing.open(path, KeySet(wrapping, next), clock)
        ring.rewrap(next, kms)
        assertArrayEquals(kms, KeyRing.wrappedKey(path))
        assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.open(path, wrapping) })
        later()
        other.revoke(other.signingKey().keyId!!)
        assertArrayEquals(kms, KeyRing.wrappedKey(path), "a change keeps it")
        assertEquals(other.status(), KeyRing.open(path, next, clock).status())
        assertEquals(JsonNull to true, ring.status()["failed"] to ring.status().getValue("kept").jsonPrimitive.boolean)
        assertEquals(ErrorCode.ERR_KEYRING_UNAVAILABLE, codeOf { KeyRing.wrappedKey("$path.none") })
    }

    @Test
    fun `many threads with rings of their own change one file`() {
        val (threads, each) = 4 to 5
        val pool = Executors.newFixedThreadPool(threads)
        val keys = try {
            val work = List(threads) {
                Callable {
                    val own = KeyRing.open(path, wrapping, clock)
                    List(each) { Key.generate(SignatureAlgorithm.ES256).also(own::add).keyId }
                }
            }
            pool.invokeAll(work).flatMap { it.get() }
        } finally {
            pool.shutdownNow()
        }
        val kept = KeyRing.open(path, wrapping, clock).keys().map { it.keyId }
        assertTrue(kept.containsAll(keys) && keys.toSet().size == threads * each, "$kept")
        assertEquals(kept, ring.keys().map { it.keyId })
    }
}
