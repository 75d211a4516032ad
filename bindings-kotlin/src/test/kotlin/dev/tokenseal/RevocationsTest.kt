package dev.tokenseal

import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes

private const val ISSUER = "https://issuer.example"

/** Lists of revocations, with a clock of their own. The vectors test what revokes what. */
internal class RevocationsTest {
    private var time = Instant.parse("2030-01-01T00:00:00Z")
    private val clock = ClockOf { time }
    private val key = Key.generate(SignatureAlgorithm.ES256, keyId = "k-1")
    private val revocations = Revocations(RevocationsOptions(longestLifetime = 15.minutes, audit = true), clock)
    private val verifier = verifier(revocations)

    private fun verifier(list: Revocations?, issuer: String = ISSUER) = Verifier(key.public(), options = VerifyOptions(issuer = issuer), revocations = list, clock = clock)

    private fun token(vararg claims: Pair<String, Any>, issuer: String = ISSUER): String =
        sign(mapOf(*claims), key, TokenOptions(issuer = issuer, expiresIn = 10.minutes, now = time))

    private fun errorOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }

    private fun codeOf(work: () -> Any?) = errorOf(work).code

    private fun refusedBy(token: String): Pair<ErrorCode, String?> = errorOf { verifier.verify(token) }.let { it.code to it.claim }

    @Test
    fun `a token that was revoked is refused until that is withdrawn`() {
        val (token, other) = token("jti" to "t-1") to token("jti" to "t-2")
        val entry = revocations.revoke(verifier.verify(token), RevokeOptions(by = "api", reason = "log-out"))
        assertEquals(RevocationKind.TOKEN to time, entry.kind to entry.at)
        assertEquals(listOf<Any?>(null, time.plusSeconds(70 * 60), "api", "log-out", null), listOf(entry.before, entry.ends, entry.by, entry.reason, entry.withdrawn))
        val error = errorOf { verifier.verify(token) }
        assertEquals(listOf<Any?>(ErrorCode.ERR_JWT_REVOKED, "jti", Fault.TOKEN, 401), listOf(error.code, error.claim, error.code.fault, error.status))
        assertEquals("t-2", verifier.verify(other).text("jti"))
        assertEquals("t-1", verifier(null).verify(token).text("jti"))

        val withdrawn = revocations.withdraw(entry, RevokeOptions(by = "support", reason = "mistaken"))
        assertEquals(listOf<Any?>(entry.id, "support", "mistaken"), listOf(withdrawn.id, withdrawn.withdrawn?.by, withdrawn.withdrawn?.reason))
        assertEquals(time, withdrawn.withdrawn!!.at)
        assertEquals("t-1", verifier.verify(token).text("jti"))
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { revocations.withdraw(entry) })
        assertEquals(entry.id, revocations.revokeId(ISSUER, "t-1").id)
        assertEquals(ErrorCode.ERR_JWT_REVOKED to "jti", refusedBy(token))
        assertEquals(entry.id, revocations.withdraw(entry.id).id)
    }

    @Test
    fun `everything that a token belongs to can be revoked`() {
        val all = token("jti" to "t", "sid" to "s", "sub" to "alice")
        val calls: List<Triple<RevocationKind, String?, () -> RevocationEntry>> = listOf(
            Triple(RevocationKind.TOKEN, "jti") { revocations.revokeId(ISSUER, "t") },
            Triple(RevocationKind.SESSION, "sid") { revocations.revokeSession(ISSUER, "s") },
            Triple(RevocationKind.SUBJECT, "sub") { revocations.revokeSubject(ISSUER, "alice") },
            Triple(RevocationKind.KEY, null) { revocations.revokeKey(ISSUER, "k-1") },
            Triple(RevocationKind.KEY, null) { revocations.revokeKey(null, "k-1") },
            Triple(RevocationKind.ISSUER, "iss") { revocations.revokeIssuer(ISSUER) },
        )
        for ((kind, claim, revoke) in calls) {
            val entry = revoke()
            assertEquals(kind, entry.kind)
            assertEquals(ErrorCode.ERR_JWT_REVOKED to claim, refusedBy(all), kind.name)
            assertEquals(kind in setOf(RevocationKind.SUBJECT, RevocationKind.ISSUER), entry.before != null, kind.name)
            assertEquals(kind == RevocationKind.KEY, entry.ends == null, kind.name)
            revocations.withdraw(entry)
            assertEquals("t", verifier.verify(all).text("jti"))
        }
        // A user who logs in again after a cut-off is let in.
        revocations.revokeSubject(ISSUER, "alice", RevokeOptions(before = time.plusSeconds(1)))
        time = time.plusSeconds(1)
        assertEquals(ErrorCode.ERR_JWT_REVOKED to "sub", refusedBy(all))
        assertEquals("alice", verifier.verify(token("sub" to "alice")).text("sub"))
    }

    /** By its header and claims, which every kind of token has: no token is kept whole. */
    @Test
    fun `tokens without jti, and encrypted and nested ones, are revoked alone`() {
        val (sealing, secret) = Key.generate(KeyManagement.ECDH_ES_A256KW) to Key.generate(KeyManagement.A256KW)
        val options = TokenOptions(expiresIn = 10.minutes, now = time)
        val tokens = listOf("alice", "bob").map { sign(mapOf("sub" to it), key, options) } +
            listOf("carol", "dave").map { seal(mapOf("sub" to it), key, sealing, options) }
        val nested = Verifier(key, sealing, revocations = revocations, clock = clock)
        val signed = Verifier(key, revocations = revocations, clock = clock)
        val encrypted = Verifier(null, secret, VerifyOptions(allowUnsigned = true), revocations, clock)
        for ((checking, token, other) in listOf(
            Triple(signed, tokens[0], tokens[1]),
            Triple(nested, tokens[2], tokens[3]),
            Triple(encrypted, encrypt(mapOf("jti" to "é\"\\"), secret, options), encrypt(mapOf("jti" to "b"), secret, options)),
        )) {
            revocations.revoke(checking.verify(token))
            assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { checking.verify(token) })
            assertEquals(time.epochSecond, checking.verify(other).claimsMap()["iat"])
        }
        // Verified in another way, it is the same token: many, one, now or later, with events or
        // without.
        val one = tokens[1]
        val ways = listOf<(String) -> Token>(
            { signed.verifyMany(listOf(it)).single().getOrThrow() },
            { verify(it, key, VerifyOptions(now = time)) },
            { Verifier(key, clock = clock, onEvent = {}).verifyAsync(it).get() },
        )
        assertEquals(1, ways.map { way -> revocations.revoke(way(one)).also(revocations::withdraw).id }.toSet().size)
    }

    @Test
    fun `every way to check asks the list`() {
        val (bad, good) = token("jti" to "a") to token("jti" to "b")
        revocations.revokeId(ISSUER, "a")
        val events = ArrayList<Event>()
        val published = KeySet(key.public()).toJwks().encodeToByteArray()
        val remote = RemoteKeySet("$ISSUER/jwks.json", clock = clock, http = { HttpAnswer(200, emptyMap(), published) })
        val watched = Verifier(key, options = VerifyOptions(issuer = ISSUER), revocations = revocations, clock = clock, onEvent = { events += it })
        val metadata = """{"issuer":"$ISSUER","jwks_uri":"$ISSUER/jwks.json"}""".encodeToByteArray()
        val discovered = Verifier.forIssuer(
            ISSUER,
            revocations = revocations,
            clock = clock,
            http = { HttpAnswer(200, emptyMap(), if (it.url.endsWith("jwks.json")) published else metadata) },
        )
        val verifiers = listOf(
            verifier,
            watched,
            Verifier(remote, options = VerifyOptions(issuer = ISSUER), revocations = revocations, clock = clock),
            discovered,
            Verifier.byIssuer(listOf(verifier), clock = clock),
        )
        for (checking in verifiers) {
            assertEquals("b", checking.verify(good).text("jti"))
            assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { checking.verify(bad) })
            val async = assertThrows(ExecutionException::class.java) { checking.verifyAsync(bad).get() }
            assertEquals(ErrorCode.ERR_JWT_REVOKED, (async.cause as TokenException).code)
            val many = checking.verifyMany(listOf(good, bad, good))
            assertEquals(listOf(null, ErrorCode.ERR_JWT_REVOKED, null), many.map { (it.exceptionOrNull() as TokenException?)?.code })
        }
        assertEquals(List(3) { "refused" to "ERR_JWT_REVOKED" }, events.map { it.name to it.text("code") })
    }

    @Test
    fun `each verifier of several issuers has its own list`() {
        val lists = List(2) { Revocations(clock = clock) }
        val issuers = listOf(ISSUER, "https://other.example")
        val verifier = Verifier.byIssuer(listOf(verifier(lists[0], issuers[0])), clock = clock)
        verifier.add(verifier(lists[1], issuers[1]))
        val tokens = issuers.map { token("jti" to "t", issuer = it) }
        lists[1].revokeKey(null, "k-1")
        assertEquals(listOf(true, false), tokens.map { runCatching { verifier.verify(it) }.isSuccess })
        lists[0].revokeId(issuers[1], "t")
        assertEquals("t", verifier.verify(tokens[0]).text("jti"))
        lists[0].revokeId(issuers[0], "t")
        assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { verifier.verify(tokens[0]) })
    }

    @Test
    fun `a ring writes to the list that it uses`() {
        val ring = KeyRing.create(SignatureAlgorithm.ES256, clock = clock)
        ring.useRevocations(revocations, ISSUER)
        val fetched = Verifier(ring.toKeySet(), options = VerifyOptions(issuer = ISSUER), revocations = revocations, clock = clock)
        val issuer = Issuer(ring, options = IssuerOptions(issuer = ISSUER, lifetime = 15.minutes), clock = clock)
        val (token, keyId) = issuer.issue(mapOf("sub" to "alice")) to ring.signingKey().keyId!!
        assertEquals("alice", fetched.verify(token).text("sub"))
        assertEquals(ErrorCode.ERR_JWKS_NO_MATCHING_KEY, codeOf { ring.revoke("unknown") })
        assertEquals(emptyList<RevocationEntry>(), revocations.entries())
        ring.revoke(keyId)
        assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { fetched.verify(token) })
        assertEquals(RevocationKind.KEY, revocations.entries(EntriesOptions(issuer = ISSUER, keyId = keyId)).single().kind)
    }

    @Test
    fun `an identity provider says what is over`() {
        val key = Key.generate(SignatureAlgorithm.HS256)
        val entry = revocations.applyEvents(logoutToken(ISSUER, key, "sid" to "s")).single()
        assertEquals(RevocationKind.SESSION to ISSUER, entry.kind to entry.by)
        assertEquals(time, entry.at)
        val user = mapOf("format" to "iss_sub", "iss" to "https://other.example", "sub" to "alice")
        fun eventOf(name: String) = checkedToken(ISSUER, key, Profile.SECURITY_EVENT, mapOf("sub_id" to user, "events" to mapOf(name to emptyMap<String, String>())), time)
        val event = eventOf(SESSION_REVOKED)
        assertEquals(ErrorCode.ERR_JWT_CLAIM_MISMATCH, codeOf { revocations.applyEvents(event) })
        val listed = EventOptions(subjectIssuers = listOf("https://other.example"), by = "the provider")
        assertEquals(listOf(RevocationKind.SUBJECT to "the provider"), revocations.applyEvents(event, listed).map { it.kind to it.by })
        val other = eventOf("https://issuer.example/else")
        assertEquals(emptyList<RevocationEntry>(), revocations.applyEvents(other))
        assertEquals(emptyList<RevocationEntry>(), revocations.applyEventsAsync(other).get())
    }

    @Test
    fun `lists what is kept, and finds it by what it names`() {
        val options = RevokeOptions(by = "support", reason = "lost phone")
        val made = listOf(
            revocations.revokeId(ISSUER, "t", options),
            revocations.revokeSession(ISSUER, "s"),
            revocations.revokeSubject(ISSUER, "alice", RevokeOptions(before = time)),
            revocations.revokeKey(null, "k"),
            revocations.revokeIssuer(ISSUER, RevokeOptions(before = time)),
        )
        val asked = listOf(
            EntriesOptions(issuer = ISSUER, tokenId = "t"),
            EntriesOptions(issuer = ISSUER, sessionId = "s"),
            EntriesOptions(issuer = ISSUER, subject = "alice"),
            EntriesOptions(keyId = "k"),
            EntriesOptions(issuer = ISSUER),
        )
        assertEquals(made.map { it.id }, revocations.entries().map { it.id })
        assertEquals(made.map { listOf(it.id) }, asked.map { revocations.entries(it).map { entry -> entry.id } })
        assertEquals(emptyList<RevocationEntry>(), revocations.entries(EntriesOptions(issuer = "https://other.example", tokenId = "t")))
        assertEquals("support" to "lost phone", revocations.entries()[0].let { it.by to it.reason })
        assertNull(revocations.entries()[3].ends)
        revocations.withdraw(made[1], options)
        assertEquals("lost phone", revocations.entries(asked[1]).single().withdrawn?.reason)
        // An expired entry is no longer listed; one that never expires is.
        assertEquals(listOf(made[3].id), revocations.entries(EntriesOptions(now = time.plusSeconds(76 * 60))).map { it.id })
        time = time.plusSeconds(76 * 60)
        assertEquals(listOf(made[3].id), revocations.entries().map { it.id })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Revocations().entries() })
    }

    @Test
    fun `snapshots make another list, and two lists one`() {
        val entry = revocations.revokeId(ISSUER, "a", RevokeOptions(by = "api"))
        val copy = Revocations.fromSnapshot(revocations.snapshot(), audit = true, clock)
        val tokens = listOf("a", "b").map { token("jti" to it) }
        fun accepted(list: Revocations) = tokens.map { runCatching { verifier(list).verify(it) }.isSuccess }
        assertEquals(listOf(false, true), accepted(copy))
        assertEquals("api", copy.entries().single().by)
        copy.revokeId(ISSUER, "b")
        revocations.withdraw(entry)
        revocations.merge(copy.snapshot())
        copy.merge(revocations.snapshot())
        assertEquals(listOf(true, false), accepted(revocations))
        assertEquals(listOf(true, false), accepted(copy))
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { revocations.merge(Revocations().snapshot()) })
        val bytes = copy.snapshot()
        for (wrong in listOf(ByteArray(0), bytes.copyOf(bytes.size - 1), bytes.copyOf().also { it[20] = (it[20] + 1).toByte() }, bytes + 0)) {
            for (call in listOf({ revocations.merge(wrong) }, { Revocations.fromSnapshot(wrong) })) {
                val error = errorOf(call)
                assertEquals(Triple(ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE, 503, Fault.ENVIRONMENT), Triple(error.code, error.status, error.code.fault))
            }
        }
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Revocations.fromSnapshot(bytes).entries() })
    }

    @Test
    fun `what makes no sense is refused`() {
        val long = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 90.minutes, now = time))
        val late = RevokeOptions(until = time.plusSeconds(76 * 60))
        val calls = listOf<() -> Any>(
            { revocations.revokeId(ISSUER, "") },
            { revocations.revokeSession(ISSUER, "") },
            { revocations.revokeSubject(ISSUER, "") },
            { revocations.revokeKey(null, "") },
            { revocations.revokeIssuer("") },
            { revocations.revokeId(ISSUER, "t", late) },
            { revocations.revokeId(ISSUER, "t", RevokeOptions(before = time)) },
            { revocations.revokeSubject(ISSUER, "alice", RevokeOptions(until = time)) },
            { revocations.revokeIssuer(ISSUER, RevokeOptions(by = "x".repeat(256))) },
            { revocations.revokeIssuer(ISSUER, RevokeOptions(reason = "x".repeat(1001))) },
            { revocations.revokeId("\uD800", "t") },
            { revocations.revokeId(ISSUER, "\uDC00") },
            { revocations.withdraw("t") },
            { revocations.withdraw("\uD800") },
            { revocations.revoke(verify(long, key, VerifyOptions(now = time))) },
            { Revocations(RevocationsOptions.builder().longestLifetime("soon").build()) },
            { Revocations(RevocationsOptions.builder().longestLifetime("0s").build()) },
        )
        for ((index, call) in calls.withIndex()) assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf(call), "call $index")
        assertEquals("Revocations(0 entries)", "$revocations")
        assertTrue(errorOf { revocations.revokeId(ISSUER, "t", late) }.message!!.let { "longestLifetime" in it && '_' !in it })
    }

    @Test
    fun `shows nothing of what it holds`() {
        val entry = revocations.revokeSubject(ISSUER, "alice", RevokeOptions(by = "support", reason = "lost phone"))
        val withdrawn = revocations.withdraw(entry, RevokeOptions(by = "support", reason = "found it"))
        for (shown in listOf("$revocations", "$entry", "$withdrawn", "${withdrawn.withdrawn}", "${revocations.status()}", revocations.snapshot().decodeToString())) {
            for (secret in listOf("alice", ISSUER)) assertFalse(secret in shown, shown)
        }
        for (said in listOf("support", "lost phone", "found it", entry.id)) assertFalse(said in "$withdrawn", said)
        val status = revocations.status()
        assertEquals(listOf(JsonPrimitive("memory"), JsonNull, 900.0), listOf(status["kept"], status["failed"], status["longest_lifetime"]?.jsonPrimitive?.double))
    }

    @Test
    fun `closed, it is refused, and what was made with it goes on`() {
        val token = token("jti" to "t")
        revocations.revokeId(ISSUER, "t")
        revocations.close()
        assertEquals(ErrorCode.ERR_JWT_REVOKED to "jti", refusedBy(token))
        val ring = KeyRing.create(SignatureAlgorithm.ES256)
        val calls = listOf({ revocations.entries() }, { revocations.snapshot() }, { revocations.revokeKey(null, "k") }, { ring.useRevocations(revocations, ISSUER) }, { verifier(revocations) })
        for (call in calls) assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf(call))
        assertEquals("Revocations(closed)", "$revocations")
    }

    @Test
    fun `what the clock throws is thrown, and now is asked for before the clock`() {
        val thrown = IllegalStateException("no time")
        val list = Revocations(RevocationsOptions(audit = true), ClockOf { throw thrown })
        for (call in listOf({ list.revokeKey(null, "k") }, { list.entries() }, { list.withdraw("x") })) {
            assertEquals(thrown, assertThrows(IllegalStateException::class.java) { call() })
        }
        assertEquals(time, list.revokeKey(null, "k", RevokeOptions(now = time)).at)
        assertEquals(1, list.entries(EntriesOptions(now = time)).size)
    }

    @Test
    fun `many threads revoke and check at a time, and nothing is lost`() {
        val tokens = List(400) { token("jti" to "t-$it") }
        val pool = Executors.newFixedThreadPool(8)
        try {
            val work = List(8) { thread ->
                Callable {
                    tokens.filterIndexed { index, _ -> index % 8 == thread }.forEach { token ->
                        revocations.revoke(verifier.verify(token))
                        assertEquals(ErrorCode.ERR_JWT_REVOKED, codeOf { verifier.verify(token) })
                        Revocations.fromSnapshot(revocations.snapshot()).use { copy -> assertTrue(runCatching { verifier(copy).verify(token) }.isFailure) }
                    }
                }
            }
            pool.invokeAll(work).forEach { it.get() }
        } finally {
            pool.shutdown()
        }
        assertEquals(0, verifier.verifyMany(tokens).count { it.isSuccess })
        assertEquals(400, revocations.entries().size)
    }
}
