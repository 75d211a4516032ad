package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

/** Keys as bytes that their caller can wipe, as well as text. */
internal class KeyBytesTest {
    private val keys = listOf(SignatureAlgorithm.ES256, SignatureAlgorithm.RS256, SignatureAlgorithm.HS256, SignatureAlgorithm.ML_DSA_87).map { Key.generate(it) }

    @Test
    fun `bytes are the text`() {
        for (key in keys) for (private in listOf(true, false)) {
            if (key.keyType == "oct" && !private) continue
            val options = ExportOptions(private = private)
            assertEquals(key.toJwk(options), key.toJwkBytes(options).decodeToString())
            assertEquals(if (private) key else key.public(), Key.fromJwk(key.toJwkBytes(options)))
        }
    }

    @Test
    fun `PEM and DER come back`() {
        for (key in keys.filter { it.keyType != "oct" }) {
            val algorithm = key.algorithm!!
            assertEquals(key.toPem(private = true), key.toPemBytes(private = true).decodeToString())
            assertEquals(key, Key.fromPem(key.toPemBytes(private = true), algorithm, keyId = key.keyId))
            assertEquals(key, Key.fromDer(key.toDer(private = true), algorithm, keyId = key.keyId))
            assertEquals(key.public(), Key.fromDer(key.toDer(), algorithm, keyId = key.keyId))
        }
    }

    @Test
    fun `the caller's array is as it was`() {
        val secret = ByteArray(32) { (it * 7).toByte() }
        val key = Key.fromSecret(secret, SignatureAlgorithm.HS256)
        assertArrayEquals(ByteArray(32) { (it * 7).toByte() }, secret)
        secret.fill(0)
        // The key has its own copy.
        assertEquals(key, Key.fromSecret(ByteArray(32) { (it * 7).toByte() }, SignatureAlgorithm.HS256))
    }

    @Test
    fun `bytes that are no key are refused`() {
        fun codeOf(work: () -> Any) = assertThrows(TokenException::class.java) { work() }.code
        assertEquals(ErrorCode.ERR_JWK_INVALID, codeOf { Key.fromJwk(byteArrayOf()) })
        assertEquals(ErrorCode.ERR_JWK_INVALID, codeOf { Key.fromJwk(byteArrayOf(-1, -2)) })
        assertEquals(ErrorCode.ERR_JWK_INVALID, codeOf { Key.fromPem("none".encodeToByteArray(), SignatureAlgorithm.ES256) })
        assertEquals(ErrorCode.ERR_KEY_WEAK, codeOf { Key.fromSecret(ByteArray(9) { it.toByte() }, SignatureAlgorithm.HS256) })
        assertEquals(ErrorCode.ERR_KEY_MISMATCH, codeOf { keys[0].public().toJwkBytes(private = true) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Key.fromDer(keys[0].toDer(), SignatureAlgorithm.ES256, password = "\ud800") })
    }
}
