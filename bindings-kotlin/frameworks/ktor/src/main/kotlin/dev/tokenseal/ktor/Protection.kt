package dev.tokenseal.ktor

import dev.tokenseal.ProtectedResource
import dev.tokenseal.RequestOptions
import io.ktor.http.ContentType
import io.ktor.http.HttpMethod
import io.ktor.server.application.ApplicationPlugin
import io.ktor.server.application.createApplicationPlugin
import io.ktor.server.application.isHandled
import io.ktor.server.request.httpMethod
import io.ktor.server.request.path
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.get

/**
 * A plugin in front of all routes: requests that the resource refuses reach none of them. It also
 * publishes the resource's metadata.
 *
 * ```kotlin
 * import dev.tokenseal.ktor.Protection
 * import io.ktor.server.application.install
 * import io.ktor.server.cio.CIO
 * import io.ktor.server.engine.embeddedServer
 *
 * val rules = AccessRules.fromJson("""{ "rules": [ { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }""")
 * val api = ProtectedResource(Verifier(Key.generate(SignatureAlgorithm.ES256).public()), rules)
 * embeddedServer(CIO, port = 0) {
 *     install(Protection) { resource = api }
 * }
 * ```
 *
 * Install plugins that answer by themselves, such as CORS, before it. A handler gets the token from
 * [token].
 */
public val Protection: ApplicationPlugin<ProtectionConfig> = createApplicationPlugin("dev.tokenseal.Protection", ::ProtectionConfig) {
    val resource = requireNotNull(pluginConfig.resource) { "Protection needs its resource: install(Protection) { resource = … }" }
    val metadataPath = resource.metadataPath
    onCall { call ->
        val isRead = call.request.httpMethod == HttpMethod.Get || call.request.httpMethod == HttpMethod.Head
        if (call.isHandled) return@onCall
        if (isRead && call.request.path() == metadataPath) return@onCall call.respondText(resource.metadata().orEmpty(), ContentType.Application.Json)
        val answer = resource.answer(call, RequestOptions())
        if (!answer.isAllowed) call.refuse(answer)
    }
}

/** How [Protection] is set up. */
public class ProtectionConfig {
    /** Checks the requests: the verifier, and the rules if there are any. */
    public var resource: ProtectedResource? = null
}

/**
 * The route of a resource's metadata (RFC 9728), which must be open to everyone: without
 * [Protection], place it outside `authenticate`.
 *
 * @throws IllegalArgumentException if the resource has no metadata because it lacks the option
 * `resource`.
 */
public fun Route.metadata(resource: ProtectedResource): Route {
    val path = requireNotNull(resource.metadataPath) { "the resource has no metadata: give it its URL, ResourceOptions(resource = …)" }
    return get(path) { call.respondText(resource.metadata().orEmpty(), ContentType.Application.Json) }
}
