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
 * Requires all of these scopes on the routes inside, in addition to what the resource's rules and
 * an enclosing `requireScope` require.
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
 * Use it inside `authenticate`, or with [Protection]: if neither has checked the call, the call
 * fails.
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

/** The scopes that the call's route needs, including those of the routes around it. */
internal val ApplicationCall.requiredScopes: List<String>
    get() = generateSequence((this as? RoutingPipelineCall)?.route as RoutingNode?) { it.parent }.flatMap { it.attributes.getOrNull(SCOPES).orEmpty() }.distinct().toList()

/** The core decides about what is not given. */
internal fun optionsOf(scopes: List<String>) = RequestOptions(scopes = scopes.ifEmpty { null })

private val SCOPES = AttributeKey<List<String>>("dev.tokenseal.scopes")

/**
 * If the provider has already required the scopes, this asks the same again of the answer at hand.
 */
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
