package dev.tokenseal

import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlin.time.Duration.Companion.minutes

private const val ISSUER = "https://issuer.example"

/** Lists of revocations in a file. */
internal class RevocationFileTest {
    @TempDir
    lateinit var folder: Path

    private val key = Key.generate(SignatureAlgorithm.ES256)
    private val path get() = folder.resolve("revoked.log").toString()
    private val made = FileOptions(create = true, longestLifetime = 15.minutes)

    private fun codeOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }.code

    private fun verifier(list: Revocations) = Verifier(key.public(), options = VerifyOptions(issuer = ISSUER), revocations = list)

    private fun token(id: String) = sign(mapOf("jti" to id), key, TokenOptions(issuer = ISSUER, expiresIn = 10.minutes))

    /** Whether a token is eventually refused: others look a moment later. */
    private fun isRefusedAtLast(verifier: Verifier, token: String, isRefused: Boolean): Boolean {
        repeat(200) {
            if (runCatching { verifier.verify(token) }.isFailure == isRefused) return true
            Thread.sleep(50)
        }
        return false
    }

    @Test
    fun `two that have one file see each other's revocations`() {
        val one = Revocations.file(path, made)
        val other = Revocations.file(path)
        val verifiers = listOf(one, other).map(::verifier)
        val tokens = listOf("t-1", "t-2").map(::token)
        tokens.forEach { token -> verifiers.forEach { it.verify(token) } }

        val entry = one.revoke(verifiers[0].verify(tokens[0]), RevokeOptions(by = "api", reason = "log-out"))
        other.revokeId(ISSUER, "t-2")
        assertTrue(isRefusedAtLast(verifiers[1], tokens[0], true) && isRefusedAtLast(verifiers[0], tokens[1], true))
        assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { verifiers[1].verify(tokens[0]) })

        val seen = other.entries(EntriesOptions(issuer = ISSUER, tokenId = "t-1")).single()
        assertEquals(listOf(entry.id, "api", "log-out", null), listOf(seen.id, seen.by, seen.reason, seen.withdrawn))
        other.withdraw(seen, RevokeOptions(by = "support", reason = "mistaken"))
        assertTrue(isRefusedAtLast(verifiers[0], tokens[0], false) && isRefusedAtLast(verifiers[1], tokens[1], true))
        assertEquals("support" to "mistaken", one.entries(EntriesOptions(issuer = ISSUER, tokenId = "t-1")).single().withdrawn!!.run { by to reason })
        assertEquals("log" to 2, one.status().run { getValue("kept").jsonPrimitive.content to one.entries().size })
    }

    @Test
    fun `a file that is not there is no empty list`() {
        assertEquals(ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE, codeOf { Revocations.file(path) })
        assertFalse(Files.exists(Path.of(path)))
        assertEquals(ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE, codeOf { Revocations.file(folder.resolve("no/folder").toString(), made) })
    }

    @Test
    fun `create opens what is there`() {
        Revocations.file(path, made).revokeKey(null, "k-1")
        assertEquals(1, Revocations.file(path, made).entries().size)
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Revocations.file(path, FileOptions(create = true, longestLifetime = 16.minutes)) })
    }

    @Test
    fun `a file that was cut or deleted is noticed`() {
        val list = Revocations.file(path, made)
        val verifier = verifier(list)
        list.revokeId(ISSUER, "t-1")
        Files.delete(Path.of(path))
        assertTrue(isRefusedAtLast(verifier, token("t-2"), true))
        assertEquals(ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE, codeOf { verifier.verify(token("t-2")) })
    }

    @Test
    fun `a clock tells the time of revocations`() {
        val time = Instant.parse("2030-01-01T00:00:00Z")
        val list = Revocations.file(path, made, ClockOf { time })
        assertEquals(time, list.revokeSession(ISSUER, "s").at)
        val text = "$list"
        list.close()
        assertEquals(listOf("Revocations(1 entries)", "Revocations(closed)"), listOf(text, "$list"))
    }

    @Test
    fun `its calls have a form that does not wait`() {
        val list = Revocations.file(path, made)
        val entries = listOf(
            list.revokeAsync(verifier(list).verify(token("t-1"))),
            list.revokeIdAsync(ISSUER, "t-2"),
            list.revokeSessionAsync(ISSUER, "s"),
            list.revokeSubjectAsync(ISSUER, "alice"),
            list.revokeKeyAsync(null, "k"),
            list.revokeIssuerAsync(ISSUER),
        ).map { it.get() }
        assertEquals(entries.map { it.id }, list.entries().map { it.id })
        val told = logoutToken(ISSUER, Key.generate(SignatureAlgorithm.HS256), "sid" to "s")
        assertEquals(listOf(entries[2].id to ISSUER), list.applyEventsAsync(told).get().map { it.id to it.by })
        assertTrue(list.applyEventsAsync(told, EventOptions(by = "x".repeat(256))).isCompletedExceptionally)
        assertEquals(entries[1].id, list.withdrawAsync(entries[1]).get().id)
        assertTrue(list.withdrawAsync(entries[1]).isCompletedExceptionally)
    }
}
