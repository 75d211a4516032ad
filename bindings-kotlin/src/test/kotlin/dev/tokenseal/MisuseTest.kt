package dev.tokenseal

import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Instant
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import java.time.Duration as JavaDuration

/** Bad input of every kind: nothing but a [TokenException], with its code. */
internal class MisuseTest {
    private val secret = "thirty-two bytes of real entropy"
    private val hmac = Key.fromSecret(secret.toByteArray(), SignatureAlgorithm.HS256)
    private val signing = Key.generate(SignatureAlgorithm.ES256)
    private val sealing = Key.generate(KeyManagement.A256GCMKW)
    private val fiveMinutes = TokenOptions(expiresIn = 5.minutes)

    private fun codeOf(work: () -> Any?): ErrorCode = assertThrows(TokenException::class.java) { work() }.code

    private fun assertOptionInvalid(work: () -> Any?) = assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf(work))

    @Test
    fun `lengths that are not whole seconds are refused`() {
        for (length in listOf(1500.milliseconds, Duration.INFINITE, -Duration.INFINITE, Duration.ZERO, (-1).seconds)) {
            assertOptionInvalid { sign(mapOf("a" to 1), hmac, TokenOptions(expiresIn = length)) }
            assertOptionInvalid { Issuer(hmac, options = IssuerOptions(lifetime = length)) }
            assertOptionInvalid { Verifier(hmac, options = VerifyOptions(maxAge = length)) }
        }
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions(leeway = (-1).seconds)) }
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions.builder().leeway(JavaDuration.ofMillis(1500)).build()) }
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions.builder().leeway("15 m").build()) }
        Verifier(hmac, options = VerifyOptions.builder().leeway("15m").maxAge(JavaDuration.ofHours(1)).build())
    }

    @Test
    fun `limits that are not above zero are refused`() {
        for (limit in listOf(0L, -1L, Long.MIN_VALUE)) {
            assertOptionInvalid { Verifier(hmac, options = VerifyOptions(maxTokenBytes = limit)) }
            assertOptionInvalid { Verifier(hmac, options = VerifyOptions(maxHeaderBytes = limit)) }
            assertOptionInvalid { Verifier(hmac, options = VerifyOptions(maxJsonDepth = limit)) }
            assertOptionInvalid { Verifier(hmac, options = VerifyOptions(maxAttempts = limit)) }
            assertOptionInvalid { Jws.verify("a.b.c", hmac, maxTokenBytes = limit) }
            assertOptionInvalid { Jwe.decrypt("a.b.c.d.e", sealing, maxPbes2Iterations = limit) }
        }
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions(maxJsonDepth = 101)) }
        assertOptionInvalid { Key.generate(SignatureAlgorithm.RS256, bits = -1) }
    }

    @Test
    fun `lists are all of what was given, and an empty one is refused`() {
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions(issuers = emptyList())) }
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions(audiences = emptySet())) }
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions(issuer = "a", issuers = listOf("b"))) } // several, over one pool of keys
        val token = sign(mapOf("a" to 1), hmac, TokenOptions(expiresIn = 5.minutes, audience = "b"))
        assertEquals("b", verify(token, hmac, VerifyOptions(audience = "a", audiences = listOf("b"))).text("aud"))
        val error = assertThrows(TokenException::class.java) { verify(token, hmac, VerifyOptions(audiences = listOf("c"))) }
        assertEquals(ErrorCode.ERR_JWT_CLAIM_MISMATCH to "aud", error.code to error.claim)
    }

    @Test
    fun `names of options are spelt as they are here`() {
        val error = assertThrows(TokenException::class.java) { sign(mapOf("a" to 1), hmac) }
        assertEquals(ErrorCode.ERR_OPTION_INVALID, error.code)
        assertTrue(error.message!!.contains("expiresIn") && !error.message!!.contains('_'), error.message)
    }

    @Test
    fun `halves of surrogate pairs are refused everywhere`() {
        val half = "\ud800"
        assertOptionInvalid { sign(mapOf("a" to 1), hmac, TokenOptions(expiresIn = 5.minutes, issuer = half)) }
        assertOptionInvalid { Verifier(hmac, options = VerifyOptions(issuer = half)) }
        assertOptionInvalid { Key.fromPassword("12345678$half") }
        assertEquals(ErrorCode.ERR_JWT_INVALID, codeOf { sign(mapOf("a" to half), hmac, fiveMinutes) })
        assertEquals(ErrorCode.ERR_JWT_INVALID, codeOf { signJson("{\"a\":\"$half\"}", hmac, fiveMinutes) })
        assertEquals(ErrorCode.ERR_JWK_INVALID, codeOf { Key.fromJwk("{\"kty\":\"oct\",\"kid\":\"$half\"}") })
        assertEquals(ErrorCode.ERR_JWKS_INVALID, codeOf { KeySet.fromJwks("{\"keys\":\"$half\"}") })
        assertEquals(ErrorCode.ERR_JWS_INVALID, codeOf { Jws.verify(half, hmac) })
        assertEquals(ErrorCode.ERR_JWE_INVALID, codeOf { Jwe.decrypt(half, sealing) })
        for (work in readers()) codeOf { work("a.$half.c") }
    }

    @Test
    fun `claims that JSON cannot say are refused`() {
        val cyclic = mutableMapOf<String, Any?>().also { it["self"] = it }
        val posing = object : Number() {
            override fun toByte() = toInt().toByte()
            override fun toDouble() = 1.0
            override fun toFloat() = 1f
            override fun toInt() = 1
            override fun toLong() = 1L
            override fun toShort() = toInt().toShort()
            override fun toString() = "1,\"admin\":true"
        }
        for (value in listOf(Double.NaN, Float.POSITIVE_INFINITY, Any(), 'c', mapOf(1 to 2), JsonPrimitive(Double.NaN), posing)) {
            assertEquals(ErrorCode.ERR_JWT_INVALID, codeOf { sign(mapOf("a" to value), hmac, fiveMinutes) }, value.toString())
        }
        assertEquals(ErrorCode.ERR_JOSE_LIMIT_EXCEEDED, codeOf { sign(cyclic, hmac, fiveMinutes) })
        assertEquals(ErrorCode.ERR_JWT_INVALID, codeOf { sign(WithDouble(Double.NaN), hmac, fiveMinutes) })
        assertOptionInvalid { sign(Unserializable("x"), hmac, fiveMinutes) }
        assertEquals(ErrorCode.ERR_JWT_INVALID, codeOf { sign(listOf(1), hmac, fiveMinutes) })
        for (text in listOf("", "{", "[]", "1", "{} {}", "{\"a\":1,\"a\":2}")) {
            assertEquals(ErrorCode.ERR_JWT_INVALID, codeOf { signJson(text, hmac, fiveMinutes) }, text)
        }
    }

    @Test
    fun `claims that do not fit a type are refused, and told to nobody`() {
        val verifier = Verifier(hmac)
        fun refusal(claims: Map<String, *>) = assertThrows(TokenException::class.java) { verifier.verify<Session>(sign(claims, hmac, fiveMinutes)) }
        for ((claims, claim) in listOf(mapOf("sub" to "secret-value") to "level", mapOf("sub" to "s", "level" to "secret-value") to "level")) {
            val error = refusal(claims)
            assertEquals(ErrorCode.ERR_JWT_CLAIM_INVALID to claim, error.code to error.claim)
            assertFalse(error.stackTraceToString().contains("secret-value"))
        }
        assertEquals(ErrorCode.ERR_JWT_CLAIM_INVALID, refusal(mapOf("sub" to "s", "level" to 99_999_999_999)).code)
        assertEquals(Session("s", 3), verifier.verify(sign(mapOf("sub" to "s", "level" to 3), hmac, fiveMinutes), Session.serializer()))
        // A class that throws in its constructor.
        assertEquals(ErrorCode.ERR_OPTION_INVALID, refusal(mapOf("sub" to "", "level" to 1)).code)
    }

    @Test
    fun `big integers stay exact`() {
        val text = """{"big":123456789012345678901234567890,"max":9223372036854775807,"exp":9999999999}"""
        val token = verify(signJson(text, hmac), hmac)
        assertTrue(token.claimsJson.startsWith(text.dropLast(1)))
        assertEquals("123456789012345678901234567890", token.claims["big"].toString())
        assertEquals("123456789012345678901234567890".toBigInteger(), token.claimsMap()["big"])
        assertEquals(Long.MAX_VALUE, token.claimsMap()["max"])
    }

    @Test
    fun `what was closed is refused`() {
        val key = Key.generate(SignatureAlgorithm.HS256)
        val set = KeySet(key)
        val (verifier, issuer) = Verifier(key) to Issuer(key, options = IssuerOptions(lifetime = 5.minutes))
        val token = issuer.issue(mapOf("a" to 1))
        key.use { verify(token, it) }
        set.close()
        set.close()
        assertOptionInvalid { verify(token, key) }
        assertOptionInvalid { key.toJwk(private = true) }
        assertOptionInvalid { set.size }
        assertTrue(listOf(key, set).all { "closed" in it.toString() })
        // They hold their own copies.
        verifier.verify(issuer.issue(mapOf("a" to 1)))
        verifier.close()
        verifier.close()
        issuer.close()
        assertOptionInvalid { verifier.verify(token) }
        assertOptionInvalid { verifier.verifyMany(listOf(token)) }
        assertOptionInvalid { issuer.issue(mapOf("a" to 1)) }
    }

    @Test
    fun `nothing shows a secret`() {
        val token = verify(sign(mapOf("sub" to "claim-value"), hmac, fiveMinutes), hmac)
        val decrypted = Jwe.decrypt(Jwe.encrypt("claim-value".toByteArray(), sealing), sealing)
        val secrets = listOf(secret, encode(secret.toByteArray()), decode(signing.toJwk(true).substringAfter("\"d\":\"").substringBefore('"')).joinToString(), "claim-value")
        val shown = listOf(hmac, signing, KeySet(hmac, signing), token, decrypted, Verifier(hmac), Issuer(hmac), inspectUnverified(sign(mapOf("a" to "claim-value"), hmac, fiveMinutes)))
        for (one in shown) for (hidden in secrets) assertFalse(one.toString().contains(hidden), one.toString())
        assertFalse(signing.toString().contains(signing.toJwk(true).substringAfter("\"d\":\"").substringBefore('"')))
        val error = assertThrows(TokenException::class.java) { Key.fromJwk("""{"kty":"oct","k":"sesame!","alg":"HS256"}""") }
        assertFalse(error.stackTraceToString().contains("sesame"))
    }

    @Test
    fun `keys are refused with a code`() {
        assertEquals(ErrorCode.ERR_KEY_WEAK, codeOf { Key.fromSecret(ByteArray(9), SignatureAlgorithm.HS256) })
        assertEquals(ErrorCode.ERR_KEY_MISMATCH, codeOf { hmac.public() })
        assertEquals(ErrorCode.ERR_KEY_MISMATCH, codeOf { hmac.toJwk() })
        assertEquals(ErrorCode.ERR_KEY_MISMATCH, codeOf { sign(mapOf("a" to 1), signing.public(), fiveMinutes) })
        assertEquals(ErrorCode.ERR_JOSE_NOT_SUPPORTED, codeOf { Algorithm.of("none") })
        assertEquals(ErrorCode.ERR_JOSE_NOT_SUPPORTED, codeOf { ContentEncryption.of("A256") })
        assertEquals(ErrorCode.ERR_JOSE_NOT_SUPPORTED, codeOf { Curve.of("P-257") })
        assertOptionInvalid { Verifier() }
        assertOptionInvalid { Issuer() }
        assertNull(KeySet(hmac)["k"])
        for (algorithm in SignatureAlgorithm.entries + KeyManagement.entries) assertEquals(algorithm, Algorithm.of(algorithm.identifier))
        for (curve in Curve.entries) assertEquals(curve, Curve.of(curve.identifier))
        for (enc in ContentEncryption.entries) assertEquals(enc, ContentEncryption.of(enc.identifier))
    }

    @Test
    fun `random tokens are refused with a code`() {
        val random = Random(7)
        val tokens = listOf(sign(mapOf("a" to 1), hmac, fiveMinutes), encrypt(mapOf("a" to 1), sealing, fiveMinutes), seal(mapOf("a" to 1), signing, sealing, fiveMinutes))
        repeat(1000) { round ->
            val source = tokens[round % 3]
            val at = random.nextInt(source.length)
            val spoilt = source.take(at) + random.nextInt(0x10000).toChar() + source.drop(at + random.nextInt(4))
            for (read in readers()) try {
                read(spoilt)
            } catch (_: TokenException) {
                continue
            }
        }
    }

    @Test
    fun `points in time far away are points in time`() {
        val token = sign(mapOf("a" to 1), hmac, TokenOptions(noExpiry = true))
        for (now in listOf(Instant.MAX, Instant.MIN, Instant.EPOCH)) {
            try {
                verify(token, hmac, VerifyOptions(now = now, allowMissingExp = true))
            } catch (error: TokenException) {
                assertEquals(ErrorCode.ERR_OPTION_INVALID, error.code)
            }
        }
        assertEquals(ErrorCode.ERR_JWT_EXPIRED, codeOf { Verifier(hmac).verify(sign(mapOf("a" to 1), hmac, fiveMinutes), Instant.now().plusSeconds(301)) })
    }

    private val verifiers = listOf(Verifier(hmac), Verifier(decryptionKeys = sealing), Verifier(signing, sealing))

    private fun readers(): List<(String) -> Any> = listOf(
        { verify(it, hmac) }, { decrypt(it, sealing) }, { unseal(it, sealing, signing) }, ::inspectUnverified,
        { Jws.verify(it, hmac) }, { Jwe.decrypt(it, sealing) }, *verifiers.map { verifier -> { token: String -> verifier.verify(token) } }.toTypedArray(),
    )

    @Serializable
    data class Session(val sub: String, val level: Int) {
        init {
            require(sub.isNotEmpty()) { "sub is empty" }
        }
    }

    @Serializable
    data class WithDouble(val value: Double)

    class Unserializable(val value: String)
}
