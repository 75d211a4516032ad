package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import kotlin.time.Duration.Companion.minutes

/** How everything prints, by a table that is the same in Swift. */
internal class PrintingTest {
    private val key = Key.generate(SignatureAlgorithm.ES256, keyId = "k")
    private val options = TokenOptions(expiresIn = 5.minutes)

    @Test
    fun `keys print what they are, and sets their keys`() {
        assertEquals("""Key(keyType=EC, algorithm=ES256, keyId="k", isPrivate=true)""", key.toString())
        assertEquals("Key(keyType=EC, algorithm=ECDH-ES+A256KW, isPrivate=false)", Key.generate(KeyManagement.ECDH_ES_A256KW).public().withKeyId(null).toString())
        assertEquals("KeySet([])", KeySet().toString())
        assertEquals("KeySet([$key, $key])", KeySet(key, key).toString())
        val set = KeySet.fromJwks("""{"keys":[${key.toJwk()},{"kty":"EC","kid":"a\nb"}]}""")
        assertEquals("KeySet([${key.public()}], rejected=1)", set.toString())
        assertEquals("""RejectedKey(index=1, keyId="a\u000ab", code=ERR_JWK_INVALID)""", set.rejected.single().toString())
        assertEquals("Key(closed)", key.withKeyId("x").apply { close() }.toString())
    }

    @Test
    fun `no line of a log can be forged by a key_id`() {
        val named = key.withKeyId("\"a\\\n\r\u2028\uD83D\uDE00é")
        assertEquals("keyId=\"\\\"a\\\\\\u000a\\u000d\\u2028\\ud83d\\ude00\\u00e9\"", named.toString().split(", ")[2])
    }

    @Test
    fun `tokens print how they were protected, and no claim`() {
        val token = verify(sign(mapOf("sub" to "alice"), key, options), key)
        assertEquals("""Token(kind=signed, keyId="k")""", token.toString())
        val secret = Key.generate(KeyManagement.A256KW, keyId = "s")
        assertEquals("""Token(kind=nested, keyId="k", decryptionKeyId="s")""", unseal(seal(mapOf("a" to 1), key, secret, options), secret, key).toString())
        assertEquals("""Token(kind=encrypted, keyId="s")""", decrypt(encrypt(mapOf("a" to 1), secret, options), secret).toString())
        assertEquals("Inspected(kind=signed)", inspectUnverified(sign(mapOf("sub" to "alice"), key, options)).toString())
        val verified = Jws.verify(Jws.sign(byteArrayOf(1), key), key)
        assertEquals("""Verified(keyId="k", verified=[VerifiedSignature(index=0, keyId="k", algorithm=ES256)])""", verified.toString())
        assertEquals("""Decrypted(keyId="s", recipient=0)""", Jwe.decrypt(Jwe.encrypt(byteArrayOf(1), secret), secret).toString())
    }

    @Test
    fun `options print which they are, and no value`() {
        assertEquals("VerifyOptions(issuer=…, maxAge=…, allowAnyAudience=…)", VerifyOptions(issuer = "secret", maxAge = 5.minutes, allowAnyAudience = true).toString())
        assertEquals("VerifyOptions()", VerifyOptions().toString())
        assertEquals("VerifyOptions()", VerifyOptions(allowAnyAudience = false).toString())
        assertEquals("KeyOptions(keyId=…, password=…)", KeyOptions(keyId = "k", password = "open sesame").toString())
        for (sample in optionTable()) for (way in sample.ways) {
            val shown = way.options.toString()
            assertTrue(shown.startsWith("${way.options.javaClass.simpleName}("), shown)
            assertFalse('_' in shown, shown)
        }
    }

    @Test
    fun `exceptions print their code`() {
        val error = assertThrows(TokenException::class.java) { verify("a.b.c", key) }
        assertEquals("dev.tokenseal.TokenException: ${error.code}: ${error.message}", error.toString())
        assertTrue(error.stackTraceToString().startsWith(error.toString()))
    }

    @Test
    fun `answers and decisions print what they decided`() {
        val answer = ProtectedResource(Verifier(key)).check("GET", "/", emptyList())
        assertEquals("Answer(status=401, code=${answer.error!!.code})", answer.toString())
        val rules = AccessRules.fromJson("""{ "rules": [ { "methods": ["GET"], "path": "/", "public": true, "name": "all of it" } ] }""")
        assertEquals("""Decision(allowed=true, status=200, reason=public, rule="all of it")""", rules.check(null, "GET", "/").toString())
    }
}
