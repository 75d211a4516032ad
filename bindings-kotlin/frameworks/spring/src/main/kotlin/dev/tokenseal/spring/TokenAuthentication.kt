package dev.tokenseal.spring

import dev.tokenseal.Token
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import org.springframework.security.authentication.AbstractAuthenticationToken
import org.springframework.security.core.authority.SimpleGrantedAuthority

/** The prefix of the authorities for scopes, the same as Spring's own. */
internal const val SCOPE = "SCOPE_"

/**
 * The authentication of a request: the principal is the checked [Token]
 * (`@AuthenticationPrincipal Token token`), the name its subject, the authorities its scopes.
 */
public class TokenAuthentication internal constructor(private val token: Token) : AbstractAuthenticationToken(scopesOf(token).map { SimpleGrantedAuthority(SCOPE + it) }) {
    init {
        isAuthenticated = true
    }

    override fun getPrincipal(): Token = token

    /** Empty: the text of the token is not kept. */
    override fun getCredentials(): Any = ""

    override fun getName(): String = token.text("sub").orEmpty()

    // Tokens are never compared: each request has its own.
    override fun equals(other: Any?): Boolean = this === other

    override fun hashCode(): Int = System.identityHashCode(this)
}

/** The scopes that rules read: `scope`, a string, or else `scp`, a list or a string. */
private fun scopesOf(token: Token): List<String> {
    val scope = token["scope"] ?: token["scp"]
    return when {
        scope is JsonPrimitive && scope.isString -> scope.content.split(' ').filter { it.isNotEmpty() }
        scope is JsonArray && "scope" !in token.claims -> scope.mapNotNull { (it as? JsonPrimitive)?.takeIf(JsonPrimitive::isString)?.contentOrNull }
        else -> emptyList()
    }
}
