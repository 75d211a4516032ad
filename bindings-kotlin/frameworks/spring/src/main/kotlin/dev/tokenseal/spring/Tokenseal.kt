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
 * Protects what a `SecurityFilterChain` is for by a [ProtectedResource]: `http.with(protect(api), withDefaults())`.
 *
 * What the resource refuses is answered as it says, before Spring's authorization is asked. The token is the principal, and its scopes are the authorities
 * `SCOPE_…`. The metadata of the resource are published, too.
 *
 * @param resource what checks the requests: the verifier, and the rules if there are any.
 */
public fun protect(resource: ProtectedResource): ProtectedResourceConfigurer = ProtectedResourceConfigurer(resource)

/**
 * Asks for scopes, all of them, where [protect] stands before: `requestMatchers("/orders/{id}").access(requireScope("orders:read"))`. Without a token the
 * challenge names them, which that of `hasAuthority("SCOPE_orders:read")` cannot.
 *
 * @param scopes the scopes.
 */
public fun requireScope(vararg scopes: String): AuthorizationManager<RequestAuthorizationContext> = RequireScope(RequestOptions(scopes = scopes.asList()))

/** What [protect] gives. */
public class ProtectedResourceConfigurer internal constructor(private val resource: ProtectedResource) :
    AbstractHttpConfigurer<ProtectedResourceConfigurer, HttpSecurity>() {
    private var isOptional = false

    /**
     * Lets requests without a token pass on to Spring's authorization, which then says which need one: `permitAll()`, `authenticated()`. Where the resource
     * has rules, those say it: then this is refused.
     */
    public fun optional(): ProtectedResourceConfigurer = apply { isOptional = true }

    override fun init(http: HttpSecurity) {
        http.exceptionHandling { handling ->
            handling.defaultAuthenticationEntryPointFor(Refusing) { it.answer != null }
            handling.defaultAccessDeniedHandlerFor(Refusing) { it.answer != null }
        }
        // A token in a header is not sent by a browser's own doing, and for one in a cookie the resource has a check of its own.
        http.getConfigurer(CSRF)?.ignoringRequestMatchers(RequestMatcher { it.answer?.token != null })
    }

    override fun configure(http: HttpSecurity) {
        http.addFilterAfter(ProtectedResourceFilter(resource, isOptional), CorsFilter::class.java)
    }
}

@Suppress("UNCHECKED_CAST")
private val CSRF = CsrfConfigurer::class.java as Class<CsrfConfigurer<HttpSecurity>>

/** Has the core decide, and keeps what it says for whoever answers. */
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
