package dev.tokenseal

import com.auth0.jwt.JWT
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.jwk.JWK
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.source.ImmutableJWKSet
import com.nimbusds.jose.proc.JWSVerificationKeySelector
import com.nimbusds.jose.proc.SecurityContext
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier
import com.nimbusds.jwt.proc.DefaultJWTProcessor
import dev.tokenseal.interop.Jose4j
import io.jsonwebtoken.Jwts
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.jsonObject
import moving.Names
import org.jose4j.jwk.JsonWebKey
import org.jose4j.jwt.consumer.ErrorCodes
import org.jose4j.jwt.consumer.InvalidJwtException
import org.jose4j.jwt.consumer.JwtConsumerBuilder
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import java.security.PublicKey
import java.time.Instant
import java.util.Base64
import kotlin.time.Duration.Companion.minutes
import com.auth0.jwt.algorithms.Algorithm as Auth0Algorithm

// What the tests of docs/moving/kotlin.md ask of its rows; the calls are written from its tables.

/**
 * jose4j looks for secp256k1 once, when it starts: the first user must have it ready for all.
 */
internal fun startLibraries() = check(Jose4j.name == "jose4j")

/** Our call alone, if a library is not available here. */
internal fun moved(ours: Any?) = assertTrue(ours != null && ours != "", "it gives nothing")

/** Both calls return the same: a value, a key, a token of the same form. */
internal fun moved(ours: Any?, theirs: Any?) {
    assertNotNull(plain(ours), "it gives nothing that can be compared")
    assertEquals(plain(ours), plain(theirs))
}

/**
 * Both calls make something new: a key, which differs each time, or something that will fetch keys.
 */
internal fun movedAnew(ours: Any?, theirs: Any?) {
    moved(ours)
    moved(theirs)
    if (ours is Key) assertTrue(ours.isPrivate && plain(ours) != plain(theirs))
}

/** The comparable part of a value; null if there is none. */
private fun plain(value: Any?): Any? = when (value) {
    is ByteArray -> value.toList()
    is Number -> value.toLong()
    is String -> if (value.startsWith("{")) Json.parseToJsonElement(value) else form(value) ?: value
    is Key -> value.thumbprint()
    is JWK -> value.computeThumbprint().toString()
    is JsonWebKey -> value.calculateBase64urlEncodedThumbprint("SHA-256")
    is PublicKey -> Key.fromDer(value.encoded, SignatureAlgorithm.ES256).thumbprint()
    else -> null
}

/** How many parts a token has, and by which algorithm it was made. */
private fun form(token: String): Pair<JsonElement, Int>? {
    if (token.count { it == '.' } !in setOf(2, 4)) return null
    val header = Base64.getUrlDecoder().decode(token.substringBefore('.')).decodeToString()
    return Json.parseToJsonElement(header).jsonObject.getValue("alg") to token.count { it == '.' }
}

/** Both refuse a token that is bad in the way that a code describes, each in its own words. */
internal fun movedError(names: Names, library: String, theirs: String, ours: String) {
    val (bad, options) = causes(names).getValue(ours)
    val refused = assertThrows(TokenException::class.java) { verify(bad, KeySet.fromJwks(names.jwks), options) }
    assertEquals(ours, refused.code.name)
    val other = assertThrows(Exception::class.java) { calls(names, ours).getValue(library)(bad) }
    if (other is InvalidJwtException) {
        assertTrue(other.hasErrorCode(ErrorCodes::class.java.getField(theirs).getInt(null)), other.toString())
    } else {
        assertEquals(theirs, other.javaClass.simpleName)
    }
}

/** A bad token for each code, and what is expected of it. */
private fun causes(names: Names): Map<String, Pair<String, VerifyOptions>> {
    val (key, issuer) = names.key to names.issuer
    fun made(claims: Map<String, Any> = names.claims, by: Key = key, audience: String = "orders", now: Instant = Instant.now()) =
        sign(claims, by, TokenOptions(issuer = issuer, audience = audience, expiresIn = 15.minutes, now = now))
    val later = Instant.now().plusSeconds(3600)
    return mapOf(
        "ERR_JWT_EXPIRED" to (made(now = Instant.now().minusSeconds(3600)) to names.expected),
        "ERR_JWT_NOT_YET_VALID" to (made(names.claims + ("nbf" to later.epochSecond), now = later) to names.expected),
        "ERR_JWT_CLAIM_MISMATCH" to (made(audience = "billing") to names.expected),
        "ERR_JWT_CLAIM_MISSING" to (made() to VerifyOptions(issuer = issuer, audience = "orders", requiredClaims = listOf("jti"))),
        "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" to (made(by = Key.generate(SignatureAlgorithm.ES256, keyId = key.keyId)) to names.expected),
        "ERR_JWKS_NO_MATCHING_KEY" to (made(by = key.withKeyId("another")) to names.expected),
        "ERR_JWT_INVALID" to ("nonsense" to names.expected),
    )
}

/** The call of each library that refuses it. */
private fun calls(names: Names, code: String): Map<String, (String) -> Any> = mapOf(
    "Nimbus" to { bad ->
        DefaultJWTProcessor<SecurityContext>().apply {
            jwsKeySelector = JWSVerificationKeySelector(JWSAlgorithm.ES256, ImmutableJWKSet(JWKSet.parse(names.jwks)))
            jwtClaimsSetVerifier = DefaultJWTClaimsVerifier("orders", JWTClaimsSet.Builder().issuer(names.issuer).build(), setOf("exp"))
        }.process(bad, null)
    },
    "jjwt" to { bad -> Jwts.parser().verifyWith(names.publicKey).requireIssuer(names.issuer).requireAudience("orders").build().parseSignedClaims(bad) },
    "jose4j" to { bad ->
        JwtConsumerBuilder().setVerificationKey(names.publicKey).setExpectedIssuer(names.issuer).setExpectedAudience("orders").build().process(bad)
    },
    "java-jwt" to { bad ->
        val expected = JWT.require(Auth0Algorithm.ECDSA256(names.publicKey)).withIssuer(names.issuer).withAudience("orders")
        (if (code == "ERR_JWT_CLAIM_MISSING") expected.withClaimPresence("jti") else expected).build().verify(bad)
    },
)
