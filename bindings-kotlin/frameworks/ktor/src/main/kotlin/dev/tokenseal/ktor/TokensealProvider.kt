package dev.tokenseal.ktor

import dev.tokenseal.DecisionReason
import dev.tokenseal.ProtectedResource
import dev.tokenseal.RequestOptions
import dev.tokenseal.Token
import io.ktor.server.application.ApplicationCall
import io.ktor.server.auth.AuthenticationConfig
import io.ktor.server.auth.AuthenticationContext
import io.ktor.server.auth.AuthenticationFailedCause
import io.ktor.server.auth.AuthenticationProvider

/**
 * Protects the routes inside `authenticate(name)` with a [ProtectedResource].
 *
 * ```kotlin
 * import dev.tokenseal.ktor.*
 * import io.ktor.server.auth.*
 * import io.ktor.server.cio.CIO
 * import io.ktor.server.engine.embeddedServer
 * import io.ktor.server.response.respondText
 * import io.ktor.server.routing.*
 * import io.ktor.server.application.install
 *
 * val api = ProtectedResource(Verifier(Key.generate(SignatureAlgorithm.ES256).public()))
 * embeddedServer(CIO, port = 0) {
 *     install(Authentication) { tokenseal("api") { resource = api } }
 *     routing {
 *         authenticate("api") {
 *             get("/orders/{id}") { call.respondText("an order of ${call.token!!.text("sub")}") }
 *         }
 *     }
 * }
 * ```
 *
 * Refused requests are answered as the resource says. The token is the principal, and the call's
 * [token]. `authenticate(name, optional = true)` lets requests without a token pass, unless the
 * resource has rules: then the rules say what is public.
 *
 * @param name the name of the provider; without a name, it is the default provider.
 * @param configure sets the [resource][TokensealProvider.Config.resource].
 * @throws IllegalArgumentException without a resource.
 */
public fun AuthenticationConfig.tokenseal(name: String? = null, configure: TokensealProvider.Config.() -> Unit) {
    register(TokensealProvider(TokensealProvider.Config(name).apply(configure)))
}

/**
 * The token of the call, as checked by [tokenseal] or [Protection]; null if the request passes
 * without one.
 */
public val ApplicationCall.token: Token? get() = checked?.answer?.token

/** An authentication provider that asks a [ProtectedResource]. [tokenseal] registers one. */
public class TokensealProvider internal constructor(config: Config) : AuthenticationProvider(config) {
    private val resource = requireNotNull(config.resource) { "a provider of tokenseal needs its resource: tokenseal { resource = … }" }

    override suspend fun onAuthenticate(context: AuthenticationContext) {
        val answer = resource.answer(context.call, optionsOf(context.call.requiredScopes))
        if (answer.isAllowed) {
            // Ktor goes on only with a principal, so that a public request has one, too.
            context.principal(name, answer.token ?: Stranger)
            return
        }
        // Ktor does not say whether the route is optional, in which case it lets requests without
        // credentials pass: so they are reported as such only if the resource would let them pass.
        val optional = if (answer.decision?.reason == DecisionReason.NO_TOKEN) resource.check(context.call, RequestOptions(optional = true)) else answer
        if (optional.isAllowed) resource.keep(context.call, optional)
        val cause = if (optional.isAllowed) AuthenticationFailedCause.NoCredentials else AuthenticationFailedCause.InvalidCredentials
        context.challenge(this, cause) { challenge, call ->
            call.refuse(answer)
            challenge.complete()
        }
    }

    /** The configuration of a provider. */
    public class Config internal constructor(name: String?) : AuthenticationProvider.Config(name) {
        /** Checks the requests: the verifier, and the rules if there are any. */
        public var resource: ProtectedResource? = null
    }
}

/** The principal of a request that passes without a token. */
private object Stranger
