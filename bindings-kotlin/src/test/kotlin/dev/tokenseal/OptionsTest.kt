package dev.tokenseal

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.IOException
import java.nio.file.Files
import java.time.Clock
import kotlin.time.Duration.Companion.minutes

/** The core's table of options, row by row: every one can be given here, and the core takes it. */
internal class OptionsTest {
    private val secret = Key.generate(SignatureAlgorithm.HS256)
    private val signing = Key.generate(SignatureAlgorithm.ES256)
    private val sealing = Key.generate(KeyManagement.ECDH_ES_A256KW)
    private val claims = mapOf("sub" to "alice")
    private val clock = Clock.systemUTC()
    private val list = Revocations(RevocationsOptions(audit = true))
    private val replays = ReplayCache()
    private val lists = StatusLists(StatusListsOptions(allowedUris = listOf("https://issuer.example/statuses/1")))
    private val rules = AccessRules.fromJson("""{ "rules": [ { "methods": ["GET"], "path": "/", "public": true } ] }""")
    private val logout = logoutToken("https://issuer.example", secret, "sid" to "s")

    @Test
    fun `every option crosses as the core writes it`() {
        val samples = optionTable()
        assertTrue(samples.size > 80)
        for (sample in samples) for (way in sample.ways) assertEquals(way.json, way.crossing, sample.option)
    }

    /** The outcome does not matter: most tokens and keys here are invalid. */
    @Test
    fun `the core knows every option and its form`() {
        for (sample in optionTable()) for (function in sample.functions) for (way in sample.ways) {
            try {
                call(function, way.options)
            } catch (error: TokenException) {
                val message = error.message.orEmpty()
                val isKnown = listOf("is unknown", "right form", "is null", "one JSON object").none(message::contains)
                assertTrue(error.code != ErrorCode.ERR_OPTION_INVALID || isKnown, "$function, ${sample.option}: $message")
            }
        }
    }

    private fun call(function: String, options: Any): Any = when (function) {
        "Key.generate" -> Key.generate(SignatureAlgorithm.HS256, options as GenerateOptions)
        "Key.from_jwk" -> Key.fromJwk(signing.toJwk(), options as JwkOptions)
        "Key.from_pem" -> Key.fromPem(signing.toPem(), SignatureAlgorithm.ES256, options as KeyOptions)
        "Key.from_der" -> Key.fromDer(signing.toDer(), SignatureAlgorithm.ES256, options as KeyOptions)
        "Key.from_certificate" -> Key.fromCertificate("", SignatureAlgorithm.ES256, options as KeyOptions)
        "Key.from_secret" -> Key.fromSecret(ByteArray(32) { it.toByte() }, SignatureAlgorithm.HS256, options as KeyOptions)
        "Key.from_password" -> Key.fromPassword("correct horse", options = options as KeyOptions)
        "KeySet.from_jwks" -> KeySet.fromJwks(KeySet(signing).toJwks(), options as JwksOptions)
        "Key.to_jwk" -> signing.toJwk(options as ExportOptions)
        "Key.to_pem" -> signing.toPem(options as ExportOptions)
        "Key.to_der" -> signing.toDer(options as ExportOptions)
        "KeySet.to_jwks" -> KeySet(signing).toJwks(options as ExportOptions)
        "sign" -> sign(claims, secret, options as TokenOptions)
        "encrypt" -> encrypt(claims, sealing, options as TokenOptions)
        "seal" -> seal(claims, signing, sealing, options as TokenOptions)
        "prepare" -> prepare(claims, signing, options as TokenOptions)
        "Issuer" -> Issuer(signing, sealing, options as IssuerOptions)
        "Issuer.issue" -> Issuer(signing, sealing).issue(claims, options as IssueOptions)
        "verify" -> verify("", secret, options as VerifyOptions)
        "decrypt" -> decrypt("", sealing, options as VerifyOptions)
        "unseal" -> unseal("", sealing, signing, options as VerifyOptions)
        "Verifier" -> Verifier(signing, sealing, options as VerifyOptions)
        "RemoteKeySet" -> RemoteKeySet(null, options as RemoteOptions)
        "KeyRing.create" -> KeyRing.create(KeyManagement.ECDH_ES, options as RingOptions)
        "KeyRing.redis" -> KeyRing.redis({ throw IOException() }, sealing, options as RingStoreOptions)
        "Revocations" -> Revocations(options as RevocationsOptions)
        "Revocations.file" -> Revocations.file(Files.createTempDirectory("tokenseal").resolve("list").toString(), options as FileOptions)
        "Revocations.redis" -> Revocations.redis({ throw IOException() }, options as StoreOptions)
        "Revocations.revoke" -> list.revoke(Verifier(secret).verify(sign(claims, secret, TokenOptions(expiresIn = 15.minutes))), options as RevokeOptions)
        "Revocations.revoke_id" -> list.revokeId(null, "t", options as RevokeOptions)
        "Revocations.revoke_session" -> list.revokeSession(null, "s", options as RevokeOptions)
        "Revocations.revoke_key" -> list.revokeKey(null, "k", options as RevokeOptions)
        "Revocations.revoke_subject" -> list.revokeSubject(null, "alice", options as RevokeOptions)
        "Revocations.revoke_issuer" -> list.revokeIssuer("https://issuer.example", options as RevokeOptions)
        "Revocations.withdraw" -> list.withdraw(list.revokeKey(null, "k"), options as RevokeOptions)
        "Revocations.apply_events" -> list.applyEvents(logout, options as EventOptions)
        "Revocations.entries" -> list.entries(options as EntriesOptions)
        // Many tokens are checked at one time, which is an argument of its own.
        "Verifier.verify", "Verifier.verify_many" -> Verifier(secret).verify("", options as CheckOptions)
        "Unsigned.complete" -> prepare(claims, signing, TokenOptions(expiresIn = 15.minutes)).complete(ByteArray(64), options as CompleteOptions)
        "AccessRules.check" -> rules.check(null, "GET", "/", options as AccessOptions)
        "AccessRules.require" -> rules.require(null, "GET", "/", options as AccessOptions)
        "AccessRules.explain" -> rules.explain(null, "GET", "/", options as AccessOptions)
        "ProtectedResource" -> ProtectedResource(Verifier(secret), rules, options as ResourceOptions, secret)
        "ProtectedResource.check" -> ProtectedResource(Verifier(secret)).check("GET", "/", emptyList(), options as RequestOptions)
        "dpop.prove" -> Dpop.prove(signing, "GET", "https://api.example/", options as ProofOptions)
        "dpop.prepare" -> Dpop.prepare(signing, "GET", "https://api.example/", options as ProofOptions)
        "ReplayCache" -> ReplayCache(options as ReplayOptions)
        "ReplayCache.redis" -> ReplayCache.redis({ throw IOException() }, options as ReplayStoreOptions)
        "StatusList.to_jwt" -> StatusList(8).toJwt(signing, "https://issuer.example/statuses/1", options as StatusTokenOptions)
        "StatusLists" -> StatusLists(options as StatusListsOptions)
        "Verifier.for_issuer" -> Verifier.forIssuer("https://issuer.example", null, options as VerifyOptions)
        "jws.sign" -> Jws.sign(ByteArray(1), signing, options as JwsSignOptions)
        "jws.verify" -> Jws.verify("", signing, options as JwsVerifyOptions)
        "jwe.encrypt" -> Jwe.encrypt(ByteArray(1), sealing, options as JweEncryptOptions)
        "jwe.decrypt" -> Jwe.decrypt("", sealing, options as JweDecryptOptions)
        "jwe.prepare_decrypt" -> Jwe.prepareDecrypt("", sealing, options as JweDecryptOptions)
        else -> error("the test does not know $function")
    }

    /** That this compiles is what matters: no key fits every place. */
    @Test
    fun `every handle has an argument`() {
        val makes = listOf<() -> Any>(
            { issuerOfHandles(signing, signing, list, replays, lists, clock) },
            { verifierOfHandles(signing, signing, list, replays, lists, clock) },
            { revocationsOfHandles(signing, signing, list, replays, lists, clock) },
            { protectedResourceOfHandles(signing, secret, list, replays, lists, clock, rules) },
        )
        for (make in makes) {
            runCatching(make).onFailure { assertTrue(it is TokenException, it.toString()) }
        }
    }

    @Test
    fun `a builder may go on after it has built`() {
        val builder = TokenOptions.builder().subject("alice")
        val first = builder.build()
        val second = builder.subject("bob").compress().compress(false).build()
        assertEquals("""{"subject":"alice"}""", first.given.text)
        assertEquals("""{"subject":"bob","compress":false}""", second.given.text)
    }

    @Test
    fun `a password that the function does not take is refused`() {
        val options = KeyOptions(password = "open sesame")
        for (read in listOf<() -> Any>(
            { Key.fromSecret(ByteArray(32) { it.toByte() }, SignatureAlgorithm.HS256, options) },
            { Key.fromPassword("correct horse", options = options) },
            { Key.fromPem(signing.toPem(), SignatureAlgorithm.ES256, options) },
        )) {
            val error = assertThrows(TokenException::class.java) { read() }
            assertEquals(ErrorCode.ERR_OPTION_INVALID, error.code)
            assertFalse(error.stackTraceToString().contains("sesame"))
        }
        assertFalse(options.toString().contains("sesame"))
    }

    @Test
    fun `options as arguments are the same`() {
        val token = Jws.sign("hello".encodeToByteArray(), secret, JwsSignOptions(detached = true))
        assertEquals(token, Jws.sign("hello".encodeToByteArray(), secret, detached = true))
        assertEquals("hello", Jws.verify(token, secret, payload = "hello".encodeToByteArray()).payload.decodeToString())
        assertEquals(signing.toJwk(ExportOptions(private = true)), signing.toJwk(private = true))
        assertEquals("k", Key.fromJwk(secret.toJwk(private = true), alg = SignatureAlgorithm.HS256).let { Key.generate(it.algorithm!!, keyId = "k").keyId })
        val error = assertThrows(TokenException::class.java) { verify(sign(claims, secret, TokenOptions(expiresIn = 5.minutes)), secret, VerifyOptions(subject = "bob")) }
        assertEquals("sub", error.claim)
    }
}
