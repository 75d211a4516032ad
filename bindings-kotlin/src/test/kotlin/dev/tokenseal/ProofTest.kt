package dev.tokenseal

import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.security.cert.CertificateFactory
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes

private const val ORIGIN = "https://api.example"

/** Tokens that only their owner can use: bound to a key, or to a certificate. */
internal class ProofTest {
    private val key = Key.generate(SignatureAlgorithm.ES256)
    private val appsKey = Key.generate(SignatureAlgorithm.ES256)
    private val issuer = Issuer(key, options = IssuerOptions(issuer = "https://issuer.example", lifetime = 15.minutes))
    private val token = issuer.issue(mapOf("sub" to "alice"), confirm = appsKey.public())
    private val options = VerifyOptions(issuer = "https://issuer.example", publicOrigins = listOf(ORIGIN))
    private val verifier = Verifier(key.public(), options = options)

    private fun proof(url: String = "$ORIGIN/orders", key: Key = appsKey, nonce: String? = null) = Dpop.prove(key, "GET", url, accessToken = token, nonce = nonce)

    private fun sent(proof: String = proof(), method: String = "GET", url: String = "/orders?page=2") = CheckOptions(proof = proof, method = method, url = url)

    private fun refusal(work: () -> Any?): TokenException = assertThrows(TokenException::class.java) { work() }

    private fun codeOf(work: () -> Any?) = refusal(work).code

    @Test
    fun `a proof is for one request, and a bound token for no other sender`() {
        val first = sent()
        assertEquals("alice", verifier.verify(token, first).text("sub"))
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { verifier.verify(token, first) })
        assertEquals(ErrorCode.ERR_JWT_NOT_BOUND, codeOf { verifier.verify(token) })
        assertEquals(ErrorCode.ERR_JWT_NOT_BOUND, codeOf { verifier.verify(token, sent(proof(key = key))) })
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { verifier.verify(token, sent(method = "POST")) })
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { verifier.verify(token, sent(url = "/other")) })
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { verifier.verify(token, CheckOptions(proofs = emptyList(), method = "GET", url = "/orders")) })
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { verifier.verify(token, CheckOptions(proofs = listOf(proof(), proof()), method = "GET", url = "/orders")) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { verifier.verify(token, CheckOptions(proof = proof())) })
        assertEquals("alice", verifier.verify(token, CheckOptions(proofs = listOf(proof()), method = "GET", url = "$ORIGIN/orders")).text("sub"))
    }

    @Serializable
    private data class Session(val sub: String)

    @Test
    fun `every form of the check takes what came with the token`() {
        assertEquals("alice", verifier.verifyAsync(token, sent()).get().text("sub"))
        assertEquals("alice", runBlocking { verifier.awaitVerify(token, sent()) }.text("sub"))
        assertEquals(Session("alice"), verifier.verify<Session>(token, sent()))
        assertEquals(Session("alice"), verifier.verify(token, Session.serializer(), sent()))
        val error = assertThrows(ExecutionException::class.java) { verifier.verifyAsync(token).get() }.cause as TokenException
        assertEquals(ErrorCode.ERR_JWT_NOT_BOUND, error.code)
        assertEquals(listOf(ErrorCode.ERR_JWT_NOT_BOUND), verifier.verifyMany(listOf(token)).map { (it.exceptionOrNull() as TokenException).code })
        for (bound in listOf(issuer.issueAsync(mapOf("sub" to "a"), confirm = appsKey).get(), issuer.issue(Session("a"), confirm = appsKey))) {
            assertNotNull(inspectUnverified(bound).claims!!["cnf"])
        }
    }

    /** As an app does it: the key store signs in DER, and never gives out the private half. */
    @Test
    fun `a key that cannot be exported proves`() = KeystoreShape.use { pair ->
        assertNull(pair.private.encoded)
        val publicKey = Key.fromDer(pair.public.encoded, SignatureAlgorithm.ES256)
        val bound = issuer.issue(mapOf("sub" to "alice"), confirm = publicKey)
        val unsigned = Dpop.prepare(publicKey, "GET", "$ORIGIN/orders", accessToken = bound)
        val signature = KeystoreShape.sign(pair.private, unsigned.signingInput)
        assertEquals(ErrorCode.ERR_JWS_SIGNATURE_VERIFICATION_FAILED, codeOf { unsigned.complete(signature) })
        assertEquals("alice", verifier.verify(bound, sent(unsigned.complete(signature, format = SignatureFormat.DER))).text("sub"))

        // A login by a JWT that the device signs (RFC 7523).
        val login = prepare(mapOf("sub" to "device"), publicKey, TokenOptions(expiresIn = 1.minutes))
        val signed = login.complete(KeystoreShape.sign(pair.private, login.signingInput), CompleteOptions.builder().format(SignatureFormat.DER).build())
        assertEquals("device", verify(signed, publicKey).text("sub"))
    }

    @Test
    fun `a nonce is asked for, and said with the refusal`() {
        val asking = Verifier(key.public(), options = options, nonceKey = Key.generate(SignatureAlgorithm.HS256))
        val error = refusal { asking.verify(token, sent()) }
        assertEquals(ErrorCode.ERR_DPOP_NONCE_REQUIRED to 401, error.code to error.status)
        assertEquals("alice", asking.verify(token, sent(proof(nonce = error.dpopNonce))).text("sub"))
        assertEquals("alice", asking.verify(token, sent(proof(nonce = asking.dpopNonce()))).text("sub"))
        assertFalse(asking.dpopNonce(Instant.EPOCH) == error.dpopNonce)
        assertNull(verifier.dpopNonce())
        assertNull(refusal { verifier.verify(token) }.dpopNonce)
    }

    @Test
    fun `a certificate binds as a key does`() {
        val der = CertificateFactory.getInstance("X.509").generateCertificate(CERTIFICATE.byteInputStream()).encoded
        val plain = Verifier(key.public(), options = VerifyOptions(issuer = "https://issuer.example"))
        for (certificate in listOf(ClientCertificate(CERTIFICATE), ClientCertificate(der))) {
            val bound = issuer.issue(mapOf("sub" to "alice"), confirm = certificate)
            for (held in listOf(CERTIFICATE.toByteArray(), der)) assertEquals("alice", plain.verify(bound, CheckOptions(certificate = held)).text("sub"))
            assertEquals(ErrorCode.ERR_JWT_NOT_BOUND, codeOf { plain.verify(bound) })
        }
        assertEquals(ErrorCode.ERR_JWK_INVALID, codeOf { issuer.issue(mapOf("sub" to "alice"), confirm = ClientCertificate("none")) })
    }

    @Test
    fun `a cache is shared between verifiers, and bounded`() {
        val replays = ReplayCache(ReplayOptions(capacity = 2))
        val (one, other) = List(2) { Verifier(key.public(), options = options, replays = replays) }
        assertSame(replays, one.replays)
        val used = sent()
        one.verify(token, used)
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { other.verify(token, used) })
        other.verify(token, sent())
        val error = refusal { one.verify(token, sent()) }
        assertEquals(ErrorCode.ERR_DPOP_UNAVAILABLE to Fault.ENVIRONMENT, error.code to error.fault)
        val status = replays.status()
        assertEquals(listOf(2, 2, 1, 1), listOf("remembered", "capacity", "refused", "turned_away").map { status.getValue(it).jsonPrimitive.int })
        assertEquals("this process only", status.getValue("scope").jsonPrimitive.content)
        assertEquals(0, verifier.replays!!.status().getValue("remembered").jsonPrimitive.int)
        assertNull(Verifier(key.public()).replays)
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Verifier(key.public(), replays = replays) })
    }

    @Test
    fun `of many threads with one proof one is let in`() {
        val (pool, used) = Executors.newFixedThreadPool(8) to sent()
        val outcomes = List(64) { pool.submit<Boolean> { runCatching { verifier.verify(token, used) }.isSuccess } }.map { it.get() }
        pool.shutdown()
        assertEquals(1, outcomes.count { it })
    }

    @Test
    fun `a check that waited for keys takes its proof as well`() {
        val server = FakeServer(key.public())
        val fetching = Verifier(RemoteKeySet("https://issuer.example/jwks.json", http = server), options = options)
        assertEquals("alice", fetching.verifyAsync(token, sent()).get().text("sub"))
        val used = sent()
        assertEquals("alice", fetching.verify(token, used).text("sub"))
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { fetching.verify(token, used) })
        val whole = Verifier.byIssuer(listOf(fetching))
        assertEquals("alice", whole.verify(token, sent()).text("sub"))
        assertEquals(1, server.requests.size)
    }

    @Test
    fun `a clock tells when a proof is too old`() {
        val now = Instant.parse("2030-01-01T00:00:00Z")
        val frozen = Verifier(key.public(), options = options, clock = Clock.fixed(now, ZoneOffset.UTC))
        val bound = issuer.issue(mapOf("sub" to "alice"), IssueOptions(now = now), appsKey)
        fun made(at: Instant) = Dpop.prove(appsKey, "GET", "$ORIGIN/", ProofOptions(accessToken = bound, now = at))
        assertEquals("alice", frozen.verify(bound, sent(made(now.minusSeconds(59)), url = "/")).text("sub"))
        val late = made(now.minusSeconds(120))
        assertEquals(ErrorCode.ERR_DPOP_INVALID, codeOf { frozen.verify(bound, sent(late, url = "/")) })
        val then = CheckOptions(now = now.minusSeconds(60), proof = late, method = "GET", url = "/")
        assertEquals("alice", Verifier(key.public(), options = options, clock = Clock.fixed(now, ZoneOffset.UTC)).verify(bound, then).text("sub"))
    }

    @Test
    fun `nothing shows a key or a proof`() {
        val shown = listOf(verifier, ReplayCache(), ClientCertificate(CERTIFICATE), Dpop.prepare(appsKey, "GET", ORIGIN), CheckOptions(proof = "secret")).map { "$it" }
        assertTrue(shown.none { "secret" in it || "MII" in it || "ES256" in it }, "$shown")
    }
}

private const val CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIHgMIGTAhR4d0zVT7HstCnPZGy509i/FvWNSjAFBgMrZXAwEjEQMA4GA1UEAwwH
ZXhhbXBsZTAgFw0yNjExMjIwNzAyMDJaGA8yMTI2MTAyOTA3MDIwMlowEjEQMA4G
A1UEAwwHZXhhbXBsZTAqMAUGAytlcAMhAGkdFlMM+MKZTR1s82PcjWawkIQa1p55
8N3dzxYRDOIqMAUGAytlcANBAE3FGVSmQs16v5u2uWtiqJxVNKo8Mzlirssyclfe
71yiBDbbiGqbpwAuVjZx9B2U0hsQAxIB8qh7mS8spTYlpwk=
-----END CERTIFICATE-----
"""
