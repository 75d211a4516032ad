@file:JvmName("Tokenseal")

package dev.tokenseal.spring

import dev.tokenseal.ProtectedResource
import dev.tokenseal.RequestOptions
import org.springframework.security.authorization.AuthorizationDecision
import org.springframework.security.authorization.AuthorizationManager
import org.springframework.security.authorization.AuthorizationResult
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer
import org.springframework.security.core.Authentication
import org.springframework.security.web.access.intercept.RequestAuthorizationContext
import org.springframework.security.web.util.matcher.RequestMatcher
import org.springframework.web.filter.CorsFilter
import java.util.function.Supplier

/**
 * Protects the requests of a `SecurityFilterChain` with a [ProtectedResource]:
 * `http.with(protect(api), withDefaults())`.
 *
 * Refused requests are answered as the resource says, before Spring's authorization runs. The token
 * is the principal, and its scopes are the authorities `SCOPE_…`. The resource's metadata is
 * published, too.
 *
 * @param resource checks the requests: the verifier, and the rules if there are any.
 */
public fun protect(resource: ProtectedResource): ProtectedResourceConfigurer = ProtectedResourceConfigurer(resource)

/**
 * Requires all of these scopes, in a chain with [protect]:
 * `requestMatchers("/orders/{id}").access(requireScope("orders:read"))`. Without a token the
 * challenge names them, which `hasAuthority("SCOPE_orders:read")` cannot do.
 *
 * @param scopes the scopes.
 */
public fun requireScope(vararg scopes: String): AuthorizationManager<RequestAuthorizationContext> = RequireScope(RequestOptions(scopes = scopes.asList()))

/** What [protect] returns. */
public class ProtectedResourceConfigurer internal constructor(private val resource: ProtectedResource) :
    AbstractHttpConfigurer<ProtectedResourceConfigurer, HttpSecurity>() {
    private var isOptional = false

    /**
     * Lets requests without a token pass on to Spring's authorization, which then says which need
     * one: `permitAll()`, `authenticated()`. If the resource has rules, they say this, and calling
     * it is refused.
     */
    public fun optional(): ProtectedResourceConfigurer = apply { isOptional = true }

    override fun init(http: HttpSecurity) {
        http.exceptionHandling { handling ->
            handling.defaultAuthenticationEntryPointFor(Refusing) { it.answer != null }
            handling.defaultAccessDeniedHandlerFor(Refusing) { it.answer != null }
        }
        // A browser does not send a token in a header by itself, and for one in a cookie the
        // resource has its own check.
        http.getConfigurer(CSRF)?.ignoringRequestMatchers(RequestMatcher { it.answer?.token != null })
    }

    override fun configure(http: HttpSecurity) {
        http.addFilterAfter(ProtectedResourceFilter(resource, isOptional), CorsFilter::class.java)
    }
}

@Suppress("UNCHECKED_CAST")
private val CSRF = CsrfConfigurer::class.java as Class<CsrfConfigurer<HttpSecurity>>

/** Lets the core decide, and keeps its answer for whatever writes the response. */
private class RequireScope(private val options: RequestOptions) : AuthorizationManager<RequestAuthorizationContext> {
    override fun authorize(authentication: Supplier<Authentication>, context: RequestAuthorizationContext): AuthorizationResult {
        val answer = checkNotNull(context.request.answer) { "requireScope stands where nothing was checked: add protect(resource) to this SecurityFilterChain" }
        return answer.again(options).let {
            context.request.answer = it
            AuthorizationDecision(it.isAllowed)
        }
    }

    @Deprecated("Spring Security 6 asks for it")
    override fun check(authentication: Supplier<Authentication>, context: RequestAuthorizationContext): AuthorizationDecision =
        authorize(authentication, context) as AuthorizationDecision
}
