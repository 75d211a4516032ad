package dev.tokenseal

import kotlinx.serialization.Contextual
import kotlinx.serialization.SealedSerializationApi
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Instant
import java.util.Date
import java.util.UUID
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Instant as KotlinInstant

/**
 * Classes as claims: a mistake in the program never looks like a bad token, and dates are written
 * as others read them.
 */
internal class ClaimsClassTest {
    private val key = Key.generate(SignatureAlgorithm.HS256)
    private val verifier = Verifier(key)
    private val options = TokenOptions(expiresIn = 5.minutes)

    private fun refusal(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }

    private fun signed(vararg claims: Pair<String, Any?>) = sign(mapOf(*claims), key, options)

    @Test
    fun `a class without a serializer is the program's mistake, and is named`() {
        val token = signed("sub" to "alice")
        val calls = listOf<() -> Any?>(
            { verifier.verify<Plain>(token) },
            // Before the token is examined: the mistake shows with the first one, good or bad.
            { verifier.verify<Plain>("no token") },
            { verifier.verify<Plain>(token, CheckOptions()) },
            { verifier.verify(token).claims<Plain>() },
            { verifier.verify<List<Plain>>(token) },
            { sign(Plain("alice"), key, options) },
            { Issuer(key, IssuerOptions(lifetime = 5.minutes)).issue(Plain("alice")) },
        )
        for (call in calls) {
            val error = refusal(call)
            assertEquals(ErrorCode.ERR_OPTION_INVALID to Fault.PROGRAM, error.code to error.fault)
            assertTrue("plugin.serialization" in error.message!! && "@Serializable" in error.message!!, error.message)
            assertTrue("Plain" in error.message!! || "Plain" in error.cause!!.message!!, error.message)
            assertTrue(error.cause is SerializationException)
        }
        assertTrue(Plain::class.java.name in refusal(calls.first()).message!!)
    }

    @Test
    fun `what a class throws is the program's, and its cause is kept`() {
        for ((sub, thrown) in listOf("" to IllegalArgumentException::class, "!" to IllegalStateException::class)) {
            val error = refusal { verifier.verify<Strict>(signed("sub" to sub)) }
            assertEquals(ErrorCode.ERR_OPTION_INVALID to Fault.PROGRAM, error.code to error.fault)
            assertTrue(Strict::class.java.simpleName in error.message!!, error.message)
            assertEquals(thrown, error.cause!!::class)
        }
        // A class that refuses claims says so.
        val error = refusal { verifier.verify<Strict>(signed("sub" to "mallory")) }
        assertEquals(ErrorCode.ERR_JWT_CLAIM_INVALID to Fault.TOKEN, error.code to error.fault)
        assertFalse("mallory" in error.stackTraceToString())
        assertEquals("alice", verifier.verify<Strict>(signed("sub" to "alice")).sub)
    }

    @Test
    fun `dates are seconds, and a UUID and a name are text`() {
        val id = UUID.fromString("8c0b3c6e-6c0e-4f52-8a0a-0e3bb7b1f2a4")
        val at = 1_800_000_000L
        val times = Times(Instant.ofEpochSecond(at, 5), KotlinInstant.fromEpochSeconds(at), Date(at * 1000), id, Instant.ofEpochSecond(at), Role.ADMIN)
        val token = verifier.verify(sign(times, key, options))
        for (name in listOf("java", "kotlin", "date", "marked")) assertEquals("$at", token[name].toString(), name)
        assertEquals(id.toString(), token.tokenId)
        assertEquals("admin", token.text("role"))
        assertEquals(times.copy(java = Instant.ofEpochSecond(at)), token.claims<Times>())
        // As a map, the same.
        val plain = verifier.verify(signed("a" to times.kotlin, "b" to times.date, "c" to times.jti, "d" to Role.ADMIN, "e" to times.java))
        assertEquals(listOf("$at", "$at", "\"$id\"", "\"ADMIN\"", "$at"), listOf("a", "b", "c", "d", "e").map { plain[it].toString() })
    }

    @Test
    fun `a date that would be written as text is refused`() {
        val now = KotlinInstant.fromEpochSeconds(1_800_000_000)
        for (claims in listOf<() -> String>(
            { sign(Careless(now), key, options) },
            { sign(Nested(listOf(Careless(now))), key, options) },
            { sign(Careless(null), key, options) },
        )) {
            val error = refusal(claims)
            assertEquals(ErrorCode.ERR_OPTION_INVALID, error.code)
            assertTrue("at of" in error.message!! && "Careless" in error.message!! && "KotlinInstantAsNumericDate" in error.message!!, error.message)
        }
        // A token that has the number is not blamed either, and text may be read.
        assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal { verifier.verify<Careless>(signed("at" to 1_800_000_000)) }.code)
        assertEquals(ErrorCode.ERR_JWT_CLAIM_INVALID, refusal { verifier.verify<Careless>(signed("at" to true)) }.code)
        assertEquals(now, verifier.verify<Careless>(signed("at" to "2027-01-15T08:00:00Z")).at)
    }

    @Test
    @OptIn(SealedSerializationApi::class)
    fun `a class is looked through once if it is good, and refused each time if it is not`() {
        class Counted(val of: SerialDescriptor) : SerialDescriptor by of {
            var looks = 0
            override fun getElementDescriptor(index: Int): SerialDescriptor = of.getElementDescriptor(index).also { looks++ }
        }
        val good = Counted(Times.serializer().descriptor)
        refuseTimesAsText(good)
        val looks = good.looks
        assertTrue(looks > 0)
        refuseTimesAsText(good)
        assertEquals(looks, good.looks)
        val bad = Careless.serializer().descriptor
        repeat(2) { refusal { refuseTimesAsText(bad) } }
    }

    @Test
    fun `one value and a list of one are the same`() {
        fun read(aud: Any?) = verifier.verify<Audience>(signed("who" to aud)).who
        assertEquals(listOf("a"), read("a"))
        assertEquals(listOf("a"), read(listOf("a")))
        assertEquals(OneOrMany("a", "b"), read(listOf("a", "b")))
        assertEquals(emptyList<String>(), read(emptyList<String>()))
        for (wrong in listOf(1, mapOf("a" to "b"), listOf(1), null)) {
            assertEquals(ErrorCode.ERR_JWT_CLAIM_INVALID, refusal { read(wrong) }.code, "$wrong")
        }
        fun written(who: OneOrMany<String>) = verifier.verify(sign(Audience(who), key, options))["who"].toString()
        assertEquals("\"a\"", written(OneOrMany("a")))
        assertEquals("""["a","b"]""", written(OneOrMany("a", "b")))
        assertEquals("[]", written(OneOrMany(emptyList())))
    }

    @Test
    fun `a token names its claims`() {
        val made = TokenOptions(issuer = "i", subject = "s", audience = "a", tokenId = "t", expiresIn = 5.minutes, now = Instant.ofEpochSecond(1_000))
        val token = Verifier(key, VerifyOptions(issuer = "i", audience = "a")).verify(sign(emptyMap<String, Any>(), key, made), Instant.ofEpochSecond(1_000))
        assertEquals(listOf("i", "s", listOf("a"), "t"), listOf(token.issuer, token.subject, token.audience, token.tokenId))
        assertEquals(listOf(1_300L, 1_000L), listOf(token.expiresAt!!.epochSecond, token.issuedAt!!.epochSecond))
        val bare = ForTests.token(emptyMap<String, Any>())
        assertEquals(listOf(null, null, null, null, null), listOf(bare.issuer, bare.subject, bare.tokenId, bare.expiresAt, bare.issuedAt))
        assertEquals(emptyList<String>(), bare.audience)
        assertEquals(listOf("a", "b"), ForTests.token(mapOf("aud" to listOf("a", "b"))).audience)
        // As allowNumericSubject permits.
        assertEquals("17", ForTests.token(mapOf("sub" to 17)).subject)
    }

    @Test
    fun `a date can be any number`() {
        val dates = mapOf(
            "1800000000.25" to Instant.ofEpochSecond(1_800_000_000, 250_000_000),
            "-1.5" to Instant.ofEpochSecond(-2, 500_000_000),
            "1.8e9" to Instant.ofEpochSecond(1_800_000_000),
            "1e300" to Instant.MAX,
            "-1e999999999" to Instant.MIN,
            "1e-999999999" to Instant.EPOCH,
            "99999999999999999" to Instant.MAX,
            "0" to Instant.EPOCH,
        )
        for ((text, instant) in dates) assertEquals(instant, json("""{"exp":$text}""").let { (it["exp"] as JsonPrimitive).instant() }, text)
    }

    @Test
    fun `tests can make what checks give and throw`() {
        val token = ForTests.token(mapOf("sub" to "alice"), kind = TokenKind.NESTED, keyId = "k")
        assertEquals(TokenKind.NESTED to "k", token.kind to token.keyId)
        assertEquals("alice", token.claims<Strict>().sub)
        val cause = IllegalStateException()
        val error = ForTests.exception(ErrorCode.ERR_JWKS_UNAVAILABLE, cause = cause)
        assertEquals(Fault.ENVIRONMENT to 503, error.fault to error.status)
        assertSame(cause, error.cause)
    }

    class Plain(val sub: String)

    @Serializable
    data class Strict(val sub: String) {
        init {
            require(sub.isNotEmpty()) { "sub is empty" }
            check(sub != "!") { "sub is a mark" }
            if (sub == "mallory") throw SerializationException("nobody wants mallory")
        }
    }

    @Serializable
    data class Times(
        @Serializable(InstantAsNumericDate::class) val java: Instant,
        @Serializable(KotlinInstantAsNumericDate::class) val kotlin: KotlinInstant,
        @Serializable(DateAsNumericDate::class) val date: Date,
        @Serializable(UuidAsText::class) val jti: UUID,
        @Contextual val marked: Instant,
        val role: Role,
    )

    @Serializable
    enum class Role {
        @SerialName("admin")
        ADMIN,
    }

    @Serializable
    data class Careless(val at: KotlinInstant?)

    @Serializable
    data class Nested(val all: List<Careless>)

    @Serializable
    data class Audience(val who: OneOrMany<String>)
}
