package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * What vectors cannot express about rules and resources: exceptions, futures, and which clock is
 * read.
 */
internal class ProtectedResourceTest {
    private val key = Key.generate(SignatureAlgorithm.ES256)
    private val token = sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))
    private val headers = listOf(HttpHeader("authorization", "Bearer $token"))
    private val rules = AccessRules.fromJson("""{ "rules": [ { "methods": ["GET"], "path": "/{*rest}", "require": { "scope": ["read"] } } ] }""")

    @Test
    fun `status and fault of a denial follow the decision`() {
        fun denied(work: () -> Unit) = assertThrows(TokenException::class.java) { work() }
        val ofToken = denied { rules.require(Verifier(key.public()).verify(token), "GET", "/") }
        assertEquals(Triple(ErrorCode.ERR_JWT_ACCESS_DENIED, 403, Fault.TOKEN), Triple(ofToken.code, ofToken.status, ofToken.fault))
        val (down, wrong) = listOf(ErrorCode.ERR_JWKS_UNAVAILABLE, ErrorCode.ERR_OPTION_INVALID).map { code ->
            denied { rules.requireRefused(TokenException(code, "of a test"), "GET", "/") }
        }
        assertEquals(listOf(503, 500), listOf(down.status, wrong.status))
        assertEquals(listOf(Fault.ENVIRONMENT, Fault.PROGRAM), listOf(down.fault, wrong.fault))
        assertEquals(DecisionReason.UNAVAILABLE, down.decision!!.reason)
    }

    @Test
    fun `a token tells how it was proven`() {
        val origins = VerifyOptions(publicOrigins = listOf("https://api.example"))
        val bound = Issuer(key, options = IssuerOptions(lifetime = 5.minutes)).issue(mapOf("sub" to "alice"), confirm = key.public())
        val sent = { CheckOptions(proof = Dpop.prove(key, "GET", "https://api.example/", accessToken = bound), method = "GET", url = "/") }
        assertEquals(ProvenBy.DPOP, Verifier(key.public(), options = origins).verify(bound, sent()).provenBy)
        // The other form in which a token crosses the boundary.
        assertEquals(ProvenBy.DPOP, Verifier(key.public(), options = origins, onEvent = {}).verify(bound, sent()).provenBy)
        assertNull(Verifier(key.public()).verify(token).provenBy)
    }

    @Test
    fun `a refusal has the exception of the check, with its cause`() {
        val keys = RemoteKeySet("https://issuer.example/jwks.json", RemoteOptions(timeout = 1.seconds), http = { HttpAnswer(500, emptyMap(), ByteArray(0)) })
        val api = ProtectedResource(Verifier(keys))
        for (answer in listOf(api.check("GET", "/", headers), api.checkAsync("GET", "/", headers).get())) {
            assertEquals(503, answer.status)
            assertEquals(ErrorCode.ERR_JWKS_UNAVAILABLE, answer.error!!.code)
            assertTrue(answer.error!!.message!!.isNotEmpty())
            assertNull(answer.token)
        }
    }

    @Test
    fun `a denial has its decision`() {
        val answer = ProtectedResource(Verifier(key.public()), rules).check("GET", "/", headers)
        assertEquals(ErrorCode.ERR_JWT_ACCESS_DENIED, answer.error!!.code)
        assertSame(answer.decision, answer.error!!.decision)
        assertEquals(listOf(403, 403), listOf(answer.status, answer.error!!.status))
        assertNull(answer.token)
        assertFalse("alice" in answer.toString() || token in headers.toString())
    }

    @Test
    fun `the clock of the verifier is asked, unless a time is given`() {
        val later = Clock.fixed(Instant.now().plusSeconds(3600), ZoneOffset.UTC)
        val api = ProtectedResource(Verifier(key.public(), clock = later))
        assertEquals(ErrorCode.ERR_JWT_EXPIRED, api.check("GET", "/", headers).error?.code)
        assertTrue(api.check("GET", "/", headers, RequestOptions(now = Instant.now())).isAllowed)
        val thrown = IllegalStateException("no time")
        val broken = object : Clock() {
            override fun getZone() = ZoneOffset.UTC
            override fun withZone(zone: java.time.ZoneId) = this
            override fun instant(): Instant = throw thrown
        }
        assertSame(thrown, assertThrows(IllegalStateException::class.java) { ProtectedResource(Verifier(key.public(), clock = broken)).check("GET", "/", headers) })
    }

    @Test
    fun `asked again, a proof is not used up, and a refusal stays`() {
        val appsKey = Key.generate(SignatureAlgorithm.ES256)
        val bound = Issuer(key, options = IssuerOptions(lifetime = 5.minutes)).issue(mapOf("sub" to "alice", "scope" to "read"), confirm = appsKey.public())
        val proof = Dpop.prove(appsKey, "GET", "https://api.example/", accessToken = bound)
        val given = listOf(HttpHeader("Authorization", "DPoP $bound"), HttpHeader("DPoP", proof))
        val api = ProtectedResource(Verifier(key.public(), options = VerifyOptions(publicOrigins = listOf("https://api.example"))))
        val answer = api.check("GET", "/", given)
        assertSame(answer.token, answer.again(RequestOptions(scope = "read")).again(RequestOptions(scope = "read")).token)
        assertEquals(401, api.check("GET", "/", given).status)
        val refused = answer.again(RequestOptions(scope = "write"))
        assertTrue(refused.status == 403 && refused.again(RequestOptions(scope = "read")) === refused)
        assertEquals(401, api.check("GET", "/", emptyList(), RequestOptions(optional = true)).again(RequestOptions()).status)
    }

    @Test
    fun `what was closed is refused`() {
        val api = ProtectedResource(Verifier(key.public())).also { it.close() }
        assertEquals(ErrorCode.ERR_OPTION_INVALID, assertThrows(TokenException::class.java) { api.check("GET", "/", headers) }.code)
        // A closed verifier is the service's fault, and no request passes.
        val verifier = Verifier(key.public())
        val other = ProtectedResource(verifier)
        verifier.close()
        assertEquals(500, other.check("GET", "/", headers).status)
    }
}
