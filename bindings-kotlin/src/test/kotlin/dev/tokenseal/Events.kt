package dev.tokenseal

import java.time.Instant
import kotlin.time.Duration.Companion.minutes

// Tokens of an identity provider that say what has ended.

internal const val SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"

/** A checked logout token, with a claim of its own. */
internal fun logoutToken(issuer: String, key: Key, claim: Pair<String, String>): Token {
    val events = mapOf("http://schemas.openid.net/event/backchannel-logout" to emptyMap<String, String>())
    return checkedToken(issuer, key, Profile.LOGOUT_TOKEN, mapOf(claim, "events" to events))
}

/** A checked token of a profile. */
internal fun checkedToken(issuer: String, key: Key, profile: Profile, claims: Map<String, Any>, now: Instant? = null): Token {
    val made = TokenOptions(expiresIn = 2.minutes, issuer = issuer, audience = "api", profile = profile, now = now)
    return verify(sign(claims, key, made), key, VerifyOptions(issuer = issuer, audience = "api", profile = profile, now = now))
}
