package dev.tokenseal.http

import dev.tokenseal.Issuer
import dev.tokenseal.IssuerOptions
import dev.tokenseal.Key
import dev.tokenseal.Profile
import dev.tokenseal.Revocations
import dev.tokenseal.RevocationsOptions
import dev.tokenseal.SignatureAlgorithm
import dev.tokenseal.TokenOptions
import dev.tokenseal.Verifier
import dev.tokenseal.VerifyOptions
import dev.tokenseal.generate
import dev.tokenseal.sign
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes

// What the tests of each adapter need in addition to the cases.

internal const val ISSUER = "https://login.example"
internal const val AUDIENCE = "https://api.example"

/** The issuer of the tests. */
internal object Issuing {
    val key: Key = Key.generate(SignatureAlgorithm.ES256, keyId = "k")
    private val issuer = Issuer(key, options = IssuerOptions(issuer = ISSUER, lifetime = 15.minutes))

    fun verifier(origins: List<String>? = null, profile: Profile? = null, revocations: Revocations? = null, audience: String = AUDIENCE): Verifier {
        val options = if (profile == null) VerifyOptions(issuer = ISSUER, audience = audience, publicOrigins = origins) else VerifyOptions(issuer = ISSUER, audience = audience, profile = profile)
        return Verifier(key.public(), options = options, revocations = revocations)
    }

    fun token(vararg claims: Pair<String, Any>, confirm: Key? = null): String =
        (mapOf("sub" to "alice", "aud" to AUDIENCE) + claims).let { if (confirm == null) issuer.issue(it) else issuer.issue(it, confirm = confirm) }

    fun bearer(vararg claims: Pair<String, Any>): List<Pair<String, String>> = listOf("Authorization" to "Bearer ${token(*claims)}")

    fun revocations(): Revocations = Revocations(RevocationsOptions(longestLifetime = 1.hours))

    /** A logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4). */
    fun logoutToken(sessionId: String): String = event(Profile.LOGOUT_TOKEN, 2.minutes, "sid" to sessionId, LOGOUT to emptyMap<String, Any>())

    /** A security event that ends a session (CAEP 1.0, section 3.1). */
    fun sessionRevoked(sessionId: String): String =
        event(Profile.SECURITY_EVENT, null, "sub_id" to mapOf("format" to "opaque", "id" to sessionId), SESSION_REVOKED to emptyMap<String, Any>())

    private fun event(profile: Profile, lifetime: Duration?, about: Pair<String, Any>, event: Pair<String, Any>): String {
        val options = TokenOptions(issuer = ISSUER, audience = AUDIENCE, profile = profile, expiresIn = lifetime, noExpiry = lifetime == null)
        return sign(mapOf(about, "events" to mapOf(event)), key, options)
    }

    private const val LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
    private const val SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
}
