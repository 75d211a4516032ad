package dev.tokenseal.ktor

import dev.tokenseal.RequestOptions
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.createRouteScopedPlugin
import io.ktor.server.application.install
import io.ktor.server.application.isHandled
import io.ktor.server.auth.AuthenticationChecked
import io.ktor.server.routing.Route
import io.ktor.server.routing.RouteSelector
import io.ktor.server.routing.RouteSelectorEvaluation
import io.ktor.server.routing.RoutingNode
import io.ktor.server.routing.RoutingPipelineCall
import io.ktor.server.routing.RoutingResolveContext
import io.ktor.util.AttributeKey

/**
 * Asks for scopes on the routes within, all of them, besides what the rules of the resource ask, and besides those of a `requireScope` around it.
 *
 * ```kotlin
 * import dev.tokenseal.ktor.*
 * import io.ktor.server.application.install
 * import io.ktor.server.auth.*
 * import io.ktor.server.cio.CIO
 * import io.ktor.server.engine.embeddedServer
 * import io.ktor.server.response.respondText
 * import io.ktor.server.routing.*
 *
 * val api = ProtectedResource(Verifier(Key.generate(SignatureAlgorithm.ES256).public()))
 * embeddedServer(CIO, port = 0) {
 *     install(Authentication) { tokenseal { resource = api } }
 *     routing {
 *         authenticate {
 *             requireScope("orders:write") {
 *                 post("/orders") { call.respondText("ordered") }
 *             }
 *         }
 *     }
 * }
 * ```
 *
 * It stands within `authenticate`, or behind [Protection]: where neither has checked the call, the call fails.
 *
 * @param scopes the scopes.
 * @param build the routes.
 */
public fun Route.requireScope(vararg scopes: String, build: Route.() -> Unit): Route {
    val route = createChild(ScopeSelector(scopes.asList()))
    route.attributes.put(SCOPES, scopes.asList())
    route.install(RequireScope)
    route.build()
    return route
}

/** The scopes that the route of the call needs, with those of the routes around it. */
internal val ApplicationCall.requiredScopes: List<String>
    get() = generateSequence((this as? RoutingPipelineCall)?.route as RoutingNode?) { it.parent }.flatMap { it.attributes.getOrNull(SCOPES).orEmpty() }.distinct().toList()

/** What is not given is for the core to decide. */
internal fun optionsOf(scopes: List<String>) = RequestOptions(scopes = scopes.ifEmpty { null })

private val SCOPES = AttributeKey<List<String>>("dev.tokenseal.scopes")

/** Where the provider has asked for the scopes already, the same is asked again of what is known. */
private val RequireScope = createRouteScopedPlugin("dev.tokenseal.RequireScope") {
    on(AuthenticationChecked) { call ->
        if (call.isHandled) return@on
        val checked = checkNotNull(call.checked) { "requireScope stands outside of what tokenseal checks: place it within authenticate, or install Protection" }
        val answer = checked.answer.again(optionsOf(call.requiredScopes))
        if (!answer.isAllowed) call.refuse(answer)
    }
}

private class ScopeSelector(private val scopes: List<String>) : RouteSelector() {
    override suspend fun evaluate(context: RoutingResolveContext, segmentIndex: Int): RouteSelectorEvaluation = RouteSelectorEvaluation.Transparent

    override fun toString(): String = "(scope ${scopes.joinToString(" ")})"
}
